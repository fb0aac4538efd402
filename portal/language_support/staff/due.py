"""What happens by itself: somebody is reminded, and no way to reach anybody is kept for long."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal.council import queries as council_queries
from portal.language_support import keeping, queries
from portal.language_support.rules import Answer, Outcome, Why
from portal.language_support.staff import lateness
from portal.languages import invented
from portal.languages.direction import marked
from portal.languages.i18n import translation
from portal.problems import mark
from portal.settings import Settings
from portal.store import audit, mail
from portal.store.jobs import Job

ACTOR = "language support"
SHOWN = timedelta(days=7)
"""For how long a colleague who was slower can see what was decided."""

SUBJECT = mark("Requests for language support wait")
BODY = mark(
    "Somebody asked for an interpreter, a format or a call in their language, and has waited "
    "longer than we promised. Please open the list and answer the oldest first."
)


def forget(session: Session, now: datetime) -> None:
    """Wipe how to reach people, answered or not, once it was kept as long as they were told."""
    council = council_queries.stored(session)
    today = council.calendar.day(now)
    ended = queries.unanswered(session, today - timedelta(days=council.support_days))
    for request in ended:
        keeping.answer(session, request, Answer(Outcome.NOT_PROVIDED, Why.EXPIRED), today)
    if ended:
        audit.record(session, ACTOR, "support.expired", "requests", number=len(ended))
    queries.forget_answered(session, today - SHOWN)


def remind(session: Session, now: datetime) -> None:
    """Write to whom the council wants to be reminded, on working days, while somebody waits."""
    council = council_queries.stored(session)
    works = council.calendar.is_working(council.calendar.day(now))
    if not (works and council.support_email and lateness.count(session, council, now)[1]):
        return
    settings: Settings = session.info["settings"]
    tag = council.languages[0]
    subject, body = (marked(translation(tag, one), tag) for one in (SUBJECT, BODY))
    address = f"{settings.public_url}/staff/support" if settings.public_url else ""
    # One that no server took would only say the same again.
    mail.forget(session, [council.support_email], subject)
    text = invented.under(settings, tag, f"{body}\n\n{address}\n")
    mail.write(session, council.support_email, subject, text, now)


FORGETTING = Job("language_support.retention", timedelta(hours=1), forget, deletes=True)
REMINDING = Job("language_support.reminder", timedelta(days=1), remind)
