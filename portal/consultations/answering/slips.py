"""The code of a slip of paper that a group gave to somebody, which comes with their answers once.

Whose slips they are, another feature knows; here they are only asked for, and used up.
"""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal import lengths
from portal.consultations.answering.visits import Visit, keep_work
from portal.languages.i18n import gettext
from portal.problems import Problem, Problems
from portal.web.page import sent_text
from portal.web.slips import Slips

FIELD = "slip"


def shown(
    request: Request, session: Session, here: Visit, problems: Problems
) -> dict[str, Any] | None:
    """Give the field in which a code is asked for, if some are out, or somebody typed one."""
    number, text = here.consultation.id, here.work.slip
    if not text and not any(one.out(session, number) for one in _slips(request)):
        return None
    return {"name": FIELD, "value": text, "problem": problems.get(FIELD)}


def located(problems: Problems) -> list[dict[str, Any]]:
    """Say in the list of what is wrong what is wrong with the code."""
    if FIELD not in problems:
        return []
    label = gettext("The code on your slip")
    return [{"label": label, "problem": problems[FIELD], "address": f"#{FIELD}"}]


def typed(request: Request, session: Session, here: Visit) -> Visit:
    """Keep with the answers what was typed for a code, so that no page asks for it twice."""
    text = sent_text(request.state.form, FIELD)[: lengths.TYPED_CODE]
    if text == here.work.slip or FIELD not in request.state.form:
        return here
    here = here.with_work(here.work.with_changes(slip=text))
    keep_work(session, here)
    return here


def spend(request: Request, session: Session, here: Visit, response: str) -> Problem | None:
    """Use up the code that came with a response, or say what is wrong; then nothing was sent."""
    if not here.work.slip:
        return None
    problem = None
    for one in _slips(request):
        problem = one.spend(request, session, here.consultation.id, response, here.work.slip)
        if problem is None:
            break
    return problem


def _slips(request: Request) -> list[Slips]:
    return [one.slips for one in request.state.features if one.slips]
