"""Saving against a colleague: nobody saves over what somebody else stored after a page was drawn.

The form of a page carries which version it showed: the revision of a row, or a few letters made
of all that stands there. If that is not what is stored any more, nothing is saved, nothing typed
is lost, and whoever was later sees both versions before they decide. (Where the fields of a form
can be put together without asking, as between two tabs of one resident, see `forms.three_way`.)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlmodel import Session

from portal.forms import three_way
from portal.forms.form import Difference, Reading, differences
from portal.forms.words import Shown
from portal.problems import Problems
from portal.store import audit

VERSION = "_version"
"""The field in which a form carries which version its page showed."""

BASE = "_base"
"""The field in which a form carries what it showed, where its fields are put together."""


class Revised(Protocol):
    """A row that counts how often it was changed."""

    revision: int


@dataclass(frozen=True)
class Change:
    """Who changes what, for the audit log."""

    actor: int | None
    action: str
    subject: str


@dataclass(frozen=True)
class Refusal:
    """Why nothing was saved: something is wrong, or somebody else saved meanwhile."""

    status: int
    problems: Problems = field(default_factory=dict)
    theirs: list[Difference] = field(default_factory=list)

    @property
    def shown(self) -> dict[str, Any]:
        """Give what a page needs to say so."""
        return {"status": self.status, "problems": self.problems, "theirs": self.theirs}


UNREFUSED = Refusal(200)
"""What a page says before anything was sent."""


def version_of(shown: Any) -> str:
    """Name what a page shows, which is anything that JSON can write, by a few letters."""
    return three_way.mark_of([shown])


def is_stale(sent: Mapping[str, Any], stored: object) -> bool:
    """Tell whether a form was drawn for another version than the one that is stored now."""
    return bool(sent.get(VERSION) != str(stored))


def overtaken(sent: Mapping[str, Any], stored: Shown, typed: Shown) -> Refusal | None:
    """Refuse a form that was drawn for another version, unless it brings what is stored."""
    differing = differences(stored, typed) if is_stale(sent, version_of(stored)) else []
    return Refusal(409, theirs=differing) if differing else None


def save(
    session: Session,
    change: Change,
    row: Revised,
    before: Shown,
    sent: Shown,
    reading: Reading,
) -> Refusal | None:
    """Store what was read, if the row is still the one that the form was opened with.

    The second of two taps on one button sends what is stored already and is harmless.
    """
    if is_stale(sent, row.revision):
        differing = differences(before, sent)
        moving = sent.get("_do", "save") != "save"
        return Refusal(409, theirs=differing) if differing or moving else None
    if reading.problems:
        return Refusal(422, reading.problems)
    changed = [name for name, value in reading.values.items() if getattr(row, name) != value]
    if changed:
        _store(session, row, {name: reading.values[name] for name in changed})
        record(session, change, changed=changed)
    return None


def record(session: Session, change: Change, **details: Any) -> None:
    """Write a change into the audit log."""
    audit.record(session, change.actor or 0, change.action, change.subject, **details)


def _store(session: Session, row: Revised, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    session.add(row)
    session.flush()
