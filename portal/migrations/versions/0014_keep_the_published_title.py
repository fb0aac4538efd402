"""Keep the title that residents read beside the one that staff may be correcting."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision: str | None = "0013"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_CONSULTATION = sa.table(
    "consultation",
    sa.column("id", sa.Integer),
    sa.column("stage", sa.String),
    sa.column("edition", sa.Integer),
    sa.column("published_title", _JSON),
)
_EDITION = sa.table(
    "edition",
    sa.column("consultation_id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("content", _JSON),
)


def upgrade() -> None:
    """Add the column, and fill it from the editions that are public now."""
    op.add_column(
        "consultation", sa.Column("published_title", _JSON, nullable=False, server_default="{}")
    )
    connection = op.get_bind()
    public = sa.select(_CONSULTATION.c.id, _EDITION.c.content).join(
        _EDITION,
        sa.and_(
            _EDITION.c.consultation_id == _CONSULTATION.c.id,
            _EDITION.c.number == _CONSULTATION.c.edition,
        ),
    )
    for number, content in connection.execute(public.where(_CONSULTATION.c.stage != "draft")).all():
        change = sa.update(_CONSULTATION).where(_CONSULTATION.c.id == number)
        connection.execute(change.values(published_title=content["title"]))


def downgrade() -> None:
    """Take the column away again."""
    op.drop_column("consultation", "published_title")
