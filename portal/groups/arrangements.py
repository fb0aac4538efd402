"""What a council decides about the directory: into which areas groups sort themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from portal.groups.models import GroupArrangements
from portal.store.db import serialise

Translated = dict[str, str]
_LOCK = 0x67727073


@dataclass(frozen=True)
class Area:
    """A part of the council's area; its code stays when its name changes."""

    code: str
    label: Translated = field(default_factory=dict)


@dataclass(frozen=True)
class Arrangements:
    """The council's decisions."""

    areas: tuple[Area, ...] = ()


def from_json(values: Mapping[str, Any]) -> Arrangements:
    """Read the decisions as they are stored."""
    return _JSON.validate_python(values)


def to_json(decided: Arrangements) -> dict[str, Any]:
    """Write the decisions as they are stored."""
    written: dict[str, Any] = _JSON.dump_python(decided, mode="json")
    return written


def current(session: Session) -> Arrangements:
    """Give the council's decisions."""
    row = session.get(GroupArrangements, 1)
    return from_json(row.values) if row else Arrangements()


def for_change(session: Session) -> Arrangements:
    """Give the decisions, and let every other change wait until this one is kept."""
    serialise(session, _LOCK)
    row = session.get(GroupArrangements, 1, populate_existing=True)
    return from_json(row.values) if row else Arrangements()


def save(session: Session, decided: Arrangements) -> None:
    """Keep changed decisions."""
    row = session.get(GroupArrangements, 1) or GroupArrangements()
    row.values = to_json(decided)
    row.version += 1
    session.add(row)
    session.flush()


_JSON = TypeAdapter(Arrangements)
