"""List responses by day.

With the index of 0002 the database sorted all responses of a consultation for each page of them.
This one counts them by their state as well.
"""

from alembic import op

revision = "0016"
down_revision: str | None = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_index("ix_response_listed", "response", ["consultation_id", "state", "day", "id"])
    op.drop_index("ix_response_counted", table_name="response")


def downgrade() -> None:
    """Change them back."""
    op.create_index("ix_response_counted", "response", ["consultation_id", "state"])
    op.drop_index("ix_response_listed", table_name="response")
