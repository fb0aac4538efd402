"""What officers, applicants and members fill in about bodies, and what everything is called."""

from portal import lengths
from portal.bodies.rules import WORDS, BlockedFor, Change, Kind, Office
from portal.forms.boxes import Day, Translated
from portal.forms.fields import Choice, Number, Prose, Tick
from portal.members import forms as of_members
from portal.problems import Problem, mark

KINDS = {
    Kind.FORUM: mark("Forum"),
    Kind.ADVISORY: mark("Advisory group"),
    Kind.BOARD: mark("Partnership board"),
    Kind.PANEL: mark("Lay panel"),
}
CHANGES = {
    Change.CLOSED: mark("The council closed this body."),
    Change.OPENED: mark("The council opened this body again."),
    Change.TERMS: mark("The council changed what is said of this body."),
}
"""What the council did to a body, as everybody reads it."""

OFFICES = {
    Office.CHAIR: mark("Chair"),
    Office.DEPUTY: mark("Deputy chair"),
    Office.MODERATOR: mark("Moderator"),
}
BLOCKED = {
    BlockedFor.HATE: mark("Hate"),
    BlockedFor.THREAT: mark("Threats"),
    BlockedFor.PERSONAL: mark("Private things about somebody"),
    BlockedFor.SPAM: mark("Advertising, or the same again and again"),
    BlockedFor.RULES: mark("Against the house rules in another way"),
}
"""Why somebody may not write, as they read it."""

_MOST = 10_000

NEW = (
    Translated("name", mark("Name"), most=lengths.HEADING, required=True),
    Choice("kind", mark("What is it?"), required=True, options=tuple(KINDS.items())),
)
DETAILS = (
    *NEW,
    Translated(
        "terms",
        mark("Terms of reference"),
        most=lengths.TEXT,
        rows=8,
        hint=mark("What it may decide, and who answers for what is written in closed rooms."),
    ),
    Translated(
        "effort",
        mark("How much time it takes"),
        most=lengths.HEADING,
        hint=mark("For example: four meetings a year, and half an hour a week."),
    ),
    Tick("decides", mark("It decides, or decides with the council")),
    Translated(
        "represented",
        mark("How communities and BME organisations are represented"),
        most=lengths.TEXT,
        rows=4,
        hint=mark("As they declare it themselves. It is never concluded from names or answers."),
    ),
)
SEAT = (
    Translated(
        "title",
        mark("For whom is the seat?"),
        most=lengths.HEADING,
        required=True,
        hint=mark("For example: a group that works with young people."),
    ),
)
UNTIL = Day("until", mark("Last day of the term"), required=True)
OFFERED = (
    Choice("office", mark("Office"), required=True, options=tuple(OFFICES.items())[:2]),
    UNTIL,
    Translated(
        "chosen_by",
        mark("Who chose them"),
        most=lengths.HEADING,
        required=True,
        hint=mark("Everybody reads this. For example: elected by the groups on 3 March."),
    ),
    Translated(
        "paid_by",
        mark("Who pays them, and how much"),
        most=lengths.HEADING,
        required=True,
        hint=mark("Everybody reads this."),
    ),
)
LANGUAGE = of_members.WRITTEN_IN
MINUTE = (
    Day("day", mark("Day of the meeting"), required=True),
    Number("present", mark("How many members were there?"), required=True, least=1, most=_MOST),
    Number("in_favour", mark("How many were for it?"), required=True, least=0, most=_MOST),
    Number("against", mark("How many were against it?"), required=True, least=0, most=_MOST),
    Prose("words", mark("What the minute says"), most=WORDS, required=True),
    LANGUAGE,
)
NOT_DECLARED = Problem(
    mark("Tick the box if you hold no post at this council. Who does cannot accept.")
)
UNSURE_SEAT = Problem(mark("Tick the box to end this seat."))
