"""What officers fill in about bodies, and why they close one or change what it is for."""

from portal import lengths
from portal.forms.boxes import Day, Translated
from portal.problems import Problem, mark

_EVERYBODY = mark("Everybody reads this.")

WHY = (
    Translated("why", mark("Why?"), most=lengths.HEADING, rows=3, required=True, hint=_EVERYBODY),
)
UNSURE = Problem(mark("Tick the box if you read why and agree."))

DECLARED = (
    Translated("name", mark("Name"), most=lengths.HEADING, required=True),
    Translated(
        "represented",
        mark("How communities and BME organisations are represented"),
        most=lengths.TEXT,
        rows=4,
        required=True,
        hint=mark("As they declare it themselves. It is never concluded from names or answers."),
    ),
    Translated(
        "declared_by",
        mark("Who declared it"),
        most=lengths.HEADING,
        required=True,
        hint=mark("Everybody reads this. For example: the clerk of the governors."),
    ),
    Day("declared", mark("On which day"), required=True),
)
