"""Keep what was taken out of a report until that is signed off."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision: str | None = "0053"
branch_labels = None
depends_on = None

_TABLES = ("feedback_entry", "feedback_proof")


def upgrade() -> None:
    """Change the tables."""
    for table in _TABLES:
        op.add_column(
            table, sa.Column("taken_out", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Put them back."""
    for table in _TABLES:
        op.drop_column(table, "taken_out")
