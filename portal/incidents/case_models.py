"""What is kept of the work on cases: requests, referrals and records, sealed as reports are."""

from datetime import date

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.incidents.models import of_report, sealed
from portal.store.db import random_id
from portal.store.tables import APART, UNORDERED


class Conflict(SQLModel, table=True):
    """Somebody who must not read a report, because of what or whom it is about."""

    __table_args__ = UNORDERED

    report_id: str = of_report(primary_key=True)
    account_id: int = Field(primary_key=True)
    reason: bytes = sealed()


class ContactRequest(SQLModel, table=True):
    """A caseworker's request to see how to reach a reporter, and what an approver decided.

    `reason` is sealed to the contact key; `released` to the one who asked.
    """

    __tablename__ = "contact_request"
    __table_args__ = UNORDERED | APART

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    report_id: str = of_report(index=True)
    asked_by: int
    day: date
    reason: bytes = sealed()
    decided_by: int | None = None
    granted: bool | None = None
    released: bytes | None = sealed(default=None, nullable=True)
    expires: date | None = None


class Agency(SQLModel, table=True):
    """A partner to whom cases are referred; `consent` names the consent that a referral needs."""

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    name: str = Field(max_length=lengths.NAME, unique=True)
    consent: str = Field(max_length=20)
    active: bool = True


class AgencyMember(SQLModel, table=True):
    """An account that reads what is referred to an agency."""

    __tablename__ = "agency_member"

    account_id: int = Field(primary_key=True)
    agency_id: str = Field(foreign_key="agency.id", ondelete="CASCADE", index=True, max_length=22)


class Referral(SQLModel, table=True):
    """A case passed on to an agency: until when, and what the agency answered.

    `details` holds purpose and fields, sealed to the case.
    """

    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    report_id: str = of_report(index=True)
    agency_id: str = Field(foreign_key="agency.id", index=True, max_length=22)
    state: str = Field(max_length=20)
    day: date
    expires: date
    answered: date | None = None
    details: bytes = sealed()


class ReferralCopy(SQLModel, table=True):
    """What was passed on, sealed to one person of the agency. Deleting it revokes the referral."""

    __tablename__ = "referral_copy"
    __table_args__ = UNORDERED | APART

    referral_id: str = Field(
        foreign_key="referral.id", ondelete="CASCADE", max_length=22, primary_key=True
    )
    holder_id: str = Field(
        foreign_key="key_holder.id", ondelete="CASCADE", max_length=22, primary_key=True
    )
    sealed: bytes = sealed()


class Keeping(SQLModel, table=True):
    """Two people keep a report that its reporter took back; their reasons are sealed in it."""

    __table_args__ = UNORDERED

    report_id: str = of_report(primary_key=True)
    asked_by: int
    agreed_by: int | None = None


class StatisticsRecord(SQLModel, table=True):
    """What a closed case counts as, sealed to the statistics key; it names no report."""

    __tablename__ = "statistics_record"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    sealed: bytes = sealed()


class StatisticsSums(SQLModel, table=True):
    """What closed cases of some quarters add up to, sealed to the statistics key for good.

    It holds no number that is not shown.
    """

    __tablename__ = "statistics_sums"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    sealed: bytes = sealed()
