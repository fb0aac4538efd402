"""Comments, what became of each, what people told about themselves, and how many there were."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.bodies.models import of_account_or_nobody
from portal.complaints.rules import WORDS, How, Kind, State
from portal.store.db import Translated, code_column, json_column, random_id, translated
from portal.store.tables import UNORDERED


def _of_comment(**options: Any) -> Any:
    return Field(
        foreign_key="resident_comment.receipt", ondelete="CASCADE", max_length=64, **options
    )


class Comment(SQLModel, table=True):
    """What somebody without an account sent, found by the hash of their code alone.

    `well` went well, `wrong` did not, and `wants` is what should happen; all in one `language`.
    What it is `about` is the key of something public, if it is about one such thing.
    `told` is sealed: how to reach them. It is wiped once nothing is owed. `due` is the day by
    which they are answered, and nothing once they are; `changed` is when something last happened.
    """

    __tablename__ = "resident_comment"
    __table_args__ = (
        sa.Index("ix_resident_comment_due", "due", "id"),
        sa.Index("ix_resident_comment_changed", "changed", "id"),
        UNORDERED,
    )

    receipt: str = Field(primary_key=True, max_length=64)
    id: str = Field(default_factory=random_id, unique=True, max_length=lengths.ID)
    kind: Kind = code_column(Kind)
    state: State = code_column(State, default=State.RECEIVED)
    service: str = Field(max_length=lengths.CODE)
    area: str = Field(max_length=lengths.CODE)
    about: str = Field(default="", max_length=2 * lengths.SLUG)
    language: str = Field(max_length=lengths.LANGUAGE)
    well: str = Field(default="", max_length=WORDS)
    wrong: str = Field(default="", max_length=WORDS)
    wants: str = Field(default="", max_length=WORDS)
    how: How = code_column(How, default=How.CODE)
    told: bytes = b""
    day: date
    read_by: date | None = None
    due: date | None = None
    changed: date


class CommentStep(SQLModel, table=True):
    """Something that became of a comment: on which day, by whom, and what was said with it.

    `words` are an answer, by language, of which the first was written in `language`, or why
    somebody is not content with one; `note` is who answers, the reference under which it was
    passed on, whoever looks at it now, or why it is not for the council.
    """

    __tablename__ = "comment_step"

    id: int | None = Field(default=None, primary_key=True)
    comment_id: str = _of_comment(index=True)
    state: State = code_column(State)
    day: date
    by: int | None = of_account_or_nobody()
    note: str = Field(default="", max_length=lengths.NAME)
    language: str = Field(default="", max_length=lengths.LANGUAGE)
    words: Translated = translated()


class CommentEquality(SQLModel, table=True):
    """What somebody told about themselves after sending; written once, never changed."""

    __tablename__ = "comment_equality"
    __table_args__ = UNORDERED

    comment_id: str = _of_comment(primary_key=True)
    nation: str = Field(max_length=20)
    answers: dict[str, Any] = json_column()


class CommentCount(SQLModel, table=True):
    """How many comments of a year are deleted by now that were alike. It names nobody."""

    __tablename__ = "comment_count"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: Kind = code_column(Kind, primary_key=True)
    service: str = Field(primary_key=True, max_length=lengths.CODE)
    language: str = Field(primary_key=True, max_length=lengths.LANGUAGE)
    state: State = code_column(State, primary_key=True)
    number: int = 0


class ComplaintArrangements(SQLModel, table=True):
    """The one row of what the council decided about comments and complaints."""

    __tablename__ = "complaint_arrangements"

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    values: dict[str, Any] = json_column()
