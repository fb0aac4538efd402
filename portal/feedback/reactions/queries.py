"""What reactions and the chair's lines ask of the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import literal
from sqlmodel import Session, col, func, select

from portal.bodies.models import Body
from portal.consultations.models import Consultation
from portal.feedback.models import Entry, ReportBack
from portal.feedback.reactions.models import ChairLine, Reaction
from portal.feedback.rules import Verdict
from portal.feedback.vocabulary import LINES
from portal.forum.topics.forms import LAWS
from portal.store import keyset
from portal.store.db import insert_once
from portal.store.keyset import Place, Slice


class Signed(NamedTuple):
    """A line of a chair, and of which body."""

    line: ChairLine
    body: Body

    @property
    def label(self) -> str:
        """Say what the line says."""
        return LINES[self.line.line]

    @property
    def ground(self) -> str:
        """Say on which ground the law took its words away, if it did."""
        return LAWS[self.line.law] if self.line.law else ""


_DOES_NOT_FIRST = keyset.Order(
    [col(Reaction.verdict), col(Reaction.day), col(Reaction.id)], newest_first=True
)
"""“Does not” comes after “answers” by its code, so that the last code is the first shown."""


def entry(session: Session, slug: str, key: str) -> Entry | None:
    """Find an entry that everybody reads, by its key and the address of its consultation."""
    query = select(Entry).join(ReportBack).join(Consultation)
    query = query.where(Consultation.slug == slug, Entry.key == key)
    return session.exec(query.where(col(Entry.shown_outcome).is_not(None))).one_or_none()


def entries(session: Session, report: ReportBack) -> Sequence[Entry]:
    """List the entries of a report that everybody reads."""
    query = select(Entry).where(Entry.report_back_id == report.id)
    query = query.where(col(Entry.shown_outcome).is_not(None))
    return session.exec(query.order_by(col(Entry.place), col(Entry.id))).all()


def keep(session: Session, row: Reaction) -> bool:
    """Keep what a reader says, unless something with its mark is kept; tell whether it is new."""
    return insert_once(session, "feedback_reaction", "mark", row.model_dump())


def marked(session: Session, mark: str) -> Reaction | None:
    """Find what was said under a mark."""
    return session.exec(select(Reaction).where(Reaction.mark == mark)).one_or_none()


def marks(session: Session, rows: Iterable[str]) -> set[str]:
    """Give those of some marks under which something was said."""
    return set(session.exec(select(Reaction.mark).where(col(Reaction.mark).in_([*rows]))))


def counts(session: Session, numbers: Sequence[int]) -> Mapping[int, Mapping[Verdict, int]]:
    """Count what readers said of entries as they read now, by the number of each."""
    alike = (col(Reaction.entry_id), col(Reaction.verdict))
    query = select(*alike, func.count()).join(Entry, col(Entry.id) == col(Reaction.entry_id))
    query = query.where(col(Reaction.entry_id).in_(numbers), Reaction.day >= col(Entry.changed))
    found: defaultdict[int, dict[Verdict, int]] = defaultdict(dict)
    for number, verdict, many in session.exec(query.group_by(*alike)):
        found[number][verdict] = many
    return found


def reasons(
    session: Session, report: ReportBack, chosen: Mapping[str, str], place: Place | None
) -> Slice[tuple[Reaction, Entry]]:
    """Read a page of what readers wrote, “it does not” first and then the latest."""
    query: Any = select(Reaction, Entry).join(Entry).where(Entry.report_back_id == report.id)
    query = query.where(Reaction.because != "")
    for column, value in (
        (Entry.key, chosen["entry"]),
        (Reaction.verdict, chosen["verdict"]),
        (Reaction.language, chosen["language"]),
    ):
        query = query.where(column == value) if value else query
    return keyset.read(session, query, _DOES_NOT_FIRST, place).each(itemgetter(0, 1))


def languages(session: Session, report: ReportBack) -> list[str]:
    """List the languages in which readers wrote of a report."""
    query = select(Reaction.language).join(Entry).where(Entry.report_back_id == report.id)
    return sorted(session.exec(query.where(Reaction.because != "").distinct()))


def lines(session: Session, keys: Sequence[str]) -> Mapping[str, Sequence[Signed]]:
    """Give the chair's lines beside some promises, by the key of each, the latest first."""
    query = select(ChairLine, Body).join(Body).where(col(ChairLine.key).in_(keys))
    found: defaultdict[str, list[Signed]] = defaultdict(list)
    for line, body in session.exec(query.order_by(col(ChairLine.id).desc())):
        found[line.key].append(Signed(line, body))
    return found


def line(session: Session, number: int, *, hold: bool = False) -> ChairLine | None:
    """Find a line by its number, and let nobody else change one that is held."""
    return session.get(ChairLine, number, with_for_update=hold or None, populate_existing=hold)


def unsigned(session: Session, most: int) -> Sequence[tuple[Entry, Consultation]]:
    """List the entries of which no line was signed since they read so, the latest changed first."""
    signed = select(ChairLine.key).where(ChairLine.key == literal("feedback/").concat(Entry.key))
    signed = signed.where(ChairLine.on >= col(Entry.changed))
    query = select(Entry, Consultation).join(ReportBack, col(ReportBack.id) == Entry.report_back_id)
    query = query.join(Consultation, col(Consultation.id) == ReportBack.consultation_id)
    query = query.where(col(Entry.shown_outcome).is_not(None), ~signed.exists())
    return session.exec(query.order_by(col(Entry.changed).desc(), col(Entry.id)).limit(most)).all()


def slug_of(session: Session, entry: Entry) -> str:
    """Give the address of the consultation that an entry is about."""
    query = select(Consultation.slug).join(ReportBack)
    return session.exec(query.where(ReportBack.id == entry.report_back_id)).one()
