"""Consultations as staff prepare them, the editions residents read, and what they answered."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.consultations.rules import Channel, Respondent, ResponseState, Stage, Told
from portal.questions.questionnaire import Kind
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
from portal.store.tables import UNORDERED


class Consultation(SQLModel, table=True):
    """Something the council asks residents about, between two moments."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=lengths.SLUG)
    stage: Stage = code_column(Stage, default=Stage.DRAFT)
    title: Translated = translated()
    published_title: Translated = translated()
    summary: Translated = translated()
    purpose: Translated = translated()
    privacy: Translated = translated()
    languages: list[str] = json_column(list)
    minutes: int | None = None
    opens: datetime | None = moment(default=None, nullable=True)
    closes: datetime | None = moment(default=None, nullable=True)
    report_back: date | None = None
    delete_written: date | None = None
    delete_equality: date | None = None
    edition: int = 0
    revision: int = 0
    ask_equality: bool = True
    synthetic: bool = False
    created: datetime = stamp()

    @property
    def name(self) -> Translated:
        """Give the title that residents read, or the one of the draft before they read any."""
        return self.published_title or self.title


class Published(NamedTuple):
    """What residents' pages need of a consultation while somebody answers, to be read only."""

    id: int
    slug: str
    stage: Stage
    languages: list[str]
    opens: datetime | None
    closes: datetime | None
    edition: int
    ask_equality: bool
    synthetic: bool
    published_title: Translated
    title: Translated
    summary: Translated
    delete_written: date | None
    delete_equality: date | None
    report_back: date | None


Readable = Consultation | Published
"""A consultation that is only read, as a row or as a value."""


class SectionDraft(SQLModel, table=True):
    """One page of questions, as staff edit it."""

    __tablename__ = "section_draft"

    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", index=True, ondelete="CASCADE")
    place: int = 0
    code: str = Field(max_length=lengths.CODE)
    title: Translated = translated()
    intro: Translated = translated()
    show_if: dict[str, Any] = json_column()
    revision: int = Field(default_factory=first_revision)


class QuestionDraft(SQLModel, table=True):
    """One question, as staff edit it; options and rows are JSON in the form of an edition."""

    __tablename__ = "question_draft"

    id: int | None = Field(default=None, primary_key=True)
    section_id: int = Field(foreign_key="section_draft.id", index=True, ondelete="CASCADE")
    place: int = 0
    code: str = Field(max_length=lengths.CODE)
    kind: Kind = code_column(Kind)
    label: Translated = translated()
    hint: Translated = translated()
    context: Translated = translated()
    required: bool = False
    options: list[dict[str, Any]] = json_column(list)
    rows: list[dict[str, Any]] = json_column(list)
    minimum: float | None = None
    maximum: float | None = None
    low: Translated = translated()
    high: Translated = translated()
    show_if: dict[str, Any] = json_column()
    revision: int = Field(default_factory=first_revision)


class Edition(SQLModel, table=True):
    """A questionnaire frozen by publishing. A correction of wording is a new edition."""

    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", ondelete="CASCADE")
    number: int
    content: dict[str, Any] = json_column()
    note: Translated = translated()
    published: datetime = stamp()


class DateChange(SQLModel, table=True):
    """A date that residents were told and that was moved: the closing moment, or else a day."""

    __tablename__ = "date_change"

    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", index=True, ondelete="CASCADE")
    which: Told = code_column(Told, default=Told.CLOSES)
    closed_before: datetime | None = moment(default=None, nullable=True)
    closes_now: datetime | None = moment(default=None, nullable=True)
    day_before: date | None = None
    day_now: date | None = None
    reason: Translated = translated()
    made: datetime = stamp()


class Document(SQLModel, table=True):
    """A file that explains the consultation, its bytes in a folder; a removed one's title stays."""

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    consultation_id: int = Field(foreign_key="consultation.id", index=True, ondelete="CASCADE")
    title: Translated = translated()
    language: str = Field(max_length=lengths.LANGUAGE)
    filename: str = Field(max_length=lengths.FILENAME)
    media_type: str = Field(max_length=60)
    size: int
    place: int = 0
    added: datetime = stamp()
    removed: datetime | None = moment(default=None, nullable=True)
    removal: Translated = translated()


class SharedPreview(SQLModel, table=True):
    """A link with which anybody reads a draft until a day; its row gone, it was taken back."""

    __tablename__ = "shared_preview"

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    consultation_id: int = Field(foreign_key="consultation.id", index=True, ondelete="CASCADE")
    made: datetime = stamp()
    until: date


class Draft(SQLModel, table=True):
    """Answers not yet sent, sealed under a key that only the resume code gives."""

    id: str = Field(primary_key=True, max_length=64)
    consultation_id: int = Field(foreign_key="consultation.id", index=True, ondelete="CASCADE")
    sealed: bytes = Field(sa_type=LargeBinary)
    expires: datetime = moment(index=True)


def _of_few(name: str, column: str) -> Index:
    few = text(f"{column} = 1")
    return Index(name, "consultation_id", sqlite_where=few, postgresql_where=text(column))


class Response(SQLModel, table=True):
    """What somebody answered. It does not say who they are.

    `receipt` names the response to whoever holds its receipt code, and makes sending it
    twice harmless. `reason` says why it was set aside, or counts again. `rushed` says that more
    came from its network within an hour than is usual. `not_asked` are questions that whoever
    brought it did not ask; which ones an earlier answer left out is told by the answers.
    `may_quote` says that its words may be quoted without a name.
    """

    # Pages count the responses of a consultation by their state and list them by day, and an
    # export goes through them by their names, some at a time. Few are marked, so those that
    # are not cost nothing to keep.
    __table_args__ = (
        Index("ix_response_listed", "consultation_id", "state", "day", "id"),
        Index("ix_response_exported", "consultation_id", "id"),
        _of_few("ix_response_rushed", "rushed"),
        _of_few("ix_response_quotable", "may_quote"),
        UNORDERED,
    )

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    consultation_id: int = Field(foreign_key="consultation.id", ondelete="CASCADE")
    edition: int
    receipt: str = Field(unique=True, max_length=64)
    language: str = Field(max_length=lengths.LANGUAGE)
    channel: Channel = code_column(Channel, default=Channel.WEB)
    day: date
    respondent: Respondent = code_column(Respondent, default=Respondent.INDIVIDUAL)
    organisation: dict[str, Any] = json_column()
    answers: dict[str, Any] = json_column()
    state: ResponseState = code_column(ResponseState, default=ResponseState.COUNTED)
    reason: str = Field(default="", max_length=lengths.KEPT_REASON)
    rushed: bool = False
    not_asked: list[str] = json_column(list)
    may_quote: bool = False


class WrittenAnswer(SQLModel, table=True):
    """One answer in the resident's own words."""

    __tablename__ = "written_answer"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    response_id: str = Field(foreign_key="response.id", index=True, ondelete="CASCADE")
    question: str = Field(max_length=lengths.FIELD)
    text: str
    language: str = Field(max_length=lengths.LANGUAGE)
    flags: list[str] = json_column(list)


class EqualityAnswers(SQLModel, table=True):
    """What somebody told about themselves after sending; written once, never changed."""

    __tablename__ = "equality_answers"
    __table_args__ = UNORDERED

    response_id: str = Field(primary_key=True, foreign_key="response.id", ondelete="CASCADE")
    nation: str = Field(max_length=20)
    answers: dict[str, Any] = json_column()
