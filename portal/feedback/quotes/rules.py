"""What of an answer is quoted, and what in it could tell who wrote it: pure."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from portal.groups.rules import addresses

MOST = 400
"""How many signs a quote may have."""

MOST_QUOTES = 10
"""How many quotes stand beside one entry at most."""

GAP = "[…]"
"""Stands in a quote where something of the answer is left out."""

_GAPS = re.compile(r"\[(?:…|\.\.\.)\]")
_CONTACTS = (
    re.compile(r"\S+@\S+"),
    re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE),
    re.compile(r"(?<!\w)\+?\d(?:[ ()./-]{0,2}\d){6,}(?!\w)"),
)
_NAMES = (
    re.compile(
        r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Cllr|Councillor|Imam|Sister|Pan|Pani)\.?\s+[^\W\d_]\w+"
    ),
    re.compile(r"\b(?:[Mm]y|[Hh]is|[Hh]er) name(?: is|['\u2019]s)\s+\w+"),
    re.compile(r"(?:جناب|محترمہ|مسٹر|مسز|ڈاکٹر|السيد|السيدة|الدكتور|الأستاذ)\s+\w+"),
)
_MARKS = ".,;:!?()"
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def parts(excerpt: str) -> list[str]:
    """List what of an answer is quoted: one part, or several with something left out between."""
    return [words for part in _GAPS.split(excerpt) if (words := _spaced(part))]


def written(excerpt: str) -> str:
    """Write a quote in one way, however somebody typed what is left out."""
    return f" {GAP} ".join(parts(excerpt))


def stands_in(excerpt: str, answer: str) -> bool:
    """Tell whether each part stands in an answer, in this order and of whole words.

    Half a word could say the opposite of what somebody wrote.
    """
    text, at = _spaced(answer), 0
    for part in parts(excerpt):
        at = _end(text, part, at)
        if at < 0:
            return False
    return at > 0


def telling(words: str) -> list[str]:
    """List what in a quote looks like a name, an address, or a way to reach somebody."""
    found = [one.group().strip() for of in (*_CONTACTS, *_NAMES) for one in of.finditer(words)]
    return list(dict.fromkeys([*found, *addresses(words), *_capitals(words)]))


def _capitals(words: str) -> Iterator[str]:
    """Give each two words that follow each other and are written as names are."""
    for one, other in pairwise(words.split()):
        if _is_capital(one) and _is_capital(other.strip(_MARKS)):
            yield f"{one} {other.strip(_MARKS)}"


def _is_capital(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].islower() and word[-1] not in _MARKS


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _end(text: str, part: str, start: int) -> int:
    """Give where a part ends that stands in a text from a place on; -1 if it does not."""
    ends = (at + len(part) for at in _places(text, part, start))
    return next((end for end in ends if _is_whole(text, end - len(part), end)), -1)


def _places(text: str, part: str, start: int) -> Iterator[int]:
    at = text.find(part, start)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (_joins(text, start) or _joins(text, end))


def _joins(text: str, at: int) -> bool:
    """Tell whether a word goes on over a place in a text."""
    return 0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at])


def _is_letter(sign: str) -> bool:
    if unicodedata.category(sign)[0] not in "LMN":
        return False
    return not unicodedata.name(sign, "").startswith(_UNSPACED)
