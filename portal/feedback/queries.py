"""Everything reporting back asks of the database; the public's questions stand in `found`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, cast
from sqlmodel import Session, col, delete, func, select

from portal.consultations.hidden_texts import HiddenText
from portal.consultations.models import Consultation, Response, WrittenAnswer
from portal.consultations.rules import ResponseState
from portal.feedback.models import (
    Entry,
    EntryConcern,
    EntryEvidence,
    EntryProof,
    Quote,
    ReportBack,
    ReportBackEdition,
    ReportBackLanguage,
)
from portal.feedback.rules import Concern, is_about


class Reported(NamedTuple):
    """A report, and the edition of it that everybody reads; none before one was signed off."""

    report: ReportBack
    edition: ReportBackEdition | None

    @property
    def languages(self) -> Sequence[str]:
        """List the languages in which everybody reads it."""
        return self.edition.languages if self.edition else ()


def reported(session: Session, consultation: int) -> Reported | None:
    """Find what came of a consultation."""
    last = select(func.max(ReportBackEdition.id)).where(
        ReportBackEdition.report_back_id == ReportBack.id
    )
    last = last.where(col(ReportBackEdition.published).is_not(None)).correlate(ReportBack)
    query = select(ReportBack, ReportBackEdition).where(ReportBack.consultation_id == consultation)
    query = query.outerjoin(ReportBackEdition, col(ReportBackEdition.id) == last.scalar_subquery())
    row = session.exec(query).one_or_none()
    return Reported(*row) if row else None


def by_slug(session: Session, slug: str, *, hold: bool = False) -> ReportBack | None:
    """Find a report by the address of its consultation; `hold` lets nobody else change it."""
    query = select(ReportBack).join(Consultation).where(Consultation.slug == slug)
    return session.exec(query.with_for_update(of=ReportBack) if hold else query).one_or_none()


def without_report(session: Session) -> Sequence[Consultation]:
    """List the consultations that promised to report back and have no report yet."""
    query = select(Consultation).outerjoin(ReportBack)
    query = query.where(col(ReportBack.id).is_(None), col(Consultation.report_back).is_not(None))
    return session.exec(query.order_by(col(Consultation.id))).all()


def entries(session: Session, report: ReportBack) -> Sequence[Entry]:
    """List the entries of a report in their order."""
    query = select(Entry).where(Entry.report_back_id == report.id)
    return session.exec(query.order_by(col(Entry.place), col(Entry.id))).all()


def written(session: Session, report: ReportBack) -> Sequence[Entry]:
    """List the entries that stand in what is written of a report, in their order."""
    query = select(Entry).where(Entry.report_back_id == report.id, col(Entry.taken_out).is_(False))
    return session.exec(query.order_by(col(Entry.place), col(Entry.id))).all()


def by_key(session: Session, key: str) -> Entry | None:
    """Find an entry by its key."""
    return session.exec(select(Entry).where(Entry.key == key)).one_or_none()


def evidence(session: Session, rows: Iterable[Entry]) -> dict[int, list[str]]:
    """Give the keys of where people said it, by the number of each entry."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = select(EntryEvidence).where(col(EntryEvidence.entry_id).in_(_numbers(rows)))
    for one in session.exec(query.order_by(col(EntryEvidence.id))):
        found[one.entry_id].append(one.key)
    return found


def quotes(session: Session, rows: Iterable[Entry]) -> dict[int, list[Quote]]:
    """Give what is quoted of answers to its questions and may be, by the number of each entry."""
    asked = {one.id: one.questions for one in rows}
    query = select(Quote, WrittenAnswer.question).join(WrittenAnswer).join(Response)
    query = query.where(*quotable(), col(Quote.entry_id).in_(asked))
    found: defaultdict[int, list[Quote]] = defaultdict(list)
    for one, question in session.exec(query.order_by(col(Quote.id))):
        if is_about(question, asked[one.entry_id]):
            found[one.entry_id].append(one)
    return found


def bring_home(session: Session, report: ReportBack) -> None:
    """Put quotes beside the entry that is about their question now, where theirs is no more."""
    rows = written(session, report)
    for quote, question in _astray(session, report):
        homes = (one for one in rows if is_about(question, one.questions))
        quote.entry_id = getattr(next(homes, None), "id", quote.entry_id)
        session.add(quote)
    session.flush()


