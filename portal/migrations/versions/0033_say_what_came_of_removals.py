"""What came of requests to take words away by law; whether everybody sees the place of an event."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision: str | None = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep it."""
    with op.batch_alter_table("legal_removal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("refused", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn", sa.Date(), nullable=True))
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("open_place", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("open_place")
    with op.batch_alter_table("legal_removal", schema=None) as batch_op:
        batch_op.drop_column("withdrawn")
        batch_op.drop_column("refused")
