"""Count responses by state."""

from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_index("ix_response_counted", "response", ["consultation_id", "state"])
    op.drop_index("ix_response_consultation_id", table_name="response")


def downgrade() -> None:
    """Change them back."""
    op.create_index("ix_response_consultation_id", "response", ["consultation_id"])
    op.drop_index("ix_response_counted", table_name="response")
