"""What officers fill in when they decide about an entry."""

from portal import lengths
from portal.forms.boxes import Day
from portal.forms.fields import Line, Text
from portal.forms.form import Fields
from portal.languages.appearance import is_plain
from portal.problems import mark

CENTRE = (
    Text(
        "centre_words",
        mark("When and how people can report there"),
        hint=mark("In the language of the entry."),
        most=lengths.HEADING,
        accepts=is_plain,
    ),
)


def reason(code: str) -> Text:
    """Ask why an officer decides something; the group reads it."""
    return Text(
        f"{code}_reason",
        mark("The reason, which the group reads"),
        required=True,
        missing=mark("Write the reason. The group reads it."),
        most=lengths.REASON,
        accepts=is_plain,
    )


def who_said(code: str) -> Fields:
    """Ask who of a group said something by telephone, and when."""
    return (
        Line(f"{code}_who", mark("Who of the group said so"), required=True, most=lengths.NAME),
        Day(f"{code}_day", mark("On which day"), required=True),
    )
