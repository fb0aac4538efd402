"""What the lists of responses and written answers ask of the database, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, cast, func, select
from sqlmodel import Session, col

from portal.consultations.models import (
    Consultation,
    EqualityAnswers,
    Response,
    WrittenAnswer,
)
from portal.consultations.rules import Respondent, ResponseState

PAGE = 25
"""How many things a page of a list shows."""

_ROWS_AT_ONCE = 200


@dataclass(frozen=True)
class Wanted:
    """Which written answers to list: of a question, in a language, with a flag, or hidden ones."""

    question: str = ""
    language: str = ""
    flag: str = ""
    hidden: bool = False


def responses(
    session: Session, consultation: Consultation, state: ResponseState, page: int
) -> tuple[list[Response], int]:
    """List a page of the responses in a state, newest day first, and count them all."""
    query = select(Response).where(col(Response.consultation_id) == consultation.id)
    query = query.where(col(Response.state) == state)
    ordered = query.order_by(col(Response.day).desc(), col(Response.id))
    return _page(session, ordered, page), _count(session, query)


def response(session: Session, consultation: Consultation, number: str) -> Response | None:
    """Find one response of a consultation."""
    found = session.get(Response, number)
    return found if found and found.consultation_id == consultation.id else None


def organisations(session: Session, consultation: Consultation) -> list[Response]:
    """List the responses of organisations that count, by day."""
    query = select(Response).where(col(Response.consultation_id) == consultation.id)
    query = query.where(col(Response.respondent) == Respondent.ORGANISATION)
    query = query.where(col(Response.state) == ResponseState.COUNTED)
    return list(session.execute(query.order_by(col(Response.day), col(Response.id))).scalars())


def texts_of(session: Session, ids: Sequence[str]) -> dict[str, list[WrittenAnswer]]:
    """Read the written answers of some responses, hidden ones included."""
    query = select(WrittenAnswer).where(col(WrittenAnswer.response_id).in_(ids))
    found: dict[str, list[WrittenAnswer]] = {}
    for text in session.execute(query.order_by(col(WrittenAnswer.question))).scalars():
        found.setdefault(text.response_id, []).append(text)
    return found


def written(
    session: Session, consultation: Consultation, wanted: Wanted, page: int
) -> tuple[list[tuple[WrittenAnswer, Response]], int]:
    """List a page of written answers by day, with their responses, and count them all."""
    query = _of(consultation, wanted)
    ordered = query.order_by(col(Response.day), col(Response.id), col(WrittenAnswer.question))
    rows = session.execute(ordered.limit(PAGE).offset((page - 1) * PAGE))
    return [(text, sender) for text, sender in rows], _count(session, query)


def written_answer(
    session: Session, consultation: Consultation, number: str
) -> tuple[WrittenAnswer, Response] | None:
    """Find one written answer of a consultation, with its response."""
    query = select(WrittenAnswer, Response).join(Response)
    query = query.where(col(Response.consultation_id) == consultation.id)
    row = session.execute(query.where(col(WrittenAnswer.id) == number)).one_or_none()
    return (row[0], row[1]) if row else None


def languages(session: Session, consultation: Consultation) -> list[str]:
    """List the languages in which written answers were given."""
    query = select(col(WrittenAnswer.language)).join(Response).distinct()
    query = query.where(col(Response.consultation_id) == consultation.id)
    return sorted(session.execute(query).scalars())


def for_export(session: Session, consultation: Consultation) -> Iterator[list[tuple[Any, ...]]]:
    """Read the responses that were not withdrawn in handfuls: response, equality answers, texts."""
    query = select(Response, EqualityAnswers).outerjoin(EqualityAnswers)
    query = query.where(col(Response.consultation_id) == consultation.id)
    query = query.where(col(Response.state) != ResponseState.WITHDRAWN)
    last = ""
    while True:
        after = query.where(col(Response.id) > last).order_by(col(Response.id))
        rows = session.execute(after.limit(_ROWS_AT_ONCE)).all()
        if not rows:
            return
        texts = texts_of(session, [one.id for one, _ in rows])
        yield [(one, equality, texts.get(one.id, [])) for one, equality in rows]
        last = rows[-1][0].id
        session.expunge_all()


def _of(consultation: Consultation, wanted: Wanted) -> Select[WrittenAnswer, Response]:
    query = select(WrittenAnswer, Response).join(Response)
    query = query.where(col(Response.consultation_id) == consultation.id)
    query = query.where(col(Response.state) == ResponseState.COUNTED)
    hidden = col(WrittenAnswer.hidden) != ""
    query = query.where(hidden if wanted.hidden else ~hidden)
    if wanted.question:
        query = query.where(col(WrittenAnswer.question) == wanted.question)
    if wanted.language:
        query = query.where(col(WrittenAnswer.language) == wanted.language)
    if wanted.flag:
        flags = cast(col(WrittenAnswer.flags), String)
        query = query.where(flags.contains(f'"{wanted.flag}"', autoescape=True))
    return query


def _page(session: Session, query: Select[Response], page: int) -> list[Response]:
    return list(session.execute(query.limit(PAGE).offset((page - 1) * PAGE)).scalars())


def _count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    counting = query.with_only_columns(func.count(), maintain_column_froms=True)
    return int(session.execute(counting).scalar_one())
