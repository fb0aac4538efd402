"""What approvers decide, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from portal.accounts.models import Account
from portal.approvals.rules import may_agree
from portal.incidents.models import Report
from portal.incidents.records import danger
from portal.incidents.rules import Circle, State
from portal.incidents.staff.cases import access
from portal.incidents.staff.sharing import contacts, proposals
from portal.incidents.staff.sharing.contacts import Asked


@dataclass(frozen=True)
class Decision:
    """Who decides, why, and on which day."""

    by: int
    reason: str
    day: date


def waiting(session: Session, account_id: int, approvers: Sequence[bytes]) -> list[Asked]:
    """List with their reasons the requests that wait for an approver."""
    return [
        contacts.opened(request, report, approvers)
        for request, report in contacts.waiting(session, account_id)
    ]


def look(session: Session, account_id: int) -> None:
    """Note that an approver looked, if any request is one that they may decide."""
    waiting = contacts.waiting(session, account_id)
    if any(may_agree(request.asked_by, account_id) for request, _ in waiting):
        danger.look(session, Circle.APPROVER)


def one(session: Session, number: str, account_id: int, approvers: Sequence[bytes]) -> Asked | None:
    """Find a request that an approver may decide; one about a conflict of theirs is not there."""
    request = contacts.undecided(session, number)
    if request is None or access.is_kept_from(session, request.report_id, account_id):
        return None
    return contacts.opened(request, session.get_one(Report, request.report_id), approvers)


def who_asks(session: Session, waiting: Sequence[Asked]) -> dict[int, str]:
    """Name those who ask, by their account."""
    numbers = {asked.request.asked_by for asked in waiting}
    query = select(Account).where(col(Account.id).in_(numbers))
    return {account.id or 0: account.name for account in session.exec(query)}


def may_be_decided_by(asked: Asked, account_id: int) -> bool:
    """Tell whether somebody may decide: it always takes a second person, whatever their roles."""
    return may_agree(asked.request.asked_by, account_id)


def grant(session: Session, asked: Asked, approvers: Sequence[bytes], decision: Decision) -> bool:
    """Give what was asked for; it fails when who asked may not have it any more."""
    withdrawn = asked.report.state is State.WITHDRAWN
    if withdrawn or access.is_kept_from(session, asked.report.id, asked.request.asked_by):
        return False
    if asked.proposes:
        given = proposals.agree(session, asked, approvers)
    else:
        given = contacts.release(session, asked, approvers, decision.day)
    if given:
        contacts.decide(session, asked, granted=True, by=decision.by, reason=decision.reason)
    return given


def refuse(session: Session, asked: Asked, decision: Decision) -> None:
    """Refuse what was asked for."""
    proposals.refuse(session, asked)
    contacts.decide(session, asked, granted=False, by=decision.by, reason=decision.reason)
