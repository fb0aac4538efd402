"""What the council promises residents: privacy, cookies, accessibility."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts.signing_in import browsers
from portal.accounts.signing_in.sessions import HALF_WAY_COOKIE
from portal.consultations.answering import device, receipts
from portal.incidents import report_settings
from portal.incidents.reporting import journey
from portal.incidents.staff.keys import recovery
from portal.languages.i18n import gettext
from portal.problems import mark
from portal.web.page import page, public, render
from portal.web.security import SESSION_COOKIE, cookie_name


@dataclass(frozen=True)
class Cookie:
    """One cookie: its name as the browser shows it, what it is for and how long it stays."""

    name: str
    purpose: str
    lasts: str


@page
@public
def privacy(request: Request, session: Session) -> Response:
    """Say what is kept, who may see it and how long, and what residents may ask for."""
    return render(
        request,
        "site/privacy.html",
        reports=report_settings.current(session),
        recovery=recovery.current(session) is not None,
    )


@page
@public
def cookies(request: Request, session: Session) -> Response:
    """List every cookie by its exact name."""
    used = cookies_used(https=request.state.settings.https)
    rows = [(cookie.name, gettext(cookie.purpose), gettext(cookie.lasts)) for cookie in used]
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


def cookies_used(*, https: bool) -> list[Cookie]:
    """List the cookies this installation can set."""
    return [
        Cookie(
            f"{cookie_name(device.COOKIE, https)}-…",
            mark("Finds what you began or sent in one consultation. Your receipt sets another."),
            mark("Until you remove your answers from this device or close the browser"),
        ),
        Cookie(
            cookie_name(receipts.COOKIE, https),
            mark("Lets only this browser go back to a receipt that you opened with its code."),
            mark("Until you remove your answers from this device or close the browser"),
        ),
        Cookie(
            cookie_name(journey.COOKIE, https),
            mark(
                "Lets only this browser read what you write to us before you send it, and for an "
                "hour go back to the page with your code and to our replies."
            ),
            mark("Until you leave with the red button or close the browser"),
        ),
        Cookie(
            cookie_name(SESSION_COOKIE, https),
            mark("Keeps council staff signed in. Residents never get it."),
            mark("Until they sign out"),
        ),
        Cookie(
            cookie_name(HALF_WAY_COOKIE, https),
            mark("Remembers council staff between the two steps of signing in."),
            mark("Five minutes"),
        ),
        Cookie(
            cookie_name(browsers.COOKIE, https),
            mark(
                "Remembers that council staff signed in here before, so that strangers who try "
                "wrong passwords cannot keep them waiting."
            ),
            mark("Half a year"),
        ),
    ]


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


routes: list[Route] = [
    Route("/privacy", privacy, name="privacy"),
    Route("/cookies", cookies, name="cookies"),
    Route("/accessibility", accessibility, name="accessibility"),
]
