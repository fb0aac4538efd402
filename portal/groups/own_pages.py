"""A group opens its own entry by a mailed link, reads what was decided, changes or closes it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.form import Fields, held, read, show, typed
from portal.groups import (
    changes,
    choosing,
    forms,
    models,
    own_links,
    queries,
    rules,
    told,
    vocabulary,
)
from portal.problems import Problems
from portal.store import saving
from portal.web.page import both, done, link, page, post, public, redirect, render, switched


@page
@public
def own_group(request: Request, session: Session) -> Response:
    """Send a link to whoever looks after an entry, and tell nobody whether there is one."""
    if request.method == "GET":
        return render(request, "groups/own.html", email="")
    if elsewhere := switched(request):
        return elsewhere
    sent = request.state.form
    shown = typed(forms.ADDRESS, sent)["email"]
    if "_switch" in sent:
        return render(request, "groups/own.html", email=shown)
    reading = read(forms.ADDRESS, sent)
    if reading.problems:
        return render(request, "groups/own.html", email=shown, problems=reading.problems)
    own_links.send(request, session, reading.values["email"])
    return done(request, link("own_group"), "sent")


@page
@public
def own_entry(request: Request, session: Session) -> Response:
    """Show an entry to its group, or keep what the group changed."""
    group = _opened(request, session)
    if group is None:
        return render(request, "groups/link_over.html", status=404)
    if request.method == "GET":
        return _entry(request, session, group)
    return switched(request) or _keep(request, session, group)


def _keep(request: Request, session: Session, group: models.Group) -> Response:
    lists, sent = choosing.lists(session), request.state.form
    fields = _fields(request, lists, group)
    shown, reading = typed(fields, sent), forms.read(fields, sent, lists, held(fields, group))
    reading.values["mail_language"] = reading.values["mail_language"] or group.mail_language
    if "_switch" in sent:
        return _entry(request, session, group, shown=shown)
    if not reading.problems and changes.is_kept(group, reading.values):
        return done(request, _here(request), "changed")
    if saving.is_stale(sent, group.revision) or not changes.may_change(group):
        return _entry(request, session, group, shown=shown, status=409)
    if reading.problems:
        return _entry(request, session, group, shown=shown, problems=reading.problems)
    changes.of_group(session, group, reading.values)
    return done(request, _here(request), "changed")


@page
@public
def close_entry(request: Request, session: Session) -> Response:
    """Close an entry because its group wants that."""
    group = _opened(request, session)
    if group is None:
        return render(request, "groups/link_over.html", status=404)
    reading = read(forms.FAREWELL, request.state.form)
    if not rules.may(rules.Act.CLOSE, group.state):
        return _entry(request, session, group, status=409)
    if reading.problems:
        return _entry(request, session, group, problems=reading.problems)
    changes.close(session, group, reading.values["reason"])
    return redirect(request, "groups")


def _opened(request: Request, session: Session) -> models.Group | None:
    used = request.method == "POST"
    return own_links.opened(session, request.path_params["token"], use=used)


def _entry(
    request: Request,
    session: Session,
    group: models.Group,
    *,
    shown: Mapping[str, Any] | None = None,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    lists = choosing.lists(session)
    fields = _fields(request, lists, group)
    stored = held(fields, group) | changes.waiting(group)
    return render(
        request,
        "groups/entry.html",
        status=status,
        group=group,
        lists=lists,
        fields=fields,
        shown=show(fields, stored) if shown is None else shown,
        events=queries.history(session, group),
        told=told,
        waits=bool(changes.waiting(group)),
        asked=bool(changes.asked(group)),
        may_change=changes.may_change(group),
        may_object=group.state in rules.STOPPED or queries.stopped(session, group) is not None,
        may_close=rules.may(rules.Act.CLOSE, group.state),
        reason=typed(forms.FAREWELL, getattr(request.state, "form", {}))["reason"],
        here=_here(request),
        close=link("close_entry", token=request.path_params["token"]),
        stale=status == 409,
        problems=problems,
    )


def _fields(request: Request, lists: vocabulary.Lists, group: models.Group) -> Fields:
    entry = forms.entry(lists, needs_email=bool(group.email))
    return (*entry, forms.mails(request.state.council.languages))


def _here(request: Request) -> str:
    return link("own_entry", token=request.path_params["token"])


routes = [
    both("/groups/own", own_group, name="own_group"),
    both("/groups/entry/{token}", own_entry, name="own_entry"),
    post("/groups/entry/{token}/close", close_entry, name="close_entry"),
]
