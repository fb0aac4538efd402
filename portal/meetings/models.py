"""Meetings and events, who comes, their agenda and papers, what was written, and the actions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.bodies.models import of_group
from portal.forum.topics.rules import Law
from portal.meetings.rules import ACTION, PLACE, TITLE, WORDS, Kind, Owner, State, What
from portal.members.models import of_member
from portal.store.db import (
    Translated,
    code_column,
    first_revision,
    moment,
    now,
    random_id,
    stamp,
    translated,
)
from portal.store.tables import UNORDERED


def of_meeting(**options: Any) -> Any:
    """Declare the column that says to which meeting a row belongs."""
    named: dict[str, Any] = {"foreign_key": "meeting.id", "ondelete": "CASCADE"}
    return Field(max_length=lengths.ID, **(named | options))


class Removable(SQLModel):
    """What the law may force away: then its words are gone, and the ground and the day are left."""

    law: Law | None = code_column(Law, default=None, nullable=True)
    removed: date | None = None


class Meeting(Removable, table=True):
    """A meeting of a body or, without one, an event of the council.

    Its `area` is public; `place` and `online`, the address of a call, are for who comes alone. An
    officer may say of an event that everybody sees its place (`open_place`).
    `sequence` and `changed` rise with whatever a calendar must learn. `people` is how many were
    there, `agreed_at` the meeting at which its minutes were agreed, `offered` the day on which the
    groups were told of an event. Of a meeting the law takes its title away.
    """

    __table_args__ = (Index("ix_meeting_listed", "body_id", "starts", "id"),)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    body_id: int | None = Field(default=None, foreign_key="body.id", ondelete="CASCADE")
    kind: Kind = code_column(Kind)
    state: State = code_column(State, default=State.PLANNED)
    title: Translated = translated()
    about: Translated = translated()
    starts: datetime = moment(index=True)
    ends: datetime = moment()
    area: str = Field(default="", max_length=lengths.NAME)
    place: str = Field(default="", max_length=PLACE)
    online: str = Field(default="", max_length=lengths.WEB_ADDRESS)
    open_place: bool = False
    places: int | None = None
    offered: date | None = None
    sequence: int = 0
    changed: datetime = moment(default_factory=now)
    people: int | None = None
    agreed_at: str | None = of_meeting(default=None, ondelete="SET NULL", index=True)
    agreed: datetime | None = moment(default=None, nullable=True)
    key: str = Field(default_factory=random_id, unique=True, max_length=lengths.ID)
    revision: int = Field(default_factory=first_revision)
    made: datetime = stamp()


class Coming(SQLModel, table=True):
    """Whether a member comes, and for how many people of a group they take places."""

    __tablename__ = "meeting_coming"
    __table_args__ = UNORDERED

    meeting_id: str = of_meeting(primary_key=True)
    member_id: str = of_member(primary_key=True, index=True)
    comes: bool
    group_id: int | None = of_group()
    people: int = 1


class Item(Removable, table=True):
    """An item of an agenda: a topic that was brought to the meeting, or words of the chair's."""

    __tablename__ = "meeting_item"
    __table_args__ = (UniqueConstraint("meeting_id", "topic_id"),)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    meeting_id: str = of_meeting()
    topic_id: str | None = of_meeting(default=None, foreign_key="forum_topic.id", index=True)
    title: str = Field(default="", max_length=TITLE)
    language: str = Field(default="", max_length=lengths.LANGUAGE)
    position: int


class Paper(SQLModel, table=True):
    """A paper of a meeting, made anew when it came; some are for members alone."""

    __tablename__ = "meeting_paper"

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    meeting_id: str = of_meeting(index=True)
    closed: bool = False
    filename: str = Field(max_length=lengths.FILENAME)
    size: int
    content: bytes = Field(sa_type=LargeBinary)
    added: datetime = stamp()


class Record(Removable, table=True):
    """The chair's summary of a meeting, or its minutes, as they were written.

    `noted` is when the chair said that everybody named in it agreed to be; `reminded` is the day
    of which the council was told that it has passed.
    """

    __tablename__ = "meeting_record"
    __table_args__ = (UniqueConstraint("meeting_id", "what"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: str = of_meeting()
    what: What = code_column(What)
    language: str = Field(max_length=lengths.LANGUAGE)
    text: str = Field(max_length=WORDS)
    noted: datetime | None = moment(default=None, nullable=True)
    revision: int = Field(default_factory=first_revision)
    made: datetime = stamp()
    edited: datetime | None = moment(default=None, nullable=True)


class RecordVersion(SQLModel, table=True):
    """How a summary or minutes read before they were changed."""

    __tablename__ = "meeting_record_version"

    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="meeting_record.id", index=True, ondelete="CASCADE")
    language: str = Field(max_length=lengths.LANGUAGE)
    text: str = Field(max_length=WORDS)
    made: datetime = moment()
    replaced: datetime = stamp()


class Attendance(SQLModel, table=True):
    """A group that was at a meeting; never who of it."""

    __tablename__ = "meeting_attendance"

    meeting_id: str = of_meeting(primary_key=True)
    group_id: int = Field(primary_key=True, foreign_key="voluntary_group.id", ondelete="CASCADE")


class Agreed(SQLModel):
    """What was agreed at a meeting: what, who does it, and by when."""

    words: str = Field(max_length=ACTION)
    language: str = Field(max_length=lengths.LANGUAGE)
    owner: Owner = code_column(Owner)
    group_id: int | None = of_group()
    due: date


class Action(Agreed, Removable, table=True):
    """An action, which stays open until it is `done` or was `taken_back`.

    `noted` is when the chair said that everybody named in it agreed to be.
    """

    __tablename__ = "meeting_action"

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    meeting_id: str = of_meeting(index=True)
    done: date | None = None
    taken_back: date | None = None
    noted: datetime | None = moment(default=None, nullable=True)
    reminded: date | None = None
    made: datetime = stamp()

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.done is None and self.taken_back is None and self.removed is None


class ActionVersion(Agreed, table=True):
    """How an action read before it was changed, for whoever presides."""

    __tablename__ = "meeting_action_version"

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = of_meeting(foreign_key="meeting_action.id", index=True)
    replaced: datetime = stamp()
