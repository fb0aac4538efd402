"""Compacts as everybody reads them, and the pages on which a group or a body marks its side."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import visiting
from portal.membership import guards
from portal.membership.rules import Role
from portal.plans import queries as plans
from portal.plans import vocabulary
from portal.plans.compact import acting, keeping, queries, shown
from portal.plans.compact.models import Compact
from portal.plans.compact.rules import Side
from portal.web.page import both, found, get, link, page, post, public, render

_LEADING = partial(guards.of_group, roles=frozenset({Role.REPRESENTATIVE}))
_TEMPLATE = "plans/compact/work.html"


@page
@public
def compact(request: Request, session: Session) -> Response:
    """Show a compact on which both sides agreed."""
    plan = found(plans.public_by_slug(session, request.path_params["slug"]))
    one = _one(request, session)
    if one.plan_id != plan.id or not shown.is_shown(session, one):
        one = found(None)
    return render(
        request,
        "plans/compact/compact.html",
        plan=plan,
        compact=one,
        called=shown.called(session, one),
        told=keeping.told(session, one),
        recorded=shown.recorded(request, session, one),
        sides=list(Side),
        labels=vocabulary,
    )


@page
@guards.of_group
def group_compacts(request: Request, session: Session, mine: guards.Mine) -> Response:
    """List the compacts of a group."""
    listed, slug = queries.of_group(session, mine.group), mine.group.slug
    back = (link("member_group", slug=slug), mine.group.name)
    ways = {one.id: link("group_compact", slug=slug, compact=one.id) for one, _ in listed}
    return _listed(request, listed, back, ways if mine.represents else {})


@page
@_LEADING
def group_compact(request: Request, session: Session, mine: guards.Mine) -> Response:
    """Show a compact to whoever speaks for the group, who marks the group's side."""
    return acting.work(request, session, _of_group(request, session, mine))


@page
@_LEADING
def agree_as_group(request: Request, session: Session, mine: guards.Mine) -> Response:
    """Agree with a compact in the name of a group."""
    return acting.agree(request, session, _of_group(request, session, mine))


@page
@visiting.anybody
def body_compacts(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """List the compacts of a body: to whoever presides also those that wait."""
    listed = queries.of_body(session, visit.body)
    if not visit.presides:
        listed = [(one, plan) for one, plan in listed if one.published]
    slug = visit.body.slug
    ways = {one.id: link("body_compact", body=slug, compact=one.id) for one, _ in listed}
    back = (link("forum_body", body=slug), visit.body.name)
    return _listed(request, listed, back, ways if visit.presides else {})


@page
@visiting.preparing
def body_compact(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Show a compact to whoever presides over the body, who marks its side."""
    return acting.work(request, session, _of_body(request, session, visit))


@page
@visiting.preparing
def agree_as_body(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Agree with a compact in the name of a body."""
    return acting.agree(request, session, _of_body(request, session, visit))


def _of_group(request: Request, session: Session, mine: guards.Mine) -> acting.Acting:
    one, slug = _one(request, session), mine.group.slug
    if one.group_id != mine.group.id:
        one = found(None)
    parts = {"slug": slug, "compact": one.id}
    here, agreeing = link("group_compact", **parts), link("agree_as_group", **parts)
    back = (link("group_compacts", slug=slug), mine.group.name)
    return acting.Acting(one, Side.THEIRS, "member", _TEMPLATE, here, agreeing, back)


def _of_body(request: Request, session: Session, visit: visiting.Visit) -> acting.Acting:
    one, slug = _one(request, session), visit.body.slug
    if one.body_id != visit.body.id:
        one = found(None)
    parts = {"body": slug, "compact": one.id}
    here, agreeing = link("body_compact", **parts), link("agree_as_body", **parts)
    back, office = (link("body_compacts", body=slug), visit.body.name), visit.office or "member"
    return acting.Acting(one, Side.THEIRS, office, _TEMPLATE, here, agreeing, back)


def _one(request: Request, session: Session) -> Compact:
    hold = request.method == "POST"
    return found(queries.one(session, request.path_params["compact"], hold=hold))


def _listed(
    request: Request,
    listed: Sequence[queries.Listed],
    back: tuple[str, Any],
    ways: Mapping[str, str],
) -> Response:
    given: dict[str, Any] = {"listed": listed, "back": back, "ways": ways}
    return render(request, "plans/compact/list.html", **given)


_GROUP, _BODY = "/member/groups/{slug}/compacts", "/forum/{body}/compacts"
routes = [
    get("/plans/{slug}/compacts/{compact}", compact, name="compact"),
    get(_GROUP, group_compacts, name="group_compacts"),
    both(f"{_GROUP}/{{compact}}", group_compact, name="group_compact"),
    post(f"{_GROUP}/{{compact}}/agree", agree_as_group, name="agree_as_group"),
    get(_BODY, body_compacts, name="body_compacts"),
    both(f"{_BODY}/{{compact}}", body_compact, name="body_compact"),
    post(f"{_BODY}/{{compact}}/agree", agree_as_body, name="agree_as_body"),
]
