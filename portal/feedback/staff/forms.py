"""What officers fill in: an entry, what it rests on and shows, translations, and signing off."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal import lengths
from portal.feedback import vocabulary
from portal.feedback.models import Entry
from portal.feedback.rules import MOST_WORDS, TEXTS, Outcome, Owner, Reason
from portal.forms.boxes import Day, Several, Translated
from portal.forms.fields import Choice, Prose, WebAddress
from portal.forms.form import Fields, Reading
from portal.problems import Problem, mark

Options = Sequence[tuple[str, Mapping[str, str]]]
"""Codes, and what they are called by language."""

LABELS: Mapping[str, str] = {
    "asked": mark("We asked"),
    "said": mark("You said"),
    "did": mark("We did, or will do"),
}
_HINTS: Mapping[str, str] = {
    "asked": mark("In short, as people were asked."),
    "said": mark("What people told you, also what you do not like to hear. Name nobody."),
    "did": mark("What was done, or will be. Not needed where you choose why not."),
}
_OUTCOME = Choice(
    "outcome",
    mark("What comes of it?"),
    options=tuple(vocabulary.OUTCOMES.items()),
    required=True,
    missing=mark("Choose what comes of it."),
)
_REASON = Choice(
    "reason",
    mark("If you could not, or nothing changes: why?"),
    hint=mark("Everybody reads it in their own language; nothing more has to be written."),
    options=((Reason.UNSAID, mark("No reason")), *list(vocabulary.REASONS.items())[1:]),
    required=True,
    missing=mark("Choose a reason, or “No reason”."),
)
_OWNER = Choice(
    "owner",
    mark("Who does it?"),
    options=((Owner.UNSAID, mark("Nobody")), *list(vocabulary.OWNERS.items())[1:]),
    required=True,
    missing=mark("Choose who does it, or “Nobody”."),
)
_DUE = Day(
    "due",
    mark("By which day?"),
    hint=mark("For what is promised or under way. Once it is published, the first day stays."),
)
ASK: Fields = (
    Prose(
        "reason",
        mark("What changed since it was last signed off, and why"),
        hint=mark("Everybody reads it beside the old words."),
        required=True,
        most=lengths.REASON,
        missing=mark("Write what changed, and why."),
    ),
)
UNTICKED = Problem(mark("Tick the box to take it out."))


def entry(questions: Options, communities: Options, areas: Options, services: Options) -> Fields:
    """List what is filled in for an entry."""
    return (
        Several("questions", mark("Which questions does it answer?"), options=questions),
        *(text(name) for name in TEXTS),
        _OUTCOME,
        _REASON,
        _OWNER,
        _DUE,
        Several("communities", mark("Communities that it concerns"), options=communities),
        Several("areas", mark("Areas that it concerns"), options=areas),
        Several("services", mark("Services that it concerns"), options=services),
    )


def text(name: str, where: str = "") -> Prose:
    """Give the field for one of the three texts of an entry; `where` tells of which, if several."""
    return Prose(
        f"{name}_{where}" if where else name,
        LABELS[name],
        hint=_HINTS[name],
        most=lengths.PARAGRAPH,
        words=MOST_WORDS,
    )


def held(entry: Entry, fields: Fields) -> dict[str, Any]:
    """Give what an entry holds for each field, of its texts what stands in its own language."""
    values = {one.name: getattr(entry, one.name) for one in fields}
    return values | {name: values[name].get(entry.language, "") for name in TEXTS}


def to_keep(entry: Entry, reading: Reading) -> Reading:
    """Say what is kept of a form: its texts beside those in other languages, and its choices."""
    said = reading.values
    texts = {name: original(getattr(entry, name), entry.language, said[name]) for name in TEXTS}
    codes = {
        "outcome": Outcome(said["outcome"] or entry.outcome),
        "reason": Reason(said["reason"] or entry.reason),
        "owner": Owner(said["owner"] or entry.owner),
    }
    return Reading({**said, **texts, **codes}, reading.problems)


def beside(kept: Mapping[str, str], tag: str, words: str) -> dict[str, str]:
    """Put words in a language beside those in others; where there are none, none stand there."""
    others = {other: text for other, text in kept.items() if other != tag}
    return others | ({tag: words} if words else {})


def original(kept: Mapping[str, str], tag: str, words: str) -> dict[str, str]:
    """Put words as they are written beside their translations; of no words none are kept."""
    return beside(kept, tag, words) if words else {}


def evidence(things: Sequence[tuple[str, str]]) -> Fields:
    """List what is filled in for something in which people said it."""
    return (
        Choice(
            "key",
            mark("Where did people say it?"),
            options=things,
            required=True,
            missing=mark("Choose where people said it."),
        ),
    )


def linked() -> Fields:
    """List what is filled in for a page elsewhere that shows that something was done."""
    return (
        _titled(),
        WebAddress(
            "address",
            mark("Its web address"),
            required=True,
            most=lengths.WEB_ADDRESS,
            missing=mark("Write its web address."),
        ),
    )


def filed() -> Fields:
    """List what is filled in for a file that shows that something was done."""
    alternative = Translated(
        "alternative",
        mark("What the picture shows"),
        hint=mark("For who does not see it. Needed for a picture; name nobody in it."),
        most=lengths.FEW_LINES,
    )
    return (_titled(), alternative)


def _titled() -> Translated:
    return Translated(
        "title",
        mark("What it is called"),
        required=True,
        most=lengths.FEW_LINES,
        missing=mark("Write what it is called."),
    )
