"""Assessments as officers write them, what they rest on and lead to, and what was signed off."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.approvals.models import Frozen
from portal.equality_impact.rules import NEVER, Decision, Kind, Outcome, Progress, Standing
from portal.store.db import (
    Translated,
    code_column,
    first_revision,
    json_column,
    stamp,
    translated,
)

KEY = 2 * lengths.SLUG
"""How long the key of something public may be (see `Thing`)."""


def _of_assessment() -> Any:
    return Field(foreign_key="assessment.id", index=True, ondelete="CASCADE")


class Assessment(SQLModel, table=True):
    """A policy, a service or a change, and what it does to people, as officers write it.

    `said` holds the answers of each part that has no columns. `writers` are the accounts that
    wrote any of it since it was last signed off. Of the register are `standing`, `next_on` (when
    it is to be assessed, or looked at again) and what is `published`; `listed` says whether it
    stands there before it was ever signed off.
    """

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=lengths.SLUG)
    title: Translated = translated()
    summary: Translated = translated()
    kind: Kind = code_column(Kind, default=Kind.POLICY)
    service: str = Field(default="", max_length=lengths.CODE)
    owner: str = Field(default="", max_length=lengths.NAME)
    language: str = Field(max_length=lengths.LANGUAGE)
    subject: str = ""
    reasons: str = ""
    affected: str = ""
    due_on: date | None = None
    listed: bool = False
    said: dict[str, Any] = json_column()
    outcome: Outcome | None = code_column(Outcome, default=None, nullable=True)
    outcome_reason: Translated = translated()
    no_evidence: str = ""
    decision: Decision | None = code_column(Decision, default=None, nullable=True)
    decision_reason: Translated = translated()
    review_on: date | None = None
    writers: list[int] = json_column(list)
    standing: Standing = code_column(Standing, default=Standing.HIDDEN)
    next_on: date = Field(default=NEVER, index=True)
    published_title: Translated = translated()
    published_service: str = Field(default="", max_length=lengths.CODE)
    synthetic: bool = False
    made: datetime = stamp()

    @property
    def due(self) -> date | None:
        """Give the day by which it is to be assessed or looked at again, if anybody said one."""
        return self.next_on if self.next_on < NEVER else None


class AssessmentEvidence(SQLModel, table=True):
    """What an assessment rests on: something public by its `key`, or anything else by its name."""

    __tablename__ = "assessment_evidence"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = _of_assessment()
    key: str = Field(default="", max_length=KEY)
    title: str = Field(default="", max_length=lengths.HEADING)
    address: str = Field(default="", max_length=lengths.WEB_ADDRESS)
    learned: str = Field(max_length=lengths.PARAGRAPH)


class Measure(SQLModel, table=True):
    """What is done against a bad effect, by whom and until when; `thing` names it elsewhere.

    How far it is may be said at any time, without the assessment being signed off anew.
    """

    __tablename__ = "assessment_measure"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = _of_assessment()
    words: str = Field(max_length=lengths.PARAGRAPH)
    lead: str = Field(max_length=lengths.NAME)
    due: date | None = None
    progress: Progress = code_column(Progress, default=Progress.NOT_STARTED)
    progress_on: date | None = None
    thing: str = Field(default="", max_length=KEY)
    revision: int = Field(default_factory=first_revision)


class AssessmentPointer(SQLModel, table=True):
    """Something public, by its `key`, that an assessment names as it was signed off last."""

    __tablename__ = "assessment_pointer"
    __table_args__ = (sa.Index("ix_assessment_pointer_key", "key"),)

    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True, ondelete="CASCADE")
    key: str = Field(primary_key=True, max_length=KEY)


class AssessmentEdition(Frozen, table=True):
    """An assessment frozen for somebody to sign off; once `published` it is never changed."""

    __tablename__ = "assessment_edition"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = _of_assessment()
    note: str = Field(default="", max_length=lengths.REASON)
