"""Count promises that are late without reading what they say."""

from alembic import op

revision = "0068"
down_revision: str | None = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the index."""
    op.drop_index(op.f("ix_feedback_entry_shown_outcome"), "feedback_entry")
    op.create_index("ix_feedback_owed", "feedback_entry", ["shown_outcome", "shown_due"])


def downgrade() -> None:
    """Change it back."""
    op.drop_index("ix_feedback_owed", "feedback_entry")
    op.create_index(op.f("ix_feedback_entry_shown_outcome"), "feedback_entry", ["shown_outcome"])
