"""What a calendar shows of a meeting: of one in public its title and area, of one's own the hour.

Neither has the place, a call's address, a topic or a person.
"""

from datetime import timedelta

from portal.bodies.models import Body
from portal.coming.calendars.writing import Entry
from portal.languages.i18n import gettext, pick
from portal.meetings.forms import KINDS
from portal.meetings.models import Meeting
from portal.meetings.rules import Kind, State
from portal.problems import mark

KEPT = timedelta(days=90)
"""For how long what is over, or will not be, stays in a calendar that is asked for again."""

CANCELLED = mark("Cancelled: %(title)s")


def public(meeting: Meeting, body: Body | None, href: str = "") -> Entry:
    """Say what everybody's calendar shows, in the language that is spoken."""
    title = str(pick(meeting.title)) or gettext(KINDS[meeting.kind])
    named = f"{pick(body.name)}: {title}" if body else title
    return _entry(meeting, f"{meeting.id}@voices", named, meeting.area, href)


def own(meeting: Meeting, uid: str) -> Entry:
    """Say what a member's own calendar shows: that there is a meeting, and when."""
    return _entry(meeting, f"{uid}@voices", gettext(KINDS[Kind.MEETING]))


def _entry(meeting: Meeting, uid: str, title: str, area: str = "", href: str = "") -> Entry:
    cancelled = meeting.state is State.CANCELLED
    return Entry(
        uid=uid,
        # Not every calendar shows that something is cancelled, so its title says it, too.
        title=gettext(CANCELLED, title=title) if cancelled else title,
        starts=meeting.starts,
        ends=meeting.ends,
        sequence=meeting.sequence,
        changed=meeting.changed,
        cancelled=cancelled,
        area=area,
        href=href,
    )
