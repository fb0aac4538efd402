"""Passing a case on although the reporter did not agree, because somebody is in serious danger.

It takes a written reason and an approver. Until then each copy has a second seal around it, which
only the approvers' key takes off: nobody of the agency could open it, whatever the state says.
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from portal.incidents.case_models import ContactRequest, Referral, ReferralCopy
from portal.incidents.models import Report
from portal.incidents.records import danger, keys
from portal.incidents.rules import TeamKeyPurpose
from portal.incidents.staff.sharing import contacts, referrals
from portal.incidents.staff.sharing.contacts import Asked
from portal.incidents.staff.sharing.referrals import Passing, Stage
from portal.sealing import boxes


def propose(
    session: Session, report: Report, passing: Passing, because: str, asked_by: int, today: date
) -> Referral | None:
    """Ask the approvers to pass a case on; None if they share no key yet.

    The request has the number of the referral that it is about.
    """
    approvers = keys.team_key(session, TeamKeyPurpose.CONTACT)
    if approvers is None:
        return None
    referral = referrals.keep(session, report, passing, Stage.PROPOSED, today)
    record = referrals.copied(passing)
    for holder in referrals.readers(session, passing.agency, report):
        inner = referrals.sealed_copy(referral, record, holder)
        outer = boxes.seal_to(approvers, inner, _outer_place(referral.id, holder.id))
        session.add(ReferralCopy(referral_id=referral.id, holder_id=holder.id, sealed=outer))
    request = ContactRequest(
        id=referral.id, report_id=report.id, asked_by=asked_by, day=today, reason=b""
    )
    contacts.keep(session, request, {"reason": because, "agency": passing.agency.name})
    return referral


def agree(session: Session, asked: Asked, approvers: Sequence[bytes]) -> bool:
    """Take the approvers' seal off each copy, so that the agency can read it."""
    referral = session.get(Referral, asked.request.id)
    if referral is None or referral.state != Stage.PROPOSED:
        return False
    copies = _copies(session, referral)
    opened = [_peeled(copy, approvers) for copy in copies]
    if None in opened:
        return False
    for copy, inner in zip(copies, opened, strict=True):
        copy.sealed = inner or b""
        session.add(copy)
    referral.state = (Stage.OFFERED if copies else Stage.PRINTED).value
    session.add(referral)
    if copies:
        danger.tell(session, referral.agency_id)
    return True


def refuse(session: Session, asked: Asked) -> None:
    """Keep a case from being passed on, if it is that what was asked for."""
    referral = session.get(Referral, asked.request.id)
    if referral is not None and referral.state == Stage.PROPOSED:
        referrals.end(session, referral, Stage.REFUSED)


def withdraw(session: Session, referral: Referral) -> None:
    """Take back a request that nobody has decided, because its referral is not wanted any more."""
    request = session.get(ContactRequest, referral.id)
    if request is not None and request.granted is None:
        session.delete(request)


def was_agreed(session: Session, referral: Referral) -> bool:
    """Tell whether an approver agreed to pass a case on without consent."""
    request = session.get(ContactRequest, referral.id)
    return request is not None and request.granted is True


def among(session: Session, numbers: Sequence[str]) -> int:
    """Count which of these requests or referrals are about passing on without consent."""
    query = select(ContactRequest.id).join(Referral, col(Referral.id) == ContactRequest.id)
    return len(session.exec(query.where(col(ContactRequest.id).in_(numbers))).all())


def _copies(session: Session, referral: Referral) -> Sequence[ReferralCopy]:
    query = select(ReferralCopy).where(ReferralCopy.referral_id == referral.id)
    return session.exec(query).all()


def _peeled(copy: ReferralCopy, approvers: Sequence[bytes]) -> bytes | None:
    place = _outer_place(copy.referral_id, copy.holder_id)
    opened: bytes | None = boxes.first_opened(boxes.open_with, approvers, copy.sealed, place)
    return opened


def _outer_place(referral_id: str, holder_id: str) -> str:
    return f"referral_copy for approval:{referral_id}:{holder_id}"
