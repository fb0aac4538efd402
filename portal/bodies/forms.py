"""What officers, applicants and members fill in about bodies, and what everything is called."""

from portal import lengths
from portal.bodies.rules import WORDS, Joining, Kind, Office
from portal.forms.boxes import Day, Translated
from portal.forms.fields import Choice, Line, Number, Text, Tick
from portal.languages import text_languages
from portal.problems import mark

KINDS = {
    Kind.FORUM: mark("Forum"),
    Kind.ADVISORY: mark("Advisory group"),
    Kind.BOARD: mark("Partnership board"),
    Kind.PANEL: mark("Lay panel"),
}
OFFICES = {
    Office.CHAIR: mark("Chair"),
    Office.DEPUTY: mark("Deputy chair"),
    Office.MODERATOR: mark("Moderator"),
}
JOINING = {
    Joining.WAITING: mark("Waits for the chair"),
    Joining.ASKED_BACK: mark("The chair has a question"),
    Joining.ACCEPTED: mark("Accepted"),
    Joining.DECLINED: mark("Not accepted"),
    Joining.WITHDRAWN: mark("Withdrawn"),
}
CONTACTS = {
    "email": mark("By email"),
    "call": mark("By a call"),
    "text": mark("By text message"),
    "group": mark("Through my group"),
}
"""How somebody wants to be reached about a body."""

_LANGUAGE = mark("Choose the language.")
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
MEETS = Day("meets", mark("Day of the next meeting"))
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
LANGUAGE = Line(
    "language",
    mark("In which language do you write this?"),
    most=lengths.LANGUAGE,
    accepts=text_languages.is_known,
    required=True,
    wrong=_LANGUAGE,
    missing=_LANGUAGE,
)
APPLYING = (
    Choice(
        "as_",
        mark("For whom do you apply?"),
        required=True,
        options=(("person", mark("For myself")), ("group", mark("For a group"))),
    ),
    Line(
        "group",
        mark("Name of the group, as it stands in the directory"),
        most=lengths.NAME,
        hint=mark("Only if you apply for a group."),
    ),
    Text("why", mark("Why do you want to join?"), most=WORDS, required=True),
    LANGUAGE,
    Line(
        "called",
        mark("What may the chair call you?"),
        most=lengths.NAME,
        hint=mark("One name is enough, and it need not be the one in your papers."),
    ),
    Choice(
        "contact",
        mark("How may the chair reach you?"),
        required=True,
        options=tuple(CONTACTS.items()),
    ),
    Text(
        "needs",
        mark("What do you need to take part?"),
        most=WORDS,
        hint=mark("For example an interpreter, or a room without steps. Only the chair reads it."),
    ),
)
"""What somebody says who wants to join; one name in any script, and no puzzle."""

ANSWER = (Text("why", mark("Your answer"), most=WORDS, required=True), LANGUAGE)
DECIDING = (
    Text("said", mark("What you tell them"), most=WORDS),
    LANGUAGE,
    Day("until", mark("On the seat until")),
)
MINUTE = (
    Day("day", mark("Day of the meeting"), required=True),
    Number("present", mark("How many members were there?"), required=True, least=1, most=_MOST),
    Number("in_favour", mark("How many were for it?"), required=True, least=0, most=_MOST),
    Number("against", mark("How many were against it?"), required=True, least=0, most=_MOST),
    Text("words", mark("What the minute says"), most=WORDS, required=True),
    LANGUAGE,
)
