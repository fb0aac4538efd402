"""What somebody says is wrong in a group that sits in a body: whoever presides reads it, too.

Not if they belong to the group: they may be what is wrong.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies import telling
from portal.bodies.models import Body
from portal.bodies.visiting import Visit
from portal.council import queries as council
from portal.groups.models import Group
from portal.membership import queries as memberships
from portal.membership.models import Concern
from portal.order import duties, queries
from portal.store.jobs import Job


def shown(session: Session, visit: Visit) -> list[tuple[Concern, Group]]:
    """List what whoever presides over a body reads of the groups that sit in it."""
    if not visit.presides:
        return []
    every = queries.concerns(session, visit.body)
    return [(one, of) for one, of, body in every if not _is_within(session, body, of, visit.own)]


def tell(session: Session, moment: datetime) -> None:
    """Mail whoever presides that something waits, once for each; neither what nor of whom."""
    day, told = council.stored(session).calendar.day(moment), set[tuple[int | None, str]]()
    for concern, group, body in queries.concerns(session):
        if concern.shared:
            continue
        people = duties.presiding(session, body, day)
        people = [one for one in people if not _is_within(session, body, group, one.id)]
        fresh = [one for one in people if (body.id, one.id) not in told]
        telling.tell(session, body, fresh, telling.WAITS)
        told |= {(body.id, one.id) for one in fresh}
    for concern, _, _ in queries.concerns(session):
        concern.shared = True
        session.add(concern)


def _is_within(session: Session, body: Body, group: Group, member: str) -> bool:
    joined = bodies.membership(session, body, member)
    mine = joined is not None and joined.group_id == group.id
    return mine or memberships.one(session, group, member) is not None


JOB = Job("body.concerns", timedelta(minutes=15), tell)
