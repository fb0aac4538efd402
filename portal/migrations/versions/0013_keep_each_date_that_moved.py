"""Keep each date that moved, not the closing date alone, and what stays of removed documents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision: str | None = "0010"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)
_KEPT = ("consultation_id", "closed_before", "closes_now", "reason", "made")


def upgrade() -> None:
    """Change the tables; every move of a closing date is kept."""
    _rename("extension", "date_change", widened=True)
    op.add_column("document", sa.Column("removed", _MOMENT, nullable=True))
    op.add_column("document", sa.Column("removal", _JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Change them back; only moves of a closing date are kept, and documents that are there."""
    op.execute("DELETE FROM document WHERE removed IS NOT NULL")
    op.drop_column("document", "removal")
    op.drop_column("document", "removed")
    op.execute("DELETE FROM date_change WHERE which <> 'closes'")
    _rename("date_change", "extension", widened=False)


def _rename(old: str, new: str, *, widened: bool) -> None:
    # SQLite changes no column in place, and constraints bear the name of their table.
    added = (
        sa.Column("which", sa.String(40), nullable=False, server_default="closes"),
        sa.Column("day_before", sa.Date(), nullable=True),
        sa.Column("day_now", sa.Date(), nullable=True),
    )
    table = op.create_table(
        new,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        *(added if widened else ()),
        sa.Column("closed_before", _MOMENT, nullable=widened),
        sa.Column("closes_now", _MOMENT, nullable=widened),
        sa.Column("reason", _JSON, nullable=False),
        sa.Column("made", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f(f"fk_{new}_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{new}")),
    )
    before = sa.table(old, sa.column("id"), *(sa.column(name) for name in _KEPT))
    rows = sa.select(*(before.c[name] for name in _KEPT)).order_by(before.c.id)
    op.execute(sa.insert(table).from_select(_KEPT, rows))
    op.drop_table(old)
    index = op.f(f"ix_{new}_consultation_id")
    op.create_index(index, new, ["consultation_id"], unique=False)
