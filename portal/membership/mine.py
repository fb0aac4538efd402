"""A member's groups: what they are there, leaving unseen, and saying that something is wrong."""

from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.form import typed
from portal.languages.i18n import language, today
from portal.members import guards as member_guards
from portal.members import models
from portal.membership import forms, guards, keeping, parting, queries, rules
from portal.problems import Problem, Problems, mark
from portal.store.db import now, random_id
from portal.web.acting import Asked, Did, Matter
from portal.web.page import both, chapters, done, found, get, link, page, render, sent_text

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
    fields = (*forms.WRONG, *forms.NAME, *forms.INVITING, *forms.NOTICE)
    return render(
        request,
        "membership/group.html",
        group=group,
        mine=mine,
        roles=forms.ROLES,
        works=rules.works(group.state),
        leads=leads,
        named=queries.named(session, group) if leads else (),
        members=rules.rounded(queries.count(session, group, rules.Role.MEMBER)) if leads else 0,
        invitations=queries.invitations(session, group, now()) if leads else (),
        inviting=forms.INVITING,
        notices=queries.notices(session, group) if rules.works(group.state) else (),
        asking=leads and bool(queries.asked(session, group)),
        asked_until=mine.membership.asked and mine.membership.asked + rules.ASKED_LASTS,
        key=random_id(),
        card_language=sent_text(sent, "language") or language(),
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


@page
@guards.of_group
def group_notice(request: Request, session: Session, mine: guards.Mine) -> Response:
    """Show what was written to the members as a sheet to be printed and read aloud."""
    one = found(queries.notice(session, mine.group, request.path_params["id"]))
    return render(request, "membership/read_aloud.html", group=mine.group, one=one)


@page
@_RESTING
def leave_group(request: Request, session: Session, mine: guards.Mine) -> Response:
    """Say what ends with a group for who leaves it, and leave it once that was read."""
    ends = chapters(request, session, "leave_group", mine.member, mine.group)
    is_last, problems = _is_last(session, mine), {}
    if request.method == "POST":
        if not is_last or sent_text(request.state.form, "sure"):
            parting.end(request.state.features, session, mine.membership)
            return done(request, link("member_groups"), "left_body" if ends else "left")
        problems = {"sure": Problem(_LAST)}
    shown: dict[str, Any] = {"group": mine.group, "is_last": is_last, "ends": ends}
    return render(request, "membership/leave.html", problems=problems, **shown)


def _wrong(asked: Asked[guards.Mine]) -> Did | Problems:
    kept = keeping.say_wrong(asked.session, asked.item.group, asked.values["words"], today())
    return Did("said") if kept else {"words": Problem(_MANY)}


def _willing(asked: Asked[guards.Mine]) -> Did:
    yes = sent_text(asked.sent, "_do") == "yes"
    keeping.answer(asked.session, asked.item.membership, yes=yes)
    return Did("answered")


def _is_last(session: Session, mine: guards.Mine) -> bool:
    others = queries.count(session, mine.group, rules.Role.REPRESENTATIVE)
    return mine.represents and others == 1


_ONE = "/member/groups/{slug}"
_STAYING = Matter(_RESTING, find, shown, unlogged, here)
_WORKING = Matter(guards.of_group, find, shown, unlogged, here)

routes = [
    get("/member/groups", member_groups, name="member_groups"),
    get(_ONE, member_group, name="member_group"),
    get(f"{_ONE}/notices/{{id}}", group_notice, name="group_notice"),
    both(f"{_ONE}/leave", leave_group, name="leave_group"),
    _WORKING.act(f"{_ONE}/willing", (), _willing, name="say_willing", said="done"),
    _STAYING.act(f"{_ONE}/wrong", forms.WRONG, _wrong, name="say_wrong", said="said"),
]
