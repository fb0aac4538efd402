"""A member's groups: what they are there, leaving unseen, and saying that something is wrong."""

from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.form import typed
from portal.languages.i18n import today
from portal.members import guards as member_guards
from portal.members import models
from portal.membership import forms, guards, keeping, queries, rules
from portal.problems import Problem, Problems, mark
from portal.store.db import now, random_id
from portal.web.acting import Asked, Did, Matter
from portal.web.page import get, link, page, render, sent_text

_LAST = mark("Nobody else speaks for the group. Tick the box if you leave all the same.")
_MANY = mark("Much waits to be looked at already. Call the council.")


@page
@member_guards.member_only
def member_groups(request: Request, session: Session, member: models.Member) -> Response:
    """List the groups of a member, and what they are there."""
    mine = queries.of_member(session, member.id)
    return render(
        request, "membership/groups.html", mine=mine, roles=forms.ROLES, works=rules.works
    )


def shown(request: Request, session: Session, mine: guards.Mine, **context: Any) -> Response:
    """Draw the page of a group for one of its members; more of it for who speaks for it."""
    group, sent = mine.group, getattr(request.state, "form", {})
    leads = mine.represents and rules.works(group.state)
    fields = (*forms.WRONG, *forms.NAME, *forms.INVITING)
    return render(
        request,
        "membership/group.html",
        group=group,
        mine=mine,
        roles=forms.ROLES,
        works=rules.works(group.state),
        leads=leads,
        is_last=_is_last(session, mine),
        named=queries.named(session, group) if leads else (),
        members=rules.rounded(queries.count(session, group, rules.Role.MEMBER)) if leads else 0,
        invitations=queries.invitations(session, group, now()) if leads else (),
        inviting=forms.INVITING,
        key=random_id(),
        card_language=sent_text(sent, "language"),
        shown=typed(fields, sent),
        **({"problems": {}} | context),
    )


def find(_request: Request, _session: Session, mine: guards.Mine) -> guards.Mine:
    """Take the group that the guard found."""
    return mine


def unlogged(*_: object, **__: object) -> None:
    """Log nothing: what members do stands in no log that staff read."""


def here(mine: guards.Mine) -> str:
    """Give the address of a group's page for its members."""
    return link("member_group", slug=mine.group.slug)


_RESTING = partial(guards.of_group, resting=True)


@page
@_RESTING
def member_group(request: Request, session: Session, mine: guards.Mine) -> Response:
    """Show a group to one of its members."""
    return shown(request, session, mine)


def _leave(asked: Asked[guards.Mine]) -> Did | Problems:
    if _is_last(asked.session, asked.item) and not asked.values["sure"]:
        return {"sure": Problem(_LAST)}
    keeping.end(asked.session, asked.item.membership)
    return Did("left")


def _wrong(asked: Asked[guards.Mine]) -> Did | Problems:
    kept = keeping.say_wrong(asked.session, asked.item.group, asked.values["words"], today())
    return Did("said") if kept else {"words": Problem(_MANY)}


def _is_last(session: Session, mine: guards.Mine) -> bool:
    others = queries.count(session, mine.group, rules.Role.REPRESENTATIVE)
    return mine.represents and others == 1


_ONE = "/member/groups/{slug}"
_LEAVING = Matter(_RESTING, find, shown, unlogged, lambda _: link("member_groups"))
_STAYING = Matter(_RESTING, find, shown, unlogged, here)

routes = [
    get("/member/groups", member_groups, name="member_groups"),
    get(_ONE, member_group, name="member_group"),
    _LEAVING.act(f"{_ONE}/leave", forms.SURE, _leave, name="leave_group", said="left"),
    _STAYING.act(f"{_ONE}/wrong", forms.WRONG, _wrong, name="say_wrong", said="said"),
]
