"""Reports that were destroyed after a copy was made stay destroyed when the copy is put back."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from portal import audit
from portal.db import Json
from portal.incidents.cases import destruction

Destroyed = dict[str, dict[str, Any]]
"""What the log says of each report that was destroyed, by its reference."""

ACTOR = "restore"


def logged(engine: Engine) -> Destroyed:
    """List the reports that the log, as it is now, says were destroyed."""
    if not sa.inspect(engine).has_table("audit_entry"):
        return {}
    details: sa.ColumnClause[Any] = sa.column("details", Json)
    log = sa.table("audit_entry", sa.column("action"), sa.column("subject"), details)
    query = sa.select(log.c.subject, log.c.details).where(log.c.action == destruction.ACTION)
    with engine.connect() as connection:
        return {row.subject: row.details for row in connection.execute(query)}


def destroy(engine: Engine, known: Destroyed) -> Destroyed:
    """Delete those of them that came back, with all that belongs to them; give what they were."""
    if not known or not sa.inspect(engine).has_table("report"):
        return {}
    report = sa.table("report", sa.column("reference"))
    back = report.c.reference.in_(list(known))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        again = sorted(connection.execute(sa.select(report.c.reference).where(back)).scalars())
        connection.execute(sa.delete(report).where(back))
    return {reference: known[reference] for reference in again}


def record_again(session: Session, again: Destroyed) -> None:
    """Write what the lost log said of them into the one that was put back."""
    for reference, details in again.items():
        audit.record(session, ACTOR, destruction.ACTION, reference, **details)
