"""Keep whether the words of a response may be quoted; nobody was asked before."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision: str | None = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the table."""
    op.add_column(
        "response", sa.Column("may_quote", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_column("response", "may_quote")
