"""What is told at once: answers to somebody, meetings, and what they chose to hear of at once.

It is written within minutes, in one transaction with the moment up to which everybody was told.
What is too old for that by then, or could not be mailed, stands in the weekly mail.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from portal.following import desk, gathering, people, queries, rules
from portal.members import wanted_mails
from portal.members.rules import MailKind
from portal.news import News, Window
from portal.store import mail, noted
from portal.store.jobs import Job
from portal.web.feature import Feature

_TOLD = "following.told"
_OLDEST = timedelta(days=2)
_EACH = timedelta(minutes=5)


def run(features: Sequence[Feature], session: Session, now: datetime) -> None:
    """Tell what became readable since the last time, unless that is too long ago."""
    until = now - rules.SETTLES
    (noted_at,) = noted.at(session, _TOLD)
    noted.note(session, _TOLD, until)
    since = noted_at or until - rules.LONGEST
    if since >= until:
        return
    laid = desk.laid(session, now)
    begins = max(since, until - _OLDEST) if noted_at and laid else until
    if since < begins:
        queries.note_untold(session, since, begins)
    if laid and (news := gathering.news(features, session, Window(begins, until))):
        _tell(session, laid, news, now)


def job(features: Sequence[Feature]) -> Job:
    """Make the work that tells at once."""
    return Job("following.at_once", _EACH, partial(run, features))


def _tell(session: Session, laid: desk.Desk, news: Sequence[News], now: datetime) -> None:
    members = queries.with_address(session, _perhaps(session, news))
    choices = wanted_mails.choices(session, [one.id for one in members])
    followers = people.followers(session, members, choices, now)
    letters: list[dict[str, Any]] = []
    for member in members:
        to = (member, followers[member.id], choices[member.id])
        kinds = [(one, rules.told_at_once(one, to[1])) for one in news]
        letters += [
            laid.letter(to, kind, theirs, now)
            for kind in (MailKind.MEETINGS, MailKind.AT_ONCE)
            if (theirs := [one for one, told in kinds if told is kind])
        ]
    mail.keep(session, letters)


def _perhaps(session: Session, news: Iterable[News]) -> set[str]:
    bodies = {one.body for one in news}
    chosen = queries.at_once(session, bodies, {one.topic for one in news if one.topic})
    everybody = queries.everybody(session, {one.body for one in news if one.at_once})
    return chosen.union(everybody, *(one.concerns for one in news))
