"""Find the newest entries by an index alone: all their words are long to read past."""

from alembic import op

revision = "0055"
down_revision: str | None = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("feedback_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_entry_changed"))
        batch_op.create_index("ix_feedback_newest", ["changed", "id", "shown_outcome", "shown_due"])


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("feedback_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_feedback_newest")
        batch_op.create_index(batch_op.f("ix_feedback_entry_changed"), ["changed"])
