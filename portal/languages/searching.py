"""Words as they are searched for: without case and accents, and the same in every database.

Databases fold what they know, SQLite the letters from A to Z and PostgreSQL what its locale has.
So what can be searched for is folded here, kept beside the words, and compared sign by sign. Pure.
"""

import unicodedata
from collections.abc import Collection, Iterable

from portal.languages.normal_form import normalised
from portal.languages.numerals import plain_digits

LONGEST = 100
"""How much of what somebody searches for is read."""

_MOST_WORDS = 8
_LONGEST_CUT = 30

# Signs that stand apart in Unicode and that people type for each other: letters of Latin without a
# decomposition, and those of Arabic that its languages, and their keyboards, write differently.
_LATIN = {"\u0142": "l", "\u0111": "d", "\u00f0": "d", "\u00f8": "o", "\u0131": "i"}
_LATIN |= {"\u0127": "h", "\u0167": "t", "\u00e6": "ae", "\u0153": "oe", "\u00fe": "th"}
_ARABIC = {"\u06cc": "\u064a", "\u0649": "\u064a", "\u06d2": "\u064a"}  # forms of yeh
_ARABIC |= dict.fromkeys("\u06c1\u06be\u0629\u06c3\u06d5", "\u0647")  # forms of heh
_ARABIC |= {"\u06a9": "\u0643", "\u0671": "\u0627"}  # kaf and alef
_UNSAID = dict.fromkeys("\u0640'`\u00b4\u2018\u2019\u02bb\u02bc")  # stretching, apostrophes
_ALIKE = str.maketrans({**_LATIN, **_ARABIC, **_UNSAID})
# Marks that are vowels or change the sound of a letter, and not how it is pointed or accented.
_SPOKEN = frozenset({0, 8, 9})


def fold(text: str) -> str:
    """Write a text as it is searched for: words of plain small letters, with one space between."""
    apart = normalised(plain_digits(text).casefold(), "NFKD").casefold().translate(_ALIKE)
    return " ".join("".join(map(_plain, apart)).split())


def words(wanted: str) -> list[str]:
    """List the words of a search, each of which has to be found; the longest searches are cut."""
    return fold(wanted[:LONGEST]).split()[:_MOST_WORDS]


def matches(wanted: str, texts: Iterable[str]) -> bool:
    """Tell whether each word of a search stands somewhere in these texts; no words are in all."""
    folded = fold("\n".join(texts))
    return all(word in folded for word in words(wanted))


def around(text: str, wanted: Collection[str], length: int = 240) -> str:
    """Cut out of a long text where the first of some words of a search stands, else its beginning.

    It is cut between words where there are any: some scripts have no spaces.
    """
    if len(text) <= length:
        return text
    steps = range(0, len(text), length // 2)
    here = (at for at in steps if any(word in fold(text[at : at + length]) for word in wanted))
    start = next(here, 0)
    part = text[start : start + length]
    if start:
        part = f"…{_from_a_word(part)}"
    return f"{_from_a_word(part[::-1])[::-1]}…" if start + length < len(text) else part


def _from_a_word(text: str) -> str:
    before, space, after = text.partition(" ")
    return after if space and len(before) < _LONGEST_CUT else text


def _plain(sign: str) -> str:
    if sign.isalnum():
        return sign
    kind = unicodedata.category(sign)
    if kind[0] == "M":
        return sign if unicodedata.combining(sign) in _SPOKEN else ""
    return "" if kind == "Cf" else " "
