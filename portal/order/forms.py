"""What the chair, moderators and whoever is blocked fill in about order in a body."""

from portal import lengths
from portal.bodies.forms import BLOCKED, LANGUAGE
from portal.bodies.rules import WORDS
from portal.forms.boxes import Day, Translated
from portal.forms.fields import Choice, Line, Prose
from portal.problems import mark

BLOCKING = (
    Choice("reason", mark("Why?"), required=True, options=tuple(BLOCKED.items())),
    Prose("words", mark("What you tell them"), most=WORDS),
    LANGUAGE,
    Day("until", mark("Last day; empty means for good")),
)
APPEAL = (Prose("appeal", mark("Why is this wrong?"), most=WORDS, required=True), LANGUAGE)
ON_APPEAL = (Prose("said", mark("What you tell them"), most=WORDS), LANGUAGE)
HOUSE_RULES = (Translated("house_rules", mark("House rules"), most=lengths.TEXT, rows=8),)
ON_DUTY = (
    Choice("weekday", mark("Each week on"), options=[(str(number), "") for number in range(7)]),
    Day("day", mark("Or on one day")),
    Line(
        "called",
        mark("What may the others call you?"),
        most=lengths.NAME,
        required=True,
        as_typed=True,
    ),
)
