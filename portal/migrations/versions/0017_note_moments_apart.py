"""Note moments and flags in a table of their own, and not among the runs of jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision: str | None = "0016"
branch_labels = None
depends_on = None

_NAMES = "('deletion.waits', 'deletion.looked', 'incidents.danger', 'incidents.danger_wanted')"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "noted",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_noted")),
    )
    _move("job_run", "name, ran", "noted", "name, at")


def downgrade() -> None:
    """Change them back."""
    _move("noted", "name, at", "job_run", "name, ran")
    op.drop_table("noted")


def _move(old: str, kept: str, new: str, now: str) -> None:
    named = f"FROM {old} WHERE name IN {_NAMES}"
    op.execute(f"INSERT INTO {new} ({now}) SELECT {kept} {named}")
    op.execute(f"DELETE {named}")
