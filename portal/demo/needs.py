"""What some of those who come to the made-up forum's next meeting need to take part."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.coming.needs import keeping
from portal.coming.needs import queries as needs
from portal.coming.needs.rules import State
from portal.demo import content
from portal.meetings import queries as meetings
from portal.members.models import Member


def seed(session: Session, people: Sequence[Member], now: datetime) -> None:
    """Have them say what they need, some of which is booked."""
    (body,) = bodies.public(session)
    meeting = meetings.next_of(session, body, now)
    assert meeting  # noqa: S101 - it was planned before
    for made in content.needs():
        member = people[made["member"]].id
        keeping.say(session, meeting, member, _said(made), now.date())
        for one in needs.of_member(session, meeting, member):
            one.state = State(made.get("state", State.WAITING))
            session.add(one)
    session.flush()


def _said(made: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**made, "languages": [(made["language"], "")]}
