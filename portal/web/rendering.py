"""How templates become pages: their environment, and what every one may show."""

import hashlib
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from portal.council import queries as council_queries
from portal.council.rules import Council
from portal.languages import i18n, invented, locales, text_languages
from portal.languages.direction import (
    around_codes,
    marked,
    paragraphs,
    text_direction,
    unlike_first_letters,
)
from portal.settings import resource
from portal.web import body, parts, staff_pages, typed_forms
from portal.web.links import link, link_here, link_in
from portal.web.markdown import markdown
from portal.web.qr import qr_picture, qr_squares

_FILTERS: tuple[Callable[..., Any], ...] = (
    *(
        i18n.day,
        i18n.weekday,
        i18n.last_day,
        i18n.clock,
        i18n.moment,
        i18n.until,
        i18n.pick,
        i18n.number,
        i18n.percent,
    ),
    *(i18n.endonym, i18n.in_order, text_languages.named_in, qr_picture, qr_squares),
    *(text_direction, paragraphs, marked, around_codes, unlike_first_letters, markdown),
)


def render(
    request: Request, template: str, *, block: str = "", status: int = 200, **context: Any
) -> HTMLResponse:
    """Render a template, or only one block of it when htmx asked for a part.

    The block stands in an element of the page with the id "part-" and its name. A page without a
    block takes the place of the whole one, whatever was asked for. A page that says what is wrong
    answers 422, unless it has another answer to give.
    """
    source = environment().get_template(template)
    context = shared_context(request) | context
    context["problems"] = context["problems"] or {}
    if context["problems"] and status == 200:
        status = 422
    context["page_languages"] = i18n.in_order(context["page_languages"])
    is_part = bool(block) and parts.is_asked(request)
    html = parts.marked(source, context, block) if is_part else source.render(context)
    if getattr(request.state, "signed_owner", ""):
        ui, languages = environment().globals["ui"], context["page_languages"]
        html = staff_pages.completed(request, html, ui, status, languages)
    html = parts.cut(html, block) if is_part else html
    return HTMLResponse(html, status, parts.headers(request, block))


_MOST_PAGES = 300


class _Pages(dict[Hashable, tuple[Council, bytes]]):
    """Pages that look the same to everybody, and for which settings they were made."""


def same_for_all(
    request: Request,
    key: Hashable,
    make: Callable[[], Response],
    fill: Mapping[str, str] | None = None,
) -> Response:
    """Give again a page that looks the same to everybody, or make it and keep it in memory.

    Where it does differ, it is made with marks, and `fill` says what stands in the place of
    each: letters and digits that need no escaping. The key holds all that the page shows apart
    from the language and the council's settings, and must not be for a visitor to choose. A
    page about somebody is never kept.
    """
    council: Council = request.state.council
    pages = request.state.memory.of(_Pages)
    key = (i18n.language(), key)
    made_for, html = pages.get(key, (None, b""))
    if made_for is council:
        return HTMLResponse(_filled(html, fill))
    response = make()
    if response.status_code == 200:
        if len(pages) >= _MOST_PAGES:
            pages.clear()
        pages[key] = (council, bytes(response.body))
    return HTMLResponse(_filled(bytes(response.body), fill), response.status_code)


def _filled(html: bytes, fill: Mapping[str, str] | None) -> bytes:
    for mark, value in (fill or {}).items():
        html = html.replace(mark.encode(), value.encode())
    return html


def shared_context(request: Request) -> dict[str, Any]:
    """Collect what every template may show."""
    council: Council = request.state.council
    return {
        "request": request,
        "settings": request.state.settings,
        "invented": invented.said(request.state.settings, i18n.language()),
        "council": council,
        "page_languages": council.languages,
        "language": i18n.language(),
        "direction": locales.get(i18n.language()).direction,
        "account": getattr(request.state, "account", None),
        "member": getattr(request.state, "member", None),
        "staff_nav": getattr(request.state, "staff_nav", None),
        "sealed_form": getattr(request.state, "sealed_form", None),
        "problems": {},
    }


def drawn_in(request: Request, tag: str, template: str, **context: Any) -> Markup:
    """Draw a part of a page in a language, whatever that of the page."""
    before = i18n.language()
    i18n.speak(tag)
    try:
        html = environment().get_template(template).render(shared_context(request), **context)
    finally:
        i18n.speak(before)
    return Markup(html)  # noqa: S704 - drawn by a template that escapes


def render_error(request: Request, status: int, **context: Any) -> Response:
    """Render the page about an error without needing the database.

    What was typed and could not be kept stands in it, to be sent again.
    """
    request.state.council = council_queries.last_known(request.state.memory)
    offered = request.state.council.languages
    i18n.prefer(offered)
    if chosen := not request.scope.get("root_path"):
        i18n.speak(locales.welcome(request.headers.get("accept-language", ""), offered))
    # Where somebody may be in danger, a page about an error tells no more than any other.
    private, typed = is_private(request), body.typed(request) if status == 503 else []
    context |= {
        "code": status,
        "private": private,
        "typed": [(name, value) for name, value in typed if name not in typed_forms.SECRETS],
        "files": body.brings_files(request),
        "again": link_here(request),
    }
    page = render(request, "site/error.html", status=status, **context)
    if chosen:
        page.headers["vary"] = "Accept-Language"
    if private:
        page.headers["referrer-policy"] = "no-referrer"
        fill_up(page)
    return page


def is_private(request: Request) -> bool:
    """Tell whether a request is for the one address of reports."""
    return str(request.scope["path"]).endswith(_PRIVATE)


def fill_up(page: Response) -> None:
    """Make a page as long as others, and send it as it is.

    Whoever watches the line sees how long a page is. Compressed it would also tell what is in
    it (BREACH).
    """
    page.body = bytes(page.body) + b"\n" * (-len(page.body) % _BLOCK)
    page.headers["content-length"] = str(len(page.body))
    page.headers["content-encoding"] = "identity"


_PRIVATE = "/help/speak-up"
_BLOCK = 16 * 1024


@cache
def environment() -> Environment:
    """Set up the templates, once."""
    made = Environment(
        loader=FileSystemLoader(resource("templates")),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.filters.update((filter_.__name__, filter_) for filter_ in _FILTERS)
    made.globals.update(
        gettext=i18n.gettext_markup,
        ngettext=i18n.ngettext_markup,
        _=i18n.gettext_markup,
        language_of=locales.get,
        direction_of=locales.direction,
        languages_offered=text_languages.offered,
        languages_likely=text_languages.LIKELY,
    )
    made.globals.update(
        link=link, link_in=link_in, static=static, page_language=i18n.language, comma=i18n.comma
    )
    made.globals["ui"] = made.get_template("ui.html").module
    return made


def static(name: str) -> str:
    """Write the address of a static file; it changes when any of the files does."""
    return f"/static/{static_version()}/{name}"


@cache
def static_version() -> str:
    """Fingerprint the static files."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(p for p in resource("static").glob("*.*") if p.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()
