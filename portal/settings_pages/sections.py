"""What settings pages are made of: sections, groups of fields, and what a council has still to say.

Settings are kept as JSON, and the name of a field is its path there; a day is its ISO text.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from portal.forms import form, three_way
from portal.forms.boxes import Day, Days
from portal.forms.field import Field, Ground
from portal.forms.words import Sent, Shown
from portal.problems import Problem, Problems, mark

Decided = TypeVar("Decided")
Stored = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """Fields that belong together; `language` names the one they are about.

    An entry of a list is known by the field that it is `named` by: without it none is kept, and it
    is said what is `lacking`.
    """

    fields: tuple[Field, ...]
    title: str = ""
    language: str = ""
    named: str = ""
    lacking: str = mark("Write the name.")

    def unnamed(self, sent: Sent, languages: Sequence[str]) -> Problems:
        """Say that the name is missing where anything else of an entry is filled in."""
        filled = {
            name for name, text in form.typed(self.fields, sent, Ground(languages)).items() if text
        }
        lacks = self.named and filled and self.named not in filled
        return {self.named: Problem(self.lacking)} if lacks else {}


@dataclass(frozen=True)
class Section:
    """One settings page."""

    code: str
    title: str
    intro: str
    groups: tuple[Group, ...] = ()

    @property
    def fields(self) -> list[Field]:
        """List all fields in the order of the page."""
        return [field for group in self.groups for field in group.fields]

    def show(self, stored: Stored, languages: Sequence[str]) -> Shown:
        """Show what is stored as the form of the page."""
        return form.show(self.fields, self._values(stored), Ground(languages))

    def version(self, stored: Stored, languages: Sequence[str]) -> str:
        """Fingerprint what the page shows, so that it is seen when somebody else changed it."""
        return three_way.mark_of(self.show(stored, languages) if self.groups else list(languages))

    def base(self, stored: Stored, languages: Sequence[str]) -> str:
        """Write down what the page shows, for its form to carry."""
        return three_way.fingerprint(self._parts(self.show(stored, languages)))

    def merge(self, base: str, now: Shown, typed: Shown) -> tuple[Shown, Shown]:
        """Put what somebody typed beside what a colleague stored meanwhile.

        A field that only one of them changed holds that; where both did, what was typed stands,
        and what is stored now comes as well.
        """
        stored, sent = self._parts(now), self._parts(typed)
        every = {name: sent.get(name, {}) for name in [*stored, *sent]}
        merged = three_way.merge(three_way.base_of([base]), stored, every)
        shown = _flat(part or {} for part in merged.fields.values())
        return shown, _flat(stored.get(name, {}) for name in merged.versions)

    def typed(self, sent: Sent, languages: Sequence[str]) -> Shown:
        """Give what somebody typed into the page, so that none of it is lost."""
        return form.typed(self.fields, sent, Ground(languages))

    def read(self, sent: Sent, stored: Stored, languages: Sequence[str]) -> tuple[Stored, Problems]:
        """Write a sent page into what is stored; what the page does not show stays as it is."""
        reading = form.read(self.fields, sent, self._values(stored), Ground(languages))
        unnamed: Problems = {}
        for group in self.groups:
            unnamed |= group.unnamed(sent, languages)
        written = deepcopy(stored)
        for name, value in reading.values.items():
            _put(written, name, _json(value))
        return written, reading.problems | unnamed

    def _parts(self, shown: Shown) -> dict[str, Shown]:
        """Take the boxes of a day as one; all others stand for themselves."""
        ground, days = Ground(), [field for field in self.fields if isinstance(field, Day)]
        of = {box: day.name for day in days for box in day.inputs(ground)}
        parts: dict[str, Shown] = {}
        for name, text in shown.items():
            parts.setdefault(of.get(name, name), {})[name] = text
        return parts

    def _values(self, stored: Stored) -> Stored:
        return {field.name: _of(field, _at(stored, field.name)) for field in self.fields}


@dataclass(frozen=True)
class Duty(Generic[Decided]):
    """Something a council has to say before residents can trust it, and on which page it does."""

    section: str
    message: str
    is_done: Callable[[Decided], object]


def unfinished(duties: Iterable[Duty[Decided]], decided: Decided) -> list[Duty[Decided]]:
    """List what is still to say."""
    return [duty for duty in duties if not duty.is_done(decided)]


def _flat(parts: Iterable[Shown]) -> Shown:
    return {name: text for part in parts for name, text in part.items()}


def _of(field: Field, kept: Any) -> Any:
    if isinstance(field, Day):
        return date.fromisoformat(kept) if kept else None
    return [date.fromisoformat(day) for day in kept or ()] if isinstance(field, Days) else kept


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _at(stored: Stored, name: str) -> Any:
    value: Any = stored
    for step in name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _put(stored: Stored, name: str, value: Any) -> None:
    *above, last = name.split(".")
    for step in above:
        stored = stored.setdefault(step, {})
    stored[last] = "" if value is None else value
