"""Note what is gone and may be quoted in mails that wait."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision: str | None = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "gone_quote",
        sa.Column("key", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_gone_quote")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("gone_quote")
