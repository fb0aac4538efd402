"""What the start page of staff shows: what is going on, and what is due, each for whom it is."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from portal.accounts.models import Account, Role
from portal.consultations import rules
from portal.consultations.models import Consultation
from portal.incidents.staff import standing
from portal.incidents.staff.standing import Waiting
from portal.languages.i18n import today
from portal.site import queries

_SOON = 14


class Open(NamedTuple):
    """An open consultation: how many responses count, and how many days are left after today."""

    consultation: Consultation
    responses: int
    days: int

    @property
    def soon(self) -> bool:
        """Tell whether it closes within two weeks."""
        return self.days <= _SOON


class Shown(NamedTuple):
    """What is going on and what is due, as far as somebody may see it."""

    open: Sequence[Open]
    closed: Sequence[Consultation]
    reports: Sequence[Waiting]
    drafts: Sequence[Consultation]
    promised: Sequence[Consultation]


def shown(session: Session, account: Account, now: datetime, zone: str) -> Shown:
    """Collect what concerns this account."""
    officer, analyst = (account.holds(frozenset({r})) for r in (Role.OFFICER, Role.ANALYST))
    return Shown(
        open=_open(session, now, zone) if officer or analyst else (),
        closed=queries.closed_last(session, now) if analyst else (),
        reports=standing.waiting(session, account),
        drafts=queries.drafts(session) if officer else (),
        promised=queries.report_due(session, now.date()) if officer else (),
    )


def _open(session: Session, now: datetime, zone: str) -> list[Open]:
    day = today()
    return [
        Open(one, number, _left(one, day, zone)) for one, number in queries.open_now(session, now)
    ]


def _left(consultation: Consultation, day: date, zone: str) -> int:
    return (rules.last_day(consultation.closes, zone) - day).days if consultation.closes else 0
