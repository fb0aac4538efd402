"""Keep who wrote a review of a plan; of those that stand it was not kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0059"
down_revision: str | None = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the table."""
    op.add_column(
        "plan_review",
        sa.Column(
            "writers",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
            server_default=sa.text("'[]'"),
        ),
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_column("plan_review", "writers")
