"""Questionnaires that come with the portal, to start a consultation from."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from portal.consultations.staff.building.composition import Content
from portal.problems import mark

_DATA = Path(__file__).parent / "data"

TEMPLATES: dict[str, tuple[str, str]] = {
    "strategy": (
        mark("A strategy or plan"),
        mark("What matters most, what is in the way, and whether the plan is right."),
    ),
    "service-change": (
        mark("A change to a service"),
        mark("Who uses it, what the change would mean for them, and what would help."),
    ),
    "pulse": (
        mark("Five quick questions"),
        mark("How people feel about living here, to ask again every year."),
    ),
}
"""The templates, by file name: what each is called and what it asks."""


@cache
def template(name: str) -> Content:
    """Read a template as the content of an edition."""
    content: Content = _read(name)
    return content


@cache
def phrases() -> dict[str, dict[str, str]]:
    """Read short texts that most questionnaires need, in every language that is shipped."""
    texts: dict[str, dict[str, str]] = _read("phrases")
    return texts


def in_languages(content: Any, languages: tuple[str, ...]) -> Any:
    """Leave out of a template the languages that are not wanted."""
    if isinstance(content, dict) and content and content.keys() <= phrases()["no_names"].keys():
        return {tag: text for tag, text in content.items() if tag in languages}
    if isinstance(content, dict):
        return {key: in_languages(value, languages) for key, value in content.items()}
    if isinstance(content, list):
        return [in_languages(value, languages) for value in content]
    return content


def _read(name: str) -> Any:
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
