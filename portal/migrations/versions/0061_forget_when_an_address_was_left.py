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
    with op.batch_alter_table("outcome_address") as batch_op:
        day = sa.Column("day", sa.Date(), nullable=False, server_default=sa.func.current_date())
        batch_op.add_column(day)
        batch_op.alter_column("day", server_default=None)
