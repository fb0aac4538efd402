"""An officer writes an entry by hand, or corrects one; nothing is shown before the group's yes."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.forms.form import Fields, held, show, typed
from portal.groups import applications, changes, choosing, forms, models, queries, rules
from portal.languages.i18n import language
from portal.problems import Problem, mark
from portal.store import audit, saving
from portal.web.page import both, found, page, redirect, render

ENTERED = "entered"
"""How an entry came that an officer wrote."""

_DECIDE = mark("The group asked for changes itself. Decide about those first.")


@page
@officer_only
def new_group(request: Request, session: Session, account: Account) -> Response:
    """Write an entry, and ask the group for its yes."""
    lists = choosing.lists(session)
    fields = forms.entry(lists)
    if request.method == "GET":
        return _form(request, fields, {"language": language()})
    sent = request.state.form
    reading = forms.read(fields, sent, lists)
    if reading.problems:
        return _form(request, fields, typed(fields, sent), problems=reading.problems)
    group = applications.enter(session, reading.values, by=account.id or 0, what=ENTERED)
    audit.record(session, account.id or 0, "group.entered", group.slug)
    return redirect(request, "staff_group", slug=group.slug)


@page
@officer_only
def edit_group(request: Request, session: Session, account: Account) -> Response:
    """Correct an entry; its group is told."""
    group = found(queries.by_slug(session, request.path_params["slug"]))
    lists = choosing.lists(session)
    fields = forms.entry(lists)
    stored = held(fields, group)
    if request.method == "GET":
        return _form(request, fields, show(fields, stored | changes.asked(group)), group=group)
    sent = request.state.form
    group = found(queries.held(session, group.id))
    before, shown = show(fields, held(fields, group)), typed(fields, sent)
    reading = forms.read(fields, sent, lists, stored)
    if refusal := saving.overtaken(sent, before, shown):
        return _form(request, fields, shown, group=group, **refusal.shown)
    if reading.problems:
        return _form(request, fields, shown, group=group, problems=reading.problems)
    if group.waits and (new := rules.asks(held(fields, group), reading.values)):
        return _form(request, fields, shown, group=group, problems={new[0]: Problem(_DECIDE)})
    if changed := changes.of_council(session, group, reading.values, by=account.id or 0):
        audit.record(session, account.id or 0, "group.changed", group.slug, fields=changed)
    return redirect(request, "staff_group", slug=group.slug)


def _form(
    request: Request,
    fields: Fields,
    shown: Mapping[str, Any],
    group: models.Group | None = None,
    **context: Any,
) -> Response:
    return render(
        request,
        "groups/staff/form.html",
        fields=fields,
        shown=shown,
        group=group,
        labels={one.name: one.label for one in fields},
        version=saving.version_of(show(fields, held(fields, group))) if group else "",
        **({"problems": {}, "theirs": []} | context),
    )


routes = [
    both("/staff/groups/new", new_group, name="new_group"),
    both("/staff/groups/{slug}/edit", edit_group, name="edit_group"),
]
