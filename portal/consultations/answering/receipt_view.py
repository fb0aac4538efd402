"""What a receipt shows of a response: what became of it, and a copy of the answers."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.consultations import queries
from portal.consultations.answering import forms, sending
from portal.consultations.answering.answers_shown import Line, lines
from portal.consultations.models import Readable, Response
from portal.consultations.rules import ResponseState, Status
from portal.store.db import now
from portal.web.chapters import chapters


def shown(
    request: Request, session: Session, consultation: Readable, response: Response, code: str = ""
) -> dict[str, Any]:
    """Collect what the pages of a receipt show; `code` is that with which somebody came back."""
    return {
        "consultation": consultation,
        "title": queries.edition(session, consultation).title,
        "response": response,
        "organisation": forms.said_of(response.organisation),
        "closed": queries.status_of(consultation, now()) is not Status.OPEN,
        "withdrawn": response.state is ResponseState.WITHDRAWN,
        "changes": queries.date_changes(session, consultation),
        "equality_open": may_add_equality(session, consultation, response),
        "parts": copy(session, consultation, response),
        "came": chapters(request, session, "receipt", consultation, code),
    }


def copy(
    session: Session, consultation: Readable, response: Response
) -> list[tuple[Any, list[Line]]]:
    """Write the answers of a response by section, in the reader's language."""
    questionnaire = queries.edition(session, consultation, response.edition)
    given = sending.kept_answers(session, response)
    asked = {question.code for question in questionnaire.questions if question.code in given}
    parts = []
    for section in questionnaire.sections:
        questions = [question for question in section.questions if question.code in asked]
        if questions:
            parts.append((section, lines(questions, given, {}, "")))
    return parts


def may_add_equality(session: Session, consultation: Readable, response: Response) -> bool:
    """Tell whether the equality questions may still be answered for a response."""
    wanted = consultation.ask_equality and not response.organisation
    standing = response.state is ResponseState.COUNTED
    return wanted and standing and queries.equality_answers(session, response) is None
