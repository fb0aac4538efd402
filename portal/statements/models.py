"""Statements of the chair, how each read before, and what the law forced away."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.bodies.models import of_account_or_nobody, of_body
from portal.forum.topics.rules import Law
from portal.store.db import (
    Translated,
    code_column,
    first_revision,
    random_id,
    stamp,
    translated,
)


class Statement(SQLModel, table=True):
    """What the chair says, in the `language` in which it was written and in further ones.

    One that was withdrawn keeps its title alone; one that the law forced away keeps neither, only
    the ground and the day. It was `published` on its `day`, at the moment from which it is news.
    """

    __tablename__ = "body_statement"

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    body_id: int = of_body()
    title: Translated = translated()
    words: Translated = translated()
    language: str = Field(max_length=lengths.LANGUAGE)
    day: date
    published: datetime = stamp()
    corrected: date | None = None
    withdrawn: date | None = None
    law: Law | None = code_column(Law, default=None, nullable=True)
    removed: date | None = None
    revision: int = Field(default_factory=first_revision)


class StatementVersion(SQLModel, table=True):
    """How a statement read before it was corrected, which everybody can still read."""

    __tablename__ = "body_statement_version"

    id: int | None = Field(default=None, primary_key=True)
    statement_id: str = Field(
        foreign_key="body_statement.id", index=True, ondelete="CASCADE", max_length=lengths.ID
    )
    title: Translated = translated()
    words: Translated = translated()
    language: str = Field(max_length=lengths.LANGUAGE)
    until: date


class Removal(SQLModel, table=True):
    """What somebody of staff says the law forces away; a second person agrees, or does not.

    It is about a post, a statement, or a `thing` that another feature knows by this key. Of words
    that not everybody reads nobody of staff reads any before a second person `opened` them for
    both. Once `removed`, they are gone for good; one that the second person `refused`, or the
    first took back (`withdrawn`), took nothing away.
    """

    __tablename__ = "legal_removal"

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = of_body()
    post_id: int | None = Field(default=None, foreign_key="forum_post.id", ondelete="CASCADE")
    statement_id: str | None = Field(
        default=None, foreign_key="body_statement.id", ondelete="CASCADE", max_length=lengths.ID
    )
    thing: str = Field(default="", max_length=60)
    law: Law = code_column(Law)
    reason: str = Field(max_length=lengths.REASON)
    asked_by: int | None = of_account_or_nobody()
    agreed_by: int | None = of_account_or_nobody()
    opened_by: int | None = of_account_or_nobody()
    opened: date | None = None
    asked: datetime = stamp()
    removed: date | None = None
    refused: date | None = None
    withdrawn: date | None = None

    @property
    def waits(self) -> bool:
        """Tell whether nobody decided yet."""
        return not (self.removed or self.refused or self.withdrawn)
