"""Meetings for tests: each test says only what matters to it."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.languages.i18n import today
from portal.meetings import acts
from portal.meetings.models import Meeting, Record
from portal.meetings.rules import Kind, State, What
from portal.store.db import now
from tests.bodies.factories import HERE

LIST = f"{HERE}/meetings"
PLACE = "12 Hidden Lane"
MINUTES = {"text": "We talked about street lights.", "language": "en", "named": "yes"}


def meeting(session: Session, body: Body | None, *, days: int = 7, **changes: Any) -> Meeting:
    """Keep a meeting that lasts two hours, in so many days or, below none, so many ago."""
    session.rollback()
    if body is not None:
        session.refresh(body)
    starts = now() + timedelta(days=days)
    values: dict[str, Any] = {
        "body_id": body.id if body else None,
        "kind": Kind.MEETING if body else Kind.EVENT,
        "state": State.HELD if days < 0 else State.PLANNED,
        "starts": starts,
        "ends": starts + timedelta(hours=2),
        "area": "Town centre",
        "place": PLACE,
        "online": "https://calls.example/secret",
    }
    made: Meeting = kept(session, Meeting(**(values | changes)))
    return made


def kept(session: Session, row: Any) -> Any:
    """Keep a row, and read it as it is kept."""
    session.add(row)
    session.commit()
    session.refresh(row)
    session.commit()
    return row


def written(session: Session, of: Meeting, what: What = What.MINUTES, **changes: Any) -> Record:
    """Have the minutes, or the summary, of a meeting written."""
    values = {"meeting_id": of.id, "what": what, "language": "en", "text": "We talked."}
    made: Record = kept(session, Record(**(values | changes)))
    return made


def at(one: Meeting, way: str = "", lang: str = "en") -> str:
    """Write the address of a meeting, or of something of it."""
    return f"/{lang}/forum/race-equality/meetings/{one.id}{way}"


def on(days: int, name: str = "starts", clock: str = "18:30") -> dict[str, str]:
    """Fill in a day, some days from now, and a time of it."""
    day = today() + timedelta(days=days)
    boxes = {f"{name}.day": str(day.day), f"{name}.month": str(day.month)}
    return {**boxes, f"{name}.year": str(day.year), f"{name}_time": clock}


def form(days: int = 14, **changes: str) -> dict[str, str]:
    """Fill in what a chair says of a meeting."""
    return {**on(days), "minutes": "120", "kind": "meeting", "language": "en", **changes}


def hold(session: Session) -> None:
    """Do the work that is due once a meeting is over."""
    session.rollback()
    for job in acts.JOBS:
        if job.run:
            job.run(session, now())
    session.commit()


def shows(browser: TestClient, path: str, words: str) -> bool:
    """Tell whether a page shows something."""
    page = browser.get(path)
    assert page.status_code == 200, path
    return words in page.text
