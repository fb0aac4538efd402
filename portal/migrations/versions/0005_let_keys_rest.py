"""Let keys rest, and give what staff closed its time.

Staff could say that a reporter had withdrawn: such a case was destroyed the same day, and its
reporter read "You took it back". What of these is still there becomes a closed case.
"""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None

_SHORTEST = timedelta(days=28)
_HOLDER = sa.table("key_holder", sa.column("account_id"), sa.column("resting_since", sa.Date))
_ACCOUNT = sa.table("account", sa.column("id"), sa.column("disabled", sa.Boolean))
_LOG = sa.table(
    "audit_entry", sa.column("action"), sa.column("subject"), sa.column("details", sa.JSON)
)
_TEAM_KEY = sa.table("team_key", sa.column("purpose"), sa.column("public_key"))
_COPY = sa.table(
    "team_key_copy",
    sa.column("purpose"),
    sa.column("holder_id"),
    sa.column("public_key"),
    sa.column("sealed_key"),
)
_REPORT = sa.table(
    "report",
    sa.column("id"),
    sa.column("reference"),
    sa.column("state"),
    sa.column("closed", sa.Date),
    sa.column("followed_up", sa.Date),
    sa.column("destroy_on", sa.Date),
)


def upgrade() -> None:
    """Change the tables."""
    op.add_column("key_holder", sa.Column("resting_since", sa.Date(), nullable=True))
    disabled = sa.select(_ACCOUNT.c.id).where(_ACCOUNT.c.disabled.is_(sa.true()))
    today = datetime.now(UTC).date()
    rests = sa.update(_HOLDER).where(_HOLDER.c.account_id.in_(disabled))
    op.get_bind().execute(rests.values(resting_since=today))
    _make_copies_anew(named=True)
    _keep_what_staff_closed()


def downgrade() -> None:
    """Change them back; only copies of the present keys are kept.

    Whoever has but one of an earlier key then opens no contact details any more that were left
    for it.
    """
    connection = op.get_bind()
    present = sa.select(_TEAM_KEY).order_by(_TEAM_KEY.c.purpose)
    for purpose, public in connection.execute(present).all():
        earlier = sa.delete(_COPY).where(_COPY.c.purpose == purpose, _COPY.c.public_key != public)
        connection.execute(earlier)
    _make_copies_anew(named=False)
    op.drop_column("key_holder", "resting_since")


def _make_copies_anew(*, named: bool) -> None:
    # A circle that begins anew makes another key, and copies of the earlier one stay beside it.
    # SQLite changes no primary key in place, and there are few copies: one a person and purpose.
    connection = op.get_bind()
    query = sa.select(
        _COPY.c.purpose, _COPY.c.holder_id, _COPY.c.sealed_key, _TEAM_KEY.c.public_key
    ).join(_TEAM_KEY, _TEAM_KEY.c.purpose == _COPY.c.purpose)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    op.drop_table("team_key_copy")
    names = ["purpose", "holder_id", "public_key"] if named else ["purpose", "holder_id"]
    public = [sa.Column("public_key", sa.LargeBinary(), nullable=False)] if named else []
    op.create_table(
        "team_key_copy",
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("holder_id", sa.String(22), nullable=False),
        *public,
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["key_holder.id"],
            name=op.f("fk_team_key_copy_holder_id_key_holder"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(*names, name=op.f("pk_team_key_copy")),
    )
    for row in rows:
        kept = (
            row if named else {name: row[name] for name in ("purpose", "holder_id", "sealed_key")}
        )
        connection.execute(sa.insert(_COPY).values(kept))


def _keep_what_staff_closed() -> None:
    connection = op.get_bind()
    logged = sa.select(_LOG.c.subject, _LOG.c.details).where(_LOG.c.action == "case.closed")
    by_staff = {
        subject
        for subject, details in connection.execute(logged)
        if details.get("state") == "withdrawn"
    }
    over = sa.select(_REPORT).where(
        _REPORT.c.closed.is_not(None), _REPORT.c.destroy_on.is_not(None)
    )
    for row in connection.execute(over).all():
        taken_back = row.state == "withdrawn" and row.reference not in by_staff
        if not taken_back:
            connection.execute(_kept(row.id, row.state, row.closed, row.destroy_on))


def _kept(number: str, state: str, closed: date, destroy_on: date) -> sa.Update:
    change = sa.update(_REPORT).where(_REPORT.c.id == number)
    change = change.values(destroy_on=max(destroy_on, closed + _SHORTEST))
    return change.values(state="closed", followed_up=closed) if state == "withdrawn" else change
