"""Members, where they are signed in, and what opens a way in for them.

Nothing here has a number that tells an order, and nothing tells more closely than by the month
when somebody was here, but what ends by itself within weeks.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.store.db import json_column, moment, random_id
from portal.store.tables import MOMENTARY, UNORDERED


def of_member(**options: Any) -> Any:
    """Declare the column that says to which member a row belongs; it goes with them."""
    return Field(foreign_key="member.id", ondelete="CASCADE", max_length=lengths.ID, **options)


def of_member_or_nobody(**options: Any) -> Any:
    """Declare the column that says whose a row is, and that says it no more once they left."""
    kept: dict[str, Any] = {"default": None, "foreign_key": "member.id", "ondelete": "SET NULL"}
    return Field(**kept, max_length=lengths.ID, **options)


class Member(SQLModel, table=True):
    """Somebody who signs in with a mailed link or a printed card.

    The address is folded (`addresses.folded`), so that it is known however it is typed. `here` is
    the month in which they signed in last, `warned` that in which they were asked to stay.
    """

    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    email: str | None = Field(default=None, unique=True, max_length=lengths.EMAIL)
    name: str = Field(default="", max_length=lengths.NAME)
    name_shown: bool = False
    language: str = Field(max_length=lengths.LANGUAGE)
    here: date
    warned: date | None = None

    @property
    def public_name(self) -> str:
        """Give the name that others read; nothing unless the member chose that they do."""
        return self.name if self.name_shown else ""


class MemberSession(SQLModel, table=True):
    """One browser in which a member is signed in, named by the hash of its token."""

    __tablename__ = "member_session"
    __table_args__ = MOMENTARY

    id: str = Field(primary_key=True, max_length=64)
    member_id: str = of_member(index=True)
    own_device: bool = False
    expires: datetime = moment()


class SignInRequest(SQLModel, table=True):
    """A link that somebody asked for, until the work that is due writes the mail.

    Whoever asks must not learn whether an address is known, so nobody looks before.
    """

    __tablename__ = "sign_in_request"
    __table_args__ = MOMENTARY

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    email: str = Field(max_length=lengths.EMAIL)
    language: str = Field(max_length=lengths.LANGUAGE)
    next: str = Field(default="", sa_type=Text)
    asked: datetime = moment(index=True)


class SignInLink(SQLModel, table=True):
    """A link that was mailed and not used, named by the hash of its token."""

    __tablename__ = "sign_in_link"
    __table_args__ = MOMENTARY

    id: str = Field(primary_key=True, max_length=64)
    member_id: str = of_member(index=True)
    next: str = Field(default="", sa_type=Text)
    expires: datetime = moment()


class MemberCard(SQLModel, table=True):
    """A printed card with a code; whoever issued it knows it by its number alone.

    `issued_by` names an account or a group in text, because members know neither.
    """

    __tablename__ = "member_card"
    __table_args__ = UNORDERED

    id: str = Field(primary_key=True, max_length=lengths.ID)
    member_id: str = of_member(index=True)
    number: str = Field(unique=True, max_length=8)
    code_hash: str = Field(unique=True, max_length=64)
    issued_by: str = Field(max_length=40)
    issued: date
    revoked: bool = False


class AddressChange(SQLModel, table=True):
    """An address that a member wants, until both mailboxes said so; `mark` names its mails.

    Where there is no old mailbox the new one is written to from a time on, when it is `due`.
    """

    __tablename__ = "address_change"
    __table_args__ = MOMENTARY

    member_id: str = of_member(primary_key=True)
    mark: str = Field(default_factory=random_id, max_length=lengths.ID)
    email: str = Field(max_length=lengths.EMAIL)
    old_agreed: bool = False
    new_agreed: bool = False
    due: datetime | None = moment(default=None, nullable=True)
    expires: datetime = moment()


class MailChoice(SQLModel, table=True):
    """Which kinds of mail a member stopped; `key` stands for them in the links of these mails.

    Who wants them `untitled` has closed rooms named in them, and no title of what stands there.
    """

    __tablename__ = "mail_choice"
    __table_args__ = UNORDERED

    member_id: str = of_member(primary_key=True)
    key: str = Field(default_factory=random_id, unique=True, max_length=lengths.ID)
    stopped: list[str] = json_column(list)
    untitled: bool = False


class MailsAsked(SQLModel, table=True):
    """When the next mail may go to an address that asks and asks, by a keyed hash of it."""

    __tablename__ = "mails_asked"
    __table_args__ = MOMENTARY

    name: str = Field(primary_key=True, max_length=64)
    due: datetime = moment(index=True)


class MemberArrangements(SQLModel, table=True):
    """What the council decided about members: the one row, and how often it was changed."""

    __tablename__ = "member_arrangements"

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    values: dict[str, Any] = json_column()
