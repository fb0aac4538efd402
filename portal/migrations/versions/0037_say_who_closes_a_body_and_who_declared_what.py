"""Say who closes or changes a body and why, and what bodies without a room declare."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision: str | None = "0036"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "body_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("reason", _JSON, nullable=False),
        sa.Column("terms", _JSON, nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("refused", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["agreed_by"], ["account.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_body_change_body_id", "body_change", ["body_id"])
    op.create_table(
        "declared_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", _JSON, nullable=False),
        sa.Column("represented", _JSON, nullable=False),
        sa.Column("declared_by", _JSON, nullable=False),
        sa.Column("declared", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("declared_body")
    op.drop_index("ix_body_change_body_id", table_name="body_change")
    op.drop_table("body_change")
