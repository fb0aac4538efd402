"""Finding the report that an officer works on, and what each page about it shows."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts import guards
from portal.accounts.models import Account, Role
from portal.approvals import staff as approvals
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.feedback import keeping, languages, queries
from portal.feedback.models import Entry, ReportBack
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.page import found

either = guards.only(*approvals.ROLES)
"""Who can be asked to sign off reads what officers write."""

_WAITS = mark("It waits to be signed off. Take that back first, then change it.")


class Mine(NamedTuple):
    """A report on a consultation, and who does something with it."""

    account: Account
    report: ReportBack
    consultation: Consultation

    @property
    def by(self) -> int:
        """Give the number of the account."""
        return self.account.id or 0

    @property
    def slug(self) -> str:
        """Give the last part of the address."""
        return self.consultation.slug

    @property
    def writes(self) -> bool:
        """Tell whether they may change it."""
        return self.account.holds(frozenset({Role.OFFICER}))


def mine(request: Request, session: Session, account: Account) -> Mine:
    """Find the report of an address; of a form also so that nobody else changes it."""
    hold = request.method != "GET"
    report = found(queries.by_slug(session, request.path_params["slug"], hold=hold))
    return Mine(account, report, session.get_one(Consultation, report.consultation_id))


def entry_of(request: Request, session: Session, mine: Mine) -> Entry:
    """Find the entry of an address in its report."""
    key = request.path_params["key"]
    rows = queries.written(session, mine.report)
    return found(next((one for one in rows if one.key == key), None))


def promised(session: Session, mine: Mine) -> list[str]:
    """List the languages in which everybody is to read a report."""
    return languages.promised(session, mine.consultation)


def questions(session: Session, mine: Mine) -> Mapping[str, Mapping[str, str]]:
    """Give what was asked, by the codes of the questions in their order."""
    words = consultations.edition(session, mine.consultation)
    labels = {one.code: one.label for one in words.questions}
    return {code: labels[code] for section in keeping.asked(words) for code in section}


def wrote(session: Session, mine: Mine, action: str, subject: str = "", **details: Any) -> None:
    """Keep that somebody wrote in a report, and log what they did."""
    keeping.wrote(session, mine.report, mine.by)
    log(session, mine, action, subject, **details)


def log(session: Session, mine: Mine, action: str, subject: str = "", **details: Any) -> None:
    """Log what was done."""
    about = f"{mine.slug}/{subject}" if subject else mine.slug
    audit.record(session, mine.by, f"feedback.{action}", about, **details)


def unchangeable(session: Session, mine: Mine) -> Problems:
    """Say that nothing can be changed while somebody reads it to sign it off."""
    return {"waits": Problem(_WAITS)} if waits(session, mine) else {}


def waits(session: Session, mine: Mine) -> bool:
    """Tell whether a report waits to be signed off, and its forms are not shown."""
    return queries.waiting(session, mine.report) is not None
