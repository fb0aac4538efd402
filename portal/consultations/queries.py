"""What residents' pages ask of the database, and the editions kept at hand between requests."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from sqlalchemy import bindparam, tuple_
from sqlalchemy import select as sa_select
from sqlalchemy.orm import defer
from sqlmodel import Session, SQLModel, col, select

from portal.consultations import rules
from portal.consultations.models import (
    Consultation,
    DateChange,
    Document,
    Edition,
    EqualityAnswers,
    Published,
    Readable,
    Response,
    WrittenAnswer,
)
from portal.consultations.rules import Stage, Status, Told
from portal.questions import questionnaire
from portal.questions.questionnaire import Questionnaire
from portal.store.memory import at_hand

_BY_SLUG = select(Consultation).where(Consultation.slug == bindparam("slug"))
_COLUMNS = SQLModel.metadata.tables["consultation"].c
_PUBLISHED = sa_select(*(_COLUMNS[name] for name in Published._fields)).where(
    _COLUMNS.slug == bindparam("slug")
)
_BY_RECEIPT = select(Response).where(Response.receipt == bindparam("receipt"))


class _Editions(dict[tuple[int, int], Questionnaire]):
    """The editions that were read, by consultation and number."""


def by_slug(session: Session, slug: str) -> Consultation | None:
    """Find a consultation by its address."""
    return session.exec(_BY_SLUG, params={"slug": slug}).one_or_none()


def to_read(session: Session, slug: str) -> Published | None:
    """Find a consultation by its address, only to read it.

    Every page of the answering journey begins with it, and a value is made in a fraction of the
    time that loading an object takes.
    """
    row = session.connection().execute(_PUBLISHED, {"slug": slug}).one_or_none()
    return Published(*row) if row else None


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
    found = session.exec(query.order_by(col(Consultation.closes))).all()
    _editions(session, [(one.id or 0, one.edition) for one in found])
    listed = [
        (_listed(session, c, first.get(c.id or 0, c.report_back)), status_of(c, now)) for c in found
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


def _listed(session: Session, consultation: Readable, promised_first: date | None) -> Listed:
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


def status_of(consultation: Readable, now: datetime) -> Status:
    """Tell what residents see of a consultation."""
    return rules.status(consultation.stage, consultation.opens, consultation.closes, now)


def edition(session: Session, consultation: Readable, number: int = 0) -> Questionnaire:
    """Read an edition, the newest unless one is named; editions never change, so it is kept."""
    key = (consultation.id or 0, number or consultation.edition)
    return _editions(session, {key})[key]


def _editions(session: Session, keys: Collection[tuple[int, int]]) -> _Editions:
    """Read those of some editions that are not at hand, all at once."""
    known = at_hand(session).of(_Editions)
    if unknown := [key for key in keys if key not in known]:
        named = tuple_(col(Edition.consultation_id), col(Edition.number)).in_(unknown)
        query = select(Edition.consultation_id, Edition.number, Edition.content).where(named)
        for consultation, number, content in session.exec(query):
            known[consultation, number] = questionnaire.from_json(content)
    return known


def corrections(session: Session, consultation: Readable) -> Sequence[Edition]:
    """List the editions that corrected what was published, without their long content.

    Each of them has a note; the edition with which a consultation is published has none, also
    when it was taken back before it opened and is published again.
    """
    newest_first = _newest_first(session, consultation)
    return list(takewhile(lambda edition: edition.note, newest_first))[::-1]


def date_changes(session: Session, consultation: Readable) -> Sequence[DateChange]:
    """List how its dates were moved since residents were told them."""
    query = select(DateChange).where(DateChange.consultation_id == consultation.id)
    return session.exec(query.order_by(col(DateChange.made), col(DateChange.id))).all()


def documents(session: Session, consultation: Readable) -> Sequence[Document]:
    """List its documents in their order, and those that were removed since residents saw them."""
    query = select(Document).where(Document.consultation_id == consultation.id)
    return session.exec(query.order_by(col(Document.place), col(Document.added))).all()


def first_published(session: Session, consultation: Readable) -> datetime | None:
    """Tell when residents could first read it, for the last time if it was taken back."""
    first = None
    for first in _newest_first(session, consultation):
        if not first.note:
            break
    return first.published if first else None


def by_receipt(session: Session, receipt: str) -> Response | None:
    """Find the response that a receipt code names."""
    return session.exec(_BY_RECEIPT, params={"receipt": receipt}).one_or_none()


def languages_in_use(session: Session, consultation: Readable) -> list[str]:
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


def _newest_first(session: Session, consultation: Readable) -> Iterator[Edition]:
    query = select(Edition).where(Edition.consultation_id == consultation.id)
    without_content = query.options(defer(Edition.content, raiseload=True))  # type: ignore[arg-type]
    return iter(session.exec(without_content.order_by(col(Edition.number).desc())))


def document(session: Session, consultation: Consultation, id_: str) -> Document | None:
    """Find one document of this consultation."""
    query = select(Document).where(Document.consultation_id == consultation.id)
    query = query.where(col(Document.removed).is_(None))
    return session.exec(query.where(Document.id == id_)).one_or_none()


def document_ids(session: Session) -> set[str]:
    """List every document there is a file for."""
    return set(session.exec(select(Document.id).where(col(Document.removed).is_(None))))
