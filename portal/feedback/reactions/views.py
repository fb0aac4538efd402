"""Where any reader says of an entry that it answers what people said, or that it does not.

Whoever comes from a receipt brings its code in the form, as for withdrawing: it is in no address
and in no cookie, and what is kept does not lead back to it.
"""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.feedback.entries import shown, wording
from portal.feedback.reactions import forms, keeping, queries
from portal.forms import form, once, words
from portal.languages import i18n
from portal.problems import Problem, mark
from portal.sealing import crypto
from portal.store import db, saving
from portal.web import networks
from portal.web.page import (
    Elsewhere,
    both,
    done,
    found,
    link,
    page,
    public,
    render,
    switched,
)

CODE = "receipt_code"
_OPENS = "_open"
_TOO_MANY, _BEFORE = saving.Refusal(429), saving.Refusal(409)
_NO_ANSWERS = saving.Refusal(
    422,
    {"verdict": Problem(mark("Your code opens no answers any more. Send this as everybody does."))},
)


class Saying(networks.Bounded):
    """How much came lately of each network, and of everybody: it is counted in public."""

    usual, seconds_each = 10, 300.0
    usual_of_all, seconds_each_of_all = 100, 30.0


@page
@public
def react(request: Request, session: Session) -> Response:
    """Take what a reader says of an entry."""
    at = request.path_params
    entry = found(queries.entry(session, at["slug"], at["key"]))
    if request.method == "GET":
        return _form(request, session, entry)
    return switched(request) or _sent(request, session, entry)


def _sent(request: Request, session: Session, entry: keeping.Keyed) -> Response:
    sent = request.state.form
    if (code := _code(session, entry, sent)) is None:
        if _OPENS in sent:
            raise Elsewhere(link("receipt"))
        return _form(request, session, entry, refusal=_NO_ANSWERS)
    return _taken(request, session, entry, code)


def _code(session: Session, entry: keeping.Keyed, sent: words.Sent) -> str | None:
    """Give the code that came with a form, "" without one; None if it opens no answers to this."""
    if CODE not in sent:
        return ""
    code = crypto.parse_code(words.sent_text(sent, CODE)) or ""
    return code if code and keeping.has_answered(session, entry, code) else None


def _taken(request: Request, session: Session, entry: keeping.Keyed, code: str) -> Response:
    sent = request.state.form
    if _OPENS in sent or "_switch" in sent:
        return _form(request, session, entry, code)
    reading = form.read(forms.SAYS, sent)
    if reading.problems:
        return _form(request, session, entry, code, saving.Refusal(422, reading.problems))
    if not code and request.state.memory.of(Saying).is_crowded(request):
        return _form(request, session, entry, code, _TOO_MANY)
    by, name = (keeping.BY_CODE, code) if code else (keeping.BY_PAGE, once.key(sent))
    mark = keeping.mark(session, entry, name, by)
    said = {**reading.values, "answered": bool(code)}
    if keeping.say(session, entry, said, mark, i18n.today()) is keeping.Kept.ANOTHER:
        return _form(request, session, entry, code, _BEFORE)
    return done(request, link("react", **request.path_params), "said")


def _form(
    request: Request,
    session: Session,
    entry: keeping.Keyed,
    code: str = "",
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    sent: Any = getattr(request.state, "form", {})
    typed = form.typed(forms.SAYS, sent)
    typed["language"] = typed["language"] or i18n.language()
    answer = render(
        request,
        "feedback/reactions/say.html",
        slug=request.path_params["slug"],
        entry=entry,
        code=code,
        key=once.key(sent) if once.KEY in sent else db.random_id(),
        has_said=bool(code) and entry.key in keeping.said_of(session, [entry], code),
        refused=refusal.status,
        fields=forms.SAYS,
        one=shown.named(session, entry.key),
        names=wording,
        shown=typed,
        done=request.query_params.get("done", ""),
        **refusal.shown,
    )
    if refusal is _TOO_MANY:
        answer.headers["retry-after"] = str(int(Saying.seconds_each))
    return answer


routes = [both("/feedback/{slug}/entries/{key}/say", react, name="react")]
