"""Forget on which day an address was left to hear what came of a consultation."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision: str | None = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the table."""
    op.drop_column("outcome_address", "day")


def downgrade() -> None:
    """Change it back; on which day each was left nobody knows any more."""
    day = sa.Column("day", sa.Date(), nullable=False, server_default=sa.text("'2026-11-30'"))
    op.add_column("outcome_address", day)
