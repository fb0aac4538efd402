"""What an interpreter read out of a text of a case, sealed beside it like a note of the team.

It is a note that names the piece and the field it translates, so that nothing in clear tells of
it. The text stays as it was; a translation is never taken for what the reporter wrote.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from portal.languages.messages import Message
from portal.questions.questionnaire import Option

OF = "translates"
"""The part of a note that names the piece and the field of a case of which it is a translation."""

DONE = "translated"
"""What a slip says of a report that somebody has put into words: it waits for no reader."""


INTERPRETERS = (
    Option("contracted", Message("An interpreter whom the council hired")),
    Option("by_telephone", Message("An interpreter by telephone or video")),
    Option("colleague", Message("A colleague who speaks the language")),
    Option("self", Message("I speak the language myself")),
    Option("brought", Message("Somebody whom the reporter chose")),
)
"""Who puts into words what somebody wrote: by role, never by name."""


class Translation(NamedTuple):
    """What was written down, in which language, from which, by whom and on which day.

    `interpreter` is the role of whoever interpreted, and never a name.
    """

    text: str
    language: str
    source: str
    interpreter: str
    by: int
    day: date


Translations = Mapping[tuple[str, str], Sequence[Translation]]
"""The translations of a case, by the piece and the field that they translate."""


def of_notes(notes: Iterable[Mapping[str, Any]]) -> Translations:
    """Collect the translations among the notes of a case."""
    found: dict[tuple[str, str], list[Translation]] = defaultdict(list)
    for note in notes:
        if OF in note:
            piece, field = note[OF]
            found[piece, field].append(_read(note))
    return dict(found)


def writers(translations: Translations) -> set[int]:
    """Name the accounts that wrote translations down."""
    return {one.by for several in translations.values() for one in several}


def _read(note: Mapping[str, Any]) -> Translation:
    return Translation(
        note["text"],
        note["language"],
        note["source"],
        note["interpreter"],
        note["by"],
        date.fromisoformat(note["day"]),
    )
