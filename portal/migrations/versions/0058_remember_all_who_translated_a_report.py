"""Remember all who translated a report into a language since somebody checked it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0058"
down_revision: str | None = "0057"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_KEPT = sa.table(
    "report_language",
    sa.column("id", sa.Integer),
    sa.column("translated_by", sa.Integer),
    sa.column("translators", _JSON),
)


def upgrade() -> None:
    """Add the column; the last who translated is all that was known."""
    column = sa.Column("translators", _JSON, nullable=False, server_default="[]")
    op.add_column("report_language", column)
    connection, known = op.get_bind(), _KEPT.c.translated_by.is_not(None)
    rows = connection.execute(sa.select(_KEPT.c.id, _KEPT.c.translated_by).where(known)).all()
    for number, by in rows:
        changed = sa.update(_KEPT).where(_KEPT.c.id == number)
        connection.execute(changed.values(translators=[by]))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("report_language", "translators")
