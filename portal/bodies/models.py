"""Bodies, their seats, who holds an office and for how long, and who joined."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.bodies.rules import WORDS, BlockedFor, GroupSays, Joining, Kind, Office, Stage
from portal.members.models import of_member, of_member_or_nobody
from portal.store.db import (
    Translated,
    code_column,
    first_revision,
    json_column,
    moment,
    random_id,
    stamp,
    translated,
)


def of_group() -> Any:
    """Declare the column that names a group of the directory."""
    return Field(default=None, foreign_key="voluntary_group.id", ondelete="SET NULL")


def of_body() -> Any:
    """Declare the column that says to which body a row belongs."""
    return Field(foreign_key="body.id", index=True, ondelete="CASCADE")


def of_account_or_nobody() -> Any:
    """Declare the column that says which account did something, and nobody once it is gone."""
    return Field(default=None, foreign_key="account.id", ondelete="SET NULL")


class Body(SQLModel, table=True):
    """A body that advises the council or decides with it; `answers_id` is who owes it answers.

    `house_rules` are its own, `rules_seen` is when the chair looked at them. `told` is the day on
    which somebody on duty was last mailed that something waits.
    """

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=lengths.SLUG)
    kind: Kind = code_column(Kind, default=Kind.FORUM)
    stage: Stage = code_column(Stage, default=Stage.DRAFT)
    name: Translated = translated()
    terms: Translated = translated()
    effort: Translated = translated()
    decides: bool = False
    represented: Translated = translated()
    house_rules: Translated = translated()
    rules_seen: date | None = None
    told: date | None = None
    answers_id: int | None = of_account_or_nobody()
    revision: int = Field(default_factory=first_revision)
    made: datetime = stamp()


class Seat(SQLModel, table=True):
    """A seat, which falls vacant when whoever holds it goes, and is never gone with them.

    `shown` is the name that a person on it chose to be shown with; without one they are a member.
    `advertised` is when the groups were told that it is free.
    """

    __tablename__ = "body_seat"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = of_body()
    title: Translated = translated()
    group_id: int | None = of_group()
    member_id: str | None = of_member_or_nobody()
    shown: str = Field(default="", max_length=lengths.NAME)
    until: date | None = None
    advertised: date | None = None

    @property
    def is_free(self) -> bool:
        """Tell whether nobody sits on it."""
        return self.group_id is None and self.member_id is None


class Membership(SQLModel, table=True):
    """Somebody who applied to join a body, and, once accepted, is a member of it.

    `called`, `contact`, `telephone`, `needs` and language `support` are for whoever presides, and
    go when it comes to nothing. That they come for a group counts once the group says so.
    """

    __tablename__ = "body_membership"
    __table_args__ = (UniqueConstraint("body_id", "member_id"),)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    body_id: int = Field(foreign_key="body.id", ondelete="CASCADE")
    member_id: str = of_member(index=True)
    group_id: int | None = of_group()
    group_says: GroupSays = code_column(GroupSays, default=GroupSays.ASKED)
    state: Joining = code_column(Joining, default=Joining.WAITING)
    called: str = Field(default="", max_length=lengths.NAME)
    why: str = Field(default="", max_length=WORDS)
    language: str = Field(max_length=lengths.LANGUAGE)
    contact: str = Field(default="", max_length=lengths.CODE)
    telephone: str = Field(default="", max_length=lengths.TELEPHONE)
    needs: str = Field(default="", max_length=WORDS)
    support: list[dict[str, str]] = json_column(list)
    said: str = Field(default="", max_length=WORDS)
    said_in: str = Field(default="", max_length=lengths.LANGUAGE)
    applied: datetime = stamp()
    joined: datetime | None = moment(default=None, nullable=True)

    @property
    def speaks_for(self) -> int | None:
        """Give the group for which they speak, which is one that said so."""
        return self.group_id if self.group_says is GroupSays.YES else None


class OfficeHolder(SQLModel, table=True):
    """An office that is offered by a link, accepted by a member, and held until a day.

    `invited` names the link, `since` is unset before somebody accepted. `seen` is the day on
    which the holder was last at work in the body. A new way in that was asked for waits. On the
    day of `no_post` they declared that they hold no post at this council.
    """

    __tablename__ = "body_office"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = of_body()
    office: Office = code_column(Office)
    member_id: str | None = of_member_or_nobody(index=True)
    invited: str = Field(unique=True, max_length=64)
    expires: datetime = moment()
    shown: str = Field(default="", max_length=lengths.NAME)
    chosen_by: Translated = translated()
    paid_by: Translated = translated()
    since: datetime | None = moment(default=None, nullable=True)
    until: date
    ended: datetime | None = moment(default=None, nullable=True)
    seen: date | None = None
    reset_asked: datetime | None = moment(default=None, nullable=True)
    no_post: date | None = None


class Ending(SQLModel, table=True):
    """The minute of a meeting that ends somebody's term; others confirm it before it counts."""

    __tablename__ = "body_ending"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="body_office.id", index=True, ondelete="CASCADE")
    member_id: str | None = of_member_or_nobody()
    day: date
    present: int
    in_favour: int
    against: int
    words: str = Field(max_length=WORDS)
    language: str = Field(max_length=lengths.LANGUAGE)
    made: datetime = stamp()
    counted: datetime | None = moment(default=None, nullable=True)


class Confirmation(SQLModel, table=True):
    """A member who was at a meeting says that its minute is right."""

    __tablename__ = "body_confirmation"

    ending_id: int = Field(primary_key=True, foreign_key="body_ending.id", ondelete="CASCADE")
    member_id: str = of_member(primary_key=True)


class Block(SQLModel, table=True):
    """Somebody may not write in a body from a day on, to its last day or for good.

    One that a moderator wants has not begun before whoever presides said yes. `place` says where
    the post stands for which it is, in the words of the address. It is appealed against once.
    """

    __tablename__ = "body_block"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = of_body()
    member_id: str = of_member(index=True)
    place: str = Field(default="", max_length=lengths.SLUG)
    reason: BlockedFor = code_column(BlockedFor)
    words: str = Field(default="", max_length=WORDS)
    language: str = Field(default="", max_length=lengths.LANGUAGE)
    by_id: str | None = of_member_or_nobody()
    agreed_id: str | None = of_member_or_nobody()
    asked: date
    since: date | None = None
    until: date | None = None
    lifted: date | None = None
    appeal: str = Field(default="", max_length=WORDS)
    appeal_in: str = Field(default="", max_length=lengths.LANGUAGE)
    decided: date | None = None
    said: str = Field(default="", max_length=WORDS)
    said_in: str = Field(default="", max_length=lengths.LANGUAGE)


class Duty(SQLModel, table=True):
    """A day, or a day of each week, on which somebody who holds an office looks after a body.

    `called` is what the others who hold an office call them; nobody else reads it.
    """

    __tablename__ = "body_duty"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="body_office.id", index=True, ondelete="CASCADE")
    weekday: int | None = None
    day: date | None = None
    called: str = Field(default="", max_length=lengths.NAME)
