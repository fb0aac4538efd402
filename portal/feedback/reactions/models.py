"""What readers say of entries, and what the chair of the forum says of promises."""

from datetime import date

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.feedback.models import KEY
from portal.feedback.rules import Line, Verdict
from portal.forum.topics.rules import Law
from portal.store.db import Translated, code_column, random_id, translated
from portal.store.tables import UNORDERED


class Reaction(SQLModel, table=True):
    """What a reader says of an entry, once: the `mark` tells nothing of who it was."""

    __tablename__ = "feedback_reaction"
    __table_args__ = (UNORDERED,)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    entry_id: int = Field(foreign_key="feedback_entry.id", index=True, ondelete="CASCADE")
    verdict: Verdict = code_column(Verdict)
    because: str = Field(default="", max_length=lengths.PARAGRAPH)
    language: str = Field(max_length=lengths.LANGUAGE)
    answered: bool = False
    day: date
    mark: str = Field(unique=True, max_length=64)


class ChairLine(SQLModel, table=True):
    """What the chair of the forum says of a promise, named by its key; the last one counts.

    Of one that the law forced away the ground and the day are left.
    """

    __tablename__ = "chair_line"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = Field(foreign_key="body.id", ondelete="CASCADE")
    key: str = Field(max_length=KEY, index=True)
    line: Line = code_column(Line)
    words: Translated = translated()
    language: str = Field(max_length=lengths.LANGUAGE)
    on: date
    law: Law | None = code_column(Law, default=None, nullable=True)
    removed: date | None = None
