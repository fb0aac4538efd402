"""What bodies show on pages of others: on a member's own page, and on that of today."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies import queries, visiting
from portal.bodies.rules import Joining
from portal.bodies.visiting import Visit
from portal.groups.models import Group
from portal.joining import applications, forms, group_queries, needs
from portal.members.models import Member
from portal.web.brought import Chapter


def on_own_page(_request: Request, session: Session, member: Member) -> Iterator[Chapter]:
    """Lead members to the bodies in which they take part, and ask those who speak for a group."""
    public = queries.public(session)
    visits = [visiting.visit(session, one, member) for one in public]
    mine = [one for one in visits if one.belongs or one.membership]
    groups = applications.represented(session, member.id)
    asked = [
        (one, body, groups[one.group_id])
        for one, body in group_queries.for_groups(session, groups)
        if one.group_id and one.member_id != member.id and body in public
    ]
    if mine or asked:
        shown = {"visits": sorted(mine, key=lambda one: one.office is None), "asked": asked}
        yield Chapter("joining/own.html", shown | {"labels": forms})


def on_leaving_a_group(
    _request: Request, session: Session, member: Member, group: Group
) -> Iterator[Chapter]:
    """Tell who leaves a group where they speak for it, and which seats fall vacant."""
    rows = group_queries.spoken(session, group.id or 0, member.id)
    if rows:
        yield Chapter(
            "joining/spoken_for.html", {"bodies": [(body, seats) for _, body, seats in rows]}
        )


def on_today(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Tell whoever presides who needs something, and who joined for a group without its yes."""
    if visit.presides:
        joined = queries.memberships(session, visit.body, Joining.ACCEPTED)
        if needing := [one for one in joined if needs.waits(one)]:
            yield Chapter("joining/support.html", {"rows": needing, "body": visit.body})
    rows = group_queries.unconfirmed(session, visit.body) if visit.presides else ()
    if rows:
        groups = queries.groups(session, [one.group_id for one in rows])
        yield Chapter(
            "joining/unconfirmed.html",
            {"rows": rows, "groups": groups, "visit": visit, "labels": forms},
        )
