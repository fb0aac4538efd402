"""Keep who leads what in plans, their links, and how schools answer checklists."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision: str | None = "0050"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "plan_lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("spelled", sa.String(360), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("checklists", _JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_lead")),
        sa.UniqueConstraint("spelled", name=op.f("uq_plan_lead_spelled")),
    )
    op.create_table(
        "plan_lead_link",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("sent", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reminded", sa.Date(), nullable=True),
        sa.Column("reported", sa.Date(), nullable=True),
        sa.Column("revoked", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["plan_lead.id"],
            name=op.f("fk_plan_lead_link_lead_id_plan_lead"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_lead_link")),
    )
    with op.batch_alter_table("plan_lead_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_lead_link_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_lead_link_until"), ["until"], unique=False)

    op.create_table(
        "plan_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(40), nullable=True),
        sa.Column("comment", sa.String(1500), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["plan_item.id"],
            name=op.f("fk_plan_answer_item_id_plan_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["plan_lead.id"],
            name=op.f("fk_plan_answer_lead_id_plan_lead"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_answer")),
        sa.UniqueConstraint("lead_id", "item_id", "quarter", name=op.f("uq_plan_answer_lead_id")),
    )
    with op.batch_alter_table("plan_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_answer_item_id"), ["item_id"], unique=False)


def downgrade() -> None:
    """Change them back."""
    for table in ("plan_answer", "plan_lead_link", "plan_lead"):
        op.drop_table(table)
