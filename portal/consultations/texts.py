"""The texts of a consultation: which there are, in what parts, and which of them are needed."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.languages.texts import Place, Text

DETAILS = ("title", "summary", "purpose", "privacy")
SECTION = ("title", "intro")
QUESTION = ("label", "hint", "context", "low", "high")
LISTS = ("options", "rows")
"""The parts of a question that are lists, each of a code and a label."""

FIELDS = frozenset({*DETAILS, *SECTION, *QUESTION})
_NEEDED = frozenset({"title", "label"})


def texts(content: Mapping[str, Any]) -> Iterator[Text]:
    """Go through the texts of a questionnaire, as an edition stores it, in the order of its pages.

    Options and rows are always needed: an empty line cannot be chosen.
    """
    yield from _of("details", "", content, DETAILS)
    for section in content["sections"]:
        yield from _of("section", section["code"], section, SECTION)
        for question in section["questions"]:
            yield from _of("question", question["code"], question, QUESTION)
            for name in LISTS:
                for item in question[name]:
                    place = Place("question", question["code"], f"{name}.{item['code']}")
                    yield Text(place, item["label"], needed=True)


def _of(part: str, code: str, owner: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Text]:
    for name in names:
        yield Text(Place(part, code, name), owner[name], name in _NEEDED)
