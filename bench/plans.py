"""A plan with 2,000 items: what a page of it costs a processor, and how long it takes to bring in.

Both are compared with a plan of a tenth of the items, so that the ratio does not hang on the day.
"""

import os
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, text
from sqlmodel import Session

from bench import databases, pages, portal_data, servers
from bench.databases import Database
from bench.pages import Page, say
from portal.council.models import CouncilSettings
from portal.demo import content
from portal.files.documents import reading
from portal.files.documents.document import Document
from portal.languages.i18n import today
from portal.migrations import upgrade
from portal.plans.importing import building, proposing
from portal.plans.models import Plan
from portal.plans.rules import Kind, Level
from portal.plans.staff import keeping, taking
from portal.plans.staff.importing import packing
from portal.store.db import begin, open_engine, random_id

PAGE_MILLISECONDS = 100.0
IMPORT_SECONDS = 10.0
TIMES_AS_LONG = 20.0
"""How many times as long as a tenth of the rows all of them may take."""

MANY, FEW = 2_000, 200
_AIMS, _LEADS = 10, 7
_DAYS = 900
_LEVELS = [Level.AIM.value, Level.OBJECTIVE.value, Level.ACTION.value]


def measure() -> bool:
    """Measure on both databases, print the figures, and tell whether they are good enough."""
    Path("var").mkdir(exist_ok=True)
    fine = True
    with tempfile.TemporaryDirectory(dir="var") as folder, databases.both(Path(folder)) as every:
        for database in every:
            fine &= _on(database, Path(folder))
    return fine


def _on(database: Database, folder: Path) -> bool:
    engine = open_engine(database.url)
    upgrade(engine)
    with Session(engine) as session:
        begin(session, writes=True)
        session.add(CouncilSettings(version=1, values=content.council()))
        session.commit()
    few, many = (_brought_in(engine, database, number) for number in (FEW, MANY))
    say(
        f"{database.kind}: {MANY} rows brought in within {many:.2f} s of a processor, "
        f"{many / few:.1f} times as long as {FEW} "
        f"(bounds {IMPORT_SECONDS:.0f} s, {TIMES_AS_LONG:.0f})"
    )
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        # What PostgreSQL does by itself within a minute.
        connection.execute(text("ANALYZE"))
    engine.dispose()
    environment = {
        "PORTAL_SECRET_KEY": portal_data.SECRET,
        "PORTAL_DATABASE_URL": database.url,
        "PORTAL_VAR": str(folder),
        "PORTAL_JOBS": "false",
    }
    with servers.portal(environment) as server:
        small = pages.measured(
            server, database, Page(f"a plan of {FEW}", f"/en/plans/{_slug(FEW)}", "Action")
        )
        costs = [pages.measured(server, database, page) for page in _pages()]
    say(f"{database.kind}: a plan of {MANY} {costs[0] / small:.1f} times as long as one of {FEW}")
    is_quick = max(costs) < PAGE_MILLISECONDS and many < IMPORT_SECONDS
    return is_quick and many / few < TIMES_AS_LONG


def _brought_in(engine: Engine, database: Database, number: int) -> float:
    """Bring a document of so many rows into a plan of its own; give the seconds of a processor."""
    written = _document(number).encode()
    before, started = _busy(database), time.monotonic()
    document = reading.read(written)
    if not isinstance(document, Document):
        raise TypeError(document.message)
    kept = packing.unpacked(packing.packed(document))
    built = building.build(kept, proposing.propose(kept).mapping)
    with Session(engine) as session:
        begin(session, writes=True)
        plan = _plan(session, number)
        if problem := taking.cannot_take(session, plan, built):
            raise RuntimeError(problem.message)
        taking.take(session, plan, built)
        keeping.publish(session, plan)
        session.commit()
    if built.counts() != {0: _AIMS, 1: number // 10, 2: number - number // 10 - _AIMS}:
        raise RuntimeError(f"{built.counts()} are not the rows of the document.")
    taken = _busy(database) - before
    say(f"{database.kind}: {number} rows: answered after {time.monotonic() - started:.2f} s")
    return taken


def _busy(database: Database) -> float:
    """Add up what this process, those that it started and those of the database have taken."""
    return sum(os.times()[:4]) + database.busy()


def _plan(session: Session, number: int) -> Plan:
    said: dict[str, Any] = {"title": {"en": _slug(number)}, "language": "en", "levels": _LEVELS}
    plan, _ = keeping.make(session, said | {"kind": Kind.ACTION_PLAN, "source": ""}, random_id())
    return plan


def _document(number: int) -> str:
    """Write a plan of aims and objectives between tables of actions, as councils do."""
    objectives = number // 10
    actions = number - objectives - _AIMS
    lines, made = list[str](), 0
    for one in range(objectives):
        if one % (objectives // _AIMS) == 0:
            lines.append(f"Aim {one * _AIMS // objectives + 1}: Services that everybody can use\n")
        lines.append(f"Objective {one + 1}: What people tell us of service {one} is acted upon\n")
        lines.append("Action\tLead\tTimescale\tMeasure\tStatus\n")
        until = actions * (one + 1) // objectives
        lines += [_row(row) for row in range(made, until)]
        lines.append("\n")
        made = until
    return "".join(lines)


def _row(number: int) -> str:
    due = today() + timedelta(days=number % _DAYS - _DAYS // 3)
    status = ("Done", "Under way", "Not started")[number % 3]
    return (
        f"Train the staff of service {number} in how people say their names\tTeam {number % _LEADS}"
        f"\t{due:%d/%m/%Y}\tHow many were trained in quarter {number % 4}\t{status}\n"
    )


def _slug(number: int) -> str:
    return f"plan-of-{number}"


def _whole(number: int) -> Page:
    return Page(f"a plan of {number}", f"/en/plans/{_slug(number)}", "Action")


def _pages() -> list[Page]:
    here = f"/en/plans/{_slug(MANY)}"
    chosen: list[dict[str, str]] = [
        {"status": "done"},
        {"lead": "Team 3"},
        {"due": "late"},
        {"status": "under_way", "lead": "Team 5", "due": "later"},
    ]
    filters = [(urlencode(one), f"{here}?{urlencode(one)}") for one in chosen]
    return [_whole(MANY), *(Page(f"filter, {name}", path, "Action") for name, path in filters)]
