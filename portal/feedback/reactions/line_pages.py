"""Where the chair of the forum says whether a promise is kept: of an entry, or of anything."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit
from portal.feedback import keeping
from portal.feedback.chairing import for_chair
from portal.feedback.reactions import forms, lines, queries
from portal.forms import form
from portal.languages import i18n
from portal.store import saving
from portal.web.page import both, done, found, link, page, render


class Promised(NamedTuple):
    """Something that was promised: its key, its words, and on which page it stands."""

    key: str
    words: Mapping[str, str]
    href: str


@page
@for_chair
def chair_line(request: Request, session: Session, visit: Visit) -> Response:
    """Take the chair's line beside an entry."""
    at = request.path_params
    entry = found(queries.entry(session, at["slug"], at["key"]))
    words = entry.shown["did"] or entry.shown["said"]
    href = f"{link('report_back', slug=at['slug'])}#entry-{entry.key}"
    return taken(request, session, visit, Promised(keeping.key_of(entry), words, href))


def taken(request: Request, session: Session, visit: Visit, promised: Promised) -> Response:
    """Take the chair's line beside something; the page that takes it is its own."""
    sent: Any = getattr(request.state, "form", {})
    if request.method == "GET":
        return _form(request, session, visit, promised, {"language": i18n.language()})
    reading, shown = form.read(forms.SIGNS, sent), form.typed(forms.SIGNS, sent)
    if reading.problems:
        refusal = saving.Refusal(422, reading.problems)
        return _form(request, session, visit, promised, shown, refusal)
    lines.sign(session, visit, promised.key, reading.values)
    return done(request, request.url.path, "signed")


def _form(
    request: Request,
    session: Session,
    visit: Visit,
    promised: Promised,
    shown: Mapping[str, str],
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    return render(
        request,
        "feedback/reactions/sign.html",
        visit=visit,
        promised=promised,
        action=request.url.path,
        lines=lines.of(session, promised.key),
        fields=forms.SIGNS,
        shown=shown,
        done=request.query_params.get("done", ""),
        **refusal.shown,
    )


routes = [both("/forum/lines/feedback/{slug}/{key}", chair_line, name="chair_line")]
