"""Keep which questions a batch leaves out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision: str | None = "0033"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Change the tables."""
    op.add_column("batch_draft", sa.Column("left_out", _JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Change them back."""
    op.drop_column("batch_draft", "left_out")
