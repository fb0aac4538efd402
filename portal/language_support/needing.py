"""Language support that is asked for on pages of others: in which languages, and how it stands."""

from collections.abc import Collection, Mapping

from portal import lengths
from portal.forms.fields import Line
from portal.language_support.rules import Booking, Kind, Why
from portal.languages import locales, text_languages
from portal.problems import Problem, mark

STATES: Mapping[str, str] = {
    Booking.WAITING: mark("Asked for"),
    Booking.BOOKED: mark("Booked"),
    Booking.IMPOSSIBLE: mark("Not possible"),
}
TONES: Mapping[str, str] = {
    Booking.WAITING: "wait",
    Booking.BOOKED: "good",
    Booking.IMPOSSIBLE: "bad",
}
WHYS: Mapping[str, str] = {
    Why.NOBODY: mark("Nobody was free, or nobody could be found."),
    Why.LATE: mark("There was not enough time."),
    Why.COST: mark("It would have cost too much."),
    Why.UNOFFERED: mark("The council does not offer it."),
}
LANGUAGE = Line(
    "language",
    mark("In which language?"),
    hint=mark(
        "It counts for an interpreter and for papers. Write its name in any language. If several "
        "are needed, write a comma between them."
    ),
    most=lengths.NAME,
    required=True,
)
Languages = list[tuple[str, str]]
"""The languages in which something is needed; one that we do not know with its name as typed."""


def languages(needed: Collection[str], typed: str, usual: str) -> tuple[Languages, Problem | None]:
    """Read in which languages something is needed; no interpreter is found without one."""
    tags, unknown = text_languages.read_names(typed, locales.LANGUAGES)
    found = [(tag, "") for tag in tags]
    if unknown:
        found.append((text_languages.UNKNOWN, ", ".join(unknown)))
    missing = Kind.INTERPRETER in needed and not typed
    problem = Problem(mark("Write the name of the language.")) if missing else None
    return found or [(usual, "")], problem


def settled(pressed: str) -> tuple[Booking, Why] | None:
    """Read which button was pressed: that something is booked, or why it is not possible."""
    if pressed in WHYS:
        return Booking.IMPOSSIBLE, Why(pressed)
    return (Booking(pressed), Why.NONE) if pressed in (Booking.BOOKED, Booking.WAITING) else None
