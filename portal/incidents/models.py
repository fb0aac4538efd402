"""What is kept of reports and cases: ciphertext, and no more in clear than days and states.

Accounts are named by number only, because the residents' side must never learn who is signed
in. No row says at what time it was written, and none has a number that tells an order, except
inside one report.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.incidents.rules import Circle, State, TeamKeyPurpose
from portal.store.db import code_column, json_column, moment, random_id
from portal.store.tables import APART, MOMENTARY, UNORDERED


def sealed(**options: Any) -> Any:
    """Declare a column that holds ciphertext."""
    return Field(sa_type=LargeBinary, **options)


def of_report(**options: Any) -> Any:
    """Declare the column that says to which report a row belongs."""
    return Field(foreign_key="report.id", ondelete="CASCADE", max_length=22, **options)


class KeyHolder(SQLModel, table=True):
    """Somebody to whom keys are sealed; the private key is sealed under their passphrase.

    The recovery key is a holder, too: it has no account, and its private key is on paper. A key
    that is `waiting` gets nothing until a colleague whose key counts has let it in. One that is
    resting gets nothing new, and opens what it opened once its owner is back. `reads` are the
    languages of which its owner says that they read them.
    """

    __tablename__ = "key_holder"

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    account_id: int | None = Field(default=None, index=True)
    circle: Circle = code_column(Circle)
    public_key: bytes = sealed()
    salt: bytes = sealed(default=b"")
    sealed_private: bytes = sealed(default=b"")
    since: date
    waiting: bool = False
    resting_since: date | None = None
    retired: date | None = None
    reads: list[str] = json_column(list)


class OpenedVault(SQLModel, table=True):
    """A private key while its holder works, sealed under the client's half of the session.

    It goes with the session.
    """

    __tablename__ = "opened_vault"
    __table_args__ = MOMENTARY

    session_id: str = Field(
        foreign_key="account_session.id", ondelete="CASCADE", primary_key=True, max_length=64
    )
    holder_id: str = Field(foreign_key="key_holder.id", ondelete="CASCADE", max_length=22)
    sealed_private: bytes = sealed()
    day: date


class TeamKey(SQLModel, table=True):
    """The key that several people share for one purpose now: its public half."""

    __tablename__ = "team_key"

    purpose: TeamKeyPurpose = code_column(TeamKeyPurpose, primary_key=True)
    public_key: bytes = sealed()


class TeamKeyCopy(SQLModel, table=True):
    """The private half of a shared key, sealed to one of those who share it.

    Whoever came back after their circle had begun anew has that of the earlier key, too: it opens
    what was sealed before.
    """

    __tablename__ = "team_key_copy"
    __table_args__ = APART

    purpose: TeamKeyPurpose = code_column(TeamKeyPurpose, primary_key=True)
    holder_id: str = Field(
        foreign_key="key_holder.id", ondelete="CASCADE", max_length=22, primary_key=True
    )
    public_key: bytes = sealed(primary_key=True)
    sealed_key: bytes = sealed()


class RecoveryShare(SQLModel, table=True):
    """The recovery key, sealed under the codes of two of its three holders together."""

    __tablename__ = "recovery_share"
    __table_args__ = APART

    holder_id: str = Field(
        foreign_key="key_holder.id", ondelete="CASCADE", primary_key=True, max_length=22
    )
    pair: str = Field(primary_key=True, max_length=3)
    sealed_private: bytes = sealed()


class Report(SQLModel, table=True):
    """One report, and the case that staff make of it.

    `lookup` is derived from the reporter's code; without it nobody can come back. `counted_as` is
    the number of its statistics record, sealed to the reporter, who takes it back with the rest;
    `graver` is whether staff found danger or a child in it, which decides what taking it back does.
    """

    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    reference: str = Field(unique=True, max_length=9)
    lookup: str | None = Field(default=None, unique=True, max_length=64)
    reporter_key: bytes | None = sealed(default=None, nullable=True)
    public_key: bytes = sealed()
    circle: Circle = code_column(Circle, default=Circle.TEAM)
    state: State = code_column(State, default=State.RECEIVED, index=True)
    taken_back_from: State | None = code_column(State, default=None, nullable=True)
    held: bool = False
    day: date
    acknowledged: date | None = None
    first_action: date | None = None
    last_contact: date | None = None
    closed: date | None = None
    followed_up: date | None = None
    destroy_on: date | None = Field(default=None, index=True)
    kept: bool = False
    assigned: int | None = Field(default=None, index=True)
    covered_by: int | None = None
    merged_into: str | None = Field(default=None, max_length=22)
    link_tag: str | None = Field(default=None, index=True, max_length=64)
    seen: bool = True
    came_back: bool = False
    counted_as: bytes | None = sealed(default=None, nullable=True)
    graver: bytes | None = sealed(default=None, nullable=True)
    version: int = 0


class ReportKey(SQLModel, table=True):
    """The private key of a report, sealed to one holder. Deleting these destroys the report."""

    __tablename__ = "report_key"
    __table_args__ = UNORDERED | APART

    report_id: str = of_report(primary_key=True)
    holder_id: str = Field(
        foreign_key="key_holder.id", ondelete="CASCADE", max_length=22, primary_key=True
    )
    sealed_key: bytes = sealed()


class ReportItem(SQLModel, table=True):
    """Something that belongs to a report, sealed to its key; `kind` says to what end.

    What `concerns` another report, too, goes when either of them does.
    """

    __tablename__ = "report_item"
    __table_args__ = (UniqueConstraint("report_id", "number"), UNORDERED)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    report_id: str = of_report()
    number: int
    kind: str = Field(max_length=20)
    concerns: str | None = Field(default=None, max_length=22)
    sealed: bytes = sealed()


class ReportFile(SQLModel, table=True):
    """A file that belongs to a report: its name, type and bytes, all of them sealed."""

    __tablename__ = "report_file"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    report_id: str = of_report(index=True)
    number: int
    details: bytes = sealed()
    content: bytes = sealed()
    original: bytes | None = sealed(default=None, nullable=True)


class Reply(SQLModel, table=True):
    """What a member of staff wrote to a reporter: one copy for them, one for the case."""

    __table_args__ = (UniqueConstraint("report_id", "number"), UNORDERED | APART)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    report_id: str = of_report()
    number: int
    day: date
    for_reporter: bytes | None = sealed(default=None, nullable=True)
    for_team: bytes = sealed()


class ReporterMemory(SQLModel, table=True):
    """What somebody wrote and did not send yet, for an hour, sealed under their browser's key.

    Its name is made from that key. It is used where several processes serve, and not logged.
    """

    __tablename__ = "reporter_memory"
    __table_args__ = UNORDERED | MOMENTARY

    name: str = Field(primary_key=True, max_length=32)
    sealed: bytes = sealed()
    expires: datetime = moment(index=True)


class IncidentArrangements(SQLModel, table=True):
    """The one row of what a council decided about reports, and when each queue was last opened."""

    __tablename__ = "incident_arrangements"

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    values: dict[str, Any] = json_column()
    queue_opened: date | None = None
    outside_opened: date | None = None
