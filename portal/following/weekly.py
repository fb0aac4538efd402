"""The weekly mail: begun once a week, written in batches, and gone on with after a halt.

Whom a batch wrote to is kept in the transaction that puts the mails into the outbox, so a process
that is killed half way has written to everybody before, once, and to nobody after.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from portal.council import queries as council
from portal.following import desk, gathering, people, queries, rules
from portal.following.models import WeeklyMail
from portal.members import arrangements, wanted_mails
from portal.members.models import Member
from portal.members.rules import WEEKDAYS, MailKind
from portal.news import News, Window
from portal.store import mail
from portal.store.db import insert_once
from portal.store.jobs import Job, Transaction
from portal.web.feature import Feature

BATCH = 100
"""So many members are looked at in one transaction."""

_LET_OTHERS = 0.05  # seconds; whoever waits to write on SQLite asks again and again for a gap

_A_WEEK = timedelta(days=7)


def run(features: Sequence[Feature], transaction: Transaction, now: datetime) -> None:
    """Begin the weekly mail if its day has come, and write it to everybody who lacks it."""
    with transaction() as session:
        laid = desk.laid(session, now)
        waits = laid is not None and _begun(session, now)
    while waits and laid:
        with transaction() as session:
            waits = _write_some(features, session, laid, now)
        time.sleep(_LET_OTHERS)


def job(features: Sequence[Feature]) -> Job:
    """Make the work that writes the weekly mail."""
    return Job("following.weekly", timedelta(minutes=1), errand=partial(run, features))


def _begun(session: Session, now: datetime) -> bool:
    last = queries.last_weekly(session)
    if last and not last.done:
        return True
    local = council.stored(session).calendar.local(now)
    weekday = WEEKDAYS.index(arrangements.current(session).weekly_day)
    day = rules.weekly_day(local.date(), weekday)
    if not rules.goes_out(day, last.day if last else None, local):
        return False
    until = now - rules.SETTLES
    since = max(last.until, until - rules.LONGEST) if last else until - _A_WEEK
    made = WeeklyMail(day=day, since=since, until=until)
    queries.forget_written(session, day)
    queries.forget_untold(session, since)
    return insert_once(session, "weekly_mail", "day", made.model_dump())


def _write_some(
    features: Sequence[Feature], session: Session, laid: desk.Desk, now: datetime
) -> bool:
    """Write to the next members, and tell whether there may be more of them."""
    weekly = queries.last_weekly(session, hold=True)
    if weekly is None or weekly.done:
        return False
    members = queries.following(session, weekly.reached, BATCH)
    # Read anew for each batch: what was taken back or hidden meanwhile stands in no further mail.
    news = gathering.news(features, session, Window(weekly.since, weekly.until))
    weekly.done = not members or not news
    if not weekly.done:
        written = queries.written_to(session, weekly.day, [one.id for one in members])
        to = [one for one in members if one.id not in written]
        queries.note_written(session, weekly.day, _write(session, laid, to, news, now))
        weekly.reached = members[-1].id
    session.add(weekly)
    return not weekly.done


def _write(
    session: Session,
    laid: desk.Desk,
    members: Sequence[Member],
    news: Sequence[News],
    now: datetime,
) -> list[str]:
    choices = wanted_mails.choices(session, [one.id for one in members])
    followers = people.followers(session, members, choices, now)
    letters, written, untold = [], [], queries.untold(session)
    for member in members:
        follower = followers[member.id]
        theirs = [one for one in news if rules.told_weekly(one, follower, untold)]
        if theirs and follower.wants(MailKind.WEEKLY):
            to = (member, follower, choices[member.id])
            letters.append(laid.letter(to, MailKind.WEEKLY, theirs, now))
            written.append(member.id)
    mail.keep(session, letters)
    return written
