"""Seal what closed cases of a quarter add up to."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision: str | None = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of sums."""
    op.create_table(
        "statistics_sums",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_sums")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("statistics_sums")
