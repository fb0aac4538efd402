"""Links are made and mailed: when an officer says so, by themselves, and once as a reminder."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from portal.council import queries as council
from portal.plans.history import Period
from portal.plans.leading import letters, links, queries, rules, work
from portal.plans.leading.models import Lead, LeadLink
from portal.store import audit
from portal.store.jobs import Job

ACTOR = "plans"
KEPT = timedelta(days=400)
"""For how long it is kept who was asked, and who reported."""


def ask_all(session: Session, actor: str | int, today: date, now: datetime) -> int:
    """Mail their link of the quarter to all who have an address and were not asked; count them."""
    quarter = rules.quarter_of(today)
    asked = queries.links(session, quarter.since)
    waiting = [one for one in queries.everybody(session) if one.email and one.id not in asked]
    return sum(ask(session, actor, one, quarter, now) for one in waiting)


def ask(session: Session, actor: str | int, lead: Lead, quarter: Period, now: datetime) -> bool:
    """Mail somebody a link, if anything is theirs to report; a link that they have ends."""
    tasks = work.tasks(session, lead, quarter)
    if not lead.email or all(task.closed for task in tasks):
        return False
    today = council.stored(session).calendar.day(now)
    end(session, lead, quarter, today)
    made = links.make(session, lead, quarter, today)
    if not letters.send(session, lead, made, now, again=False):
        session.delete(made)
        return False
    audit.record(session, actor, "plan.lead_asked", f"leads/{lead.id}", quarter=str(quarter.since))
    return True


def end(session: Session, lead: Lead, quarter: Period, today: date) -> bool:
    """End the link of a lead for a quarter; tell whether there was one."""
    made: LeadLink | None = queries.links(session, quarter.since).get(lead.id or 0)
    if made:
        made.revoked = today
        session.add(made)
        session.flush()
    return made is not None


def due(session: Session, now: datetime) -> None:
    """Mail what nobody mailed in the last month of a quarter, and remind once of what ends."""
    today = council.stored(session).calendar.day(now)
    if rules.sends_itself(rules.quarter_of(today), today):
        ask_all(session, ACTOR, today, now)
    for made, lead in queries.unreported(session, today, today + rules.REMINDED_BEFORE):
        tasks = work.tasks(session, lead, rules.quarter_of(made.quarter))
        is_open = links.is_good(made, lead, today) and not all(one.closed for one in tasks)
        if is_open and letters.send(session, lead, made, now, again=True):
            made.reminded = today
            session.add(made)


def forget(session: Session, now: datetime) -> None:
    """Forget long ago who was asked."""
    queries.forget_links(session, council.stored(session).calendar.day(now) - KEPT)


ASKING = Job("plans.leads", timedelta(days=1), due)
FORGETTING = Job("plans.leads.retention", timedelta(days=1), forget, deletes=True)
