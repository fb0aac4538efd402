"""Date why a report is late, and keep the ground on which the law took the words of a line."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision: str | None = "0055"
branch_labels = None
depends_on = None

_ADDED = (
    ("report_back", sa.Column("explained_on", sa.Date(), nullable=True)),
    ("chair_line", sa.Column("law", sa.String(40), nullable=True)),
    ("chair_line", sa.Column("removed", sa.Date(), nullable=True)),
)


def upgrade() -> None:
    """Add the columns."""
    for table, column in _ADDED:
        op.add_column(table, column)


def downgrade() -> None:
    """Drop them."""
    for table, column in _ADDED:
        op.drop_column(table, column.name)
