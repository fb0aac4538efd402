"""What somebody may send who asks for an interpreter, a format or a call."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal import lengths
from portal.forms.fields import Line, Text, one_of
from portal.forms.form import Fields, Reading, read
from portal.language_support import rules
from portal.language_support.rules import Need
from portal.languages.text_languages import UNKNOWN
from portal.problems import Problem, mark

OTHER = "other"
"""Stands for a language that the form does not list."""

KIND = one_of("kind", mark("What do you need?"), rules.KINDS)
SERVICE = one_of("service", mark("What is it for?"), rules.SERVICES)
ABOUT = Text(
    "about",
    mark("What is it about?"),
    hint=mark(
        "For example the name of a consultation, or the day and place of a meeting. "
        "Write nothing private here."
    ),
    most=lengths.FEW_LINES,
)
REACH = Text(
    "reach",
    mark("How can we reach you?"),
    hint=mark(
        "A telephone number, an email address or a postal address. You do not have to give a name."
    ),
    required=True,
    missing=mark("Write how we can reach you. Otherwise nobody can answer you."),
    most=lengths.FEW_LINES,
)
WHEN = Line(
    "when", mark("A good time to call"), hint=mark("For example mornings."), most=lengths.NAME
)
SPOKEN = Line(
    "spoken",
    mark("Name of the language, if it is not listed"),
    hint=mark("Write it in any language."),
    most=lengths.NAME,
)
TOLD = (SPOKEN, ABOUT, REACH, WHEN)
"""What is sealed and then wiped."""


def fields(languages: Iterable[str]) -> Fields:
    """List the fields for residents, who choose one of these languages or name another."""
    tags = [(tag,) for tag in (*languages, OTHER)]
    language = one_of("language", mark("In which language?"), tags)
    return (language, SPOKEN, KIND, SERVICE, ABOUT, REACH, WHEN)


def need(values: Mapping[str, Any]) -> Need:
    """Give what was asked for; nobody knows yet which language it is that is not listed."""
    language = values["language"]
    return Need(
        UNKNOWN if language == OTHER else language,
        rules.Kind(values["kind"]),
        rules.Service(values["service"]),
    )


def asked(languages: Iterable[str], sent: Mapping[str, Any]) -> Reading:
    """Read what a resident sent."""
    said = read(fields(languages), sent)
    if said.values["language"] == OTHER and not said.values["spoken"]:
        said.problems.setdefault("spoken", Problem(mark("Write the name of your language.")))
    return said
