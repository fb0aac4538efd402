"""What a council decides about members: who may be one, and when they are asked to stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from portal.members.models import MemberArrangements
from portal.store.db import serialise

_LOCK = 0x6D656D62


@dataclass(frozen=True)
class Arrangements:
    """The council's decisions: how old members are at least, and the months of silence."""

    least_age: int = 16
    idle_months: int = 12
    answer_months: int = 2


def from_json(values: Mapping[str, Any]) -> Arrangements:
    """Read the arrangements as they are stored; what is missing keeps its default."""
    return _JSON.validate_python(values)


def to_json(arrangements: Arrangements) -> dict[str, Any]:
    """Write the arrangements as they are stored."""
    written: dict[str, Any] = _JSON.dump_python(arrangements, mode="json")
    return written


def current(session: Session) -> Arrangements:
    """Give the council's arrangements."""
    row = session.get(MemberArrangements, 1)
    return from_json(row.values) if row else Arrangements()


def for_change(session: Session) -> Arrangements:
    """Give the arrangements, and let every other change wait until this one is kept."""
    serialise(session, _LOCK)
    return current(session)


def save(session: Session, arrangements: Arrangements) -> None:
    """Keep changed arrangements."""
    row = session.get(MemberArrangements, 1) or MemberArrangements()
    row.values = to_json(arrangements)
    row.version += 1
    session.add(row)
    session.flush()


_JSON = TypeAdapter(Arrangements)
