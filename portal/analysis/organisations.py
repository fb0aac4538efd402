"""What organisations said, and hiding what they wrote about themselves."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Answer
from starlette.routing import Route

from portal.accounts.models import Account
from portal.analysis import given, guards, hiding, lists, pages
from portal.consultations import hidden_texts
from portal.consultations.models import Consultation, Response
from portal.consultations.rules import ResponseState
from portal.problems import mark
from portal.web import found, link, page, redirect_to

PARTS = {"name": mark("Name"), "how": mark("How they were asked")}
"""What an organisation writes about itself in its own words."""


@page
@guards.exact
def organisations(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Answer:
    """List what organisations said, each under its name; they are in no percentage of people."""
    listed = lists.organisations(session, consultation)
    asked, ids = pages.questionnaire(session, consultation), [one.id for one in listed]
    texts, hidden = lists.texts_of(session, ids), hidden_texts.of(session, ids)
    said = [(one, given.read(asked, one.answers, texts.get(one.id, ()))) for one in listed]
    return pages.show(
        request, "organisations", consultation, "organisations", said=said, hidden=hidden
    )


@page
@guards.exact
def organisation_text(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Answer:
    """Show words of an organisation about itself, to be hidden or shown again."""
    return _one(request, session, consultation, _found(request, session, consultation))


@page
@guards.exact
def hide(
    request: Request, session: Session, account: Account, consultation: Consultation
) -> Answer:
    """Take words of an organisation about itself out of the lists and the export."""
    one = _found(request, session, consultation)
    if problems := hiding.hide(request, session, account, consultation, _words(request, one)):
        return _one(request, session, consultation, one, problems=problems, status=422)
    return _back(request, consultation, one, "hidden")


@page
@guards.exact
def unhide(
    request: Request, session: Session, account: Account, consultation: Consultation
) -> Answer:
    """Show words of an organisation about itself again."""
    one = _found(request, session, consultation)
    hiding.show(session, account, consultation, _words(request, one))
    return _back(request, consultation, one, "shown")


def _found(request: Request, session: Session, consultation: Consultation) -> Response:
    one = found(lists.response(session, consultation, request.path_params["id"]))
    part = request.path_params["part"]
    written = part in PARTS and one.organisation.get(part)
    return found(one if written and one.state is not ResponseState.WITHDRAWN else None)


def _words(request: Request, one: Response) -> hiding.Words:
    part = request.path_params["part"]
    details = {"response": one.id, "part": part}
    return hiding.Words([one.id], hidden_texts.organisation(part), "organisation_text", details)


def _one(
    request: Request, session: Session, consultation: Consultation, one: Response, **context: Any
) -> Answer:
    part = request.path_params["part"]
    shown = {
        "one": one,
        "part": part,
        "label": PARTS[part],
        "reason": hidden_texts.of(session, [one.id])[one.id].get(hidden_texts.organisation(part)),
        "sent": getattr(request.state, "form", {}),
    }
    return pages.show(
        request, "organisation_text", consultation, "organisations", **shown, **context
    )


def _back(request: Request, consultation: Consultation, one: Response, done: str) -> Answer:
    there = link("response", slug=consultation.slug, id=one.id)
    return redirect_to(request, f"{there}?done={done}")


_PATH = "/staff/consultations/{slug}/responses/{id}/organisation/{part}"

routes = [
    Route("/staff/consultations/{slug}/organisations", organisations, name="organisations"),
    Route(_PATH, organisation_text, name="organisation_text"),
    Route(_PATH + "/hide", hide, name="hide_organisation_text", methods=["POST"]),
    Route(_PATH + "/show", unhide, name="unhide_organisation_text", methods=["POST"]),
]
