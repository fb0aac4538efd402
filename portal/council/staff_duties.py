"""What a council has still to say about itself, for whoever sets the portal up."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.council.rules import Council
from portal.problems import mark


@dataclass(frozen=True)
class Duty:
    """Something a council has to say about itself, and on which settings page it says it."""

    section: str
    message: str
    done: bool


def duties(council: Council) -> list[Duty]:
    """List what residents need from a council before they can trust the portal."""
    return [Duty(section, message, bool(done(council))) for section, message, done in _DUTIES]


def unfinished(council: Council) -> list[str]:
    """Name what a council has still to say before residents can trust the portal."""
    return [duty.message for duty in duties(council) if not duty.done]


_DUTIES: tuple[tuple[str, str, Callable[[Council], object]], ...] = (
    ("council", mark("The council's name is not set."), lambda c: c.name != Council().name),
    (
        "council",
        mark("The council's name is missing in one of its languages."),
        lambda c: all(c.name.get(tag) for tag in c.languages),
    ),
    (
        "telephones",
        mark("There is no telephone number for residents who need help."),
        lambda c: c.telephone(c.languages[0]),
    ),
    (
        "contacts",
        mark("There is no data protection contact."),
        lambda c: c.data_protection.email,
    ),
    ("contacts", mark("There is no accessibility contact."), lambda c: c.accessibility.email),
    ("contacts", mark("There is no contact for complaints."), lambda c: c.complaints.email),
    ("recipients", mark("It does not say who can receive answers."), lambda c: c.recipients),
    (
        "recipients",
        mark("It does not say to whom answers are not sent."),
        lambda c: c.never_recipients,
    ),
    (
        "accessibility",
        mark("The accessibility statement has no date of testing."),
        lambda c: c.accessibility_tested,
    ),
)
