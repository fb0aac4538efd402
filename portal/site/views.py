"""Pages about the portal itself: home, languages, help, the card to show."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.consultations import queries as consultations
from portal.consultations.rules import Status
from portal.site import statements
from portal.store.db import now
from portal.web import brought, feature
from portal.web.page import chapters, get, page, public, render


@page
@public
def home(request: Request, session: Session) -> Response:
    """Say what is open, what comes next and what was promised, long ago if it is late."""
    listed = consultations.visible(session, now())
    groups = {status.value: [c for c, s in listed if s is status] for status in Status}
    owed = brought.promised(request, session, [one for one, _ in listed])
    late = [one for one in groups[Status.ARCHIVED] if one.slug in owed and owed[one.slug].late]
    groups[Status.CLOSED] += late
    came = chapters(request, session, "home")
    return render(request, "site/home.html", groups=groups, owed=owed, came=came)


@page
@public
def languages(request: Request, session: Session) -> Response:
    """List the languages, each as its own speakers write it."""
    return render(request, "site/languages.html")


@page
@public
def help_(request: Request, session: Session) -> Response:
    """Say how to reach a person, in which language, and how to get another format."""
    centres = feature.centres(request.state.features, session)
    return render(request, "site/help.html", centres=centres)


@page
@public
def call_card(request: Request, session: Session) -> Response:
    """Give somebody a card that asks for a call in their language."""
    return render(request, "site/card.html")


routes: list[Route] = [
    get("/", home, name="home"),
    get("/languages", languages, name="languages"),
    get("/help", help_, name="help"),
    get("/help/card", call_card, name="call_card"),
    *statements.routes,
]
