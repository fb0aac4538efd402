"""What a council decides about comments and complaints: times, and words in every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from portal.complaints.models import ComplaintArrangements
from portal.complaints.rules import Terms
from portal.store.db import serialise

Translated = dict[str, str]
_LOCK = 0x636F6D70


@dataclass(frozen=True)
class Arrangements(Terms):
    """The council's decisions; where it wrote nothing, the pages say what holds everywhere."""

    keep_months: int = 12
    email: str = ""
    how: Translated = field(default_factory=dict)
    helpers: Translated = field(default_factory=dict)
    ombudsman: Translated = field(default_factory=dict)


def from_json(values: Mapping[str, Any]) -> Arrangements:
    """Read the decisions as they are stored."""
    return _JSON.validate_python(values)


def to_json(decided: Arrangements) -> dict[str, Any]:
    """Write the decisions as they are stored."""
    written: dict[str, Any] = _JSON.dump_python(decided, mode="json")
    return written


def current(session: Session) -> Arrangements:
    """Give the council's decisions."""
    row = session.get(ComplaintArrangements, 1)
    return from_json(row.values) if row else Arrangements()


def for_change(session: Session) -> Arrangements:
    """Give the decisions, and let every other change wait until this one is kept."""
    serialise(session, _LOCK)
    row = session.get(ComplaintArrangements, 1, populate_existing=True)
    return from_json(row.values) if row else Arrangements()


def save(session: Session, decided: Arrangements) -> None:
    """Keep changed decisions."""
    row = session.get(ComplaintArrangements, 1) or ComplaintArrangements()
    row.values = to_json(decided)
    row.version += 1
    session.add(row)
    session.flush()


_JSON = TypeAdapter(Arrangements)
