"""A consultation on paper, in any of its languages: a form, and a sheet to read aloud."""

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
from portal.store.db import now
from portal.web.page import get, link, page, public, render


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


@page
@public
def consultation_aloud(request: Request, session: Session) -> Response:
    """Show what is asked as a sheet to read aloud, ready to be printed."""
    consultation = published(session, request.path_params["slug"])
    return render(
        request,
        "consultations/aloud.html",
        consultation=consultation,
        status_now=queries.status_of(consultation, now()),
        questionnaire=queries.edition(session, consultation),
        way=link("consultation", slug=consultation.slug),
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
    get("/consultations/{slug}/aloud", consultation_aloud, name="consultation_aloud"),
]
