"""Name in the flag of danger who is called: until now it was the team."""

from alembic import op

revision = "0063"
down_revision: str | None = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Name the flag, and forget when the last mail was sent."""
    op.execute(
        "UPDATE noted SET name = 'incidents.news.team' WHERE name = 'incidents.danger_wanted'"
    )
    op.execute("DELETE FROM noted WHERE name = 'incidents.danger'")


def downgrade() -> None:
    """Name it as before, and forget whom else somebody was to call."""
    op.execute(
        "UPDATE noted SET name = 'incidents.danger_wanted' WHERE name = 'incidents.news.team'"
    )
    op.execute("DELETE FROM noted WHERE name LIKE 'incidents.news.%'")
    op.execute("DELETE FROM noted WHERE name LIKE 'incidents.told.%'")
