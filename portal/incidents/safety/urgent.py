"""What somebody in danger, or with a child in mind, is told: what to press, and when who looks."""

from typing import NamedTuple

from portal.incidents.safety.cautions import Caution
from portal.problems import mark


class Press(NamedTuple):
    """A button that calls for help at once: what it says, with which number, and where it leads."""

    label: str
    number: str
    href: str


PRESSES = (
    Press(mark("Call %(number)s"), "999", "tel:999"),
    Press(mark("Text %(number)s"), "999", "sms:999"),
    Press(mark("%(number)s in British Sign Language"), "999", "https://999bsl.co.uk"),
)
"""The buttons beside whatever says that somebody is in danger."""

REPORT = (
    Caution(
        "looked_at",
        mark(
            "The council has decided how soon somebody has to look, by day and by night. "
            "Hours at most if somebody is in danger: %(danger_hours)s. "
            "If a child may come to harm: %(child_hours)s."
        ),
        settings={"danger_hours": "2", "child_hours": "4"},
    ),
    Caution(
        "not_looked_at",
        mark(
            "The council has not said how soon somebody looks. It can take days, "
            "even if somebody is in danger or a child may come to harm."
        ),
    ),
    Caution(
        "first_word",
        mark(
            "If nobody is in danger, we read reports on working days. "
            "Working days until our first word to you, at most: %(acknowledge_days)s."
        ),
        settings={"acknowledge_days": "1"},
    ),
    Caution(
        "child_call",
        mark(
            "Is a child in danger now? Call %(number)s. Children and young people can also talk "
            "to Childline: call %(childline)s. It is free at any time."
        ),
        {"number": "999", "childline": "0800 1111"},
    ),
)
