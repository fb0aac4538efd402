"""What residents' pages ask of the database, and the editions kept at hand between requests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Row, bindparam
from sqlalchemy.orm import defer
from sqlmodel import Session, SQLModel, col, select

from portal.consultations import rules
from portal.consultations.models import (
    Consultation,
    DateChange,
    Document,
    Edition,
    EqualityAnswers,
    Response,
    WrittenAnswer,
)
from portal.consultations.rules import Stage, Status, Told
from portal.questions import questionnaire
from portal.questions.questionnaire import Questionnaire

_BY_SLUG = select(Consultation).where(Consultation.slug == bindparam("slug"))
_CONSULTATIONS = SQLModel.metadata.tables["consultation"]
_ROW = _CONSULTATIONS.select().where(_CONSULTATIONS.c.slug == bindparam("slug"))
_BY_RECEIPT = select(Response).where(Response.receipt == bindparam("receipt"))
_at_hand: WeakKeyDictionary[Engine, dict[str, tuple[Row[Any], Consultation]]] = WeakKeyDictionary()
_editions: WeakKeyDictionary[Engine, dict[tuple[int, int], Questionnaire]] = WeakKeyDictionary()


def by_slug(session: Session, slug: str) -> Consultation | None:
    """Find a consultation by its address."""
    return session.exec(_BY_SLUG, params={"slug": slug}).one_or_none()


def at_hand(session: Session, slug: str) -> Consultation | None:
    """Find a consultation by its address, only to read it: the same object until its row changes.

    Every page of the answering journey begins with it, and comparing rows takes half the time
    of loading an object.
    """
    row = session.connection().execute(_ROW, {"slug": slug}).one_or_none()
    if row is None:
        return None
    known = _at_hand.setdefault(session.get_bind(), {})  # type: ignore[arg-type]
    if slug not in known or known[slug][0] != row:
        known[slug] = (row, Consultation(**row._mapping))
    return known[slug][1]


def by_id(session: Session, number: int) -> Consultation | None:
    """Find a consultation by its number."""
    return session.get(Consultation, number)


@dataclass(frozen=True)
class Listed:
    """A consultation as residents find it in a list: the words are those of its edition."""

    slug: str
    title: questionnaire.Translated
    summary: questionnaire.Translated
    languages: tuple[str, ...]
    opens: datetime | None
    closes: datetime | None
    report_back: date | None
    promised_first: date | None
    """The day by which residents were told at first that the council reports back."""


def visible(session: Session, now: datetime) -> list[tuple[Listed, Status]]:
    """List what residents may see: open first, the one that closes next at the top."""
    query = select(Consultation).where(Consultation.stage != Stage.DRAFT)
    first = _promised_first(session)
    listed = [
        (_listed(session, c, first.get(c.id or 0, c.report_back)), status_of(c, now))
        for c in session.exec(query.order_by(col(Consultation.closes))).all()
    ]
    order = (Status.OPEN, Status.SOON, Status.CLOSED, Status.ARCHIVED)
    return sorted(
        ((c, status) for c, status in listed if status in order),
        key=lambda row: order.index(row[1]),
    )


def _promised_first(session: Session) -> dict[int, date | None]:
    moved = select(DateChange).where(DateChange.which == Told.REPORT_BACK)
    latest_first = moved.order_by(col(DateChange.made).desc(), col(DateChange.id).desc())
    return {one.consultation_id: one.day_before for one in session.exec(latest_first)}


def _listed(session: Session, consultation: Consultation, promised_first: date | None) -> Listed:
    words = edition(session, consultation)
    return Listed(
        slug=consultation.slug,
        title=words.title,
        summary=words.summary,
        languages=words.languages,
        opens=consultation.opens,
        closes=consultation.closes,
        report_back=consultation.report_back,
        promised_first=promised_first,
    )


def status_of(consultation: Consultation, now: datetime) -> Status:
    """Tell what residents see of a consultation."""
    return rules.status(consultation.stage, consultation.opens, consultation.closes, now)


def edition(session: Session, consultation: Consultation, number: int = 0) -> Questionnaire:
    """Read an edition, the newest unless one is named; editions never change, so it is kept."""
    known = _editions.setdefault(session.get_bind(), {})  # type: ignore[arg-type]
    key = (consultation.id or 0, number or consultation.edition)
    if key not in known:
        query = select(Edition.content).where(Edition.consultation_id == key[0])
        content = session.exec(query.where(Edition.number == key[1])).one()
        known[key] = questionnaire.from_json(content)
    return known[key]


def corrections(session: Session, consultation: Consultation) -> Sequence[Edition]:
    """List the editions that corrected what was published, without their long content.

    Each of them has a note; the edition with which a consultation is published has none, also
    when it was taken back before it opened and is published again.
    """
    newest_first = _newest_first(session, consultation)
    return list(takewhile(lambda edition: edition.note, newest_first))[::-1]


def date_changes(session: Session, consultation: Consultation) -> Sequence[DateChange]:
    """List how its dates were moved since residents were told them."""
    query = select(DateChange).where(DateChange.consultation_id == consultation.id)
    return session.exec(query.order_by(col(DateChange.made), col(DateChange.id))).all()


def documents(session: Session, consultation: Consultation) -> Sequence[Document]:
    """List its documents in their order, and those that were removed since residents saw them."""
    query = select(Document).where(Document.consultation_id == consultation.id)
    return session.exec(query.order_by(col(Document.place), col(Document.added))).all()


def first_published(session: Session, consultation: Consultation) -> datetime | None:
    """Tell when residents could first read it, for the last time if it was taken back."""
    first = None
    for first in _newest_first(session, consultation):
        if not first.note:
            break
    return first.published if first else None


def by_receipt(session: Session, receipt: str) -> Response | None:
    """Find the response that a receipt code names."""
    return session.exec(_BY_RECEIPT, params={"receipt": receipt}).one_or_none()


def languages_in_use(session: Session, consultation: Consultation) -> list[str]:
    """List under which languages something that people sent is filed."""
    responses = select(Response.language).where(Response.consultation_id == consultation.id)
    texts = select(WrittenAnswer.language).join(Response)
    texts = texts.where(Response.consultation_id == consultation.id)
    return sorted({*session.exec(responses.distinct()), *session.exec(texts.distinct())})


def hold(session: Session, response: Response) -> None:
    """Let nobody else change a response before this transaction ends, and see it as it is now."""
    session.refresh(response, with_for_update=True)


def equality_answers(session: Session, response: Response) -> EqualityAnswers | None:
    """Find what somebody told about themselves after sending."""
    return session.get(EqualityAnswers, response.id)


def _newest_first(session: Session, consultation: Consultation) -> Iterator[Edition]:
    query = select(Edition).where(Edition.consultation_id == consultation.id)
    without_content = query.options(defer(Edition.content, raiseload=True))  # type: ignore[arg-type]
    return iter(session.exec(without_content.order_by(col(Edition.number).desc())))
