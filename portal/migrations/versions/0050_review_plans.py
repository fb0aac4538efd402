"""Keep reviews of plans, what leads report, and what an item was in the plan before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050"
down_revision: str | None = "0049"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "plan_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(22), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("words", _JSON, nullable=False),
        sa.Column("counts", _JSON, nullable=False),
        sa.Column("drawn", sa.Date(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("read", sa.Date(), nullable=True),
        sa.Column("chair_words", sa.String(300), nullable=False),
        sa.Column("chair_language", sa.String(20), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("refused", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(400), nullable=False),
        sa.Column("signed", sa.Date(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreed_by"],
            ["account.id"],
            name=op.f("fk_plan_review_agreed_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["account.id"],
            name=op.f("fk_plan_review_asked_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_plan_review_body_id_body"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_review_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_review")),
        sa.UniqueConstraint("key", name=op.f("uq_plan_review_key")),
    )
    with op.batch_alter_table("plan_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_review_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_review_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_review_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("undated", sa.Boolean(), nullable=False),
        sa.Column("content", _JSON, nullable=False),
        sa.Column("chair_words", sa.String(300), nullable=False),
        sa.Column("chair_language", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["plan_item.id"],
            name=op.f("fk_plan_review_item_item_id_plan_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["plan_review.id"],
            name=op.f("fk_plan_review_item_review_id_plan_review"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_review_item")),
    )
    with op.batch_alter_table("plan_review_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_review_item_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_plan_review_item_review_id"), ["review_id"], unique=False
        )

    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Date(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("was", _JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
    )
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_version_plan_id"), ["plan_id"], unique=False)

    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_plan_item_follows_id"), ["follows_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_item_follows_id_plan_item"),
            "plan_item",
            ["follows_id"],
            ["id"],
            ondelete="SET NULL",
        )

    op.add_column(
        "plan_progress", sa.Column("assessment", sa.String(40), nullable=False, server_default="")
    )
    op.add_column(
        "plan_progress", sa.Column("evidence", sa.String(1500), nullable=False, server_default="")
    )
    op.add_column(
        "plan_progress",
        sa.Column("by_lead", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("plan_progress", sa.Column("was", _JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Change them back."""
    for name in ("was", "by_lead", "evidence", "assessment"):
        op.drop_column("plan_progress", name)
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_plan_item_follows_id_plan_item"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_plan_item_follows_id"))
        batch_op.drop_column("follows_id")
    op.drop_table("plan_version")
    op.drop_table("plan_review_item")
    op.drop_table("plan_review")
