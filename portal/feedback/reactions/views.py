"""Where any reader says of an entry that it answers what people said, or that it does not.

Whoever comes from a receipt brings its code in the form, as for withdrawing: it is in no cookie, in
an address only sealed, and what is kept does not lead back to it.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.feedback.entries import shown, wording
from portal.feedback.reactions import forms, keeping, kept, queries
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
    redirect_to,
    render,
    switched,
)

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
        return _again(request, session, entry)
    return switched(request) or _sent(request, session, entry)


def _again(request: Request, session: Session, entry: keeping.Keyed) -> Response:
    """Show the form anew, or as its address holds it."""
    sent = kept.opened(request)
    if sent is not None:
        problems = (
            form.read(forms.SAYS, sent).problems if kept.WRONG in request.query_params else {}
        )
        refusal = saving.Refusal(422, problems) if problems else saving.UNREFUSED
        return _form(request, session, entry, sent, _code(session, entry, sent) or "", refusal)
    answer = _form(request, session, entry, {})
    # Whoever goes back finds the same page, not a new one that would count once more.
    answer.headers["cache-control"] = "private, no-cache"
    return answer


def _sent(request: Request, session: Session, entry: keeping.Keyed) -> Response:
    sent = request.state.form
    if (code := _code(session, entry, sent)) is None:
        if kept.OPENS in sent:
            raise Elsewhere(link("receipt"))
        return _form(request, session, entry, sent, refusal=_NO_ANSWERS)
    return _taken(request, session, entry, code)


def _code(session: Session, entry: keeping.Keyed, sent: words.Sent) -> str | None:
    """Give the code that came with a form, "" without one; None if it opens no answers to this."""
    if kept.CODE not in sent:
        return ""
    code = crypto.parse_code(words.sent_text(sent, kept.CODE)) or ""
    return code if code and keeping.has_answered(session, entry, code) else None


def _taken(request: Request, session: Session, entry: keeping.Keyed, code: str) -> Response:
    sent = request.state.form
    if kept.OPENS in sent or kept.SWITCH in sent:
        return _led(request) or _form(request, session, entry, sent, code)
    reading = form.read(forms.SAYS, sent)
    if reading.problems:
        refused = saving.Refusal(422, reading.problems)
        led = _led(request, kept.WRONG) if code else None
        return led or _form(request, session, entry, sent, code, refused)
    if not code and request.state.memory.of(Saying).is_crowded(request):
        return _form(request, session, entry, sent, code, _TOO_MANY)
    by, name = (keeping.BY_CODE, code) if code else (keeping.BY_PAGE, once.key(sent))
    mark = keeping.mark(session, entry, name, by)
    said = {**reading.values, "answered": bool(code)}
    if keeping.say(session, entry, said, mark, i18n.today()) is keeping.Kept.ANOTHER:
        return _form(request, session, entry, sent, code, _BEFORE)
    return done(request, link("react", **request.path_params), "said")


def _led(request: Request, wrong: str = "") -> Response | None:
    """Lead to an address that holds the form, so that going back and forward works, if one can."""
    there = kept.address(request)
    return redirect_to(request, f"{there}&{wrong}=yes" if wrong else there) if there else None


def _form(
    request: Request,
    session: Session,
    entry: keeping.Keyed,
    sent: words.Sent,
    code: str = "",
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
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
