"""Remember for an hour what a reporter wrote, where several processes serve.

The table is not logged: it reaches no replica, and is empty after a crash.
"""

import sqlalchemy as sa
from alembic import op

from portal.store.db import Moment

revision = "0009"
down_revision: str | None = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "reporter_memory",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reporter_memory")),
        prefixes=["UNLOGGED"] if postgresql else [],
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_reporter_memory_expires"), "reporter_memory", ["expires"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("reporter_memory")
