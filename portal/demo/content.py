"""The texts and tables of the demonstration, as they are stored beside this module."""

import json
from importlib.resources import files
from typing import Any

SLUGS = ("race-equality-scheme", "translation-drop-ins", "festival-of-cultures")
"""The consultations: one open, one closed, one that opens soon."""


def edition(slug: str) -> dict[str, Any]:
    """Read a consultation as an edition stores it."""
    content: dict[str, Any] = _read(slug)
    return content


def council() -> dict[str, Any]:
    """Read the settings of the made-up council as they are stored."""
    settings: dict[str, Any] = _read("council")
    return settings


def written_answers() -> dict[str, list[dict[str, Any]]]:
    """Read what synthetic residents write: question, or question and `.other`, to texts."""
    answers: dict[str, list[dict[str, Any]]] = _read("written-answers")
    return answers


def organisations() -> list[dict[str, Any]]:
    """Read the made-up voluntary groups that answer."""
    groups: list[dict[str, Any]] = _read("organisations")
    return groups


def people() -> dict[str, Any]:
    """Read who answers: ethnic groups, their languages, and what they say about themselves."""
    tables: dict[str, Any] = _read("people")
    return tables


def tendencies() -> dict[str, dict[str, Any]]:
    """Read how likely each answer to each question is, and for whom it differs."""
    tables: dict[str, dict[str, Any]] = _read("tendencies")
    return tables


def reports() -> dict[str, Any]:
    """Read what the made-up council decided about reports, its agencies, and synthetic reports."""
    tables: dict[str, Any] = _read("reports")
    return tables


def members() -> list[dict[str, Any]]:
    """Read the made-up members, in the order in which they are taken in."""
    people: list[dict[str, Any]] = _read("members")
    return people


def memberships() -> dict[str, dict[str, list[int]]]:
    """Read which made-up members belong to which group, by their places in the list."""
    found: dict[str, dict[str, list[int]]] = _read("memberships")
    return found


def groups() -> dict[str, Any]:
    """Read the made-up groups of the directory, and the areas from which they choose."""
    tables: dict[str, Any] = _read("groups")
    return tables


def language_support() -> dict[str, Any]:
    """Read what made-up residents asked for: requests that wait, and counts by month."""
    tables: dict[str, Any] = _read("language-support")
    return tables


def forum() -> dict[str, Any]:
    """Read the made-up forum: who runs it and sits in it, and what they write."""
    tables: dict[str, Any] = _read("forum")
    return tables


def _read(name: str) -> Any:
    path = files("portal.demo").joinpath("data", f"{name}.json")
    return json.loads(path.read_text(encoding="utf-8"))
