"""Turning answers into a response, once, however often they are sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, delete, select

from portal.consultations import hidden_texts
from portal.consultations.answering.forms import ORGANISATION_TEXTS
from portal.consultations.models import (
    EqualityAnswers,
    Readable,
    Response,
    WrittenAnswer,
)
from portal.consultations.rules import Channel, Respondent, ResponseState
from portal.languages.text_languages import written
from portal.questions import answers as reading
from portal.questions.answers import Answers
from portal.questions.questionnaire import Questionnaire
from portal.store.db import insert_once, random_id

_WRITTEN = insert(SQLModel.metadata.tables[WrittenAnswer.__tablename__])


@dataclass(frozen=True)
class Arrival:
    """How a response came: its receipt's name, language, channel, day, and on whose behalf.

    `rushed` tells whether more came from its network within an hour than is usual. `languages`
    tells in which language each text is; those that it does not name are in that of the response.
    `not_asked` are the questions that whoever brought it did not ask. `may_quote` tells that what
    was written may be quoted.
    """

    receipt: str
    language: str
    day: date
    channel: Channel = Channel.WEB
    organisation: Mapping[str, Any] = field(default_factory=dict)
    rushed: bool = False
    languages: Mapping[str, str] = field(default_factory=dict)
    not_asked: Sequence[str] = ()
    may_quote: bool = False

    def language_of(self, name: str) -> str:
        """Tell in which language a text is."""
        return self.languages.get(name, self.language)


def keep_response(
    session: Session,
    consultation: Readable,
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
        "organisation": _organisation(arrival),
        "answers": {name: answer for name, answer in answers.items() if name not in texts},
        "state": ResponseState.COUNTED,
        "reason": "",
        "rushed": arrival.rushed,
        "not_asked": list(arrival.not_asked),
        "may_quote": arrival.may_quote and bool(texts),
    }
    if not insert_once(session, "response", "receipt", values):
        return None
    if texts:
        session.connection().execute(_WRITTEN, _rows(values["id"], texts, arrival))
    return str(values["id"])


def keep_equality(session: Session, response: str, nation: str, answers: Mapping[str, Any]) -> bool:
    """Keep what somebody told about themselves; only the first time counts."""
    values = {"response_id": response, "nation": nation, "answers": dict(answers)}
    return insert_once(session, "equality_answers", "response_id", values)


def kept_answers(session: Session, response: Response) -> Answers:
    """Put a response's answers together again as they were sent, each text with its language."""
    query = select(WrittenAnswer).where(WrittenAnswer.response_id == response.id)
    texts = {one.question: written(one.text, one.language) for one in session.exec(query)}
    return response.answers | texts


def withdraw(session: Session, response: Response) -> None:
    """Delete what was answered and what staff wrote about it; that it was withdrawn stays."""
    hidden_texts.forget(session, response)
    session.exec(delete(WrittenAnswer).where(col(WrittenAnswer.response_id) == response.id))
    equality = session.get(EqualityAnswers, response.id)
    if equality is not None:
        session.delete(equality)
    response.answers = {}
    response.organisation = {}
    response.state = ResponseState.WITHDRAWN
    response.reason = ""
    response.rushed = False
    response.not_asked = []
    response.may_quote = False
    session.add(response)


def _organisation(arrival: Arrival) -> dict[str, Any]:
    told = dict(arrival.organisation)
    if not told:
        return told
    said = [name for name in ORGANISATION_TEXTS if told.get(name)]
    return told | {"languages": {name: arrival.language_of(f"_{name}") for name in said}}


def _rows(response: str, texts: Mapping[str, str], arrival: Arrival) -> list[dict[str, Any]]:
    return [
        {
            "id": random_id(),
            "response_id": response,
            "question": question,
            "text": text,
            "language": arrival.language_of(question),
            "flags": [],
        }
        for question, text in texts.items()
    ]
