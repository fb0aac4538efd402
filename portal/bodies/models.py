"""Bodies, their seats, who holds an office and for how long, and who joined."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.bodies.rules import WORDS, Joining, Kind, Office, Stage
from portal.store.db import (
    Translated,
    code_column,
    first_revision,
    moment,
    random_id,
    stamp,
    translated,
)


def of_member(**options: Any) -> Any:
    """Declare the column that says whose a row is, and that says it no more once they left."""
    kept: dict[str, Any] = {"default": None, "foreign_key": "member.id", "ondelete": "SET NULL"}
    return Field(**kept, max_length=lengths.ID, **options)


def of_group() -> Any:
    """Declare the column that names a group of the directory."""
    return Field(default=None, foreign_key="voluntary_group.id", ondelete="SET NULL")


def of_body() -> Any:
    """Declare the column that says to which body a row belongs."""
    return Field(foreign_key="body.id", index=True, ondelete="CASCADE")


class Body(SQLModel, table=True):
    """A body that advises the council or decides with it; `answers_id` is who owes it answers."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=lengths.SLUG)
    kind: Kind = code_column(Kind, default=Kind.FORUM)
    stage: Stage = code_column(Stage, default=Stage.DRAFT)
    name: Translated = translated()
    terms: Translated = translated()
    effort: Translated = translated()
    decides: bool = False
    represented: Translated = translated()
    answers_id: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    meets: date | None = None
    revision: int = Field(default_factory=first_revision)
    made: datetime = stamp()


class Seat(SQLModel, table=True):
    """A seat, which falls vacant when whoever holds it goes, and is never gone with them.

    `shown` is the name that a person on it chose to be shown with; without one they are a member.
    """

    __tablename__ = "body_seat"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = of_body()
    title: Translated = translated()
    group_id: int | None = of_group()
    member_id: str | None = of_member()
    shown: str = Field(default="", max_length=lengths.NAME)
    until: date | None = None

    @property
    def is_free(self) -> bool:
        """Tell whether nobody sits on it."""
        return self.group_id is None and self.member_id is None


class Membership(SQLModel, table=True):
    """Somebody who applied to join a body, and, once accepted, is a member of it.

    `called`, `contact` and `needs` are for whoever presides, and go when it comes to nothing.
    """

    __tablename__ = "body_membership"
    __table_args__ = (UniqueConstraint("body_id", "member_id"),)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    body_id: int = Field(foreign_key="body.id", ondelete="CASCADE")
    member_id: str = Field(
        foreign_key="member.id", index=True, ondelete="CASCADE", max_length=lengths.ID
    )
    group_id: int | None = of_group()
    state: Joining = code_column(Joining, default=Joining.WAITING)
    called: str = Field(default="", max_length=lengths.NAME)
    why: str = Field(default="", max_length=WORDS)
    language: str = Field(max_length=lengths.LANGUAGE)
    contact: str = Field(default="", max_length=lengths.CODE)
    needs: str = Field(default="", max_length=WORDS)
    said: str = Field(default="", max_length=WORDS)
    said_in: str = Field(default="", max_length=lengths.LANGUAGE)
    applied: datetime = stamp()
    joined: datetime | None = moment(default=None, nullable=True)


class OfficeHolder(SQLModel, table=True):
    """An office that is offered by a link, accepted by a member, and held until a day.

    `invited` names the link, `since` is unset before somebody accepted. `seen` is the day on
    which the holder was last at work in the body. A new way in that was asked for waits.
    """

    __tablename__ = "body_office"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = of_body()
    office: Office = code_column(Office)
    member_id: str | None = of_member(index=True)
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


class Ending(SQLModel, table=True):
    """The minute of a meeting that ends somebody's term; others confirm it before it counts."""

    __tablename__ = "body_ending"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="body_office.id", index=True, ondelete="CASCADE")
    member_id: str | None = of_member()
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
    member_id: str = Field(
        primary_key=True, foreign_key="member.id", ondelete="CASCADE", max_length=lengths.ID
    )
