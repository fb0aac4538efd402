"""Bring documents into plans, draw compacts, tie items to what was said, and cards to plans."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0052"
down_revision: str | None = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "plan_import",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("revisions", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_import_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_import")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_import_plan_id")),
    )
    with op.batch_alter_table("plan_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_import_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_import_draft",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column(
            "mapping", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_plan_import_draft_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["plan.id"],
            name=op.f("fk_plan_import_draft_plan_id_plan"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_import_draft")),
        sa.UniqueConstraint("account_id", name=op.f("uq_plan_import_draft_account_id")),
    )
    with op.batch_alter_table("plan_import_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_import_draft_expires"), ["expires"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_import_draft_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "compact",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("theirs_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("council_agreed", sa.Date(), nullable=True),
        sa.Column("theirs_agreed", sa.Date(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column(
            "agreed", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_compact_body_id_body"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["council_id"],
            ["plan_item.id"],
            name=op.f("fk_compact_council_id_plan_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["voluntary_group.id"],
            name=op.f("fk_compact_group_id_voluntary_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_compact_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theirs_id"],
            ["plan_item.id"],
            name=op.f("fk_compact_theirs_id_plan_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compact")),
        sa.UniqueConstraint("body_id", "plan_id", "year", name=op.f("uq_compact_body_id")),
        sa.UniqueConstraint("group_id", "plan_id", "year", name=op.f("uq_compact_group_id")),
    )
    with op.batch_alter_table("compact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_compact_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_compact_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_compact_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_compact_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_compact_theirs_id"), ["theirs_id"], unique=False)

    op.create_table(
        "plan_item_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["plan_item.id"],
            name=op.f("fk_plan_item_link_item_id_plan_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item_link")),
        sa.UniqueConstraint("item_id", "key", name=op.f("uq_plan_item_link_item_id")),
    )
    with op.batch_alter_table("plan_item_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_item_link_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_item_link_key"), ["key"], unique=False)

    op.create_table(
        "compact_mark",
        sa.Column("compact_id", sa.String(22), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("assessment", sa.String(40), nullable=False),
        sa.Column("comment", sa.String(1500), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["compact_id"],
            ["compact.id"],
            name=op.f("fk_compact_mark_compact_id_compact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["plan_item.id"],
            name=op.f("fk_compact_mark_item_id_plan_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("compact_id", "item_id", name=op.f("pk_compact_mark")),
    )
    with op.batch_alter_table("compact_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_compact_mark_item_id"), ["item_id"], unique=False)

    with op.batch_alter_table("resident_comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(160), server_default="", nullable=False))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("resident_comment", "about")
    for table in ("plan_item_link", "plan_import_draft", "compact_mark", "compact", "plan_import"):
        op.drop_table(table)
