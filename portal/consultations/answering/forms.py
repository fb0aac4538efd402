"""What residents may send besides their answers."""

from collections.abc import Mapping
from typing import Any

from portal import lengths
from portal.forms.fields import Line, Number, Text
from portal.forms.form import read
from portal.languages.i18n import gettext
from portal.languages.text_languages import written
from portal.problems import mark
from portal.questions.field_limits import KEPT_LIMITS

ORGANISATION_TEXTS = ("name", "how")
"""What somebody who answers for an organisation says of it in their own words."""

WAYS_ASKED = {
    "meeting": mark("At a meeting"),
    "talk": mark("In talks with one person or a few"),
    "telephone": mark("By telephone"),
    "survey": mark("With a questionnaire"),
    "writing": mark("By letter, e-mail or message"),
    "other": mark("In another way"),
}
"""The ways in which a group asked its people, of which its answer names one or more."""

LONGEST_HOW = 1000
_LIMITS = {"name": lengths.NAME, "asked": 100, "how": LONGEST_HOW}


ORGANISATION = (
    Line(
        "name",
        mark("What is the name of your organisation or group?"),
        required=True,
        least=2,
        most=lengths.NAME,
    ),
    Number("asked", mark("How many people did you ask?"), required=True, least=1, most=1_000_000),
    Text("how", most=LONGEST_HOW),
)
"""Who answers for a group: its name, how many people were asked, and how."""

ORGANISATION_FIELDS = tuple(field.name for field in ORGANISATION)


def fits(sent: Mapping[str, str]) -> bool:
    """Tell whether a draft may keep what was typed, if only to have it shortened later."""
    return all(len(text) <= KEPT_LIMITS * _LIMITS[name] for name, text in sent.items())


def organisation_of(sent: Mapping[str, Any]) -> dict[str, Any] | None:
    """Read on whose behalf somebody answers: empty for themselves, None if it is not complete."""
    if not any(sent.values()):
        return {}
    said = read(ORGANISATION, sent)
    return None if said.problems else said.values


def said_of(organisation: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was said of an organisation, each text with its language where it is known.

    Where the ways in which it asked people are known, they stand before its own words.
    """
    languages = organisation.get("languages", {})
    texts = {name: organisation[name] for name in ORGANISATION_TEXTS if organisation.get(name)}
    told: dict[str, Any] = {
        name: written(text, languages.get(name, "")) for name, text in texts.items()
    }
    if ways := organisation.get("ways"):
        words = [gettext(WAYS_ASKED[way]) for way in ways]
        told["how"] = [*words, told["how"]] if "how" in told else words
    return {**organisation, **told}
