"""What came of 500 consultations, 5,000 entries in five languages: what a filtered page costs.

As for the forum, what the database does in processes of its own is counted, and no wait is.
"""

import tempfile
import time
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session, col, select

from bench import databases, pages, portal_data, servers
from bench.databases import Database
from bench.pages import Page, say
from portal.consultations.models import Consultation, Edition
from portal.consultations.rules import Stage
from portal.council.models import CouncilSettings
from portal.demo import content
from portal.feedback.models import Entry, EntryConcern, ReportBack
from portal.feedback.rules import Concern, Outcome, Owner, Reason
from portal.groups import arrangements
from portal.groups.arrangements import Area, Arrangements
from portal.migrations import upgrade
from portal.store.db import begin, now, open_engine

ENTRIES = 5_000
REPORTS = 500
FILTER_MILLISECONDS = 60.0
NARROWED = 2.0
"""How many times as long as the whole list one that is narrowed may take."""

RARE = "bridges"
_LANGUAGES = ("en", "cy", "pl", "ur", "ar")
_COMMUNITIES = ("african", "arab", "pakistani", "roma", "caribbean", "chinese")
_AREAS = ("north", "south", "east", "west")
_SERVICES = ("roads", "schools", "parks", "housing")
_OUTCOMES = tuple(one for one in Outcome if one is not Outcome.UNDECIDED)
_AT_ONCE = 1000
_FIRST = "/en/feedback"


def measure() -> bool:
    """Measure on both databases, print the figures, and tell whether they are good enough."""
    Path("var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="var") as folder, databases.both(Path(folder)) as every:
        fine = [_on(database, Path(folder)) for database in every]
    return all(fine)


def _on(database: Database, folder: Path) -> bool:
    prepare(database.url)
    environment = {
        "PORTAL_SECRET_KEY": portal_data.SECRET,
        "PORTAL_DATABASE_URL": database.url,
        "PORTAL_VAR": str(folder),
        "PORTAL_JOBS": "false",
    }
    with servers.portal(environment) as server:
        whole, *narrowed = (pages.measured(server, database, page) for page in _pages())
    ratio = max(narrowed) / whole
    say(
        f"{database.kind}: the slowest choice {ratio:.2f} times as long as the whole list "
        f"(bound {NARROWED:.0f})"
    )
    return max(whole, *narrowed) < FILTER_MILLISECONDS and ratio < NARROWED


def _pages() -> list[Page]:
    chosen = (
        *("outcome=late", "outcome=done", "language=ur", "community=black", "area=north"),
        *("service=roads", f"service={RARE}", "area=north&service=roads&outcome=promised"),
    )
    nothing = f"service={RARE}&area=west&community=chinese"
    return [
        Page("feedback, all", _FIRST, "<article"),
        *(Page(f"feedback, {one}", f"{_FIRST}?{one}", "<article") for one in chosen),
        Page(f"feedback, {nothing}", f"{_FIRST}?{nothing}", "<article", empty=True),
    ]


def prepare(url: str) -> None:
    """Make the database, with reports of ten entries each, all signed off."""
    started, engine = time.monotonic(), open_engine(url)
    upgrade(engine)
    with Session(engine) as session:
        begin(session, writes=True)
        session.add(CouncilSettings(version=1, values=content.council()))
        named = [tuple(Area(one, {"en": one}) for one in some) for some in (_AREAS, _SERVICES)]
        services = (*named[1], Area(RARE, {"en": RARE}))
        arrangements.save(session, Arrangements(named[0], services))
        _insert(session, Consultation, [_consultation(n) for n in range(REPORTS)])
        ids = session.exec(select(Consultation.id).order_by(col(Consultation.id))).all()
        _insert(session, Edition, [_edition(one or 0) for one in ids])
        _insert(session, ReportBack, [_report(one or 0) for one in ids])
        reports = session.exec(select(ReportBack.id).order_by(col(ReportBack.id))).all()
        many = ENTRIES // REPORTS
        _insert(session, Entry, [_entry(n, reports[n // many] or 0) for n in range(ENTRIES)])
        entries = session.exec(select(Entry.id).order_by(col(Entry.id))).all()
        rows = [row for n, one in enumerate(entries) for row in _concerns(n, one or 0)]
        _insert(session, EntryConcern, rows)
        session.commit()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        # What PostgreSQL does by itself within a minute.
        connection.execute(text("ANALYZE"))
    engine.dispose()
    say(f"Made {ENTRIES} entries in {time.monotonic() - started:.0f} s.")


def _consultation(number: int) -> dict[str, Any]:
    closes, title = now() - timedelta(days=number), dict.fromkeys(_LANGUAGES, f"Parks {number}")
    made: dict[str, Any] = {"slug": f"parks-{number}", "stage": Stage.CLOSED, "title": title}
    made |= {
        "opens": closes - timedelta(days=30),
        "closes": closes,
        "published_title": title,
        "edition": 1,
    }
    return Consultation(**made).model_dump(exclude={"id"})


def _edition(consultation: int) -> dict[str, Any]:
    said = {"en": "Parks"}
    words: dict[str, Any] = {"title": said, "summary": said, "purpose": said, "privacy": said}
    content = words | {"languages": list(_LANGUAGES), "minutes": 5, "sections": []}
    made = Edition(consultation_id=consultation, number=1, content=content)
    return made.model_dump(exclude={"id"})


def _report(consultation: int) -> dict[str, Any]:
    day = now().date()
    made = ReportBack(consultation_id=consultation, language="en", published=day, closed=day)
    return made.model_dump(exclude={"id"})


def _chosen(number: int) -> dict[Concern, list[str]]:
    service = RARE if number % 500 == 0 else _SERVICES[number % len(_SERVICES)]
    return {
        Concern.COMMUNITY: [_COMMUNITIES[number % len(_COMMUNITIES)]],
        Concern.AREA: [_AREAS[number // 2 % len(_AREAS)]],
        Concern.SERVICE: [service],
        Concern.LANGUAGE: list(_LANGUAGES),
    }


def _entry(number: int, report: int) -> dict[str, Any]:
    outcome, day = _OUTCOMES[number % len(_OUTCOMES)], now().date()
    words: dict[str, Any] = {
        name: {tag: _words(tag) for tag in _LANGUAGES} for name in ("asked", "said", "did")
    }
    due, chosen = day + timedelta(days=number % 700 - 350), _chosen(number)
    lists: dict[str, Any] = {
        "communities": chosen[Concern.COMMUNITY],
        "areas": chosen[Concern.AREA],
        "services": chosen[Concern.SERVICE],
    }
    codes: dict[str, Any] = {"outcome": outcome, "reason": Reason.COSTS, "owner": Owner.HEAD}
    shown = {**words, **lists, **codes, "language": "en", "questions": [], "due": due.isoformat()}
    made: dict[str, Any] = {"report_back_id": report, "language": "en", "due": due, "shown": shown}
    made |= {"shown_outcome": outcome, "shown_due": due, "published": day - timedelta(days=900)}
    made |= {"changed": day - timedelta(days=number % 900), "place": number % 10}
    return Entry(**made, **words, **lists, **codes).model_dump(exclude={"id"})


def _concerns(number: int, entry: int) -> list[dict[str, Any]]:
    return [
        {"entry_id": entry, "concern": kind, "code": code}
        for kind, codes in _chosen(number).items()
        for code in codes
    ]


def _words(tag: str) -> str:
    return " ".join(f"{tag}word" for _ in range(40)) + "."


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    every = iter(rows)
    while some := list(islice(every, _AT_ONCE)):
        session.execute(insert(table), some)
