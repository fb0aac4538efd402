"""A consultation as a paper form: every question with boxes and lines, in any of its languages."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.categories import queries as categories
from portal.categories.rules import (
    PREFER_NOT,
    Characteristic,
    Option,
    broad_groups,
    details_of,
    option_of,
)
from portal.consultations import queries
from portal.consultations.answering.visits import published
from portal.council.rules import Council
from portal.questions.questionnaire import Kind
from portal.web.page import get, page, public, render


@page
@public
def consultation_print(request: Request, session: Session) -> Response:
    """Show the form, ready to be printed."""
    consultation = published(session, request.path_params["slug"])
    asked = queries.edition(session, consultation)
    council: Council = request.state.council
    questions = [one.code for one in asked.questions if one.kind is not Kind.PANEL]
    equality = categories.questions(session, council.nation) if consultation.ask_equality else ()
    return render(
        request,
        "consultations/paper.html",
        consultation=consultation,
        questionnaire=asked,
        numbers={code: number for number, code in enumerate(questions, 1)},
        characteristics=[(one, _grouped(one)) for one in equality],
        address=_address(council),
    )


def _grouped(characteristic: Characteristic) -> list[tuple[Option, tuple[Option, ...]]]:
    """List the options to tick; a broad group has the detailed ones below it."""
    if not characteristic.two_step:
        return [(option, ()) for option in characteristic.options]
    broad = [(one, details_of(characteristic, one.code)) for one in broad_groups(characteristic)]
    return [*broad, (option_of(characteristic, PREFER_NOT), ())]


def _address(council: Council) -> list[str]:
    """Give the lines of the first postal address the council has set."""
    contacts = (council.complaints, council.data_protection, council.accessibility)
    address = next((contact.address for contact in contacts if contact.address), "")
    return address.splitlines()


routes = [
    get("/consultations/{slug}/print", consultation_print, name="consultation_print"),
]
