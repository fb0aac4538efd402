"""Reports that were destroyed after a copy was made stay destroyed when the copy is put back.

So do those that their reporters took back: the log names them a day later only.
"""

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from portal.incidents.rules import State
from portal.incidents.staff.cases import destruction
from portal.languages.i18n import today
from portal.store import audit
from portal.store.db import Json

Destroyed = dict[str, dict[str, Any]]
"""What the log says of each report that was destroyed, by its reference."""

ACTOR = "restore"


class Withdrawn(NamedTuple):
    """A report that was taken back: its row, and its keys by who holds them."""

    row: dict[str, Any]
    keys: dict[str, bytes]


_REPORT = sa.table(
    "report",
    sa.column("id"),
    sa.column("reference"),
    sa.column("state"),
    sa.column("kept", sa.Boolean),
    sa.column("closed", sa.Date),
    sa.column("destroy_on", sa.Date),
)

_KEY = sa.table(
    "report_key",
    sa.column("report_id"),
    sa.column("holder_id"),
    sa.column("sealed_key", sa.LargeBinary),
)
_ID: sa.ColumnClause[str] = sa.column("id")
_ITEM = sa.table("report_item", sa.column("concerns"))


def logged(engine: Engine) -> Destroyed:
    """List the reports of which nothing is left now: what the log says, or that they are empty."""
    if not sa.inspect(engine).has_table("audit_entry"):
        return {}
    details: sa.ColumnClause[Any] = sa.column("details", Json)
    log = sa.table("audit_entry", sa.column("action"), sa.column("subject"), details)
    query = sa.select(log.c.subject, log.c.details).where(log.c.action == destruction.ACTION)
    with engine.connect() as connection:
        known = {row.subject: row.details for row in connection.execute(query)}
    why = {"state": State.WITHDRAWN.value, "reason": destruction.WITHDRAWN}
    # What was taken back before it could be brought back, was emptied on the same day.
    empty = [row for row in _withdrawn(engine) if _is_empty(row)]
    return {row["reference"]: why for row in empty} | known


def taken_back(engine: Engine) -> list[Withdrawn]:
    """List the reports that were taken back and are not gone yet, with their keys as they are."""
    rows = [row for row in _withdrawn(engine) if not _is_empty(row)]
    with engine.connect() as connection:
        return [Withdrawn(row, _keys(connection, row["id"])) for row in rows]


def take_back(engine: Engine, withdrawn: list[Withdrawn]) -> None:
    """Have reports that were taken back stay so, and as locked as they are."""
    if not withdrawn or not sa.inspect(engine).has_table("report"):
        return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for row, keys in withdrawn:
            same = _REPORT.c.id == row["id"]
            connection.execute(sa.update(_REPORT).where(same).values(row))
            of_report = _KEY.c.report_id == row["id"]
            connection.execute(sa.delete(_KEY).where(of_report, _KEY.c.holder_id.not_in(keys)))
            for holder, key in keys.items():
                mine = sa.update(_KEY).where(of_report, _KEY.c.holder_id == holder)
                connection.execute(mine.values(sealed_key=key))


def destroy(engine: Engine, known: Destroyed) -> Destroyed:
    """Delete those of them that came back, with all that belongs to them; give what they were."""
    if not known or not sa.inspect(engine).has_table("report"):
        return {}
    back = _REPORT.c.reference.in_(list(known))
    # An older copy does not say yet which report a piece of another one concerns.
    marked = any(one["name"] == "concerns" for one in sa.inspect(engine).get_columns(_ITEM.name))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        again = sorted(connection.execute(sa.select(_REPORT.c.reference).where(back)).scalars())
        if marked:
            gone = sa.select(_ID).select_from(_REPORT).where(back)
            connection.execute(sa.delete(_ITEM).where(_ITEM.c.concerns.in_(gone)))
        connection.execute(sa.delete(_REPORT).where(back))
    return {reference: known[reference] for reference in again}


def record_restored(session: Session, made: str, again: Destroyed) -> None:
    """Write into the log that a copy was put back, and what the lost log said was destroyed."""
    audit.record(session, ACTOR, "portal.restored", made, destroyed=len(again))
    for reference, details in again.items():
        told = {**destruction.gone(session, today()), **details}
        audit.record(session, ACTOR, destruction.ACTION, reference, **told)


def _withdrawn(engine: Engine) -> list[dict[str, Any]]:
    if not sa.inspect(engine).has_table("report"):
        return []
    query = sa.select(_REPORT).where(_REPORT.c.state == State.WITHDRAWN.value)
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def _is_empty(row: dict[str, Any]) -> bool:
    return not row["kept"] and bool(row["destroy_on"] == row["closed"])


def _keys(connection: Connection, report_id: str) -> dict[str, bytes]:
    query = sa.select(_KEY.c.holder_id, _KEY.c.sealed_key).where(_KEY.c.report_id == report_id)
    return {holder: bytes(key) for holder, key in connection.execute(query)}