def drop_astray(session: Session, report: ReportBack) -> None:
    """Delete the quotes whose question no entry is about any more."""
    for quote, _ in _astray(session, report):
        session.delete(quote)


def _astray(session: Session, report: ReportBack) -> Iterator[tuple[Quote, str]]:
    query = select(Quote, WrittenAnswer.question, Entry).join(WrittenAnswer)
    query = query.join(Entry, col(Entry.id) == col(Quote.entry_id))
    query = query.where(Entry.report_back_id == report.id).order_by(col(Quote.id))
    for quote, question, entry in session.exec(query).all():
        if entry.taken_out or not is_about(question, entry.questions):
            yield quote, question


def quotable() -> tuple[ColumnElement[bool], ...]:
    """Say which written answers may be quoted now, of those joined with their responses.

    Their writers allowed it and have not taken it back; they count, and staff neither hid them nor
    flagged that something has to be done about them.
    """
    same = (
        col(HiddenText.response_id) == col(Response.id),
        col(HiddenText.name) == col(WrittenAnswer.question),
    )
    return (
        col(Response.may_quote).is_(True),
        col(Response.state) == ResponseState.COUNTED,
        cast(col(WrittenAnswer.flags), String) == "[]",
        ~select(HiddenText).where(*same).exists(),
    )


def proofs(session: Session, rows: Iterable[Entry]) -> dict[int, list[EntryProof]]:
    """Give what shows that something was done, by the number of each entry."""
    query = select(EntryProof).where(col(EntryProof.entry_id).in_(_numbers(rows)))
    found: defaultdict[int, list[EntryProof]] = defaultdict(list)
    for one in session.exec(query.order_by(col(EntryProof.id))):
        found[one.entry_id].append(one)
    return found


def proof(session: Session, report: ReportBack, name: str) -> tuple[EntryProof, Entry] | None:
    """Find what shows that something was done by its random name, and its entry in a report."""
    query = select(EntryProof, Entry).join(Entry, col(Entry.id) == EntryProof.entry_id)
    query = query.where(EntryProof.id == name, Entry.report_back_id == report.id)
    return session.exec(query).one_or_none()


def proof_ids(session: Session) -> set[str]:
    """List the random names of all that shows that something was done."""
    return set(session.exec(select(EntryProof.id)))


def editions(session: Session, report: ReportBack) -> Sequence[ReportBackEdition]:
    """List what was ever frozen of a report, the first one first."""
    query = select(ReportBackEdition).where(ReportBackEdition.report_back_id == report.id)
    return session.exec(query.order_by(col(ReportBackEdition.id))).all()


def published(session: Session, report: ReportBack) -> Sequence[ReportBackEdition]:
    """List the editions that everybody could read, the first one first."""
    query = select(ReportBackEdition).where(ReportBackEdition.report_back_id == report.id)
    query = query.where(col(ReportBackEdition.published).is_not(None))
    return session.exec(query.order_by(col(ReportBackEdition.id))).all()


def last_published(session: Session, report: ReportBack) -> ReportBackEdition | None:
    """Give what everybody reads of a report now."""
    query = select(ReportBackEdition).where(ReportBackEdition.report_back_id == report.id)
    query = query.where(col(ReportBackEdition.published).is_not(None))
    return session.exec(query.order_by(col(ReportBackEdition.id).desc()).limit(1)).one_or_none()


def waiting(session: Session, report: ReportBack) -> ReportBackEdition | None:
    """Find what waits for a second person."""
    return next((one for one in reversed(editions(session, report)) if one.waits), None)


def languages(session: Session, report: ReportBack) -> dict[str, ReportBackLanguage]:
    """Give who translated and checked a report, by language."""
    query = select(ReportBackLanguage).where(ReportBackLanguage.report_back_id == report.id)
    return {one.language: one for one in session.exec(query)}


def concern(session: Session, entry: Entry, found: Mapping[Concern, Collection[str]]) -> None:
    """Keep by what everybody finds an entry, in place of what was kept."""
    session.exec(delete(EntryConcern).where(col(EntryConcern.entry_id) == entry.id))
    for kind, codes in found.items():
        for code in dict.fromkeys(codes):
            session.add(EntryConcern(entry_id=entry.id or 0, concern=kind, code=code))
    session.flush()


def _numbers(rows: Iterable[Entry]) -> list[int]:
    return [one.id or 0 for one in rows]
