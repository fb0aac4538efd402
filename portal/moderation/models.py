"""Reports, decisions, appeals, reasons of a body's own, and which languages who decides reads."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.bodies.models import of_body
from portal.forum.topics.rules import Room
from portal.members.models import of_member_or_nobody
from portal.moderation.rules import WORDS, Act, Hearing
from portal.store.db import (
    Translated,
    code_column,
    json_column,
    moment,
    random_id,
    stamp,
    translated,
)
from portal.store.tables import UNORDERED


class Report(SQLModel, table=True):
    """That somebody reported a post, until somebody decided; whose it is tells who shares no group.

    `key` is made of the member and the post, so that one member counts once, or drawn by the form.
    Where a translation is meant it says into which language.
    """

    __tablename__ = "moderation_report"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    post_id: int = Field(foreign_key="forum_post.id", index=True, ondelete="CASCADE")
    member_id: str | None = of_member_or_nobody(index=True)
    reason: str = Field(max_length=lengths.CODE)
    words: str = Field(default="", max_length=WORDS)
    language: str = Field(max_length=lengths.LANGUAGE)
    key: str = Field(unique=True, max_length=64)
    translation: str = Field(default="", max_length=lengths.LANGUAGE)
    day: date


class Decision(SQLModel, table=True):
    """What was decided about a post, why, and in words for its author; `reported` counts reasons.

    Who decided is kept so that somebody else hears an appeal, and is shown to nobody.
    """

    __tablename__ = "moderation_decision"
    __table_args__ = (Index("ix_moderation_decision_log", "body_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = Field(foreign_key="body.id", ondelete="CASCADE")
    post_id: int = Field(foreign_key="forum_post.id", index=True, ondelete="CASCADE")
    act: Act = code_column(Act)
    room: Room = code_column(Room)
    reason: str = Field(default="", max_length=lengths.CODE)
    words: str = Field(default="", max_length=WORDS)
    language: str = Field(default="", max_length=lengths.LANGUAGE)
    reported: dict[str, int] = json_column()
    member_id: str | None = of_member_or_nobody(index=True)
    made: datetime = stamp()


class Appeal(SQLModel, table=True):
    """An author's one appeal against a decision, and what came of it.

    Who heard it is kept so that somebody else hears a later one, and is shown to nobody.
    """

    __tablename__ = "moderation_appeal"

    decision_id: int = Field(
        primary_key=True, foreign_key="moderation_decision.id", ondelete="CASCADE"
    )
    hearing: Hearing = code_column(Hearing, default=Hearing.WAITING)
    words: str = Field(max_length=WORDS)
    language: str = Field(max_length=lengths.LANGUAGE)
    said: str = Field(default="", max_length=WORDS)
    said_in: str = Field(default="", max_length=lengths.LANGUAGE)
    made: datetime = stamp()
    heard: datetime | None = moment(default=None, nullable=True)
    heard_by: str | None = of_member_or_nobody(index=True)


class OwnReason(SQLModel, table=True):
    """A reason that a body has besides those of every body; one that is over still names itself."""

    __tablename__ = "moderation_reason"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = of_body()
    label: Translated = translated()
    over: bool = False


class Prepared(SQLModel, table=True):
    """That whoever presides over a body looked at its reasons, before it could open."""

    __tablename__ = "moderation_prepared"

    body_id: int = Field(primary_key=True, foreign_key="body.id", ondelete="CASCADE")
    day: date


class Reads(SQLModel, table=True):
    """Which languages somebody who holds an office says they read."""

    __tablename__ = "moderation_reads"

    office_id: int = Field(primary_key=True, foreign_key="body_office.id", ondelete="CASCADE")
    languages: list[str] = json_column(list)
