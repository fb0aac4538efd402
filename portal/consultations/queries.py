"""What residents' pages ask of the database, and the editions kept at hand between requests."""

from collections.abc import Sequence
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam
from sqlmodel import Session, col, func, select

from portal.consultations import questionnaire, rules
from portal.consultations.models import (
    Consultation,
    Document,
    Edition,
    EqualityAnswers,
    Extension,
    Response,
    WrittenAnswer,
)
from portal.consultations.questionnaire import Questionnaire
from portal.consultations.rules import ResponseState, Stage, Status

_BY_SLUG = select(Consultation).where(Consultation.slug == bindparam("slug"))
_BY_RECEIPT = select(Response).where(Response.receipt == bindparam("receipt"))
_editions: WeakKeyDictionary[Engine, dict[tuple[int, int], Questionnaire]] = WeakKeyDictionary()


def by_slug(session: Session, slug: str) -> Consultation | None:
    """Find a consultation by its address."""
    return session.exec(_BY_SLUG, params={"slug": slug}).one_or_none()


def by_id(session: Session, number: int) -> Consultation | None:
    """Find a consultation by its number."""
    return session.get(Consultation, number)


def visible(session: Session, now: datetime) -> list[tuple[Consultation, Status]]:
    """List what residents may see: open first, the one that closes next at the top."""
    query = select(Consultation).where(Consultation.stage != Stage.DRAFT)
    listed = [
        (c, status_of(c, now)) for c in session.exec(query.order_by(col(Consultation.closes)))
    ]
    order = (Status.OPEN, Status.SOON, Status.CLOSED, Status.ARCHIVED)
    return sorted(
        ((c, status) for c, status in listed if status in order),
        key=lambda row: order.index(row[1]),
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


def editions(session: Session, consultation: Consultation) -> Sequence[Edition]:
    """List the editions of a consultation, the first one first."""
    query = select(Edition).where(Edition.consultation_id == consultation.id)
    return session.exec(query.order_by(col(Edition.number))).all()


def extensions(session: Session, consultation: Consultation) -> Sequence[Extension]:
    """List the times its closing date was moved."""
    query = select(Extension).where(Extension.consultation_id == consultation.id)
    return session.exec(query.order_by(col(Extension.made))).all()


def documents(session: Session, consultation: Consultation) -> Sequence[Document]:
    """List its documents in their order."""
    query = select(Document).where(Document.consultation_id == consultation.id)
    return session.exec(query.order_by(col(Document.place), col(Document.added))).all()


def by_receipt(session: Session, receipt: str) -> Response | None:
    """Find the response that a receipt code names."""
    return session.exec(_BY_RECEIPT, params={"receipt": receipt}).one_or_none()


def written_answers(session: Session, response: Response) -> Sequence[WrittenAnswer]:
    """List a response's answers in the resident's own words."""
    query = select(WrittenAnswer).where(WrittenAnswer.response_id == response.id)
    return session.exec(query.order_by(col(WrittenAnswer.question))).all()


def equality_answers(session: Session, response: Response) -> EqualityAnswers | None:
    """Find what somebody told about themselves after sending."""
    return session.get(EqualityAnswers, response.id)


def count_responses(session: Session, consultation: Consultation) -> int:
    """Count the responses that stand."""
    query = select(func.count()).select_from(Response)
    query = query.where(Response.consultation_id == consultation.id)
    return session.exec(query.where(Response.state == ResponseState.COUNTED)).one()
