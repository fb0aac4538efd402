"""What the lists of responses and written answers ask of the database, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select, update
from sqlmodel import Session, col

from portal.consultations.models import (
    Consultation,
    EqualityAnswers,
    Response,
    WrittenAnswer,
)
from portal.consultations.rules import Channel, Respondent, ResponseState

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


@dataclass(frozen=True)
class Batch:
    """Which responses to list: in a state, of a day or a channel, in a rush, aside for a reason."""

    state: ResponseState = ResponseState.COUNTED
    day: date | None = None
    channel: Channel | None = None
    rushed: bool = False
    why: str = ""

    @property
    def narrow(self) -> bool:
        """Tell whether it is narrow enough to do something with all of it."""
        return bool(self.day or self.channel or self.why)

    @property
    def fields(self) -> dict[str, str]:
        """Name what was chosen as a form sends it."""
        chosen = {
            "state": self.state.value,
            "day": self.day.isoformat() if self.day else "",
            "channel": self.channel.value if self.channel else "",
            "rushed": "yes" if self.rushed else "",
            "why": self.why,
        }
        return {name: value for name, value in chosen.items() if value}


def responses(
    session: Session, consultation: Consultation, batch: Batch, page: int
) -> tuple[list[Response], int]:
    """List a page of responses, newest day first, and count them all."""
    query = select(Response).where(*_in(consultation, batch))
    ordered = query.order_by(col(Response.day).desc(), col(Response.id))
    return _page(session, ordered, page), _count(session, query)


def response(session: Session, consultation: Consultation, number: str) -> Response | None:
    """Find one response of a consultation, also by the id that an export gave it."""
    found = session.get(Response, number)
    if found is None and number.startswith("_"):
        found = session.get(Response, f"-{number[1:]}")
    return found if found and found.consultation_id == consultation.id else None


def change(
    session: Session, consultation: Consultation, batch: Batch, seen: int, values: dict[str, Any]
) -> int:
    """Change a batch of responses together, unless they are others than were seen; count them.

    One statement counts and changes, so that none is changed that came in between.
    """
    here = _in(consultation, batch)
    number = select(func.count()).select_from(Response).where(*here).correlate(None)
    changing = update(Response).where(*here, number.scalar_subquery() == seen).values(values)
    unsynchronised = {"synchronize_session": False}
    return session.connection().execute(changing, execution_options=unsynchronised).rowcount


def days(session: Session, consultation: Consultation, state: ResponseState) -> list[date]:
    """List the days on which responses in a state came, the newest first."""
    query = select(col(Response.day)).where(*_in(consultation, Batch(state))).distinct()
    return list(session.execute(query.order_by(col(Response.day).desc())).scalars())


def reasons(session: Session, consultation: Consultation) -> list[str]:
    """List the reasons for which responses are set aside."""
    aside = _in(consultation, Batch(ResponseState.SET_ASIDE))
    return sorted(session.execute(select(col(Response.reason)).where(*aside).distinct()).scalars())


def rushed(session: Session, consultation: Consultation) -> int:
    """Count the responses that count and came in a rush."""
    return _count(session, select(Response).where(*_in(consultation, Batch(rushed=True))))


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


def _in(consultation: Consultation, batch: Batch) -> list[ColumnElement[bool]]:
    chosen: list[Any] = [
        col(Response.consultation_id) == consultation.id,
        col(Response.state) == batch.state,
    ]
    if batch.day:
        chosen.append(col(Response.day) == batch.day)
    if batch.channel:
        chosen.append(col(Response.channel) == batch.channel)
    if batch.rushed:
        chosen.append(col(Response.rushed))
    if batch.why:
        chosen.append(col(Response.reason) == batch.why)
    return chosen


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
