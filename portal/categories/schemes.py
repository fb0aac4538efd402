"""The harmonised questions as published, one versioned list for each nation: data only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from portal.questions import questionnaire
from portal.questions.questionnaire import Condition, Kind, Question, Translated

SCHEMES = {"wales": "wales-2021", "england": "england-2021"}
"""The list in force in each nation."""

PREFER_NOT = "prefer_not_to_say"
"""The code of the last option of every question."""

_TWO_STEP = "two_step"


@dataclass(frozen=True)
class Option(questionnaire.Option):
    """One answer that may be chosen, below its parent if it has one."""

    parent: str | None = None
    write_in: bool = False
    question: Translated = field(default_factory=dict)
    """What a broad group is asked next."""
    census: str = ""
    """The label of this option in the published Census 2021 tables."""


@dataclass(frozen=True)
class Characteristic(Question):
    """One equality question. It is never required.

    One of two steps asks for a broad group first, and then for what is below it.
    """

    options: tuple[Option, ...] = ()
    two_step: bool = False
    retired: tuple[Option, ...] = ()
    """Local options no longer offered, which earlier answers still hold."""

    @property
    def write_in_field(self) -> str:
        """Name the form field for the person's own words, or nothing if there is none."""
        if not any(option.write_in for option in self.options):
            return ""
        return self.code.removesuffix(".detail") + ".other"


@dataclass(frozen=True)
class Scheme:
    """A nation's list of questions, with its version, its source and who checked the words."""

    name: str
    nation: str
    version: str
    source: str
    licence: str
    drafted: Mapping[str, bool]
    """For each language, whether its words still wait for a native reader."""
    notes: Mapping[str, str]
    characteristics: tuple[Characteristic, ...]


@cache
def of(nation: str) -> Scheme:
    """Read the list in force in a nation; KeyError for a nation without one."""
    name = SCHEMES[nation]
    path = files("portal.categories").joinpath("data", f"{name}.json")
    kept = json.loads(path.read_text(encoding="utf-8"))
    languages = kept["languages"]
    return Scheme(
        name=name,
        nation=kept["nation"],
        version=kept["version"],
        source=kept["source"],
        licence=kept["licence"],
        drafted={tag: about["drafted"] for tag, about in languages.items()},
        notes={tag: about["note"] for tag, about in languages.items()},
        characteristics=tuple(_characteristic(one) for one in kept["characteristics"]),
    )


def _characteristic(kept: dict[str, Any]) -> Characteristic:
    follows = kept.get("follows")
    return Characteristic(
        code=kept["code"],
        label=kept["question"],
        kind=Kind.SINGLE if kept["kind"] == _TWO_STEP else Kind(kept["kind"]),
        two_step=kept["kind"] == _TWO_STEP,
        options=tuple(Option(**option) for option in kept["options"]),
        hint=kept.get("hint", {}),
        show_if=follows and Condition(follows["characteristic"], tuple(follows["options"])),
    )
