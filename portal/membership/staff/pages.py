"""Officers see to it that somebody speaks for a group: they invite, and decide after a call.

They see groups alone: no name, address or number of a member, and no list of them.
"""

from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts import guards, models
from portal.forms.form import typed
from portal.groups import queries as groups
from portal.membership import first, forms, queries, rules
from portal.membership.staff import acts
from portal.membership.staff import queries as waiting
from portal.problems import Problems, mark
from portal.store import audit, db
from portal.web import acting, lists, staff_areas
from portal.web.page import done, found, get, link, page, post, render


@page
@guards.officer_only
def staff_speaking(request: Request, session: Session, account: models.Account) -> Response:
    """List the groups for which an officer has to see to something."""
    view = lists.chosen(request.query_params, "view", waiting.VIEWS, next(iter(waiting.VIEWS)))
    part = waiting.listed(session, view, lists.place(request))
    return render(
        request,
        "membership/staff/list.html",
        groups=part.rows,
        views=waiting.VIEWS,
        view=view,
        numbers={one: waiting.count(session, one) for one in waiting.VIEWS},
        pages=lists.pages(part, link("staff_speaking"), {"view": view}),
    )


@page
@guards.officer_only
def staff_speaker(request: Request, session: Session, account: models.Account) -> Response:
    """Show what is to be seen to of one group."""
    group = found(groups.by_slug(session, request.path_params["slug"]))
    return _shown(request, session, acts.Speaking(account, group))


@page
@guards.officer_only
def invite_speaker(request: Request, session: Session, account: models.Account) -> Response:
    """Invite the first representative, by mail or with a code that is shown once."""
    item = _find(request, session, account)
    made = first.invite(session, item.group, request.state.form, item.group.mail_language, db.now())
    if not isinstance(made, first.Made):
        return _shown(request, session, item, problems=made)
    _log(session, item, "invited")
    if not made.code:
        return done(request, link("staff_speaker", slug=item.group.slug), "done")
    return render(request, "membership/staff/code.html", group=item.group, code=made.code)


def _shown(request: Request, session: Session, item: acts.Speaking, **context: Any) -> Response:
    group, sent = item.group, getattr(request.state, "form", {})
    doings = [one for one in acts.DOINGS if one.possible(session, group)]
    fields = [*forms.FIRST, *acts.CONCERN, *(field for one in doings for field in one.fields)]
    return render(
        request,
        "membership/staff/one.html",
        group=group,
        may=first.may(session, group),
        speaks=bool(queries.count(session, group, rules.Role.REPRESENTATIVE)),
        first=forms.FIRST,
        concern=acts.CONCERN,
        concerns=queries.concerns(session, group),
        doings=doings,
        shown=typed(fields, sent),
        **({"problems": {}} | context),
    )


def _find(request: Request, session: Session, account: models.Account) -> acts.Speaking:
    group = found(groups.by_slug(session, request.path_params["slug"]))
    return acts.Speaking(account, found(groups.held(session, group.id)))


def _log(session: Session, item: acts.Speaking, action: str, **details: Any) -> None:
    audit.record(session, item.by, f"group.representative_{action}", item.group.slug, **details)


def _address(item: acts.Speaking) -> str:
    return link("staff_speaker", slug=item.group.slug)


def _do(asked: acting.Asked[acts.Speaking], *, doing: acts.Doing) -> acting.Did | Problems:
    return acts.is_over(doing, asked) or doing.do(asked)


def _act(doing: acts.Doing) -> Route:
    path = f"{_ONE}/{doing.code.replace('_', '-')}"
    return _MATTER.act(path, doing.fields, partial(_do, doing=doing), name=f"speaker_{doing.code}")


_ONE = "/staff/representatives/{slug}"
_MATTER = acting.Matter(guards.officer_only, _find, _shown, _log, _address)

routes = [
    get("/staff/representatives", staff_speaking, name="staff_speaking"),
    get(_ONE, staff_speaker, name="staff_speaker"),
    post(f"{_ONE}/invite", invite_speaker, name="invite_speaker"),
    _MATTER.act(f"{_ONE}/concern", acts.CONCERN, acts.dealt_with, name="speaker_concern"),
    *map(_act, acts.DOINGS),
]

pages = (
    staff_areas.StaffPage(
        staff_areas.Area.FORUM,
        mark("Who speaks for groups"),
        "staff_speaking",
        frozenset({models.Role.OFFICER}),
    ),
)
