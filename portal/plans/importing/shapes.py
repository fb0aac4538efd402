"""Patterns of lines: "OBJECTIVE 1.1 -" and "Objective 1.2:" are one, "1.2.3", bullets, capitals.

A pattern is named by a key: `word:objective:2` (of two parts in its number), `label:leads`,
`caption:measure`, `number:1`, `letter`, `roman`, `bullet:2`, `heading:1`, `bold`, `capitals`,
`question`, `plain`, `sheet`, `aside`. Pure.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from portal.files.documents.document import Hint, Line
from portal.languages.numerals import plain_digits
from portal.languages.searching import fold
from portal.plans.importing import vocabulary

PLAIN = "plain"
_DASHES = "\\-\u2013\u2014"
_COUNTED = r"\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?(?![\d/])"
_WORD = re.compile(
    rf"(?P<words>[^\W\d_]+(?:[ \-][^\W\d_]+){{0,2}}) (?:[Nn]o\.? ?)?"
    rf"(?P<number>{_COUNTED}|[IVX]{{1,5}}|[A-Z]|[^\W\d_]{{2,10}})(?P<mark>\s*[:.){_DASHES}]+\s*|\s+|$)(?P<rest>.*)",
    re.DOTALL,
)
_NUMBER = re.compile(
    rf"\(?(?P<number>{_COUNTED})(?P<mark>\s*[:.)]+\s*|\s*[{_DASHES}]\s+|\s+)"
    r"(?P<rest>\W{0,3}[^\W\d_].*)",
    re.DOTALL,
)
_LETTER = re.compile(r"\(?(?P<number>[a-zA-Z]|[ivxIVX]{2,5})[.)]\s+(?P<rest>\S.*)", re.DOTALL)
_LABEL = re.compile(
    rf"(?P<label>[^:\n]{{2,40}}?)\s*(?::|\s[{_DASHES}]\s)\s*(?P<rest>\S.*)", re.DOTALL
)
_LONGEST = 1_000
_EITHER = {"i": "h", "v": "u", "x": "w"}
_FEWEST_CAPITALS = 4
_MOST_WORDS = 8
_ASKS = ("?", "\u061f")
_MARKED = (Hint.ITEM, Hint.HEADING, Hint.STRONG)


class Shape(NamedTuple):
    """The pattern of a line, its number as it is written, and its words without it."""

    key: str
    number: str
    words: str


def shapes(lines: Iterable[Line]) -> Iterator[Shape]:
    """Give each line's pattern; "i)" after "h)" is a letter, and else a number of Rome."""
    before = ""
    for line in lines:
        found = shape(line)
        small = found.number.lower()
        if found.key == "roman" and before == _EITHER.get(small):
            found = found._replace(key="letter")
        if found.key == "letter":
            before = small
        yield found


def shape(line: Line) -> Shape:
    """Give the pattern of one line."""
    if line.hint in (Hint.SHEET, Hint.ASIDE):
        return Shape(line.hint.value, "", line.text)
    text = line.text if len(line.text) <= _LONGEST else ""
    found = _by_word(text) or _labelled(text) or _by_number(text, line.hint) or _by_letter(text)
    return found or _captioned(line) or Shape(_by_form(line), "", line.text)


def numbered(text: str) -> tuple[str, str]:
    """Part the number at the beginning of a cell from its words; "" if there is none."""
    found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    is_one = found and (_parts(found["number"]) > 1 or found["mark"].strip())
    return (
        (found["number"], found["rest"])
        if found and is_one and _begins(found["rest"])
        else ("", text)
    )


def _by_word(text: str) -> Shape | None:
    found = _WORD.fullmatch(text)
    if not found:
        return None
    words, number, rest = fold(found["words"]), found["number"], found["rest"]
    kind = vocabulary.ends("level", words)
    is_figure = plain_digits(number[0]).isdigit()
    if len(number) > 1 and not is_figure and not set(number) <= set("IVX"):
        kind = kind if vocabulary.meaning("count", number) else "never"
    has_mark = bool(found["mark"].strip()) or not rest
    if kind == "never" or not (has_mark or _begins(rest)) or not (is_figure or (kind and has_mark)):
        return None
    if not kind and not found["words"][0].isupper() and found["words"][0].islower():
        return None
    return Shape(f"word:{words}:{_parts(number)}", number, rest.strip() or text)


def _labelled(text: str) -> Shape | None:
    found = _LABEL.fullmatch(text)
    if not found:
        return None
    label = fold(found["label"])
    role = vocabulary.meaning("role", label)
    if role in ("text", "above") or (not role and vocabulary.meaning("level", label) == "word"):
        return Shape(f"word:{label}:0", "", found["rest"])
    return Shape(f"label:{role}", "", found["rest"]) if role else None


def _by_number(text: str, hint: Hint) -> Shape | None:
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    parts = _parts(found["number"])
    bare = not found["mark"].strip()
    if bare and hint not in _MARKED and not (parts > 1 and _begins(found["rest"])):
        return None
    return Shape(f"number:{parts}", found["number"], found["rest"])


def _by_letter(text: str) -> Shape | None:
    found = _LETTER.fullmatch(text)
    if not found:
        return None
    is_roman = set(found["number"].lower()) <= set("ivx")
    return Shape("roman" if is_roman else "letter", found["number"], found["rest"])


def _captioned(line: Line) -> Shape | None:
    """Tell what the lines below a caption say: "How we will measure success:"."""
    words = line.text.rstrip(":? ")
    is_short = len(words.split()) <= _MOST_WORDS and line.hint is not Hint.ITEM
    role = vocabulary.named("role", words) if line.text.endswith(":") else ""
    return Shape(f"caption:{role}", "", line.text) if is_short and role else None


def _by_form(line: Line) -> str:
    if line.hint in (Hint.ITEM, Hint.HEADING):
        return f"{'bullet' if line.hint is Hint.ITEM else 'heading'}:{line.depth}"
    if line.hint is Hint.STRONG:
        return "bold"
    if line.text.isupper() and sum(map(str.isalpha, line.text)) >= _FEWEST_CAPITALS:
        return "capitals"
    return "question" if line.text.endswith(_ASKS) else PLAIN


def is_level(key: str) -> bool:
    """Tell whether a pattern begins with a word that names levels, such as "aim"."""
    form, _, rest = key.partition(":")
    words = rest.rpartition(":")[0]
    return form == "word" and vocabulary.ends("level", words) == "word"


def parts(number: str) -> int:
    """Count the parts of a number such as 1.2.3; 0 if it is none."""
    figures = number.strip(" .").split(".")
    return len(figures) if all(map(str.isdecimal, figures)) else 0


def _parts(number: str) -> int:
    return number.count(".") + 1


def _begins(rest: str) -> bool:
    """Tell whether words begin as a title does: with no small letter."""
    first = next((letter for letter in rest if letter.isalpha()), "")
    return bool(first) and not first.islower()
