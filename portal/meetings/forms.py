"""What chairs, officers and members fill in about meetings, and what everything is called."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from portal import lengths
from portal.bodies import forms as of_bodies
from portal.forms.boxes import Day, Moment, Several, Translated
from portal.forms.field import Field
from portal.forms.fields import Choice, Line, Number, Prose, Tick, WebAddress
from portal.forum.topics import forms as of_topics
from portal.forum.topics.rules import Standing
from portal.meetings import rules
from portal.meetings.rules import (
    ACTION,
    PLACE,
    SUMMARY,
    TITLE,
    TRANSLATED,
    TRANSLATED_SUMMARY,
    WORDS,
    Kind,
    Owner,
    What,
)
from portal.problems import Problem, mark

LANGUAGE = of_bodies.LANGUAGE

KINDS = {
    Kind.MEETING: mark("Meeting"),
    Kind.CASE_REVIEW: mark("Case review group"),
    Kind.EVENT: mark("Event"),
    Kind.TRAINING: mark("Training places for groups"),
}
WHATS = {
    What.SUMMARY: mark("Summary by the chair"),
    What.MINUTES: mark("Minutes"),
}
OWNERS = {
    Owner.COUNCIL: mark("The council"),
    Owner.CHAIR: mark("The chair"),
    Owner.GROUP: mark("A group"),
}
_MOST = 10_000

WHEN = (
    Moment("starts", mark("Which day?"), at=mark("At what time?"), usual="18:00", required=True),
    Number(
        "minutes",
        mark("How many minutes does it last?"),
        required=True,
        least=rules.SHORTEST,
        most=rules.LONGEST,
    ),
)
WHERE = (
    Line(
        "area",
        mark("In which part of the area is it?"),
        most=lengths.NAME,
        hint=mark("Everybody reads this."),
    ),
    Line("place", mark("Where exactly?"), most=PLACE, hint=mark("Only who comes reads this.")),
    WebAddress(
        "online",
        mark("Address of the call"),
        most=lengths.WEB_ADDRESS,
        hint=mark("Only who comes reads this."),
    ),
)
_TITLE = Line(
    "title",
    mark("Does it have a title of its own?"),
    most=TITLE,
    hint=mark("If it has none, it is called a meeting."),
)
_KIND = Choice(
    "kind",
    mark("What is it?"),
    required=True,
    options=[(kind.value, KINDS[kind]) for kind in rules.OF_BODIES],
    hint=mark("Of a case review group only the days and the actions are kept."),
)
PLAN = (*WHEN, *WHERE, _KIND, _TITLE, LANGUAGE)
"""What a chair says about a meeting; the day is enough."""

CHANGE = (*WHEN, *WHERE, _TITLE, LANGUAGE)

_OFFERED = (
    Translated("title", mark("What is it called?"), most=TITLE, required=True),
    Translated("about", mark("What is it about?"), most=lengths.TEXT, rows=4),
)
_PLACES = Number(
    "places",
    mark("How many places are there?"),
    least=1,
    most=_MOST,
    hint=mark("Leave it empty if everybody can come."),
)
_OPEN_PLACE = Tick(
    "open_place",
    mark("Everybody may see the place"),
    hint=mark("Otherwise only those see it who say that they come. The call stays theirs alone."),
)
EVENT_CHANGE = (*_OFFERED, *WHEN, *WHERE, _OPEN_PLACE, _PLACES)
EVENT = (
    replace(_KIND, options=[(kind.value, KINDS[kind]) for kind in rules.OF_COUNCIL], hint=""),
    *EVENT_CHANGE,
)

NAMED = Tick(
    "named",
    mark("Everybody who is named agreed to it, and I noted that; or nobody is named"),
    required=True,
    missing=mark("Say that everybody who is named agreed to it, or that nobody is named."),
)
NAMES_NOBODY_ELSE = Tick(
    "named",
    mark("It names nobody whom the original does not name"),
    required=True,
    missing=mark("Say that it names nobody whom the original does not name."),
)
"""What somebody says who translates: whoever the original names agreed to that."""

LAWS, REMOVED = of_topics.LAWS, of_topics.STANDINGS[Standing.REMOVED]
TRANSLATED_BY, CHECKED_BY = of_topics.TRANSLATED_BY, of_topics.CHECKED_BY
TRANSLATIONS: Mapping[What, Sequence[Field]] = {
    What.SUMMARY: (replace(of_topics.TRANSLATION[0], most=TRANSLATED_SUMMARY),),
    What.MINUTES: (replace(of_topics.TRANSLATION[0], most=TRANSLATED),),
}
ITEM = (Line("title", mark("Item"), most=TITLE, required=True), LANGUAGE)
THERE = Number("people", mark("How many people were there?"), least=0, most=_MOST)
PLACES = Number("people", mark("How many people?"), least=1, most=rules.MOST_PEOPLE, required=True)

UNSURE = Problem(mark("Tick the box to cancel this."))

Named = Sequence[tuple[str, Mapping[str, str]]]
"""Groups among which somebody chooses: the number of each, and its name in its language."""


def record(what: What) -> Sequence[Field]:
    """Ask for a summary or minutes; who is named in them agreed to it."""
    most = WORDS if what is What.MINUTES else SUMMARY
    return (
        Prose("text", mark("What do you write?"), most=most, required=True),
        LANGUAGE,
        NAMED,
    )


def there(groups: Named) -> Sequence[Field]:
    """Ask how many were at a meeting, and of which groups."""
    return (THERE, Several("groups", mark("Which groups were there?"), options=groups))


def action(groups: Named) -> Sequence[Field]:
    """Ask for an action: what, who does it, and by when."""
    return (
        Prose(
            "words",
            mark("What is to be done?"),
            most=ACTION,
            required=True,
            hint=mark("Everybody reads this, so name no person."),
        ),
        LANGUAGE,
        Choice("owner", mark("Who does it?"), required=True, options=tuple(OWNERS.items())),
        Choice("group", mark("Which group?"), options=groups),
        Day("due", mark("By which day?"), required=True),
        NAMED,
    )


def places(groups: Named) -> Sequence[Field]:
    """Ask for which group places are taken, and how many."""
    return (Choice("group", mark("For which group?"), required=True, options=groups), PLACES)
