"""Keep whether the words of a response may be quoted; nobody was asked before."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision: str | None = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the table."""
    op.add_column(
        "response", sa.Column("may_quote", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_response_quotable",
        "response",
        ["consultation_id"],
        sqlite_where=sa.text("may_quote = 1"),
        postgresql_where=sa.text("may_quote"),
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_index("ix_response_quotable", table_name="response")
    op.drop_column("response", "may_quote")
