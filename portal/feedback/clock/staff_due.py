"""What the clock does by itself: it reminds officers, and tells others what is two weeks late."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from portal.bodies import answering, telling
from portal.council import queries as council_queries
from portal.feedback import arrangements, chairing, rules
from portal.feedback.clock import standing
from portal.feedback.clock.rules import reminded
from portal.feedback.clock.standing import Late
from portal.languages import invented
from portal.members.letters import Line, in_language
from portal.problems import mark
from portal.settings import Settings
from portal.store import audit, mail
from portal.store.jobs import Job
from portal.web.links import absolute, link

ACTOR = "feedback"
SUBJECT = mark("A report back is due on %(day)s")
BODY = mark(
    "We promised to say by %(day)s what came of “%(title)s”. Everybody sees how many days are "
    "left. Please write the report, have it translated and signed off:"
)
LATE_SUBJECT = mark("A report back is late")
LATE_BODY = mark(
    "We promised to say by %(day)s what came of “%(title)s”. Two weeks later this is not done, as "
    "everybody can read here. You hear of it because you are the champion of race equality:"
)


def remind(session: Session, now: datetime) -> None:
    """Remind those who look after reports that one is due, once at each of the times for it."""
    council = council_queries.stored(session)
    today = council.calendar.day(now)
    for one in standing.owed(session, council.calendar):
        left = (one.clock.by - today).days
        one.report.reminded = reminded(left, one.report.reminded)
        if days := rules.warning(one.clock.by, today, one.report.reminded):
            one.report.reminded = days
            said = (SUBJECT, BODY, f"/staff/feedback/{one.consultation.slug}")
            _write(session, _reminded(session), one, said, now)
        session.add(one.report)
    session.flush()


def tell(session: Session, now: datetime) -> None:
    """Tell the champion and the chair of the forum of each report that is two weeks late, once."""
    council = council_queries.stored(session)
    today, champion = council.calendar.day(now), arrangements.current(session).champion_email
    late = standing.told(session, council.calendar, today)
    late = [one for one in late if one.report.told is None]
    forum = chairing.forum(session)
    if not late or not (champion or forum):
        return
    for one in late:
        one.report.told = today
        session.add(one.report)
        path = link("consultation", council.languages[0], slug=one.consultation.slug)
        _write(session, [champion] if champion else [], one, (LATE_SUBJECT, LATE_BODY, path), now)
        audit.record(session, ACTOR, "feedback.late", one.consultation.slug)
    if forum:
        telling.tell_heads(session, forum, telling.WAITS)
    session.flush()


def _reminded(session: Session) -> list[str]:
    email = arrangements.current(session).email
    return [email] if email else [one.email for one in answering.officers(session)]


def _write(
    session: Session, to: Sequence[str], one: Late, said: tuple[str, str, str], now: datetime
) -> None:
    tag = council_queries.stored(session).languages[0]
    settings: Settings = session.info["settings"]
    title = one.title.get(tag) or next(iter(one.title.values()), "")
    values = {"day": one.clock.by, "title": title}
    subject, body = (in_language(tag, Line(words, values)) for words in said[:2])
    address = absolute(settings, said[2]) if settings.public_url else ""
    text = invented.under(settings, tag, f"{body}\n\n{address}\n")
    for email in to:
        mail.write(session, email, subject, text, now)


REMINDING = Job("feedback.reminder", timedelta(hours=1), remind)
TELLING = Job("feedback.late", timedelta(hours=1), tell)
