"""What an assessment says, what it lacks before it is signed off, and when it is due."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

Content = Mapping[str, Any]
"""All that an assessment says, as an edition freezes it."""


class Kind(StrEnum):
    """What is assessed."""

    POLICY = "policy"
    SERVICE = "service"
    CHANGE = "change"


class Question(StrEnum):
    """What a screening asks."""

    PEOPLE = "people"
    GROUPS = "groups"
    KNOWN = "known"
    LESS = "less"
    CHANCE = "chance"


class Answer(StrEnum):
    """How it is answered."""

    YES = "yes"
    NO = "no"


class Outcome(StrEnum):
    """What somebody decided after the screening."""

    FULL = "full"
    OUT = "out"


class Effect(StrEnum):
    """What it does to people with a characteristic."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"


class Decision(StrEnum):
    """What was decided once the effects were known."""

    GO_ON = "go_on"
    CHANGE = "change"
    STOP = "stop"
    DESPITE = "despite"


class Progress(StrEnum):
    """How far a measure is."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


class Standing(StrEnum):
    """How something stands in the register; what is hidden is not there."""

    HIDDEN = "hidden"
    PLANNED = "planned"
    ASSESSED = "assessed"
    OUT = "out"


PROTECTED = (
    "age",
    "disability",
    "gender_reassignment",
    "marriage",
    "pregnancy",
    "race",
    "religion",
    "sex",
    "sexual_orientation",
)
"""The protected characteristics, in the order of the Equality Act 2010, section 4."""

WELSH, POVERTY = "welsh", "socio_economic"
"""What a council may have to look at besides: the Welsh language, and who has less."""

SOON = 28
"""So many days before it is due, something is shown as due soon."""


NEVER = date(2999, 12, 31)
"""Stands where nobody has said by when: the last day that can be typed."""


class Lack(NamedTuple):
    """What an assessment lacks in one of its parts: the name of a message, and of a part."""

    part: str
    what: str


def characteristics(*, welsh: bool, poverty: bool) -> tuple[str, ...]:
    """List what an assessment looks at."""
    return (*PROTECTED, *((WELSH,) if welsh else ()), *((POVERTY,) if poverty else ()))


def standing(content: Content | None, *, listed: bool) -> Standing:
    """Say how something stands in the register, by what of it was signed off."""
    if content is None:
        return Standing.PLANNED if listed else Standing.HIDDEN
    return Standing.OUT if content["outcome"] == Outcome.OUT else Standing.ASSESSED


def keys(content: Content) -> list[str]:
    """List what public things an assessment names: what it rests on, and what is done elsewhere.

    >>> keys({"evidence": [{"key": "a"}, {"key": ""}], "measures": [{"thing": "b"}]})
    ['a', 'b']
    """
    named = [one["key"] for one in content["evidence"]]
    named += [one["thing"] for one in content["measures"]]
    return sorted({key for key in named if key})


def is_late(due: date, today: date) -> bool:
    """Tell whether what was due by a day is late."""
    return due < today


def lacks(content: Content, looked_at: Sequence[str], today: date) -> list[Lack]:
    """List what has to be said before an assessment can be signed off."""
    found = [Lack("about", name) for name in _ABOUT if not _said(content[name])]
    found += _of_screening(content)
    if content["outcome"] == Outcome.FULL:
        found += _of_effects(content, looked_at)
        found += [] if content["decision"] else [Lack("decision", "decision")]
        found += [] if _said(content["decision_reason"]) else [Lack("decision", "decision_reason")]
    due = content["review_on"]
    if not due or is_late(date.fromisoformat(due), today):
        found.append(Lack("decision", "review_on"))
    return found


def _of_screening(content: Content) -> list[Lack]:
    said = content["screening"]
    open_ = [one for one in Question if not said.get(one, {}).get("answer")]
    unsaid = [one for one in Question if not said.get(one, {}).get("why")]
    found = [Lack("screening", "answers")] if open_ else []
    found += [Lack("screening", "whys")] if unsaid else []
    found += [] if content["outcome"] else [Lack("screening", "outcome")]
    return found + ([] if _said(content["outcome_reason"]) else [Lack("screening", "reason")])


def _of_effects(content: Content, looked_at: Sequence[str]) -> list[Lack]:
    said = {one: content["impacts"].get(one, {}) for one in looked_at}
    found = [
        Lack(one, "effect")
        for one, impact in said.items()
        if not (impact.get("effect") and impact.get("why"))
    ]
    if not content["evidence"] and not content["no_evidence"]:
        found.append(Lack("evidence", "evidence"))
    bad = [one for one in said.values() if one.get("effect") == Effect.NEGATIVE]
    if bad and not content["measures"] and content["decision"] != Decision.STOP:
        found.append(Lack("measures", "measures"))
    return found


def _said(value: Any) -> bool:
    return any(value.values()) if isinstance(value, Mapping) else bool(value)


_ABOUT = ("title", "summary", "subject", "reasons", "affected", "owner", "service")
