"""What the public pages ask of the database: only what was signed off."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, exists, func, or_, select

from portal.consultations.models import Consultation
from portal.feedback.entries.rules import Choice
from portal.feedback.models import (
    Entry,
    EntryConcern,
    EntryEvidence,
    EntryProof,
    ReportBack,
    ReportBackEdition,
)
from portal.feedback.rules import OWED, Concern, Content, Outcome
from portal.store import keyset
from portal.store.db import Translated
from portal.store.keyset import Place, Slice

_PUBLIC = col(Entry.shown_outcome).is_not(None)
_NEWEST = keyset.Order([col(Entry.changed), col(Entry.id)], newest_first=True, size=10)
_ROW = (
    *(Entry.id, Entry.report_back_id, Entry.key, Entry.shown, Entry.shown_outcome, Entry.shown_due),
    *(Entry.published, Entry.changed),
    *(Consultation.slug, Consultation.published_title, Consultation.title),
)


class Row(NamedTuple):
    """What everybody reads of one entry, and of which consultation it came."""

    id: int
    report: int
    key: str
    shown: Content
    outcome: Outcome
    due: date | None
    published: date
    changed: date
    slug: str
    published_title: Translated
    own_title: Translated

    @property
    def title(self) -> Translated:
        """Give the title of the consultation as residents read it."""
        return self.published_title or self.own_title


def listed(session: Session, choice: Choice, place: Place | None) -> Slice[Row]:
    """Read a page of the entries that somebody looks for, the newest change first."""
    query: Any = select(Entry.id).where(_PUBLIC, *_chosen(choice))
    return keyset.read(session, query, _NEWEST, place).all(lambda found: _filled(session, found))


def count(session: Session, choice: Choice) -> int:
    """Count the entries that somebody looks for."""
    query = select(func.count()).select_from(Entry).where(_PUBLIC, *_chosen(choice))
    return session.exec(query).one()


def latest(session: Session, most: int) -> list[Row]:
    """List the entries that changed last."""
    query = select(Entry.id).where(_PUBLIC)
    by = (col(Entry.changed).desc(), col(Entry.id).desc())
    return _filled(session, [(one,) for one in session.exec(query.order_by(*by).limit(most))])


def of_report(session: Session, report: int) -> list[Row]:
    """List the entries of a report."""
    query = _rows().where(col(Entry.report_back_id) == report)
    return _read(session, query.order_by(col(Entry.id)))


def named(session: Session, keys: Collection[str]) -> list[Row]:
    """List the entries that have these keys."""
    return _read(session, _rows().where(col(Entry.key).in_(keys)).order_by(col(Entry.id)))


def resting_on(session: Session, key: str, report: int = 0) -> list[Row]:
    """List the entries that rest on something public, named by its key, and all of a report."""
    resting = select(EntryEvidence.entry_id).where(EntryEvidence.key == key)
    numbers = resting.union(select(col(Entry.id)).where(Entry.report_back_id == report))
    query = _rows().where(col(Entry.id).in_(numbers))
    rows = _read(session, query.order_by(col(Entry.changed).desc(), col(Entry.id).desc()))
    # What was added and not signed off yet stands among the evidence already.
    return [one for one in rows if one.report == report or key in one.shown.get("evidence", ())]


def changed_in(session: Session, since: date, until: date) -> list[Row]:
    """List the entries that changed on a day from one on and before another."""
    changed = col(Entry.changed)
    query = _rows().where(changed >= since, changed < until)
    return _read(session, query.order_by(changed, col(Entry.id)))


def in_use(session: Session) -> dict[Concern, set[str]]:
    """Tell by which codes anything is found."""
    found: dict[Concern, set[str]] = {one: set() for one in Concern}
    query = select(EntryConcern.concern, EntryConcern.code).distinct()
    for concern, code in session.exec(query):
        found[Concern(concern)].add(code)
    return found


def proofs(session: Session, ids: Collection[str]) -> dict[str, EntryProof]:
    """Give what shows that things were done, by its name."""
    query = select(EntryProof).where(col(EntryProof.id).in_(ids))
    return {one.id: one for one in session.exec(query)}


def reports(session: Session, most: int) -> Iterator[tuple[str, list[str]]]:
    """List the reports by the addresses of their consultations, with their languages."""
    query = select(Consultation.slug, ReportBackEdition.languages).select_from(ReportBackEdition)
    query = (
        query.join(ReportBack)
        .join(Consultation)
        .where(col(ReportBackEdition.published).is_not(None))
    )
    found = dict(session.exec(query.order_by(col(ReportBackEdition.id))).all())
    yield from islice(reversed(found.items()), most)


def every(session: Session, size: int) -> Iterator[list[Row]]:
    """Read all entries, so many at a time."""
    after, query = 0, _rows().order_by(col(Entry.id)).limit(size)
    while rows := _read(session, query.where(col(Entry.id) > after)):
        yield rows
        after = rows[-1].id


def _rows() -> Any:
    columns: Any = _ROW
    return (
        sa.select(*columns)
        .select_from(Entry)
        .join(ReportBack, col(ReportBack.id) == col(Entry.report_back_id))
        .join(Consultation, col(Consultation.id) == col(ReportBack.consultation_id))
        .where(_PUBLIC)
    )


def _filled(session: Session, found: Sequence[tuple[Any, ...]]) -> list[Row]:
    """Read entries whose numbers were found, in the same order."""
    numbers = [number for number, *_ in found]
    rows = {row.id: row for row in _read(session, _rows().where(col(Entry.id).in_(numbers)))}
    return [rows[number] for number in numbers]


def _read(session: Session, query: Any) -> list[Row]:
    return [Row(*row) for row in session.execute(query)]


def _chosen(choice: Choice) -> Iterator[ColumnElement[bool]]:
    for concern, codes in choice.concerns.items():
        of = exists().where(col(EntryConcern.entry_id) == col(Entry.id))
        yield of.where(col(EntryConcern.concern) == concern, col(EntryConcern.code).in_(codes))
    if choice.outcome:
        yield col(Entry.shown_outcome) == choice.outcome
    if choice.late:
        yield or_(*(col(Entry.shown_outcome) == one for one in sorted(OWED)))
        yield col(Entry.shown_due) < choice.late
