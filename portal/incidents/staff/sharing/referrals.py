"""Passing a case on to an agency: exactly the fields that were chosen, until a day.

Each person of the agency gets a copy sealed to their own key; without the copy nothing opens.
What was passed on is kept with the case, so that both sides can later tell what it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, delete, select

from portal.accounts.models import Account
from portal.council import queries as council_queries
from portal.incidents.case_models import Agency, AgencyMember, Conflict, Referral, ReferralCopy
from portal.incidents.models import KeyHolder, Report
from portal.incidents.records import danger, keys
from portal.incidents.rules import Circle
from portal.incidents.staff.sharing import fields
from portal.problems import mark
from portal.sealing import boxes
from portal.store import audit
from portal.store.jobs import Job

DEFAULT_DAYS = 28
MOST_DAYS = 180
ACTOR = "referrals"


class Stage(StrEnum):
    """How far a referral is; one proposed without consent waits for an approver."""

    PROPOSED = "proposed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REFUSED = "refused"
    REVOKED = "revoked"
    EXPIRED = "expired"
    PRINTED = "printed"


LABELS = {
    Stage.PROPOSED: mark("Waits for an approver"),
    Stage.OFFERED: mark("Offered"),
    Stage.ACCEPTED: mark("Accepted"),
    Stage.DECLINED: mark("Declined"),
    Stage.REFUSED: mark("Refused by an approver"),
    Stage.REVOKED: mark("Revoked"),
    Stage.EXPIRED: mark("Expired"),
    Stage.PRINTED: mark("To be handed over on paper"),
}
READABLE = (Stage.OFFERED, Stage.ACCEPTED)
"""The stages in which the agency's people can read a referral."""
LIVE = (*READABLE, Stage.PROPOSED, Stage.PRINTED)


@dataclass(frozen=True)
class Passing:
    """What is passed on, to whom, for what, and until which day."""

    agency: Agency
    purpose: str
    expires: date
    values: Mapping[str, str]
    languages: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[Mapping[str, Any]] = ()


def active_agencies(session: Session) -> Sequence[Agency]:
    """List the agencies to which cases can be referred."""
    return session.exec(
        select(Agency).where(col(Agency.active).is_(True)).order_by(Agency.name)
    ).all()


def of_report(session: Session, report: Report) -> list[tuple[Referral, Agency]]:
    """List the referrals of a case, the latest first."""
    query = select(Referral, Agency).join(Agency).where(Referral.report_id == report.id)
    rows = session.exec(query.order_by(col(Referral.day).desc(), Referral.id)).all()
    return [(referral, agency) for referral, agency in rows]


def one(session: Session, report: Report, number: str) -> Referral | None:
    """Find a referral of this case, and of no other, to be changed."""
    query = select(Referral).where(Referral.id == number, Referral.report_id == report.id)
    return session.exec(query.with_for_update()).one_or_none()


def readers(session: Session, agency: Agency, report: Report) -> Sequence[KeyHolder]:
    """List the people of an agency who have a key and may read this case."""
    members = select(Account.id).join(AgencyMember, col(AgencyMember.account_id) == Account.id)
    members = members.where(AgencyMember.agency_id == agency.id, col(Account.disabled).is_(False))
    blocked = select(Conflict.account_id).where(Conflict.report_id == report.id)
    query = select(KeyHolder).where(col(KeyHolder.account_id).in_(members))
    query = query.where(col(KeyHolder.account_id).not_in(blocked))
    query = query.where(KeyHolder.circle == Circle.PARTNER, *keys.counting())
    return session.exec(query.order_by(KeyHolder.id)).all()


def refer(session: Session, report: Report, passing: Passing, today: date) -> Referral:
    """Pass a case on; an agency of which nobody has a key gets it on paper."""
    to = readers(session, passing.agency, report)
    stage = Stage.OFFERED if to else Stage.PRINTED
    referral = keep(session, report, passing, stage, today)
    share(session, referral, copied(passing), to)
    return referral


