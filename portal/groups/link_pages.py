"""The pages that mailed links open: what a link is for, and a button that does it."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.groups import answering, changes, choosing, forms, links
from portal.groups.links import Purpose
from portal.groups.models import Group, GroupLink
from portal.groups.rules import CONTACTS, Act, may
from portal.languages.i18n import today
from portal.store.db import now
from portal.web import lists as paging
from portal.web.page import both, get, link, page, public, redirect_to, render, sent_text

_SAID = ("confirmed", "agreed", "refused", "renewed", "noted")


@page
@public
def group_link(request: Request, session: Session) -> Response:
    """Show what a link is for, or do it once its button was pressed."""
    pressed, token = request.method == "POST", request.path_params["token"]
    opened = links.find(session, token, use=pressed)
    if opened is None:
        return _over(request, 404)
    made, group = opened
    if made.used and made.purpose in _DONE:
        # The second of two taps finds done what the first one did.
        return _thanks(request, _outcome(made, group))
    if not links.is_good(made, group, now()) or not _applies(session, made, group):
        return _over(request)
    if pressed:
        return _press(request, session, made, group)
    return render(
        request,
        "groups/link.html",
        purpose=made.purpose,
        group=group,
        lists=choosing.lists(session),
        wanted=_wanted(group),
        action=link("group_link", token=token),
    )


@page
@public
def link_done(request: Request, session: Session) -> Response:
    """Say what a button did, and what happens next."""
    said = paging.chosen(request.query_params, "said", _SAID, _SAID[0])
    return render(request, "groups/link_done.html", said=said)


def _press(request: Request, session: Session, made: GroupLink, group: Group) -> Response:
    made.used = True
    session.add(made)
    if made.purpose == Purpose.OPEN:
        token = links.make(session, group, Purpose.ENTRY, now())
        return redirect_to(request, link("own_entry", token=token))
    if sent_text(request.state.form, "_do") == "no":
        changes.say_no(session, group, today())
    else:
        _DONE[made.purpose](session, group, made.email, today())
    return _thanks(request, _outcome(made, group))


def _agree(session: Session, group: Group, _email: str, day: date) -> None:
    changes.say_yes(session, group, day)


def _renew(session: Session, group: Group, _email: str, day: date) -> None:
    answering.renew(session, group, day)


_DONE: Mapping[str, Callable[[Session, Group, str, date], None]] = {
    Purpose.CONFIRM: answering.confirm_address,
    Purpose.AGREE: _agree,
    Purpose.RENEW: _renew,
    Purpose.SHOW: _agree,
}


def _applies(session: Session, made: GroupLink, group: Group) -> bool:
    """Tell whether what a link is for can still be done."""
    match made.purpose:
        case Purpose.AGREE:
            return may(Act.AGREE, group.state)
        case Purpose.RENEW:
            return answering.may_renew(session, group)
        case Purpose.SHOW:
            return bool(changes.asked(group)) and changes.may_change(group)
        case purpose:
            return purpose in (Purpose.CONFIRM, Purpose.OPEN)


def _outcome(made: GroupLink, group: Group) -> str:
    if made.purpose == Purpose.AGREE:
        return "agreed" if group.agreed else "refused"
    return _OUTCOMES.get(made.purpose, "confirmed")


_OUTCOMES: Mapping[str, str] = {Purpose.RENEW: "renewed", Purpose.SHOW: "noted"}


def _wanted(group: Group) -> list[tuple[str, str]]:
    """List what the council wants to show of how a group is reached, with labels."""
    new = {name: value for name, value in changes.asked(group).items() if name in CONTACTS}
    return [(one.label, new[one.name]) for one in forms.contact() if one.name in new]


def _thanks(request: Request, said: str) -> Response:
    return redirect_to(request, f"{link('link_done')}?said={said}")


def _over(request: Request, status: int = 410) -> Response:
    return render(request, "groups/link_over.html", status=status)


routes = [
    get("/groups/link/done", link_done, name="link_done"),
    both("/groups/link/{token}", group_link, name="group_link"),
]
