"""The tick that lets the council quote what somebody wrote, without their name; off at first."""

from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request

from portal.consultations.answering.visits import Visit, keep_work
from portal.consultations.models import Response
from portal.problems import mark
from portal.questions.answers import Answers, written
from portal.questions.questionnaire import Questionnaire

FIELD = "may_quote"
LATER = "later"
"""The button with which somebody keeps the tick with their answers, and sends them later."""

LABEL = mark("You may quote my words without my name")


def is_asked(questionnaire: Questionnaire, given: Answers) -> bool:
    """Tell whether there is anything to quote: a question was answered in words."""
    return bool(written(questionnaire, given))


def shown(here: Visit, given: Answers) -> dict[str, Any] | None:
    """Give the box to tick, if there is anything to quote."""
    if not is_asked(here.questionnaire, given):
        return None
    return {"name": FIELD, "label": LABEL, "checked": here.work.may_quote}


def given(form: FormData) -> bool:
    """Read the tick; nothing said is no."""
    return form.get(FIELD) == "yes"


def typed(request: Request, session: Session, here: Visit) -> Visit:
    """Keep with the answers whether they may be quoted, so that the page shows it again."""
    said = given(request.state.form)
    if said == here.work.may_quote:
        return here
    here = here.with_work(here.work.with_changes(may_quote=said))
    keep_work(session, here)
    return here


def take_back(session: Session, response: Response) -> None:
    """Let nobody quote a response any more; it still counts."""
    response.may_quote = False
    session.add(response)
