"""Export responses by name.

With the index of 0002 alone, SQLite sorted all responses of a consultation for each handful.
"""

from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_index("ix_response_exported", "response", ["consultation_id", "id"])


def downgrade() -> None:
    """Change them back."""
    op.drop_index("ix_response_exported", table_name="response")
