"""Everybody is asked to come to a group again by a new invitation; who does not is out in a month.

Most members show no name, and nobody could be removed by one. So who speaks for the group gives a
new invitation to those who belong, and neither they nor anybody reads who came and who did not.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from portal.council import queries as council
from portal.groups import queries as groups
from portal.groups.models import Group
from portal.languages.i18n import today
from portal.members.signing_in.limits import is_rare
from portal.membership import keeping, parting, queries
from portal.membership.guards import Mine
from portal.membership.rules import ASKED_LASTS, LEFT_KEPT, NOTICE_KEPT, RENEWED_EACH, Role
from portal.problems import Problem, Problems, mark
from portal.store.db import now
from portal.store.jobs import Job
from portal.web.acting import Asked, Did
from portal.web.feature import Feature
from portal.web.page import sent_text

_LATELY = mark("Everybody was asked lately. Wait until a week after that.")


def act(asked: Asked[Mine]) -> Did | Problems:
    """Ask everybody, unless that goes on already or they were asked lately, or stop asking."""
    session, group = asked.session, asked.item.group
    waiting = queries.asked(session, group)
    if sent_text(asked.sent, "_do") == "stop":
        for one in waiting:
            one.asked = None
            session.add(one)
    elif not waiting and not is_rare(session, "renew", f"{group.id}", now(), RENEWED_EACH):
        return {"renew": Problem(_LATELY)}
    elif not waiting:
        _ask(session, group)
    session.flush()
    return Did("asked")


def _ask(session: Session, group: Group) -> None:
    """Let no earlier invitation work, and mail who is asked that there is a question."""
    queries.revoke_all(session, group)
    for membership, person in queries.people(session, group):
        if membership.role is Role.MEMBER:
            membership.asked = today()
            session.add(membership)
            keeping.ask(session, person)


def look(features: Sequence[Feature], session: Session, moment: datetime) -> None:
    """End the memberships of those who were asked a month ago and did not come."""
    day = council.stored(session).calendar.day(moment)
    until = day - ASKED_LASTS
    for number in queries.asking(session, until):
        if group := groups.held(session, number):
            for one in queries.asked(session, group):
                if one.asked and one.asked <= until:
                    parting.end(features, session, one)
    queries.forget_notices(session, day - NOTICE_KEPT)
    queries.forget_left(session, day - LEFT_KEPT)


def job(features: Sequence[Feature]) -> Job:
    """Make the daily work, which features have a part in."""
    return Job("membership.renewing", timedelta(days=1), partial(look, features), deletes=True)
