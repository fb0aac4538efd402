"""What happens by itself: somebody is reminded, and nothing is kept longer than was said."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal.complaints import arrangements, queries
from portal.council import queries as council_queries
from portal.languages import invented
from portal.languages.calendar import add_months
from portal.languages.direction import marked
from portal.languages.i18n import translation
from portal.problems import mark
from portal.settings import Settings
from portal.store import audit, mail
from portal.store.jobs import Job

ACTOR = "complaints"
SUBJECT = mark("Comments and complaints wait")
BODY = mark(
    "Somebody sent a comment or a complaint, and has waited longer than we promised. Everybody "
    "who has its code sees that. Please open the list and answer the oldest first."
)


def forget(session: Session, now: datetime) -> None:
    """Delete what was answered as long ago as people were told, and go on counting it."""
    today = council_queries.stored(session).calendar.day(now)
    until = add_months(today, -arrangements.current(session).keep_months)
    if number := queries.forget(session, until):
        audit.record(session, ACTOR, "complaints.deleted", "comments", number=number)


def remind(session: Session, now: datetime) -> None:
    """Write to whom the council wants to be reminded, on working days, while an answer is late."""
    council, email = council_queries.stored(session), arrangements.current(session).email
    day = council.calendar.day(now)
    if not (email and council.calendar.is_working(day) and queries.count_waiting(session, day)[1]):
        return
    tag = council.languages[0]
    subject, body = (marked(translation(tag, one), tag) for one in (SUBJECT, BODY))
    settings: Settings = session.info["settings"]
    address = f"{settings.public_url}/staff/comments" if settings.public_url else ""
    # One that no server took would only say the same again.
    mail.forget(session, [email], subject)
    text = invented.under(settings, tag, f"{body}\n\n{address}\n")
    mail.write(session, email, subject, text, now)


FORGETTING = Job("complaints.retention", timedelta(hours=1), forget, deletes=True)
REMINDING = Job("complaints.reminder", timedelta(days=1), remind)
