"""A form as its fields: read, shown as a browser would send it back, and compared. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.forms.field import Field, Ground
from portal.forms.words import Sent, Shown
from portal.problems import Problems

Fields = Sequence[Field]
_NOWHERE = Ground()


@dataclass(frozen=True)
class Reading:
    """What a form says to store, and what is wrong with it; with a problem nothing is stored."""

    values: dict[str, Any]
    problems: Problems


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed meanwhile: what they wrote, and what is being sent."""

    field: str
    theirs: str
    mine: str

    @property
    def part(self) -> str:
        """Name the field without its language."""
        return self.field.split(".")[0]

    @property
    def detail(self) -> str:
        """Give what comes after the name: a language, an option, a part of a date."""
        return self.field.partition(".")[2]


def read(
    fields: Fields,
    sent: Sent,
    kept: Mapping[str, Any] | None = None,
    ground: Ground = _NOWHERE,
) -> Reading:
    """Read the value of each field by its name; `kept` is what is stored now."""
    problems: Problems = {}
    before = kept or {}
    values = {
        field.name: field.read(sent, ground, before.get(field.name), problems) for field in fields
    }
    return Reading(values, problems)


def show(fields: Fields, stored: Mapping[str, Any], ground: Ground = _NOWHERE) -> Shown:
    """Show stored values as the very form that a browser would send back."""
    shown: Shown = {}
    for field in fields:
        shown |= field.show(stored.get(field.name), ground)
    return shown


def held(fields: Fields, row: object) -> dict[str, Any]:
    """Give what a row holds for each field."""
    return {field.name: getattr(row, field.name) for field in fields}


def typed(fields: Fields, sent: Sent, ground: Ground = _NOWHERE) -> Shown:
    """Give what somebody typed into the fields, so that a page can show it again."""
    shown: Shown = {}
    for field in fields:
        shown |= field.typed(sent, ground)
    return shown


def differences(theirs: Shown, mine: Shown) -> list[Difference]:
    """List the inputs in which two versions of a form differ."""
    names = [*theirs, *(name for name in mine if name not in theirs)]
    pairs = [(name, theirs.get(name, ""), mine.get(name, "")) for name in names]
    return [
        Difference(*pair) for pair in pairs if pair[1] != pair[2] and not pair[0].startswith("_")
    ]


def differing(
    fields: Fields, sent: Sent, stored: Mapping[str, Any], ground: Ground = _NOWHERE
) -> list[Difference]:
    """Lay what is stored in some fields beside what was sent for them."""
    return differences(show(fields, stored, ground), typed(fields, sent, ground))


def changed(before: Shown, after: Shown) -> list[str]:
    """Name the inputs that differ, for the audit log."""
    return [one.field for one in differences(before, after)]
