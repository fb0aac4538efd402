"""House rules, blocks, a rota and statements of bodies; what the law forces away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0027"
down_revision: str | None = "0026"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "body_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(22), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("words", sa.String(4000), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("by_id", sa.String(22), nullable=True),
        sa.Column("agreed_id", sa.String(22), nullable=True),
        sa.Column("asked", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("lifted", sa.Date(), nullable=True),
        sa.Column("appeal", sa.String(4000), nullable=False),
        sa.Column("appeal_in", sa.String(20), nullable=False),
        sa.Column("decided", sa.Date(), nullable=True),
        sa.Column("said", sa.String(4000), nullable=False),
        sa.Column("said_in", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreed_id"],
            ["member.id"],
            name=op.f("fk_body_block_agreed_id_member"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_body_block_body_id_body"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_body_block_by_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_body_block_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_block")),
    )
    with op.batch_alter_table("body_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_block_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_block_member_id"), ["member_id"], unique=False)

    op.create_table(
        "body_statement",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", _JSON, nullable=False),
        sa.Column("words", _JSON, nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("corrected", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Date(), nullable=True),
        sa.Column("law", sa.String(40), nullable=True),
        sa.Column("removed", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_body_statement_body_id_body"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_statement")),
    )
    with op.batch_alter_table("body_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_statement_body_id"), ["body_id"], unique=False)

    op.create_table(
        "body_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("called", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["body_office.id"],
            name=op.f("fk_body_duty_office_id_body_office"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_duty")),
    )
    with op.batch_alter_table("body_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_duty_office_id"), ["office_id"], unique=False)

    op.create_table(
        "body_statement_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.String(22), nullable=False),
        sa.Column("title", _JSON, nullable=False),
        sa.Column("words", _JSON, nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["body_statement.id"],
            name=op.f("fk_body_statement_version_statement_id_body_statement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_statement_version")),
    )
    with op.batch_alter_table("body_statement_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_body_statement_version_statement_id"), ["statement_id"], unique=False
        )

    op.create_table(
        "legal_removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("statement_id", sa.String(22), nullable=True),
        sa.Column("law", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by"],
            ["account.id"],
            name=op.f("fk_legal_removal_agreed_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["account.id"],
            name=op.f("fk_legal_removal_asked_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_legal_removal_body_id_body"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["forum_post.id"],
            name=op.f("fk_legal_removal_post_id_forum_post"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["body_statement.id"],
            name=op.f("fk_legal_removal_statement_id_body_statement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_removal")),
    )
    with op.batch_alter_table("legal_removal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_removal_body_id"), ["body_id"], unique=False)

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "house_rules",
                _JSON,
                nullable=False,
                server_default="{}",
            )
        )
        batch_op.add_column(sa.Column("rules_seen", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("told", sa.Date(), nullable=True))

    with op.batch_alter_table("body_seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("advertised", sa.Date(), nullable=True))

    with op.batch_alter_table("forum_post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("danger", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("law", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("removed", sa.Date(), nullable=True))

    with op.batch_alter_table("group_concern", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("willing", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Change them back; nothing of any statement or block is kept."""
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
    for table in (
        "legal_removal",
        "body_statement_version",
        "body_duty",
        "body_statement",
        "body_block",
    ):
        op.drop_table(table)


_ADDED = {
    "membership": ("willing",),
    "group_concern": ("shared",),
    "forum_post": ("danger", "law", "removed"),
    "body_seat": ("advertised",),
    "body": ("house_rules", "rules_seen", "told"),
}
