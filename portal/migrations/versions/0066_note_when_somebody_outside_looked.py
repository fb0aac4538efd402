"""Note on which day somebody outside the council last looked for reports; before it is unknown."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision: str | None = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the table."""
    op.add_column("incident_arrangements", sa.Column("outside_opened", sa.Date(), nullable=True))


def downgrade() -> None:
    """Change it back."""
    op.drop_column("incident_arrangements", "outside_opened")
