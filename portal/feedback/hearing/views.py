"""Leaving an address to hear once what came of a consultation, and having it deleted.

Nobody learns whether an address was left before: the page that follows is the same.
"""

from datetime import timedelta

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations import models
from portal.consultations.answering import visits
from portal.feedback.hearing import beside, forms, queries, telling
from portal.forms import form
from portal.languages import i18n
from portal.members import links
from portal.store import saving
from portal.web.networks import Bounded
from portal.web.page import both, link, page, public, redirect_to, render, switched

_TOO_MANY = 429
_NOTED = "noted"
_LASTS = timedelta(days=365)


class Leaving(Bounded):
    """How many addresses came lately of each network, and of everybody."""

    usual, seconds_each = 5, 600.0
    usual_of_all, seconds_each_of_all = 120, 10.0


@page
@public
def hear(request: Request, session: Session) -> Response:
    """Keep an address to which one mail goes, once there is something to tell."""
    consultation = visits.published(session, request.path_params["slug"])
    if request.method == "GET":
        return _page(request, session, consultation, saving.UNREFUSED)
    return switched(request) or _left(request, session, consultation)


def _left(request: Request, session: Session, consultation: models.Published) -> Response:
    reading = form.read(_fields(request), request.state.form)
    if refusal := _refusal(request, session, consultation, reading):
        return _page(request, session, consultation, refusal)
    email, language = reading.values["email"], reading.values["language"]
    queries.keep(session, consultation.id, email, language)
    return redirect_to(request, f"{link('outcome_address', slug=consultation.slug)}?{_NOTED}=yes")


def _refusal(
    request: Request, session: Session, consultation: models.Published, reading: form.Reading
) -> saving.Refusal | None:
    """Say why nothing is kept: another language was asked for, it is over, wrong, or too much."""
    if "_switch" in request.state.form:
        return saving.UNREFUSED
    if not beside.is_offered(request, session, consultation):
        return saving.Refusal(409)
    if reading.problems:
        return saving.Refusal(422, reading.problems)
    crowded = request.state.memory.of(Leaving).is_crowded(request)
    return saving.Refusal(_TOO_MANY) if crowded else None


@page
@public
def forget(request: Request, session: Session) -> Response:
    """Delete an address wherever it was left; whoever only opens the page deletes nothing."""
    token, pressed = request.path_params["token"], request.method == "POST"
    email = links.read(session.info["settings"], telling.FORGET, token, _LASTS)
    if email is None:
        return render(request, "feedback/hearing/over.html", status=410)
    if pressed:
        queries.forget_email(session, email)
    return render(request, "feedback/hearing/forget.html", pressed=pressed)


def _page(
    request: Request, session: Session, consultation: models.Published, refusal: saving.Refusal
) -> Response:
    noted = request.method == "GET" and _NOTED in request.query_params
    usual = {"language": i18n.language()}
    answer = render(
        request,
        "feedback/hearing/hear.html",
        consultation=consultation,
        title=consultation.published_title or consultation.title,
        offered=beside.is_offered(request, session, consultation),
        noted=noted,
        crowded=refusal.status == _TOO_MANY,
        shown=form.typed(_fields(request), {**usual, **getattr(request.state, "form", {})}),
        **refusal.shown,
    )
    if refusal.status == _TOO_MANY:
        answer.headers["retry-after"] = str(int(Leaving.seconds_each))
    return answer


def _fields(request: Request) -> form.Fields:
    return forms.fields(request.state.council.languages)


routes = [
    both("/feedback/forget/{token}", forget, name=telling.FORGET),
    both("/feedback/{slug}/hear", hear, name="outcome_address"),
]
