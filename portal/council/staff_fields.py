"""What a settings page is made of: sections, groups and fields, as plain descriptions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a setting is written."""

    LINE = "line"
    TEXT = "text"
    EMAIL = "email"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One setting. `name` is its path in the stored settings; a translated one has many texts."""

    name: str
    label: str
    kind: Kind = Kind.LINE
    hint: str = ""
    translated: bool = False
    required: bool = False
    least: int = 1
    most: int = 200
    choices: tuple[tuple[str, str], ...] = ()

    def inputs(self, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Go through the names under which a form sends this setting, with their languages."""
        if not self.translated:
            yield self.name, ""
            return
        for tag in languages:
            yield f"{self.name}.{tag}", tag


@dataclass(frozen=True)
class Group:
    """Fields that belong together; `language` names the one they are about."""

    fields: tuple[Field, ...]
    title: str = ""
    language: str = ""


@dataclass(frozen=True)
class Section:
    """One settings page."""

    code: str
    title: str
    intro: str
    groups: tuple[Group, ...] = ()

    @property
    def fields(self) -> Iterator[Field]:
        """Go through all fields in the order of the page."""
        return (field for group in self.groups for field in group.fields)
