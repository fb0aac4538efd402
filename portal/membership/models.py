"""Who belongs to which group, how they are invited, and what they tell of what is wrong.

Nothing here has a number that tells an order, and of when somebody joined only the month is kept.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.members.models import of_member
from portal.membership.rules import Role
from portal.store.db import code_column, moment, random_id
from portal.store.tables import MOMENTARY, UNORDERED


def _of_group() -> Any:
    return Field(foreign_key="voluntary_group.id", index=True, ondelete="CASCADE")


class Membership(SQLModel, table=True):
    """A member of a group; it goes with either.

    `proposed_by` asks that they represent it, and `willing` is what they said to that. `asked` is
    since when they are to come by a new invitation, and stay no member if they do not.
    """

    __table_args__ = (UniqueConstraint("group_id", "member_id"), UNORDERED)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    group_id: int = Field(foreign_key="voluntary_group.id", ondelete="CASCADE")
    member_id: str = of_member(index=True)
    role: Role = code_column(Role)
    joined: date
    proposed_by: str | None = Field(
        default=None,
        foreign_key="membership.id",
        index=True,
        ondelete="SET NULL",
        max_length=lengths.ID,
    )
    willing: bool = False
    asked: date | None = None


class Invitation(SQLModel, table=True):
    """A way into a group by a link or a code, for so many uses; it goes with who made it.

    Without `made_by` an officer or the contact of the group made it, for its representative.
    """

    __tablename__ = "group_invitation"
    __table_args__ = MOMENTARY | UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    group_id: int = _of_group()
    role: Role = code_column(Role)
    code_hash: str = Field(unique=True, max_length=64)
    uses_left: int
    expires: datetime = moment(index=True)
    made_by: str | None = Field(
        default=None,
        foreign_key="membership.id",
        index=True,
        ondelete="CASCADE",
        max_length=lengths.ID,
    )


class Joining(SQLModel, table=True):
    """An address to which a link was sent that takes an invitation up, named by its hash."""

    __tablename__ = "group_joining"
    __table_args__ = MOMENTARY | UNORDERED

    id: str = Field(primary_key=True, max_length=64)
    invitation_id: str = Field(
        foreign_key="group_invitation.id", index=True, ondelete="CASCADE", max_length=lengths.ID
    )
    email: str = Field(max_length=lengths.EMAIL)
    language: str = Field(max_length=lengths.LANGUAGE)
    expires: datetime = moment(index=True)


class Notice(SQLModel, table=True):
    """What was written to the members of a group; it has no words once it was taken back."""

    __tablename__ = "group_notice"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    group_id: int = _of_group()
    words: str = Field(max_length=lengths.PARAGRAPH)
    language: str = Field(max_length=lengths.LANGUAGE)
    made: date


class Left(SQLModel, table=True):
    """A group to which somebody belonged lately; nobody is shown it but themselves.

    Whoever leaves just before a vote, and comes again, counts as one of the group.
    """

    __tablename__ = "group_left"
    __table_args__ = UNORDERED

    member_id: str = of_member(primary_key=True)
    group_id: int = Field(primary_key=True, foreign_key="voluntary_group.id", ondelete="CASCADE")
    day: date = Field(index=True)


class Concern(SQLModel, table=True):
    """What somebody says is wrong in their group; nothing tells who said it."""

    __tablename__ = "group_concern"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    group_id: int = _of_group()
    words: str = Field(max_length=lengths.PARAGRAPH)
    month: date
    told: bool = False
    shared: bool = False
