"""What coming to meetings brings: calendars to keep, what people need, and reminders."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.coming import leading
from portal.coming.calendars import feeds, secret
from portal.coming.calendars import pages as calendars
from portal.coming.needs import beside, forms, keeping, staff_pages, staff_start_page
from portal.coming.needs import pages as needs
from portal.coming.reminding import due
from portal.meetings.looking import Looked
from portal.problems import mark
from portal.web.brought import Chapter, WayIn
from portal.web.feature import Feature, OfMembers

_IN_CALENDARS = WayIn(mark("Meetings in your calendar"), "calendars")


def _beside(_request: Request, session: Session, looked: Looked) -> Iterator[Chapter]:
    if looked.is_coming:
        booked = keeping.interpreted(session, looked.meeting)
        shown = {**looked._asdict(), "interpreted": booked, "signed": forms.LABELS}
        yield Chapter("coming/meeting.html", shown)


def _held(session: Session, member: str) -> Mapping[str, Any]:
    return {**keeping.held(session, member), **secret.held(session, member)}


FEATURE = Feature(
    routes=(*calendars.routes, *needs.routes, *leading.routes),
    staff_routes=staff_pages.routes,
    bare=feeds.routes,
    pages=staff_pages.pages,
    jobs=(due.JOB, keeping.JOB),
    of_members=OfMembers(_held, signed_out=secret.end, parted=keeping.parted),
    onward={
        "member_page": WayIn(mark("Your calendar"), "own_calendar"),
        "forum_meetings": _IN_CALENDARS,
        "events": _IN_CALENDARS,
    },
    chapters={"meeting": _beside, "forum_today_then": beside.of_today},
    waits=beside.waits,
    panels=staff_start_page.panels,
    privacy=lambda _: [Chapter("coming/privacy.html", {})],
)
