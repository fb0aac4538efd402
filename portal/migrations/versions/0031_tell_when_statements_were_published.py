"""Tell when statements were published."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision: str | None = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables; what stands already was published when its day began."""
    with op.batch_alter_table("body_statement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published", sa.DateTime(timezone=True), nullable=True))
    statement = sa.table(
        "body_statement",
        sa.column("day", sa.Date()),
        sa.column("published", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    for (day,) in connection.execute(sa.select(statement.c.day).distinct()).all():
        begun = datetime(day.year, day.month, day.day, tzinfo=UTC)
        on_day = sa.update(statement).where(statement.c.day == day)
        connection.execute(on_day.values(published=begun))
    with op.batch_alter_table("body_statement", schema=None) as batch_op:
        batch_op.alter_column("published", nullable=False)


def downgrade() -> None:
    """Change them back."""
    with op.batch_alter_table("body_statement", schema=None) as batch_op:
        batch_op.drop_column("published")