def keep(session: Session, report: Report, passing: Passing, stage: Stage, today: date) -> Referral:
    """Keep with the case what is passed on, with the digest of each value."""
    referral = Referral(
        report_id=report.id,
        agency_id=passing.agency.id,
        state=stage.value,
        day=today,
        expires=passing.expires,
        details=b"",
    )
    record = {
        "purpose": passing.purpose,
        "values": dict(passing.values),
        "languages": dict(passing.languages),
        "sha256": {code: fields.digest(value) for code, value in passing.values.items()},
        "files": [dict(file) for file in passing.files],
    }
    referral.details = boxes.seal_record(report.public_key, record, _place(referral))
    session.add(referral)
    session.flush()
    return referral


def details(referral: Referral, private: bytes) -> dict[str, Any]:
    """Open what a referral passed on, with the key of the case."""
    record = boxes.open_record(private, referral.details, _place(referral))
    return record if isinstance(record, dict) else {}


def newcomers(session: Session, report: Report, referral: Referral) -> list[KeyHolder]:
    """List the people of the agency who have got a key since the case was passed on."""
    agency = session.get_one(Agency, referral.agency_id)
    query = select(ReferralCopy.holder_id).where(ReferralCopy.referral_id == referral.id)
    served = set(session.exec(query))
    return [holder for holder in readers(session, agency, report) if holder.id not in served]


def share_again(session: Session, report: Report, referral: Referral, private: bytes) -> int:
    """Give the same values to people who have got a key since; say to how many."""
    to = newcomers(session, report, referral)
    record = details(referral, private)
    languages = record.get("languages", {})
    share(session, referral, passed_on(record["purpose"], record["values"], languages), to)
    if to and referral.state == Stage.PRINTED:
        referral.state = Stage.OFFERED.value
        session.add(referral)
    return len(to)


def share(
    session: Session, referral: Referral, record: Mapping[str, Any], to: Iterable[KeyHolder]
) -> None:
    """Seal to each of these people their own copy of what is passed on, and have them told."""
    to = list(to)
    for holder in to:
        sealed = sealed_copy(referral, record, holder)
        session.add(ReferralCopy(referral_id=referral.id, holder_id=holder.id, sealed=sealed))
    session.flush()
    if to:
        danger.tell(session, referral.agency_id)


def sealed_copy(referral: Referral, record: Mapping[str, Any], holder: KeyHolder) -> bytes:
    """Seal somebody's copy of what is passed on."""
    place = copy_place(referral.id, holder.id)
    return boxes.seal_record(holder.public_key, dict(record), place)


def end(session: Session, referral: Referral, stage: Stage) -> None:
    """End a referral: with the copies goes all that anybody of the agency could open."""
    session.exec(delete(ReferralCopy).where(col(ReferralCopy.referral_id) == referral.id))
    referral.state = stage.value
    session.add(referral)
    session.flush()


def copy_place(referral_id: str, holder_id: str) -> str:
    """Name the place to which somebody's copy is bound."""
    return f"referral_copy:{referral_id}:{holder_id}"


def expire(session: Session, now: datetime) -> None:
    """End the referrals whose day has passed, and with them what the agencies could open."""
    today = council_queries.stored(session).calendar.day(now)
    query = select(Referral, Report).join(Report).where(Referral.expires < today)
    query = query.where(col(Referral.state).in_(LIVE)).with_for_update(of=Referral)
    ended = session.exec(query).all()
    for referral, _ in ended:
        end(session, referral, Stage.EXPIRED)
    for referral, report in ended:
        audit.record(session, ACTOR, "case.referral_expired", report.reference, id=referral.id)


def passed_on(
    purpose: str, values: Mapping[str, str], languages: Mapping[str, str]
) -> dict[str, Any]:
    """Put together what a copy holds: the purpose and the chosen values, each in its language."""
    return {"purpose": purpose, "values": dict(values), "languages": dict(languages)}


def copied(passing: Passing) -> dict[str, Any]:
    """Put together what a copy of something that is passed on holds."""
    return passed_on(passing.purpose, passing.values, passing.languages)


def _place(referral: Referral) -> str:
    return f"referral:{referral.id}:details"


JOB = Job("incidents.referrals", timedelta(hours=1), expire, deletes=True)
