"""One entry as officers see it: what it says, what happened, and what can be done with it."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts import queries as accounts
from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.forms.form import differences, held, show, typed
from portal.groups import changes, choosing, forms, models, queries, told
from portal.groups.staff import acts
from portal.groups.staff import queries as staff_queries
from portal.store import audit
from portal.web.acting import Matter
from portal.web.page import found, get, link, page, render


@page
@officer_only
def staff_group(request: Request, session: Session, account: Account) -> Response:
    """Show an entry to an officer."""
    group = found(queries.by_slug(session, request.path_params["slug"]))
    return _shown(request, session, acts.Mine(account, group))


def _shown(request: Request, session: Session, mine: acts.Mine, **context: Any) -> Response:
    group, sent = mine.group, getattr(request.state, "form", {})
    events = queries.history(session, group)
    doings = acts.possible(session, group)
    alike = [one for one in queries.named(session, group.name) if one.id != group.id]
    stale = context.pop("theirs", None)
    return render(
        request,
        "groups/staff/group.html",
        group=group,
        lists=choosing.lists(session),
        told=told,
        events=events,
        people=accounts.names(session, (one.by for one in events)),
        changes=_changes(session, group),
        alike=alike,
        doings=doings,
        shown=typed([field for one in doings for field in one.fields], sent),
        offered=[one for one in staff_queries.verified(session) if one != group.name],
        stale=bool(stale),
        **({"problems": {}} | context),
    )


def _changes(session: Session, group: models.Group) -> list[tuple[str, str, str]]:
    """Lay changes that wait beside what is shown now: of which field, now, and then."""
    waiting = changes.waiting(group) or changes.asked(group)
    fields = [one for one in forms.entry(choosing.lists(session)) if one.name in waiting]
    labels = {one.name: one.label for one in fields}
    both = differences(show(fields, held(fields, group)), show(fields, waiting))
    return [(labels[one.part], one.theirs, one.mine) for one in both]


def _find(request: Request, session: Session, account: Account) -> acts.Mine:
    group = found(queries.by_slug(session, request.path_params["slug"]))
    return acts.Mine(account, found(queries.held(session, group.id)))


def _log(session: Session, mine: acts.Mine, action: str, **details: Any) -> None:
    audit.record(session, mine.by, f"group.{action}", mine.group.slug, **details)


def _act(doing: acts.Doing) -> Route:
    return _MATTER.act(
        f"{_ONE}/{doing.code.replace('_', '-')}",
        doing.fields,
        doing.do,
        name=f"group_{doing.code}",
        meanwhile=acts.meanwhile(doing),
    )


_ONE = "/staff/groups/{slug}"
_MATTER = Matter(
    officer_only, _find, _shown, _log, lambda mine: link("staff_group", slug=mine.group.slug)
)

routes = [get(_ONE, staff_group, name="staff_group"), *map(_act, acts.DOINGS)]
