"""What the first pages of staff say of consultations: open ones, drafts, and what was promised."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.consultations import rules
from portal.consultations.models import Consultation
from portal.consultations.staff import listing
from portal.languages.i18n import gettext, today
from portal.problems import mark
from portal.store.db import now
from portal.web.brought import Colleague, Panel, State, Step, promised
from portal.web.page import link

_SOON = 14
_FOLDER = "consultations/staff/start_page"


class Open(NamedTuple):
    """An open consultation: how many responses count, and how many days are left after today."""

    consultation: Consultation
    responses: int
    days: int

    @property
    def soon(self) -> bool:
        """Tell whether it closes within two weeks."""
        return self.days <= _SOON


def panels(request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say what residents can answer now, and what officers still have to do."""
    moment, zone = now(), request.state.council.timezone
    officer, analyst = (account.holds(frozenset({r})) for r in (Role.OFFICER, Role.ANALYST))
    if officer or analyst:
        shown = {"open": _open(session, moment, zone), "results": analyst}
        yield Panel(gettext("Open now"), f"{_FOLDER}/open.html", shown)
    if officer:
        owed, drafts = _owed(request, session, moment.date()), listing.drafts(session)
        if owed:
            yield listed(gettext("Promised to report back"), owed, "report_back", due=True)
        if drafts:
            yield listed(gettext("Drafts"), drafts, due=True)


def listed(
    title: str,
    consultations: Sequence[Consultation],
    day: str = "",
    page: str = "staff_consultation",
    *,
    due: bool = False,
) -> Panel:
    """List consultations, each with the day that matters, leading to one page of each."""
    shown = {"listed": consultations, "day": day, "page": page}
    return Panel(title, f"{_FOLDER}/listed.html", shown, due)


def steps(session: Session, account: Colleague) -> Iterator[Step]:
    """Say whether residents were ever asked anything."""
    yield Step(
        mark("Publish your first consultation"),
        mark("An officer writes it, and publishes it when every language is ready."),
        link("staff_consultations") if account.holds(frozenset({Role.OFFICER})) else "",
        State.DONE if listing.any_published(session) else State.MISSING,
    )


def _owed(request: Request, session: Session, day: date) -> list[Consultation]:
    """List the consultations on which a report is owed by now or soon, and not all of it read."""
    due = listing.report_due(session, day)
    stands = promised(request, session, due)
    return [one for one in due if one.slug not in stands or not stands[one.slug].kept]


def _open(session: Session, now: datetime, zone: str) -> list[Open]:
    day = today()
    return [
        Open(one, number, _left(one, day, zone)) for one, number in listing.open_now(session, now)
    ]


def _left(consultation: Consultation, day: date, zone: str) -> int:
    return (rules.last_day(consultation.closes, zone) - day).days if consultation.closes else 0
