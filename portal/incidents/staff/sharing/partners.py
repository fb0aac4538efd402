"""What the people of an agency can read of the cases that were referred to it."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from portal.incidents.case_models import Agency, AgencyMember, Conflict, Referral, ReferralCopy
from portal.incidents.models import KeyHolder, Report
from portal.incidents.records import pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import State
from portal.incidents.staff import queries
from portal.incidents.staff.sharing import referrals
from portal.incidents.staff.sharing.referrals import READABLE, Stage
from portal.sealing import boxes


def listed(
    session: Session, account_id: int, holder: KeyHolder, today: date
) -> list[tuple[Referral, Report]]:
    """List what somebody of an agency can read today, what runs out first at the top."""
    query = _readable(account_id, holder, today).order_by(col(Referral.expires), Referral.id)
    rows = session.execute(query.add_columns(Report)).all()
    return [(referral, report) for referral, report in rows]


def own(
    session: Session, account_id: int, holder: KeyHolder, number: str, today: date
) -> Referral | None:
    """Find a referral that somebody of an agency can read today; any other is not there."""
    queries.hold(session, select(Referral.report_id).where(Referral.id == number))
    query = _readable(account_id, holder, today).where(Referral.id == number)
    return session.exec(query.with_for_update(of=Referral)).one_or_none()


def copy(session: Session, referral: Referral, holder: KeyHolder, private: bytes) -> Any:
    """Open somebody's own copy of what was passed on; None if it does not open."""
    held = session.get(ReferralCopy, (referral.id, holder.id))
    place = referrals.copy_place(referral.id, holder.id)
    return boxes.open_record(private, held.sealed, place) if held else None


def answer(session: Session, referral: Referral, reason: str | None, today: date) -> None:
    """Accept a referral, or decline it with a reason, which is sealed to the case."""
    referral.answered = today
    if reason is None:
        referral.state = Stage.ACCEPTED.value
        session.add(referral)
        return
    report = session.get_one(Report, referral.report_id)
    pieces.add(session, report, Item.DECISION, {"about": referral.id, "reason": reason})
    referrals.end(session, referral, Stage.DECLINED)


def leave(session: Session, agency_id: str, account_id: int) -> None:
    """Take away from somebody who leaves an agency what was passed on to it."""
    referred = select(Referral.id).where(Referral.agency_id == agency_id)
    held = select(KeyHolder.id).where(KeyHolder.account_id == account_id)
    copies = delete(ReferralCopy).where(col(ReferralCopy.referral_id).in_(referred))
    session.exec(copies.where(col(ReferralCopy.holder_id).in_(held)))


def _readable(account_id: int, holder: KeyHolder, today: date) -> SelectOfScalar[Referral]:
    """Ask for the referrals to somebody's agency of which they hold a copy and which run."""
    blocked = select(Conflict.report_id).where(Conflict.account_id == account_id)
    query = select(Referral).join(Report).join(Agency)
    query = query.join(AgencyMember, col(AgencyMember.agency_id) == Referral.agency_id)
    query = query.join(ReferralCopy, col(ReferralCopy.referral_id) == Referral.id)
    query = query.where(AgencyMember.account_id == account_id)
    query = query.where(ReferralCopy.holder_id == holder.id, col(Agency.active).is_(True))
    query = query.where(col(Referral.state).in_(READABLE), col(Referral.expires) >= today)
    return query.where(Report.state != State.WITHDRAWN, col(Report.id).not_in(blocked))
