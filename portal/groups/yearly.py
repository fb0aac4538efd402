"""What is due by itself: asking whether entries are still right, and forgetting what nobody wants.

A group that cannot be written to is rung by an officer, who finds it in a list; it does not rest
because nobody rang.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from portal.council import queries as council
from portal.groups import answering, due_queries, keeping, letters, links, rules
from portal.groups.models import Group
from portal.groups.rules import Act, Step
from portal.languages.calendar import add_months
from portal.store import audit
from portal.store.jobs import Job

_NAME = "groups.yearly"
_FORGET = "groups.forget"
_AT_ONCE = 200  # so many are asked each time: a council with thousands asks them over some days


def ask(session: Session, now: datetime) -> None:
    """Ask, remind and let rest, as it is due."""
    today = council.stored(session).calendar.day(now)
    latest = add_months(today, -rules.ASKED_AFTER_MONTHS)
    for group in due_queries.renewals(session, latest, today, _AT_ONCE):
        step = rules.due(group.confirmed, group.renewal_asked, group.reminded, today)
        _do(session, group, step, today, now)


def _do(session: Session, group: Group, step: Step, today: date, now: datetime) -> None:
    if step is Step.ASK:
        letters.send(session, group, letters.RENEW, now)
        group.renewal_asked, group.reminded = today, None
        keeping.note(session, group, "asked", by=keeping.ITSELF)
    elif step is Step.REMIND:
        letters.send(session, group, letters.REMIND, now)
        group.reminded = today
        keeping.note(session, group, "reminded", by=keeping.ITSELF)
    elif step is Step.PAUSE:
        why = answering.UNANSWERED
        keeping.move(session, group, Act.PAUSE, today, by=keeping.ITSELF, why=why)
        letters.send(session, group, letters.UNANSWERED, now)
        audit.record(session, _NAME, "group.pause", group.slug, why=why)
    session.add(group)
    session.flush()


def forget(session: Session, now: datetime) -> None:
    """Delete entries that nobody wants: never confirmed, never agreed to, over for a year."""
    links.forget_old(session, now)
    today = council.stored(session).calendar.day(now)
    unconfirmed = today - timedelta(days=rules.UNCONFIRMED_DAYS)
    unanswered = today - timedelta(days=rules.UNANSWERED_DAYS)
    over = add_months(today, -rules.KEPT_MONTHS)
    for group in due_queries.forgotten(session, unconfirmed, unanswered, over):
        audit.record(session, _FORGET, "group.forgotten", group.slug, state=group.state)
        session.delete(group)
    session.flush()


JOBS = (
    Job(_NAME, timedelta(hours=1), ask),
    Job(_FORGET, timedelta(days=1), forget, deletes=True),
)
