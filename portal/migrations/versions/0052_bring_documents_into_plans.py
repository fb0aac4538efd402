"""Bring documents into plans."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0052"
down_revision: str | None = "0048"
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
        info={"copied": "never"},
    )
    with op.batch_alter_table("plan_import_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_import_draft_expires"), ["expires"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_import_draft_plan_id"), ["plan_id"], unique=False)

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

    with op.batch_alter_table("resident_comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(160), server_default="", nullable=False))
