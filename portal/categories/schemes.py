"""The harmonised questions as published, one versioned list for each nation: data only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

SCHEMES = {"wales": "wales-2021", "england": "england-2021"}
"""The list in force in each nation."""

PREFER_NOT = "prefer_not_to_say"
"""The code of the last option of every question."""

Words = dict[str, str]
"""A text in each language: BCP 47 tag to words; empty when there is nothing to say."""


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen, below its parent if it has one."""

    code: str
    label: Words
    parent: str | None = None
    write_in: bool = False
    hint: Words = field(default_factory=dict)
    question: Words = field(default_factory=dict)
    """What a broad group is asked next."""
    exclusive: bool = False
    census: str = ""
    """The label of this option in the published Census 2021 tables."""


@dataclass(frozen=True)
class Follows:
    """The answers to an earlier question that lead to a question."""

    characteristic: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Characteristic:
    """One equality question. It is never required."""

    code: str
    question: Words
    kind: str
    options: tuple[Option, ...]
    hint: Words = field(default_factory=dict)
    follows: Follows | None = None
    required: bool = False
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
        question=kept["question"],
        kind=kept["kind"],
        options=tuple(Option(**option) for option in kept["options"]),
        hint=kept.get("hint", {}),
        follows=follows and Follows(follows["characteristic"], tuple(follows["options"])),
    )
