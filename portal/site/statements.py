"""What the council promises residents: privacy, cookies, accessibility."""

from datetime import date

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.languages.i18n import gettext
from portal.web.feature import Cookie
from portal.web.page import get, page, public, render
from portal.web.security import cookie_name


@page
@public
def privacy(request: Request, session: Session) -> Response:
    """Say what is kept, who may see it and how long, and what residents may ask for."""
    chapters = [one for feature in request.state.features for one in feature.privacy(session)]
    return render(request, "site/privacy.html", chapters=chapters)


@page
@public
def cookies(request: Request, session: Session) -> Response:
    """List every cookie by its exact name."""
    used = [cookie for feature in request.state.features for cookie in feature.cookies_set]
    rows = [(_name(request, one), gettext(one.purpose), gettext(one.lasts)) for one in used]
    return render(request, "site/cookies.html", rows=rows)


@page
@public
def accessibility(request: Request, session: Session) -> Response:
    """State how accessible the portal is, as SI 2018/952 asks."""
    council = request.state.council
    return render(
        request,
        "site/accessibility.html",
        prepared=_date(council.accessibility_prepared),
        tested=_date(council.accessibility_tested),
    )


def _name(request: Request, cookie: Cookie) -> str:
    """Name a cookie as the browser shows it."""
    name = cookie_name(cookie.name, request.state.settings.https)
    return f"{name}-…" if cookie.several else name


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


routes: list[Route] = [
    get("/privacy", privacy, name="privacy"),
    get("/cookies", cookies, name="cookies"),
    get("/accessibility", accessibility, name="accessibility"),
]
