"""Requests that wait, and what is left of those that do not: how many there were."""

from datetime import date

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.language_support.rules import Kind, Outcome, Service, State, Why
from portal.store.db import code_column
from portal.store.tables import UNORDERED


class SupportRequest(SQLModel, table=True):
    """Something that somebody asked for, by day; its number is made of all that was sent.

    `told` is sealed: how to reach them and what it is about. It is wiped with the answer, and the
    rest goes some days later: until then a colleague who was slower sees what was decided.
    """

    __tablename__ = "support_request"
    __table_args__ = UNORDERED

    id: str = Field(primary_key=True, max_length=lengths.ID)
    asked: date = Field(index=True)
    language: str = Field(max_length=lengths.LANGUAGE)
    kind: Kind = code_column(Kind)
    service: Service = code_column(Service)
    state: State = code_column(State)
    told: bytes
    outcome: Outcome | None = code_column(Outcome, default=None, nullable=True)
    why: Why = code_column(Why)
    answered: date | None = None


class SupportCount(SQLModel, table=True):
    """How many asked for the same in one month with the same outcome. It names nobody."""

    __tablename__ = "support_count"

    month: date = Field(primary_key=True)
    language: str = Field(primary_key=True, max_length=lengths.LANGUAGE)
    kind: Kind = code_column(Kind, primary_key=True)
    service: Service = code_column(Service, primary_key=True)
    outcome: Outcome = code_column(Outcome, primary_key=True)
    why: Why = code_column(Why, primary_key=True)
    number: int = 0
