"""Mails of fixed words to each who must act at once, again until one of them has looked.

They say that somebody has to look and where, and never at which report. Whom they go to: those
who hold keys of a circle, or the people of an agency.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from portal.accounts.models import Account
from portal.council import queries as council_queries
from portal.forms.addresses import is_email
from portal.incidents import report_settings
from portal.incidents.case_models import AgencyMember, Referral
from portal.incidents.models import KeyHolder
from portal.incidents.records import danger, keys
from portal.incidents.rules import Circle
from portal.incidents.staff.sharing import contacts
from portal.incidents.staff.sharing.referrals import Stage
from portal.languages import invented
from portal.languages.direction import marked
from portal.languages.i18n import translation
from portal.problems import mark
from portal.settings import Settings
from portal.store import mail, noted
from portal.store.db import serialise

_log = logging.getLogger(__name__)

ONCE_PER = timedelta(hours=1)
"""How often news are mailed while nobody looks."""
_CIRCLES: frozenset[str] = frozenset(Circle)


class Words(NamedTuple):
    """What a mail says, always, and the page to which it leads."""

    page: str
    subject: str
    said: Sequence[str]


_REPEATED = mark(
    "This mail is sent again until somebody has looked. It always says the same. If you cannot "
    "look now, ask a colleague to."
)
_CASES = Words(
    "cases",
    mark("Please look at the portal now"),
    (
        mark(
            "Please open the list of cases now, and begin at its top: somebody may be in danger, "
            "or a child may come to harm."
        ),
        _REPEATED,
    ),
)
_REQUESTS = Words(
    "contacts",
    mark("Please look at the requests for approval now"),
    (mark("Somebody waits for your decision, and somebody may be in danger."), _REPEATED),
)
_REFERRALS = Words(
    "referrals",
    mark("Please look at the referrals now"),
    (mark("A case was passed on to your agency, and somebody may be in danger."), _REPEATED),
)


def send_due(session: Session, now: datetime) -> None:
    """Write the mails to those who have to act and were not told yet, or have not looked."""
    serialise(session, danger.LOCK)
    waiting = {*noted.under(session, danger.NEWS), *noted.under(session, danger.TOLD)}
    for whom in sorted(waiting):
        if _is_over(session, whom):
            danger.look(session, whom)
        elif _is_due(session, whom, now):
            send_now(session, whom, now)
            noted.forget(session, danger.NEWS + whom)
            noted.note(session, danger.TOLD + whom, now)
    session.flush()


def send_now(session: Session, whom: str, now: datetime) -> None:
    """Write the mails to those who have to act, unless the council wants none."""
    decided = report_settings.current(session)
    if decided.danger_notice:
        # A report about the council is nothing of which its own addresses may learn.
        beside = decided.notice_to if whom == Circle.TEAM else ()
        write(session, [*_holding(session, whom), *beside], _words(whom), now)


def write(session: Session, recipients: Iterable[str], words: Words, now: datetime) -> None:
    """Put a mail of fixed words into the outbox for each of these, in place of one that waits."""
    settings: Settings = session.info["settings"]
    tag = next(iter(council_queries.stored(session).languages), "en")
    title, *said = (marked(translation(tag, one), tag) for one in (words.subject, *words.said))
    link = f"{settings.public_url}/staff/{words.page}" if settings.public_url else ""
    text = invented.under(settings, tag, "\n\n".join((*said, f"{link}\n")))
    to = list(dict.fromkeys(recipients))
    # One that still waits, because no server took it, would only say the same again.
    mail.forget(session, to, title)
    for recipient in to:
        # One address that cannot be written to must not keep the others from being told.
        if not is_email(recipient, dotted=False):
            _log.warning("Somebody who is to be reminded has no address that can be written to")
            continue
        mail.write(session, recipient, title, text, now)


def _is_due(session: Session, whom: str, now: datetime) -> bool:
    news, told = noted.at(session, danger.NEWS + whom, danger.TOLD + whom)
    # A mail of a time to come was sent by a clock that was wrong.
    if told is None or told > now:
        return True
    clocks = report_settings.current(session).clocks
    again = timedelta(hours=min(clocks.danger_hours, clocks.child_hours))
    return now >= told + (min(ONCE_PER, again) if news else again)


def _is_over(session: Session, whom: str) -> bool:
    """Tell whether nothing waits any more; of what stands in reports only who looks can tell."""
    if whom == Circle.APPROVER:
        return not contacts.waiting(session, 0)
    if whom in _CIRCLES:
        return False
    offered = select(Referral.id).where(Referral.agency_id == whom)
    offered = offered.where(Referral.state == Stage.OFFERED, col(Referral.answered).is_(None))
    return session.exec(offered).first() is None


def _holding(session: Session, whom: str) -> Sequence[str]:
    """List the addresses of those who hold a key of a circle, or in an agency."""
    query = select(Account.email).join(KeyHolder, col(KeyHolder.account_id) == Account.id)
    query = query.where(col(Account.disabled).is_(False), *keys.counting())
    if whom in _CIRCLES:
        query = query.where(KeyHolder.circle == whom)
    else:
        query = query.join(AgencyMember, col(AgencyMember.account_id) == Account.id)
        query = query.where(KeyHolder.circle == Circle.PARTNER, AgencyMember.agency_id == whom)
    return session.exec(query.order_by(Account.email)).all()


def _words(whom: str) -> Words:
    if whom == Circle.APPROVER:
        return _REQUESTS
    return _CASES if whom in _CIRCLES else _REFERRALS
