"""People who must not read a case, because of what or whom it is about."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, delete, select, update

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.incidents.case_models import Conflict, ContactRequest, Referral, ReferralCopy
from portal.incidents.models import KeyHolder, Report, ReportKey
from portal.incidents.records import keys
from portal.incidents.rules import SHORTEST_DAYS
from portal.incidents.staff import queries
from portal.incidents.staff.guards import ROLES
from portal.incidents.staff.keys import sharing
from portal.languages.i18n import today
from portal.sealing import boxes
from portal.store import audit


class First(NamedTuple):
    """In which other case it was said that somebody is kept from one, and when."""

    said_in: str = ""
    day: str = ""


def blocked(session: Session, report_id: str) -> frozenset[int]:
    """Name the accounts that must not read a case, and are never given its key again."""
    return keys.blocked(session, report_id)


def reasons(session: Session, report: Report, private: bytes) -> dict[int, Any]:
    """Open who said why each of them must not read it, by account."""
    query = select(Conflict).where(Conflict.report_id == report.id)
    return {
        row.account_id: boxes.open_record(
            private, row.reason, keys.conflict_place(row.report_id, row.account_id)
        )
        for row in session.exec(query)
    }


def readers(session: Session, report: Report) -> frozenset[int]:
    """Name the accounts that open a case now; the recovery key is nobody's."""
    found = queries.colleagues(session, report)
    return frozenset(account.id or 0 for account in found if account.usable)


def would_lock(
    session: Session, report: Report, kept_from: frozenset[int], *, by: frozenset[int]
) -> bool:
    """Tell whether nobody but one person could open a case once these are kept from it.

    `by` are the accounts that could be that person's.

    Neither may the last other one who opens it be kept from it, nor the last to whom it could
    be given: it would be lost with that one person, or through them. Who cannot open it yet, as
    their key rests, waits or is still to be made, is nobody who is left.
    """
    kept_from -= blocked(session, report.id)
    held, trusted = _hold(session, report), _trusted(session, report)
    able = ((held, readers(session, report)), (held | trusted, _could_read(session, report)))
    return any(some & kept_from and not left - kept_from - by for some, left in able)


def block(
    session: Session,
    report: Report,
    account_id: int,
    reason: str,
    *,
    by: int,
    first: First | None = None,
) -> None:
    """Keep somebody from a case, and take away all that opens any of it to them.

    The reason stands in one case only, and goes with it; others name that case.
    """
    first = first or First()
    if account_id in blocked(session, report.id):
        return  # why, and by whom, was said before
    row = Conflict(report_id=report.id, account_id=account_id, reason=b"")
    day = first.day or f"{today()}"
    record = {"reason": reason, "said_in": first.said_in, "by": by, "day": day}
    row.reason = boxes.seal_record(
        report.public_key, record, keys.conflict_place(row.report_id, row.account_id)
    )
    session.add(row)
    for holder in session.exec(select(KeyHolder).where(KeyHolder.account_id == account_id)).all():
        keys.take(session, report.id, holder)
        session.exec(_copies(report, holder))
    released = update(ContactRequest).where(col(ContactRequest.asked_by) == account_id)
    session.exec(released.where(col(ContactRequest.report_id) == report.id).values(released=None))
    _release(report, account_id)
    report.version += 1
    session.add(report)
    session.flush()
    audit.record(session, by, "case.blocked", report.reference, account=account_id)


def extend(session: Session, report: Report, private: bytes, other: Report, *, by: int) -> None:
    """Keep from another case, which is worked on together with this one, who is kept from this."""
    kept_from = blocked(session, other.id)
    for account_id, record in reasons(session, report, private).items():
        if account_id not in kept_from:
            said_in = record.get("said_in") or report.reference
            first = First(said_in, record.get("day") or f"{date.min}")
            block(session, other, account_id, "", by=by, first=first)


def may_lift(record: Mapping[str, Any], day: date) -> bool:
    """Tell whether somebody may still be let back to a case from which staff kept them."""
    said = date.fromisoformat(record.get("day") or f"{date.min}")
    return bool(record["by"]) and day < said + timedelta(days=SHORTEST_DAYS)


def lift(session: Session, report: Report, private: bytes, account_id: int, *, by: int) -> bool:
    """Let somebody back to a case within the time for it; tell whether it was still possible."""
    record = reasons(session, report, private).get(account_id)
    if record is None or not may_lift(record, today()):
        return False
    session.delete(session.get_one(Conflict, (report.id, account_id)))
    session.flush()
    holder = keys.of_account(session, account_id)
    if holder and holder.circle is report.circle and sharing.counts(holder):
        keys.give(session, report.id, private, [holder])
    report.version += 1
    session.add(report)
    session.flush()
    audit.record(session, by, "case.unblocked", report.reference, account=account_id)
    return True


def _hold(session: Session, report: Report) -> frozenset[int]:
    query = select(KeyHolder.account_id).join(ReportKey)
    query = query.where(ReportKey.report_id == report.id, col(KeyHolder.retired).is_(None))
    return frozenset(number for number in session.exec(query) if number)


def _trusted(session: Session, report: Report) -> frozenset[int]:
    """Name the accounts with the role in which such a report is read, whatever their keys."""
    role = ROLES[report.circle]
    return frozenset(one.id or 0 for one in accounts.everybody(session) if role in one.roles)


def _could_read(session: Session, report: Report) -> frozenset[int]:
    query = select(Account).join(KeyHolder, col(KeyHolder.account_id) == Account.id)
    query = query.where(KeyHolder.circle == report.circle, *keys.counting())
    able = frozenset(account.id or 0 for account in session.exec(query) if account.usable)
    return able - blocked(session, report.id)


def _copies(report: Report, holder: KeyHolder) -> Any:
    referrals = select(Referral.id).where(Referral.report_id == report.id)
    copies = delete(ReferralCopy).where(col(ReferralCopy.holder_id) == holder.id)
    return copies.where(col(ReferralCopy.referral_id).in_(referrals))


def _release(report: Report, account_id: int) -> None:
    if report.assigned == account_id:
        report.assigned = None
    if report.covered_by == account_id:
        report.covered_by = None
