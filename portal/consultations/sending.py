"""Turning answers into a response, once, however often they are sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, delete, select

from portal.consultations import answers as reading
from portal.consultations.answers import Answers
from portal.consultations.models import (
    Consultation,
    EqualityAnswers,
    Response,
    WrittenAnswer,
)
from portal.consultations.questionnaire import Questionnaire
from portal.consultations.rules import Channel, Respondent, ResponseState
from portal.db import insert_once, random_id

_WRITTEN = insert(SQLModel.metadata.tables[WrittenAnswer.__tablename__])


@dataclass(frozen=True)
class Arrival:
    """How a response came: its receipt's name, language, channel, day, and on whose behalf.

    `rushed` tells whether more came from its network within an hour than is usual.
    """

    receipt: str
    language: str
    day: date
    channel: Channel = Channel.WEB
    organisation: Mapping[str, Any] = field(default_factory=dict)
    rushed: bool = False


def keep_response(
    session: Session,
    consultation: Consultation,
    questionnaire: Questionnaire,
    answers: Answers,
    arrival: Arrival,
) -> str | None:
    """Keep a response with its written answers; None if its receipt was kept before.

    Core statements, not ORM objects: this is the path that everybody waits on.
    """
    texts = reading.written(questionnaire, answers)
    values: dict[str, Any] = {
        "id": random_id(),
        "consultation_id": consultation.id,
        "edition": consultation.edition,
        "receipt": arrival.receipt,
        "language": arrival.language,
        "channel": arrival.channel,
        "day": arrival.day,
        "respondent": Respondent.ORGANISATION if arrival.organisation else Respondent.INDIVIDUAL,
        "organisation": dict(arrival.organisation),
        "answers": {name: answer for name, answer in answers.items() if name not in texts},
        "state": ResponseState.COUNTED,
        "reason": "",
        "rushed": arrival.rushed,
    }
    if not insert_once(session, "response", "receipt", values):
        return None
    if texts:
        session.connection().execute(_WRITTEN, _rows(values["id"], texts, arrival.language))
    return str(values["id"])


def keep_equality(session: Session, response: str, nation: str, answers: Mapping[str, Any]) -> bool:
    """Keep what somebody told about themselves; only the first time counts."""
    values = {"response_id": response, "nation": nation, "answers": dict(answers)}
    return insert_once(session, "equality_answers", "response_id", values)


def kept_answers(session: Session, response: Response) -> Answers:
    """Put a response's answers together again as they were sent."""
    query = select(WrittenAnswer.question, WrittenAnswer.text)
    texts = session.exec(query.where(WrittenAnswer.response_id == response.id))
    return response.answers | dict(texts.all())


def withdraw(session: Session, response: Response) -> None:
    """Delete what was answered, and leave only that a response was withdrawn."""
    session.exec(delete(WrittenAnswer).where(col(WrittenAnswer.response_id) == response.id))
    equality = session.get(EqualityAnswers, response.id)
    if equality is not None:
        session.delete(equality)
    response.answers = {}
    response.organisation = {}
    response.state = ResponseState.WITHDRAWN
    response.rushed = False
    session.add(response)


def _rows(response: str, texts: Mapping[str, str], language: str) -> list[dict[str, Any]]:
    return [
        {
            "id": random_id(),
            "response_id": response,
            "question": question,
            "text": text,
            "language": language,
            "hidden": "",
            "flags": [],
        }
        for question, text in texts.items()
    ]
