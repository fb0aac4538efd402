"""Keep which questions were not asked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision: str | None = "0035"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Change the tables."""
    op.add_column("response", sa.Column("not_asked", _JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Change them back."""
    op.drop_column("response", "not_asked")
