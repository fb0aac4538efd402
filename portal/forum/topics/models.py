"""What is written in rooms, each version of it, what the council owes, and residents' questions."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.bodies.models import of_account_or_nobody, of_body, of_group
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Ground, Law, Question, Room, Standing, Voice
from portal.members.models import of_member, of_member_or_nobody
from portal.store.db import code_column, first_revision, moment, random_id, stamp
from portal.store.tables import UNORDERED

TITLE = 200
WORDS = 10_000
"""How long a post may be."""

TRANSLATED = 15_000
"""How long its translation may be: some languages take more letters than others."""

ASKED = 4_000
"""How long a resident's question may be."""


def _of_topic(**options: Any) -> Any:
    named: dict[str, Any] = {"foreign_key": "forum_topic.id", "ondelete": "CASCADE"}
    return Field(max_length=lengths.ID, **(named | options))


class Topic(SQLModel, table=True):
    """Something that is talked about in a room; its standing is that of the post that opens it.

    `newest` is the last post that is shown in it. `brought` says since when it stands on the
    agenda of the next meeting, `raised` to what of the portal's it led.
    """

    __tablename__ = "forum_topic"
    __table_args__ = (sa.Index("ix_forum_topic_listed", "body_id", "room", "newest", "id"),)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    body_id: int = Field(foreign_key="body.id", ondelete="CASCADE")
    room: Room = code_column(Room)
    standing: Standing = code_column(Standing)
    title: str = Field(max_length=TITLE)
    language: str = Field(max_length=lengths.LANGUAGE)
    locked: bool = False
    newest: int = 0
    brought: date | None = None
    raised: str = Field(default="", max_length=2 * lengths.SLUG, index=True)
    made: datetime = stamp()

    @property
    def logged(self) -> str:
        """Give how the log names it, which staff read: by its room, if that is a closed one."""
        return self.id if self.room is Room.PUBLIC else self.room.value


class Post(SQLModel, table=True):
    """What somebody wrote in a topic, in the language they chose; the first one opens it.

    Members are shown as they chose for this post: by a group, a name, or neither. `danger` is when
    somebody who holds an office marked it so. The `law` on which a post was taken away stays.
    `appeared` is when it was first shown, which for one that waited is later than when it was made.
    """

    __tablename__ = "forum_post"
    __table_args__ = (sa.Index("ix_forum_post_read", "topic_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    topic_id: str = _of_topic()
    opens: bool = False
    standing: Standing = code_column(Standing)
    voice: Voice = code_column(Voice)
    member_id: str | None = of_member_or_nobody(index=True)
    account_id: int | None = of_account_or_nobody()
    group_id: int | None = of_group()
    shown: str = Field(default="", max_length=lengths.NAME)
    spoken: bool = False
    answers: bool = False
    text: str = Field(max_length=WORDS)
    language: str = Field(max_length=lengths.LANGUAGE)
    key: str = Field(unique=True, max_length=lengths.ID)
    revision: int = Field(default_factory=first_revision)
    made: datetime = stamp()
    edited: datetime | None = moment(default=None, nullable=True)
    danger: date | None = None
    law: Law | None = code_column(Law, default=None, nullable=True)
    removed: date | None = None
    appeared: datetime | None = moment(default=None, nullable=True, index=True)


class PostVersion(SQLModel, table=True):
    """How a post read before it was edited; all go when it is taken back.

    Those of before it was redacted are `withheld`: nobody reads them, unless an appeal puts the
    words back. One with a `standing` is a change that waits, or was not put in the post's place.
    """

    __tablename__ = "forum_post_version"

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="forum_post.id", index=True, ondelete="CASCADE")
    title: str = Field(default="", max_length=TITLE)
    text: str = Field(max_length=WORDS)
    language: str = Field(max_length=lengths.LANGUAGE)
    made: datetime = moment()
    withheld: bool = False
    standing: Standing | None = code_column(Standing, default=None, nullable=True)


class Searched(SQLModel, table=True):
    """By which words a post that is shown is found: its own or a translation's, folded.

    There is a row for each language, as long as everybody in the room reads what stands in it.
    """

    __tablename__ = "forum_searched"

    post_id: int = Field(primary_key=True, foreign_key="forum_post.id", ondelete="CASCADE")
    language: str = Field(primary_key=True, max_length=lengths.LANGUAGE)
    folded: str = Field(sa_type=sa.Text)


class Attachment(SQLModel, table=True):
    """A file beside a post, made anew when it came, so that it tells of nobody.

    One that `waits` comes with a change of a post, and nobody else has it before that is shown.
    """

    __tablename__ = "forum_attachment"

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    post_id: int = Field(foreign_key="forum_post.id", index=True, ondelete="CASCADE")
    filename: str = Field(max_length=lengths.FILENAME)
    size: int
    content: bytes = Field(sa_type=sa.LargeBinary)
    added: datetime = stamp()
    waits: bool = False


class Ask(SQLModel, table=True):
    """A topic with which the council is asked something, and by when it answers.

    `reminded` counts the mails that reminded its officer. What was `said` is why whoever presides
    had the council asked no more, in their words, and `withdrawn` when that was.
    """

    __tablename__ = "forum_ask"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = of_body()
    topic_id: str = _of_topic(unique=True)
    state: Owed = code_column(Owed, default=Owed.SUPPORTED)
    due: date | None = Field(default=None, index=True)
    reminded: int = 0
    made: datetime = stamp()
    answered: datetime | None = moment(default=None, nullable=True)
    withdrawn: datetime | None = moment(default=None, nullable=True)
    said: str = Field(default="", max_length=ASKED)
    said_in: str = Field(default="", max_length=lengths.LANGUAGE)


class Support(SQLModel, table=True):
    """A member who wants the council asked."""

    __tablename__ = "forum_support"

    ask_id: int = Field(primary_key=True, foreign_key="forum_ask.id", ondelete="CASCADE")
    member_id: str = of_member(primary_key=True)


class ResidentQuestion(SQLModel, table=True):
    """A question of somebody without an account, found by the hash of their code alone."""

    __tablename__ = "forum_question"
    __table_args__ = (sa.Index("ix_forum_question_waiting", "body_id", "state", "day"), UNORDERED)

    receipt: str = Field(primary_key=True, max_length=64)
    id: str = Field(default_factory=random_id, unique=True, max_length=lengths.ID)
    body_id: int = Field(foreign_key="body.id", ondelete="CASCADE")
    state: Question = code_column(Question, default=Question.RECEIVED)
    text: str = Field(max_length=ASKED)
    language: str = Field(max_length=lengths.LANGUAGE)
    day: date
    reason: str = Field(default="", max_length=lengths.CODE)
    said: str = Field(default="", max_length=ASKED)
    said_in: str = Field(default="", max_length=lengths.LANGUAGE)
    topic_id: str | None = _of_topic(default=None, ondelete="SET NULL")


class OpenedRoom(SQLModel, table=True):
    """A closed room that two people of staff opened for danger or a court, which members see."""

    __tablename__ = "forum_opened_room"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = of_body()
    room: Room = code_column(Room)
    ground: Ground = code_column(Ground)
    reason: str = Field(max_length=lengths.REASON)
    asked_by: int | None = of_account_or_nobody()
    agreed_by: int | None = of_account_or_nobody()
    asked: datetime = stamp()
    until: datetime | None = moment(default=None, nullable=True)
