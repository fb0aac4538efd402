"""How to reach a reporter: nobody reads it alone.

Contact details are sealed to the approvers' key and, within that, to the case. Who asks holds
the key of the case and hands the sealed details to the approvers together with the reason; an
approver takes the outer seal off and seals what is within to the one who asked. So an approver
reads no contact details, and a caseworker none without an approver.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from portal.council import queries as council_queries
from portal.incidents.case_models import Conflict, ContactRequest, Referral
from portal.incidents.models import Report
from portal.incidents.records import danger, keys, pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle, State, TeamKeyPurpose
from portal.incidents.staff import queries
from portal.incidents.staff.keys.vault import Vault
from portal.incidents.staff.sharing.referrals import Stage
from portal.sealing import boxes
from portal.store import audit
from portal.store.jobs import Job

RELEASED_FOR = timedelta(days=7)
ACTOR = "contacts"


@dataclass(frozen=True)
class Asked:
    """A request that waits for a decision, and what its reason says once it is opened."""

    request: ContactRequest
    report: Report
    record: Mapping[str, Any]

    @property
    def proposes(self) -> bool:
        """Tell whether it asks to pass a case on without consent, and not for contact details."""
        return "agency" in self.record


def has_any(session: Session, report: Report) -> bool:
    """Tell whether the reporter left contact details and did not withdraw the report."""
    return report.state is not State.WITHDRAWN and bool(
        pieces.stored(session, report, Item.CONTACT)
    )


def ask(
    session: Session, report: Report, private: bytes, reason: str, asked_by: int, today: date
) -> ContactRequest | None:
    """Ask the approvers for the contact details left last; None if none can be opened by them."""
    left = list(pieces.opened(session, report, private, Item.CONTACT))
    if not left or not has_any(session, report):
        return None
    record = {"reason": reason, "contact": left[-1][1]}
    asked = ContactRequest(report_id=report.id, asked_by=asked_by, day=today, reason=b"")
    return keep(session, asked, record)


def keep(
    session: Session, request: ContactRequest, record: Mapping[str, Any]
) -> ContactRequest | None:
    """Keep a request with its reason, sealed to the approvers; None if they share no key yet."""
    approvers = keys.team_key(session, TeamKeyPurpose.CONTACT)
    if approvers is None:
        return None
    request.reason = boxes.seal_record(approvers, dict(record), _reason_place(request))
    session.add(request)
    session.flush()
    danger.tell(session, Circle.APPROVER)
    return request


def of_asker(session: Session, report: Report, account_id: int) -> Sequence[ContactRequest]:
    """List somebody's requests for the contact details of a case, the latest first."""
    query = select(ContactRequest).where(ContactRequest.report_id == report.id)
    query = query.where(ContactRequest.asked_by == account_id)
    query = query.where(col(ContactRequest.id).not_in(select(Referral.id)))
    return session.exec(query.order_by(col(ContactRequest.day).desc(), ContactRequest.id)).all()


def waiting(session: Session, account_id: int) -> list[tuple[ContactRequest, Report]]:
    """List what waits for an approver, without what they must not read."""
    query = select(ContactRequest, Report).join(Report)
    query = query.where(col(ContactRequest.granted).is_(None))
    blocked = select(Conflict.report_id).where(Conflict.account_id == account_id)
    ended = select(Referral.id).where(Referral.state != Stage.PROPOSED)
    query = query.where(col(Report.id).not_in(blocked), col(ContactRequest.id).not_in(ended))
    rows = session.exec(query.order_by(col(ContactRequest.day), ContactRequest.id)).all()
    return [(request, report) for request, report in rows]


def opened(request: ContactRequest, report: Report, approvers: Sequence[bytes]) -> Asked:
    """Open the reason of a request with the private keys that an approver has."""
    place, opening = _reason_place(request), boxes.open_record
    record = boxes.first_opened(opening, approvers, request.reason, place)
    return Asked(request, report, record if isinstance(record, dict) else {})


def undecided(session: Session, number: str) -> ContactRequest | None:
    """Find a request that nobody has decided, and keep others from deciding it meanwhile."""
    queries.hold(session, select(ContactRequest.report_id).where(ContactRequest.id == number))
    query = select(ContactRequest).where(ContactRequest.id == number)
    query = query.where(col(ContactRequest.granted).is_(None))
    return session.exec(query.with_for_update()).one_or_none()


def release(session: Session, asked: Asked, approvers: Sequence[bytes], today: date) -> bool:
    """Take the approvers' seal off and seal what is within to the one who asked.

    It fails when they have lost their key since, or when the details are not of this case.
    """
    asker = keys.of_account(session, asked.request.asked_by)
    outer = bytes.fromhex(asked.record.get("contact", ""))
    place = f"contact for approval:{asked.report.id}"
    inner = boxes.first_opened(boxes.open_with, approvers, outer, place)
    if asker is None or asker.waiting or inner is None:
        return False
    place = _released_place(asked.request)
    asked.request.released = boxes.seal_to(asker.public_key, inner, place)
    asked.request.expires = today + RELEASED_FOR
    return True


def decide(session: Session, asked: Asked, *, granted: bool, by: int, reason: str) -> None:
    """Keep who decided; why is sealed to the case, for the one who asked."""
    asked.request.granted, asked.request.decided_by = granted, by
    session.add(asked.request)
    record = {"about": asked.request.id, "by": by, "reason": reason}
    pieces.add(session, asked.report, Item.DECISION, record)


def granted(
    session: Session, report: Report, account_id: int, today: date
) -> ContactRequest | None:
    """Find the request with which somebody may read the contact details of a case today.

    Whoever withdrew their report is left in peace, even while a hold keeps the case.
    """
    if report.state is State.WITHDRAWN:
        return None
    return next(
        (
            request
            for request in of_asker(session, report, account_id)
            if request.released and request.expires and request.expires >= today
        ),
        None,
    )


def read(request: ContactRequest, report: Report, vault: Vault, private: bytes) -> Any:
    """Open released contact details: with the key of the one who asked, then with the case's."""
    released = request.released or b""
    inner = boxes.open_with(vault.private, released, _released_place(request))
    return boxes.open_record(private, inner, f"contact:{report.id}") if inner else None


def forget(session: Session, now: datetime) -> None:
    """Delete what was released and has run out."""
    today = council_queries.stored(session).calendar.day(now)
    query = select(ContactRequest, Report).join(Report)
    query = query.where(col(ContactRequest.expires) < today)
    query = query.where(col(ContactRequest.released).is_not(None))
    ended = session.exec(query.with_for_update(of=ContactRequest)).all()
    for request, _ in ended:
        request.released = None
        session.add(request)
    session.flush()
    for request, report in ended:
        audit.record(session, ACTOR, "case.contact_expired", report.reference, id=request.id)


def _reason_place(request: ContactRequest) -> str:
    return f"contact_request:{request.id}:reason"


def _released_place(request: ContactRequest) -> str:
    return f"contact_request:{request.id}:released"


JOB = Job("incidents.contacts", timedelta(hours=1), forget, deletes=True)
