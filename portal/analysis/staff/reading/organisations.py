"""What organisations said, and hiding what they wrote about themselves."""

from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Answer

from portal.accounts.models import Account
from portal.analysis.staff import frame, guards
from portal.analysis.staff.reading import acts, hiding, queries, read_back
from portal.consultations import hidden_texts
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Response
from portal.consultations.rules import ResponseState
from portal.problems import mark
from portal.web.page import found, get, link, page

PARTS = {"name": mark("Name"), "how": mark("How they were asked")}
"""What an organisation writes about itself in its own words."""


class _Words(NamedTuple):
    one: Response
    part: str


@page
@guards.exact
def organisations(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Answer:
    """List what organisations said, each under its name; they are in no percentage of people."""
    listed = queries.organisations(session, consultation)
    asked, ids = consultations.edition(session, consultation), [one.id for one in listed]
    texts, hidden = queries.texts_of(session, ids), hidden_texts.of(session, ids)
    said = [(one, read_back.read(asked, one, texts.get(one.id, ()))) for one in listed]
    return frame.show(
        request, "reading/organisations", consultation, "organisations", said=said, hidden=hidden
    )


@page
@guards.exact
def organisation_text(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Answer:
    """Show words of an organisation about itself, to be hidden or shown again."""
    return _one(request, session, consultation, _found(request, session, consultation))


def _found(request: Request, session: Session, consultation: Consultation) -> _Words:
    one = found(queries.response(session, consultation, request.path_params["id"]))
    part = request.path_params["part"]
    written = part in PARTS and one.organisation.get(part)
    return found(
        _Words(one, part) if written and one.state is not ResponseState.WITHDRAWN else None
    )


def _words(here: _Words) -> hiding.Words:
    details = {"response": here.one.id, "part": here.part}
    name = hidden_texts.organisation(here.part)
    return hiding.Words([here.one.id], name, "organisation_text", details)


def _one(
    request: Request, session: Session, consultation: Consultation, here: _Words, **context: Any
) -> Answer:
    hidden = hidden_texts.of(session, [here.one.id])[here.one.id]
    shown = {
        "one": here.one,
        "part": here.part,
        "label": PARTS[here.part],
        "reason": hidden.get(hidden_texts.organisation(here.part)),
        "sent": getattr(request.state, "form", {}),
    }
    return frame.show(
        request, "reading/organisation_text", consultation, "organisations", **shown, **context
    )


def _address(consultation: Consultation, here: _Words) -> str:
    return link("response", slug=consultation.slug, id=here.one.id)


_PATH = "/staff/consultations/{slug}/responses/{id}/organisation/{part}"

routes = [
    get("/staff/consultations/{slug}/organisations", organisations, name="organisations"),
    get(_PATH, organisation_text, name="organisation_text"),
    *hiding.routes(_PATH, "organisation_text", acts.matter(_found, _one, _address), _words),
]
