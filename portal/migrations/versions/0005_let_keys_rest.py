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
    _keep_what_staff_closed()


def downgrade() -> None:
    """Change them back."""
    op.drop_column("key_holder", "resting_since")


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
