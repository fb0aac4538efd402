"""What officers ask of the database: what is owed by when, and of many reports at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from portal.consultations.models import Consultation
from portal.consultations.rules import Stage
from portal.feedback.models import (
    Entry,
    EntryEvidence,
    ReportBack,
    ReportBackEdition,
    ReportBackLanguage,
)
from portal.feedback.rules import OWED
from portal.store import keyset
from portal.store.keyset import Place, Slice

Report = tuple[ReportBack, Consultation]
Promise = tuple[Entry, Consultation]

_DUE = keyset.Order([col(Entry.shown_due), col(Entry.id)])


def reports(session: Session, *, closed: bool) -> Sequence[Report]:
    """List the reports that are finished, or are not, by the promised day, the first first."""
    query = select(ReportBack, Consultation).join(Consultation)
    ends = col(ReportBack.closed).is_not(None) if closed else col(ReportBack.closed).is_(None)
    by = (col(Consultation.report_back), col(ReportBack.id))
    query = query.where(ends)
    return session.exec(query.order_by(*(one.desc() for one in by) if closed else by)).all()


def to_come(session: Session) -> Sequence[Consultation]:
    """List the published consultations on which the council will report, once they close."""
    query = select(Consultation).outerjoin(ReportBack).where(col(ReportBack.id).is_(None))
    query = query.where(Consultation.stage != Stage.DRAFT)
    query = query.where(col(Consultation.report_back).is_not(None))
    return session.exec(query.order_by(col(Consultation.report_back))).all()


def promises(session: Session, place: Place | None) -> Slice[Promise]:
    """List what everybody was promised and is not done, the earliest day first."""
    return keyset.read(session, _promises(), _DUE, place).each(lambda row: (row[0], row[1]))


def due(session: Session, before: date, most: int) -> Sequence[Report]:
    """List the reports that are not finished and were promised by a day, the first first."""
    query = select(ReportBack, Consultation).join(Consultation)
    query = query.where(col(ReportBack.closed).is_(None), col(Consultation.report_back) <= before)
    by = (col(Consultation.report_back), col(ReportBack.id))
    return session.exec(query.order_by(*by).limit(most)).all()


def due_promises(session: Session, before: date, most: int) -> Sequence[Promise]:
    """List what everybody was promised by a day and is not done, the first first."""
    query = _promises().where(col(Entry.shown_due) <= before)
    return [(entry, of) for entry, of in session.exec(query.order_by(*_DUE.columns).limit(most))]


def waiting(session: Session) -> Sequence[tuple[ReportBackEdition, Consultation]]:
    """List what waits for a second person, the longest first."""
    query = select(ReportBackEdition, Consultation).join(
        ReportBack, col(ReportBack.id) == ReportBackEdition.report_back_id
    )
    query = query.join(Consultation, col(Consultation.id) == ReportBack.consultation_id)
    return session.exec(query.where(*_waits()).order_by(col(ReportBackEdition.id))).all()


def entries(session: Session, reports: Iterable[ReportBack]) -> Mapping[int, list[Entry]]:
    """Give the entries that stand in some reports, by the numbers of those, in their order."""
    query = select(Entry).where(col(Entry.report_back_id).in_(_numbers(reports)))
    query = query.where(col(Entry.taken_out).is_(False))
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for one in session.exec(query.order_by(col(Entry.place), col(Entry.id))):
        found[one.report_back_id].append(one)
    return found


def languages(
    session: Session, reports: Iterable[ReportBack]
) -> Mapping[int, dict[str, ReportBackLanguage]]:
    """Give who translated and checked some reports, by their numbers and languages."""
    query = select(ReportBackLanguage).where(
        col(ReportBackLanguage.report_back_id).in_(_numbers(reports))
    )
    found: defaultdict[int, dict[str, ReportBackLanguage]] = defaultdict(dict)
    for one in session.exec(query):
        found[one.report_back_id][one.language] = one
    return found


def evidence(session: Session, entry: Entry) -> Sequence[EntryEvidence]:
    """List where people said what an entry answers, in the order in which it was added."""
    query = select(EntryEvidence).where(EntryEvidence.entry_id == entry.id)
    return session.exec(query.order_by(col(EntryEvidence.id))).all()


def _promises() -> Select[Entry, Consultation]:
    query = select(Entry, Consultation).join(ReportBack, col(ReportBack.id) == Entry.report_back_id)
    query = query.join(Consultation, col(Consultation.id) == ReportBack.consultation_id)
    return query.where(col(Entry.shown_outcome).in_(OWED), col(Entry.shown_due).is_not(None))


def _waits() -> list[ColumnElement[bool]]:
    ended = (ReportBackEdition.published, ReportBackEdition.refused, ReportBackEdition.withdrawn)
    return [col(day).is_(None) for day in ended]


def _numbers(reports: Iterable[ReportBack]) -> list[int]:
    return [one.id or 0 for one in reports]
