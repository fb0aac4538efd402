"""Reports back with their entries, what they rest on, and who signed them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.approvals.models import Frozen, of_account
from portal.feedback.rules import Concern, Outcome, Owner, Proof, Reason
from portal.store.db import (
    Translated,
    code_column,
    first_revision,
    json_column,
    random_id,
    stamp,
    translated,
)
from portal.store.tables import UNORDERED

KEY = 2 * lengths.SLUG
"""How long the key of something public may be (see `Thing`)."""


def _of_report_back(**options: Any) -> Any:
    return Field(foreign_key="report_back.id", ondelete="CASCADE", **options)


def _of_entry(**options: Any) -> Any:
    return Field(foreign_key="feedback_entry.id", ondelete="CASCADE", **options)


class ReportBack(SQLModel, table=True):
    """What came of one consultation; `writers` wrote any of it since it was last signed off.

    `published` is when anybody could read it first, `closed` when each question was answered in
    every language that was promised. `reminded` is the last reminder, in days before the promised
    day, and `told` when the champion and the chair heard that it is late; `explained` is what the
    council says about that, since the day `explained_on`.
    """

    __tablename__ = "report_back"

    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", unique=True, ondelete="CASCADE")
    language: str = Field(max_length=lengths.LANGUAGE)
    explained: Translated = translated()
    explained_in: str = Field(default="", max_length=lengths.LANGUAGE)
    explained_on: date | None = None
    writers: list[int] = json_column(list)
    published: date | None = Field(default=None, index=True)
    closed: date | None = None
    reminded: int = 0
    told: date | None = None
    made: datetime = stamp()
    revision: int = Field(default_factory=first_revision)


class Entry(SQLModel, table=True):
    """We asked, you said, we did, as officers write it; `shown` is what everybody reads of it.

    `questions` are the codes of those that it answers. `changed` is when what everybody reads
    was last changed. One that is `taken_out` goes with the next edition.
    """

    __tablename__ = "feedback_entry"
    __table_args__ = (
        Index("ix_feedback_newest", "changed", "id", "shown_outcome", "shown_due"),
        Index("ix_feedback_owed", "shown_outcome", "shown_due"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=random_id, unique=True, max_length=lengths.ID)
    report_back_id: int = _of_report_back(index=True)
    place: int = 0
    questions: list[str] = json_column(list)
    language: str = Field(max_length=lengths.LANGUAGE)
    asked: Translated = translated()
    said: Translated = translated()
    did: Translated = translated()
    outcome: Outcome = code_column(Outcome, default=Outcome.UNDECIDED)
    reason: Reason = code_column(Reason, default=Reason.UNSAID)
    owner: Owner = code_column(Owner, default=Owner.UNSAID)
    due: date | None = None
    communities: list[str] = json_column(list)
    areas: list[str] = json_column(list)
    services: list[str] = json_column(list)
    shown: dict[str, Any] = json_column()
    shown_outcome: Outcome | None = code_column(Outcome, default=None, nullable=True)
    shown_due: date | None = None
    published: date | None = None
    changed: date | None = None
    taken_out: bool = False
    revision: int = Field(default_factory=first_revision)


class EntryConcern(SQLModel, table=True):
    """By what everybody finds an entry: a community, an area, a service, a language."""

    __tablename__ = "feedback_concern"
    __table_args__ = (Index("ix_feedback_concern_found", "concern", "code", "entry_id"),)

    entry_id: int = _of_entry(primary_key=True)
    concern: Concern = code_column(Concern, primary_key=True)
    code: str = Field(primary_key=True, max_length=lengths.CODE)


class EntryEvidence(SQLModel, table=True):
    """Where people said it: something public by its key, besides the questions of the entry."""

    __tablename__ = "feedback_evidence"
    __table_args__ = (UniqueConstraint("entry_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = _of_entry()
    key: str = Field(max_length=KEY, index=True)


class Quote(SQLModel, table=True):
    """Words of an answer that may be quoted; they go with the answer.

    Of whoever wrote it at most one characteristic is said, by its code and option.
    """

    __tablename__ = "feedback_quote"

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    entry_id: int = _of_entry(index=True)
    answer_id: str = Field(
        foreign_key="written_answer.id", index=True, ondelete="CASCADE", max_length=lengths.ID
    )
    words: Translated = translated()
    language: str = Field(max_length=lengths.LANGUAGE)
    characteristic: str = Field(default="", max_length=lengths.CODE)
    option: str = Field(default="", max_length=lengths.CODE)


class EntryProof(SQLModel, table=True):
    """What shows that something was done: a document or picture by its file, or a link."""

    __tablename__ = "feedback_proof"

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    entry_id: int = _of_entry(index=True)
    proof: Proof = code_column(Proof)
    title: Translated = translated()
    language: str = Field(max_length=lengths.LANGUAGE)
    address: str = Field(default="", max_length=lengths.WEB_ADDRESS)
    filename: str = Field(default="", max_length=lengths.FILENAME)
    media_type: str = Field(default="", max_length=60)
    size: int = 0
    alternative: Translated = translated()
    taken_out: bool = False


class ReportBackEdition(Frozen, table=True):
    """A report frozen for a second person; what was `published` everybody can read for good.

    `content` has what each entry says by its key, and `languages` those in which it is read.
    """

    __tablename__ = "report_back_edition"

    id: int | None = Field(default=None, primary_key=True)
    report_back_id: int = _of_report_back(index=True)
    languages: list[str] = json_column(list)
    reason: str = Field(default="", max_length=lengths.REASON)


class ReportBackLanguage(SQLModel, table=True):
    """Who translated a report into a language, of which words, and who found it right.

    `translators` are all who did since it was last checked, and `translated_by` the last of them.
    """

    __tablename__ = "report_back_language"
    __table_args__ = (UniqueConstraint("report_back_id", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    report_back_id: int = _of_report_back()
    language: str = Field(max_length=lengths.LANGUAGE)
    source: str = Field(max_length=32)
    translated_by: int | None = of_account()
    translators: list[int] = json_column(list)
    checked_by: int | None = of_account()
    checked: date | None = None
    revision: int = Field(default_factory=first_revision)


class OutcomeAddress(SQLModel, table=True):
    """An e-mail address left to hear once what came of a consultation, apart from any answer."""

    __tablename__ = "outcome_address"
    __table_args__ = (UniqueConstraint("consultation_id", "email"), UNORDERED)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    consultation_id: int = Field(foreign_key="consultation.id", index=True, ondelete="CASCADE")
    email: str = Field(max_length=lengths.EMAIL)
    language: str = Field(max_length=lengths.LANGUAGE)


class FeedbackArrangements(SQLModel, table=True):
    """The one row of what the council decided about reporting back."""

    __tablename__ = "feedback_arrangements"

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    values: dict[str, Any] = json_column()
