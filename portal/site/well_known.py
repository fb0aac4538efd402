"""What browsers, search engines and those who find a hole ask for by themselves.

These addresses have no language. What stands in them never comes from what a visitor claimed, so
a portal that does not know its own address has no map.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from portal.languages import locales
from portal.settings import Settings, resource
from portal.store.db import now
from portal.web.page import get, page, public, render

_FOR_STAFF = ("staff", "account")
_EXPIRY_DAYS = 30
_A_DAY = {"cache-control": "public, max-age=86400"}


def advice(settings: Settings) -> Iterator[tuple[str, str]]:
    """Tell the operator that it will soon not be said any more whom to tell of a hole."""
    expires, soon = settings.security_expires, now().date() + timedelta(days=_EXPIRY_DAYS)
    if settings.security_contact and (expires is None or expires < soon):
        yield (
            (
                "Whoever finds a hole is not told whom to tell, or only for a short time: "
                f"PORTAL_SECURITY_EXPIRES is {expires or 'not set'}."
            ),
            "Check that PORTAL_SECURITY_CONTACT is still right and set a day within a year.",
        )


async def robots(request: Request) -> Response:
    """Keep search engines out of staff's pages, and let them find all others."""
    closed = [f"Disallow: /{tag}/{folder}" for tag in locales.LANGUAGES for folder in _FOR_STAFF]
    lines = ["User-agent: *", *closed, "Disallow: /exit"]
    address = request.state.settings.public_url
    lines += ["", f"Sitemap: {address}/sitemap.xml"] if address else []
    return PlainTextResponse("\n".join(lines) + "\n", headers=_A_DAY)


async def security_txt(request: Request) -> Response:
    """Say whom to tell of a hole, as RFC 9116 has it, for as long as the operator stands by it."""
    settings = request.state.settings
    expires = settings.security_expires
    if not settings.security_contact or expires is None or expires < now().date():
        raise HTTPException(404)
    until = datetime.combine(expires, time(23, 59, 59), UTC)
    lines = [f"Contact: {contact}" for contact in settings.security_contact]
    lines += [f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: en"]
    if settings.public_url:
        lines.append(f"Canonical: {settings.public_url}{request.url.path}")
    return PlainTextResponse("\n".join(lines) + "\n", headers=_A_DAY)


async def icon(request: Request) -> Response:
    """Send the picture that browsers and telephones put beside a title."""
    return FileResponse(resource("static") / request.url.path[1:], headers=_A_DAY)


@page
@public
def sitemap(request: Request, session: Session) -> Response:
    """List the pages that can be found, each in its languages."""
    if not request.state.settings.public_url:
        raise HTTPException(404)
    offered = request.state.council.languages
    moment = now()
    response = render(
        request,
        "site/sitemap.xml",
        pages=[
            (
                one.name,
                one.parts,
                [tag for tag in offered if one.languages is None or tag in one.languages],
            )
            for feature in request.state.features
            for one in feature.mapped(session, moment)
        ],
    )
    response.headers["content-type"] = "application/xml; charset=utf-8"
    return response


for _view in (robots, security_txt, icon):
    setattr(_view, "allowed", frozenset({"public"}))  # noqa: B010 - a function has no such field

routes = [
    get("/robots.txt", robots, name="robots"),
    get("/sitemap.xml", sitemap, name="sitemap"),
    get("/.well-known/security.txt", security_txt, name="security_txt"),
    get("/favicon.ico", icon, name="favicon"),
    get("/apple-touch-icon.png", icon, name="touch_icon"),
]
