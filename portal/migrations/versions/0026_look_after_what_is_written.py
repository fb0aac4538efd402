"""Reports, decisions and appeals about what is written, and what was cut out of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision: str | None = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "moderation_prepared",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_moderation_prepared_body_id_body"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_moderation_prepared")),
    )
    op.create_table(
        "moderation_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "label", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_moderation_reason_body_id_body"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_reason")),
    )
    with op.batch_alter_table("moderation_reason", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderation_reason_body_id"), ["body_id"], unique=False)

    op.create_table(
        "moderation_reads",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column(
            "languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["body_office.id"],
            name=op.f("fk_moderation_reads_office_id_body_office"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_moderation_reads")),
    )
    op.create_table(
        "moderation_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("room", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column(
            "reported", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("member_id", sa.String(22), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_moderation_decision_body_id_body"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_moderation_decision_member_id_member"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["forum_post.id"],
            name=op.f("fk_moderation_decision_post_id_forum_post"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_decision")),
    )
    with op.batch_alter_table("moderation_decision", schema=None) as batch_op:
        batch_op.create_index("ix_moderation_decision_log", ["body_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_moderation_decision_member_id"), ["member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_moderation_decision_post_id"), ["post_id"], unique=False
        )

    op.create_table(
        "moderation_report",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(22), nullable=True),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_moderation_report_member_id_member"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["forum_post.id"],
            name=op.f("fk_moderation_report_post_id_forum_post"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_report")),
        sa.UniqueConstraint("key", name=op.f("uq_moderation_report_key")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("moderation_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moderation_report_member_id"), ["member_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_moderation_report_post_id"), ["post_id"], unique=False)

    op.create_table(
        "moderation_appeal",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("hearing", sa.String(40), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("said", sa.String(1000), nullable=False),
        sa.Column("said_in", sa.String(20), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["moderation_decision.id"],
            name=op.f("fk_moderation_appeal_decision_id_moderation_decision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_moderation_appeal")),
    )
    with op.batch_alter_table("forum_post_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("withheld", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    """Change the tables back; what was cut out must not be read again."""
    op.execute("DELETE FROM forum_post_version WHERE withheld")
    with op.batch_alter_table("forum_post_version", schema=None) as batch_op:
        batch_op.drop_column("withheld")
    for table in ("appeal", "report", "decision", "reads", "reason", "prepared"):
        op.drop_table(f"moderation_{table}")
