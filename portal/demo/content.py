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


def shared_answers() -> list[dict[str, Any]]:
    """Read what invented groups answer together, and who of them wrote what."""
    listed: list[dict[str, Any]] = _read("shared-answers")
    return listed


def complaints() -> dict[str, Any]:
    """Read what people sent to the made-up council about its services."""
    tables: dict[str, Any] = _read("complaints")
    return tables


def current_plan() -> dict[str, Any]:
    """Read the made-up council's plan, its items below each other, with days from today."""
    plan: dict[str, Any] = _read("current-plan")
    return plan


def feedback() -> dict[str, Any]:
    """Read what came of the closed consultation, with days from today, and who says what of it."""
    tables: dict[str, Any] = _read("feedback")
    return tables


def language_support() -> dict[str, Any]:
    """Read what made-up residents asked for: requests that wait, and counts by month."""
    tables: dict[str, Any] = _read("language-support")
    return tables


def helped_answers() -> dict[str, Any]:
    """Read what a made-up helper entered for others, and how many slips were used."""
    made: dict[str, Any] = _read("helped-answers")
    return made


def order() -> dict[str, Any]:
    """Read the house rules and the rota of the made-up forum, and what its chair says."""
    tables: dict[str, Any] = _read("order")
    return tables


def forum() -> dict[str, Any]:
    """Read the made-up forum: who runs it and sits in it, and what they write."""
    tables: dict[str, Any] = _read("forum")
    return tables


def meetings() -> dict[str, Any]:
    """Read the made-up meetings of the forum, what came of them, and the council's events."""
    tables: dict[str, Any] = _read("meetings")
    return tables


def needs() -> list[dict[str, Any]]:
    """Read what some of those need who come to the next made-up meeting."""
    tables: list[dict[str, Any]] = _read("needs")
    return tables


def equality_impact() -> dict[str, Any]:
    """Read what was assessed, what needed no full assessment, and what is still to be done."""
    tables: dict[str, Any] = _read("equality-impact")
    return tables


def moderation() -> dict[str, Any]:
    """Read what was reported and decided in the made-up forum, and which languages who reads."""
    tables: dict[str, Any] = _read("moderation")
    return tables


def plans() -> list[dict[str, Any]]:
    """Read which published plans are shown: whose, from where, and which lines of which file."""
    listed: list[dict[str, Any]] = _read("plans")
    return listed


def compacts() -> list[dict[str, Any]]:
    """Read which compacts were drawn, and what each side says of its duties."""
    listed: list[dict[str, Any]] = _read("compacts")
    return listed


def reviews() -> dict[str, Any]:
    """Read who leads what in the made-up plan, what they reported, and how it was reviewed."""
    tables: dict[str, Any] = _read("reviews")
    return tables


def plan_source(file: str) -> str:
    """Read a published plan as it was pasted from its document."""
    return files("portal.demo").joinpath("data", "plans", file).read_text(encoding="utf-8")


def _read(name: str) -> Any:
    path = files("portal.demo").joinpath("data", f"{name}.json")
    return json.loads(path.read_text(encoding="utf-8"))
