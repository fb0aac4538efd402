"""What is left of answers that were deleted: how many there were, and of nobody what."""

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.consultations.rules import Respondent
from portal.store.db import code_column


class WrittenCount(SQLModel, table=True):
    """How many written answers there were, once their words have been deleted."""

    __tablename__ = "written_count"

    consultation_id: int = Field(
        primary_key=True, foreign_key="consultation.id", ondelete="CASCADE"
    )
    question: str = Field(primary_key=True, max_length=lengths.FIELD)
    respondent: Respondent = code_column(Respondent, primary_key=True)
    language: str = Field(primary_key=True, max_length=lengths.LANGUAGE)
    number: int = 0


class EqualityCount(SQLModel, table=True):
    """How many told each thing about themselves, once it is known of nobody any more.

    `code` is an option where the question was answered, and empty otherwise.
    """

    __tablename__ = "equality_count"

    consultation_id: int = Field(
        primary_key=True, foreign_key="consultation.id", ondelete="CASCADE"
    )
    characteristic: str = Field(primary_key=True, max_length=lengths.CODE)
    state: str = Field(primary_key=True, max_length=20)
    code: str = Field(primary_key=True, max_length=lengths.CODE)
    number: int = 0
