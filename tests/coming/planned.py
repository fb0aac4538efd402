"""Meetings and events that are to come, and who comes, for tests of what follows from them."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from portal.bodies.models import Body
from portal.meetings.models import Coming, Meeting
from portal.meetings.rules import Kind
from portal.members.models import Member
from portal.store.db import now

PLACE, CALL = "12 Hidden Street", "https://call.example/secret-room"
TOPIC = "Stop and search"


def planned(
    session: Session, body: Body | None = None, starts: datetime | None = None, **changes: Any
) -> Meeting:
    """Keep a meeting of a body, or an event, in thirty days."""
    session.commit()
    begins = starts or now().replace(microsecond=0) + timedelta(days=30)
    values: dict[str, Any] = {
        "body_id": body.id if body else None,
        "kind": Kind.MEETING if body else Kind.EVENT,
        "title": {} if body else {"en": "A feast", "cy": "Gwledd"},
        "starts": begins,
        "ends": begins + timedelta(hours=2),
        "area": "Northside",
        "place": PLACE,
        "online": CALL,
    }
    made = Meeting(**(values | changes))
    session.add(made)
    session.commit()
    session.refresh(made)
    session.commit()
    return made


def comes(session: Session, meeting: Meeting, person: Member, *, comes: bool = True) -> None:
    """Have somebody say that they come, or do not."""
    session.commit()
    session.add(Coming(meeting_id=meeting.id, member_id=person.id, comes=comes))
    session.commit()
