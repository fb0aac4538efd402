"""Say which languages a holder of a key reads, so that a report finds somebody who reads it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0065"
down_revision: str | None = "0064"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the column; nobody has said yet what they read."""
    op.add_column("key_holder", sa.Column("reads", _JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("key_holder", "reads")
