"""Two people keep what its reporter took back, for some weeks at most."""

from typing import NamedTuple

from sqlmodel import Session

from portal.accounts.models import Account
from portal.approvals import staff as approvals
from portal.incidents.case_models import Keeping
from portal.incidents.models import Report, ReportKey
from portal.incidents.records import pieces
from portal.incidents.rules import State
from portal.incidents.staff import queries
from portal.incidents.staff.cases import access
from portal.incidents.staff.keys import hands
from portal.incidents.staff.keys.vault import Vault
from portal.incidents.way_back import gone_on
from portal.languages import i18n
from portal.problems import Problem, mark
from portal.store import audit

_AGREED = mark("Two people keep it already.")
_LOCKED = mark("It is locked, so nobody keeps it.")


class TakenBack(NamedTuple):
    """A report that was taken back, and its private key if it is not locked."""

    report: Report
    private: bytes | None
    keeping: Keeping | None


def had_key(session: Session, account: Account, vault: Vault, report: Report) -> bool:
    """Tell whether somebody has the key of a case, locked or not, and is not kept from it."""
    if access.is_kept_from(session, report.id, account.id or 0):
        return False
    return session.get(ReportKey, (report.id, vault.holder.id)) is not None


def find(session: Session, account: Account, vault: Vault, reference: str) -> TakenBack | None:
    """Find what was taken back, for whoever had its key; the log says that somebody looked."""
    report = queries.for_change(session, reference)
    if report is None or report.state is not State.WITHDRAWN:
        return None
    if not had_key(session, account, vault, report):
        return None
    audit.record(session, account.id or 0, "case.taken_back_opened", report.reference)
    keeping = session.get(Keeping, report.id)
    return TakenBack(report, vault.report_private(session, report), keeping)


def keep(session: Session, account: Account, one: TakenBack, reason: str) -> Problem | None:
    """Ask that a case stays, or agree to that; only then it goes later."""
    report, keeping, number = one.report, one.keeping, account.id or 0
    if one.private is None:
        return Problem(_LOCKED)
    if keeping is not None and keeping.agreed_by is not None:
        return Problem(_AGREED)
    if keeping is None:
        keeping, act = Keeping(report_id=report.id, asked_by=number), "case.keeping_asked"
    elif not hands.is_second(session, keeping.asked_by, number):
        return Problem(approvals.NOT_YOU)
    else:
        keeping.agreed_by, act = number, "case.keeping_agreed"
        report.destroy_on = gone_on(report.closed or i18n.today(), held=True)
    session.add_all([keeping, report])
    note = {"text": reason, "by": number, "day": i18n.today().isoformat(), "hold": True}
    pieces.add(session, report, pieces.Item.NOTE, note)
    audit.record(session, number, act, report.reference, gone=report.destroy_on)
    return None
