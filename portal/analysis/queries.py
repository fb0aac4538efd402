"""What the analysis asks of the database about responses and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from portal.consultations.count_models import EqualityCount, WrittenCount
from portal.consultations.models import Consultation, EqualityAnswers, Response, WrittenAnswer
from portal.consultations.rules import Channel, Respondent, ResponseState
from portal.store.audit import AuditEntry


class Marker(NamedTuple):
    """What shows that responses have changed."""

    sent: int
    withdrawn: int
    set_aside: tuple[str, ...]
    told: int
    written: int


class Standing(NamedTuple):
    """A response that counts, whether its sender told about themselves, and how many texts it has.

    The last two change when somebody tells later, and when what was promised is deleted.
    """

    id: str
    told: bool
    texts: int


@dataclass(frozen=True)
class Answered:
    """A response as the analysis reads it.

    `texts` names the questions answered in words, `not_asked` those that who brought it left out.
    """

    answers: Mapping[str, Any]
    equality: Mapping[str, Any] | None = None
    texts: frozenset[str] = field(default_factory=frozenset)
    not_asked: Sequence[str] = ()


class Arrivals(NamedTuple):
    """How many responses arrived in one way on one day."""

    day: date
    respondent: Respondent
    channel: str
    language: str
    number: int


def marker(session: Session, consultation: Consultation) -> Marker:
    """Tell by a few counts whether the responses are still those that were read.

    A response is never deleted and a withdrawal never undone, so equal numbers of both mean
    the same responses. Setting aside can be undone, so those responses are named. While these
    stay equal, equality answers are added one by one until all are deleted together, and
    written answers are only deleted, so an equal number means that nothing happened to them.
    """
    by_state = states(session, consultation)
    here = col(Response.consultation_id) == consultation.id
    aside = select(col(Response.id)).where(here, col(Response.state) == ResponseState.SET_ASIDE)
    told = select(func.count()).select_from(EqualityAnswers).join(Response).where(here)
    written = select(func.count()).select_from(WrittenAnswer).join(Response).where(here)
    return Marker(
        sum(by_state.values()),
        by_state.get(ResponseState.WITHDRAWN, 0),
        tuple(session.execute(aside.order_by(col(Response.id))).scalars()),
        session.execute(told).scalar_one(),
        session.execute(written).scalar_one(),
    )


def states(session: Session, consultation: Consultation) -> dict[ResponseState, int]:
    """Count the responses by what has become of them."""
    query = select(col(Response.state), func.count()).group_by(col(Response.state))
    rows = session.execute(query.where(col(Response.consultation_id) == consultation.id))
    return {row[0]: row[1] for row in rows}


def standing(session: Session, consultation: Consultation) -> list[Standing]:
    """List the responses of individuals that count."""
    texts = select(func.count()).where(col(WrittenAnswer.response_id) == col(Response.id))
    told = col(EqualityAnswers.response_id).is_not(None)
    query = select(col(Response.id), told, texts.correlate(Response).scalar_subquery())
    query = query.select_from(Response).outerjoin(EqualityAnswers).where(_stands(consultation))
    return [Standing(*row) for row in session.execute(query.order_by(col(Response.id)))]


def answered(session: Session, ids: Sequence[str]) -> dict[str, Answered]:
    """Read some responses, but for those that have stopped counting."""
    own = col(Response.id), col(Response.answers), col(Response.not_asked)
    query = select(*own, col(EqualityAnswers.answers)).select_from(Response)
    query = query.outerjoin(EqualityAnswers).where(col(Response.id).in_(ids))
    rows = session.execute(query.where(col(Response.state) == ResponseState.COUNTED)).all()
    texts: dict[str, set[str]] = {}
    words = select(col(WrittenAnswer.response_id), col(WrittenAnswer.question))
    for number, question in session.execute(words.where(col(WrittenAnswer.response_id).in_(ids))):
        texts.setdefault(number, set()).add(question)
    return {
        number: Answered(answers, equality, frozenset(texts.get(number, ())), not_asked)
        for number, answers, not_asked, equality in rows
    }


def helped(session: Session, consultation: Consultation) -> frozenset[str]:
    """Name the responses of individuals that a group helped to bring."""
    query = select(col(Response.id)).where(_stands(consultation))
    ways = (Channel.HELPED, Channel.SLIP)
    return frozenset(session.execute(query.where(col(Response.channel).in_(ways))).scalars())


def arrivals(session: Session, consultation: Consultation) -> list[Arrivals]:
    """Count the responses that count by day, respondent, channel and language."""
    kinds = [
        col(column)
        for column in (Response.day, Response.respondent, Response.channel, Response.language)
    ]
    query = select(*kinds, func.count()).where(col(Response.consultation_id) == consultation.id)
    query = query.where(col(Response.state) == ResponseState.COUNTED)
    return [Arrivals(*row) for row in session.execute(query.group_by(*kinds).order_by(*kinds))]


def written_deleted(session: Session, consultation: Consultation) -> dict[str, int]:
    """Count individuals' written answers that were deleted as promised, by question."""
    query = select(col(WrittenCount.question), func.sum(col(WrittenCount.number)))
    query = query.where(col(WrittenCount.consultation_id) == consultation.id)
    query = query.where(col(WrittenCount.respondent) == Respondent.INDIVIDUAL)
    rows = session.execute(query.group_by(col(WrittenCount.question)))
    return {question: int(number) for question, number in rows}


def told_deleted(session: Session, consultation: Consultation) -> list[EqualityCount]:
    """List the numbers that stayed of equality answers that were deleted as promised."""
    query = select(EqualityCount).where(col(EqualityCount.consultation_id) == consultation.id)
    return list(session.execute(query).scalars())


def was_opened(session: Session, account: int, subject: str, since: datetime) -> bool:
    """Tell whether somebody's opening of the results has been logged since a moment."""
    query = select(col(AuditEntry.id)).where(col(AuditEntry.action) == "results.opened")
    query = query.where(col(AuditEntry.actor) == str(account), col(AuditEntry.subject) == subject)
    query = query.where(col(AuditEntry.at) >= since).order_by(col(AuditEntry.id).desc()).limit(1)
    return session.execute(query).scalar() is not None


def _stands(consultation: Consultation) -> ColumnElement[bool]:
    return and_(
        col(Response.consultation_id) == consultation.id,
        col(Response.respondent) == Respondent.INDIVIDUAL,
        col(Response.state) == ResponseState.COUNTED,
    )
