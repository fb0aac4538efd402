"""What a report back says, what it lacks, when the loop is closed and what was changed: pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.languages import word_counts

Content = Mapping[str, Any]
"""All that everybody reads of one entry, as an edition freezes it."""

MOST_ENTRIES = 10
MOST_WORDS = 60
"""How many words each of the three texts of an entry may have."""

FEWEST_ALIKE = 10
"""So many people with a characteristic answered, or it is not named beside a quote of one."""

TEXTS = ("asked", "said", "did")
WARNINGS = (28, 7, 1)
"""How many days before the promised day its officers are reminded."""

TELL_AFTER = 14
"""After how many days of delay the champion and the chair of the forum are told."""


class Outcome(StrEnum):
    """What comes of what people said; a question may end with nothing, for a reason."""

    UNDECIDED = "undecided"
    PROMISED = "promised"
    UNDER_WAY = "under_way"
    DONE = "done"
    NOT_POSSIBLE = "not_possible"
    NOTHING = "nothing"


REFUSALS = frozenset({Outcome.NOT_POSSIBLE, Outcome.NOTHING})
"""Outcomes that take a reason, which says all in every language."""

OWED = frozenset({Outcome.PROMISED, Outcome.UNDER_WAY})
"""Outcomes that take a day by which they are kept."""


class Reason(StrEnum):
    """Why something is not done."""

    UNSAID = "unsaid"
    NOT_OUR_POWER = "not_our_power"
    COSTS = "costs"
    LAW = "law"
    LATER = "later"
    ALREADY = "already"
    DISAGREE = "disagree"


class Owner(StrEnum):
    """Who does it, by their role."""

    UNSAID = "unsaid"
    HEAD = "head"
    OFFICER = "officer"
    COUNCILLORS = "councillors"
    SCHOOLS = "schools"
    HEALTH = "health"
    POLICE = "police"
    PARTNERS = "partners"
    GROUPS = "groups"
    FORUM = "forum"


class Concern(StrEnum):
    """Whom or what an entry concerns, besides the languages in which everybody reads it."""

    COMMUNITY = "community"
    AREA = "area"
    SERVICE = "service"
    LANGUAGE = "language"


class Proof(StrEnum):
    """What shows that something was done."""

    DOCUMENT = "document"
    LINK = "link"
    PICTURE = "picture"


class Verdict(StrEnum):
    """What a reader says of an entry."""

    ANSWERS = "answers"
    DOES_NOT = "does_not"


class Line(StrEnum):
    """What the chair says of a promise; the council cannot change it."""

    KEPT = "kept"
    NOT_YET = "not_yet"
    NOT_SO = "not_so"


class Lack(StrEnum):
    """What an entry misses before it can be signed off."""

    ASKED = "asked"
    SAID = "said"
    EVIDENCE = "evidence"
    OUTCOME = "outcome"
    DID = "did"
    REASON = "reason"
    OWNER = "owner"
    DUE = "due"
    PROOF = "proof"


class Standing(StrEnum):
    """How a language of a report stands: missing words, to be checked, made of old words, good."""

    MISSING = "missing"
    UNCHECKED = "unchecked"
    STALE = "stale"
    CHECKED = "checked"


def word_count(text: str) -> int:
    """Count the words of a text, also in scripts that put no spaces between them."""
    return word_counts.count(text)


def is_short(text: str) -> bool:
    """Tell whether a text has no more words than one of an entry may."""
    return word_count(text) <= MOST_WORDS


def shortened(text: str) -> str:
    """Give a text with no more words than one of an entry may have."""
    return text if is_short(text) else word_counts.first(text, MOST_WORDS - 1) + " …"


def is_about(question: str, codes: Collection[str]) -> bool:
    """Tell whether what was written at a question, or as its other answer, is about one of some."""
    return question.removesuffix(".other") in codes


def drafted(sections: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Say about which questions the entries of a new report are, by the codes of each section's.

    One each; if that makes too many, one for each section; and of more sections than that, as
    many together as it takes, none of them torn apart.
    """
    asked = [tuple(section) for section in sections if section]
    alone: list[tuple[str, ...]] = [(code,) for section in asked for code in section]
    if len(alone) <= MOST_ENTRIES:
        return alone
    many = -(-len(asked) // MOST_ENTRIES)
    parts = (asked[at : at + many] for at in range(0, len(asked), many))
    return [tuple(code for section in part for code in section) for part in parts]


def lacks(one: Content, proofs: int) -> Iterator[Lack]:
    """Say what an entry misses in the language in which it is written."""
    outcome, language = Outcome(one["outcome"]), one["language"]
    refused = outcome in REFUSALS
    missing = {
        Lack.ASKED: not one["asked"].get(language),
        Lack.SAID: not one["said"].get(language),
        Lack.EVIDENCE: not any(one[name] for name in ("questions", "evidence", "quotes")),
        Lack.OUTCOME: outcome is Outcome.UNDECIDED,
        Lack.DID: not refused and not one["did"].get(language),
        Lack.REASON: refused and one["reason"] == Reason.UNSAID,
        Lack.OWNER: outcome in OWED and one["owner"] == Owner.UNSAID,
        Lack.DUE: outcome in OWED and not one["due"],
        Lack.PROOF: outcome is Outcome.DONE and not proofs,
    }
    return (lack for lack, is_so in missing.items() if is_so)


def standing(*, said: bool, fresh: bool, checked: bool) -> Standing:
    """Say how a language other than the first stands, if all is `said` in it and still fits."""
    if not said:
        return Standing.MISSING
    if not fresh:
        return Standing.STALE
    return Standing.CHECKED if checked else Standing.UNCHECKED


def readable(own: str, promised: Collection[str], checked: Collection[str]) -> set[str]:
    """Name the languages in which everybody may read a report: Welsh never after English."""
    ready = {own, *checked} & {own, *promised}
    late = "cy" in promised and "cy" not in ready
    return ready - {"en"} if late else ready


def missing_questions(asked: Iterable[str], entries: Iterable[Content]) -> list[str]:
    """List the questions that have neither an entry nor “nothing, because”."""
    answered = {code for one in entries for code in one["questions"]}
    return [code for code in asked if code not in answered]


def is_closed(
    asked: Iterable[str], promised: Collection[str], entries: Sequence[Content], read: Iterable[str]
) -> bool:
    """Tell whether the loop is closed: each question answered, in each promised language."""
    return not missing_questions(asked, entries) and set(promised) <= set(read)


def warning(promised: date, today: date, told: int) -> int:
    """Give the reminder that is due, as its days before, or 0; `told` is the last one, or 0."""
    left = (promised - today).days
    due = [days for days in WARNINGS if 0 <= left <= days and not 0 < told <= days]
    return min(due, default=0)


@dataclass(frozen=True)
class Count:
    """How often readers said that an entry answers them, and how often that it does not.

    A number below `FEWEST_ALIKE` is None: few readers could be told apart.
    """

    answers: int | None
    does_not: int | None


def counted(found: Mapping[Verdict, int]) -> Count:
    """Give the numbers that everybody may read."""
    shown = {one: many if many >= FEWEST_ALIKE else None for one, many in found.items()}
    return Count(shown.get(Verdict.ANSWERS), shown.get(Verdict.DOES_NOT))
