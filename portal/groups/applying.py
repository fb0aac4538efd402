"""A group asks to be listed, in its own language and without an account.

Before anything is kept, its page is shown as everybody would see it: it is sent from there.
Until then what was typed travels in the page and, sealed, in its address, so that a browser that
goes back finds it again.
"""

from collections.abc import Iterable

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from portal.forms import once
from portal.forms.form import Fields, Reading, typed
from portal.forms.words import Sent, Shown
from portal.groups import (
    applications,
    choosing,
    forms,
    kept_applications,
    models,
    queries,
    rules,
    vocabulary,
)
from portal.languages.i18n import language, today
from portal.problems import Problems
from portal.web import body
from portal.web.page import (
    both,
    get,
    page,
    public,
    redirect,
    redirect_to,
    render,
    sent_text,
    switched,
)

_CHECKED = "_checked"
_SEND, _CHANGE = "send", "change"
_OF_PAGES = frozenset({kept_applications.WISH, _CHECKED, "_switch"})


@page
@public
def apply_group(request: Request, session: Session) -> Response:
    """Ask all about a group, and keep it until its address is confirmed and an officer agrees."""
    lists = choosing.lists(session)
    fields = forms.entry(lists, needs_email=True)
    if request.method == "GET":
        kept = _again(request, session, fields, lists)
        return kept or _form(request, fields, {forms.LANGUAGE.name: language()})
    return switched(request) or _sent(request, session, fields, lists)


@page
@public
def application_sent(request: Request, session: Session) -> Response:
    """Say that a mail is on its way, and what happens then."""
    return render(request, "groups/applied.html", days=rules.UNCONFIRMED_DAYS)


def _sent(request: Request, session: Session, fields: Fields, lists: vocabulary.Lists) -> Response:
    sent = request.state.form
    if queries.is_sent(session, once.name(sent)):
        return redirect(request, "application_sent")
    wish, switches = sent_text(sent, kept_applications.WISH), "_switch" in sent
    if wish == _CHANGE or (switches and _CHECKED not in sent):
        kept = None if switches else _at_address(request, _CHANGE)
        return kept or _form(request, fields, typed(fields, sent))
    reading = forms.read(fields, sent, lists)
    if problems := reading.problems or applications.known(session, reading.values["name"]):
        return _form(request, fields, typed(fields, sent), problems)
    if wish != _SEND or switches:
        return _at_address(request) or _checked(request, reading, lists, body.typed(request))
    return _take(request, session, fields, reading)


def _take(request: Request, session: Session, fields: Fields, reading: Reading) -> Response:
    sent = request.state.form
    if crowded := applications.hindrance(request, session):
        return _form(request, fields, typed(fields, sent), {"send": crowded}, 429)
    applications.take(session, reading.values, once.name(sent))
    return redirect(request, "application_sent")


def _at_address(request: Request, wish: str = "") -> Response | None:
    there = kept_applications.address(request, wish)
    return redirect_to(request, there) if there else None


def _again(
    request: Request, session: Session, fields: Fields, lists: vocabulary.Lists
) -> Response | None:
    """Show the page that an address holds, if it holds any; what was sent is not shown."""
    kept = kept_applications.opened(request)
    if kept is None:
        return None
    sent = FormData(list(kept))
    if queries.is_sent(session, once.name(sent)):
        return redirect(request, "application_sent")
    reading = forms.read(fields, sent, lists)
    if request.query_params.get(kept_applications.WISH) == _CHANGE or reading.problems:
        shown = typed(fields, sent) | {forms.SURE: sent_text(sent, forms.SURE)}
        return _form(request, fields, shown, sent=sent)
    return _checked(request, reading, lists, kept)


def _checked(
    request: Request,
    reading: Reading,
    lists: vocabulary.Lists,
    sent: Iterable[tuple[str, str]],
) -> Response:
    """Show the entry as everybody would see it, with all that was typed, to be sent from there."""
    carried = [pair for pair in sent if pair[0] not in _OF_PAGES]
    return render(
        request,
        "groups/check.html",
        group=models.Group(slug="", since=today(), **reading.values),
        lists=lists,
        typed=[*carried, (_CHECKED, "yes")],
    )


def _form(
    request: Request,
    fields: Fields,
    shown: Shown,
    problems: Problems | None = None,
    status: int = 200,
    sent: Sent | None = None,
) -> Response:
    return render(
        request,
        "groups/apply.html",
        status=status,
        fields=fields,
        shown=shown,
        key=once.key(sent or getattr(request.state, "form", {})),
        problems=problems,
    )


routes = [
    both("/groups/apply", apply_group, name="apply_group"),
    get("/groups/apply/sent", application_sent, name="application_sent"),
]
