"""Another language of a page for who is signed in, with all that was typed into it.

The button sends the form of the page. What the form is for is not done: the page it stands on is
shown in the other language, and the words are back in their fields.
"""

from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Match

from portal.languages.i18n import language
from portal.web import body, staff_pages, typed_forms
from portal.web.own_paths import of_this_site
from portal.web.page import switched
from portal.web.rendering import environment, render
from portal.web.security import SAFE_METHODS


def in_other_language(request: Request, session: Session) -> Response | None:
    """Answer a form that was sent by a button for another language; None if it was not."""
    if request.method in SAFE_METHODS or typed_forms.SWITCH not in request.state.form:
        return None
    return switched(request) or _as_filled_in(request, session)


def _as_filled_in(request: Request, session: Session) -> Response:
    address, sent = of_this_site(staff_pages.page_of(request)), body.typed(request)
    forms, words, page = list(typed_forms.sent_together(_path(request), sent)), list[str](), None
    with suppress(HTTPException):  # it is gone, or not for whoever asks
        page = _page(request, session, address)
    if not isinstance(page, HTMLResponse) or page.status_code != 200:
        for _, fields in forms:
            words += typed_forms.filled("", "", "", fields)[1]
        return render(
            request,
            "web/not_shown.html",
            status=409,
            address=f"/{language()}{address}" if address else "",
            words=words,
            files=body.has_files(request),
        )
    own, html = unquote(address.partition("?")[0]), bytes(page.body).decode()
    for path, fields in forms:
        html, left = typed_forms.filled(html, own, path, fields)
        words += left
    if words or body.has_files(request):
        kept: Any = environment().globals["ui"]
        html = staff_pages.beside(html, kept.not_put_back(words, body.has_files(request)))
    page.body = html.encode()
    page.headers["content-length"] = str(len(page.body))
    return page


def _path(request: Request) -> str:
    path: str = request.scope["path"].removeprefix(request.scope["root_path"])
    return path


def _page(request: Request, session: Session, address: str) -> Response | None:
    """Have the view of a page answer as if it had been fetched; None if no form stands there."""
    path, _, query = address.partition("?")
    scope = {
        **request.scope,
        "method": "GET",
        "path": request.scope["root_path"] + unquote(path),
        "query_string": query.encode(),
        "state": {name: kept for name, kept in request.scope["state"].items() if name != "form"},
    }
    for route in request.app.routes:
        match, found = route.matches(scope)
        if match is Match.FULL:
            view = getattr(route.endpoint, "__wrapped__", None)
            if view is None or ("public" in view.allowed and not hasattr(view, "knows_members")):
                return None
            answer: Response = view(Request(scope | found), session)
            return answer
    return None
