"""Saving what an editor sends, unless somebody else saved first: nobody's words are lost."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from portal.consultations.models import Consultation, QuestionDraft, SectionDraft
from portal.consultations.staff.building.editor_forms import Difference, Reading, Shown, differences
from portal.problems import Problems
from portal.store import audit

Row = Consultation | SectionDraft | QuestionDraft


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


def save(
    session: Session, change: Change, row: Row, before: Shown, sent: Shown, reading: Reading
) -> Refusal | None:
    """Store what was read, if the row is still the one that the form was opened with.

    The second of two taps on one button sends what is stored already and is harmless.
    """
    if sent.get("_revision") != str(row.revision):
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


def _store(session: Session, row: Row, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    session.add(row)
    session.flush()
