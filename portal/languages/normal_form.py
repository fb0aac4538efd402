"""Unicode normal forms of what strangers typed, in time that grows with its length alone.

Marks are put in order by comparing each with those before it, up to the letter that carries them:
100,000 marks on one letter take half a minute. The Stream-Safe Text Format (Unicode Standard
Annex 15, section 13) knows no text, in any script, with more than 30 marks on a letter.
"""

import re
import unicodedata
from functools import cache
from typing import Literal

MOST_MARKS = 30
"""How many marks a letter keeps; those that follow are left out."""

MOST_PILED = 8
"""How many marks of any kind stand on a letter in words that others read: Tibetan writes seven."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
# Letters and signs that are drawn as nothing (Unicode's Default_Ignorable_Code_Point, and the
# pattern of Braille without dots).
_BLANK = frozenset(
    "\u115f\u1160\u2065\u2800\u3164\uffa0" + "".join(map(chr, range(0xFFF0, 0xFFF9)))
)
_TAGS, _PRIVATE = 0xE0000, 0xF0000

_PLANES = 0x20000  # No mark stands beyond.


def normalised(text: str, form: Literal["NFC", "NFKC", "NFKD"]) -> str:
    """Put a text of any length into a normal form, with at most 30 marks on each letter."""
    return text if text.isascii() else unicodedata.normalize(form, _stream_safe(text))


def unpiled(text: str) -> str:
    """Leave on each letter as many marks as any script writes, and not a tower over other lines."""
    # Too long a run cannot lie between two of these letters, and most texts have few marks.
    if text.isascii() or not _mark_of_any_kind().search(text[:: MOST_PILED + 1]):
        return text
    return _piled().sub(r"\1", text)


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text is seen: spaces, joiners, marks that stand on no letter.

    Between letters they stay: Persian, Urdu and many emoji are not written without them.
    """
    return not any(map(_is_seen, text))


def _is_seen(letter: str) -> bool:
    if letter in _BLANK or _TAGS <= ord(letter) < _PRIVATE:
        return False
    return unicodedata.category(letter) not in _UNSEEN


def is_mark(letter: str) -> bool:
    """Tell whether a letter, however it is decomposed, begins with what stands on another."""
    return unicodedata.combining(unicodedata.normalize("NFKD", letter)[0]) != 0


def _stream_safe(text: str) -> str:
    # Too long a run cannot lie between two of these letters, and most texts have no marks at all.
    if not _mark().search(text[:: MOST_MARKS + 1]):
        return text
    return _too_many().sub(r"\1", text)


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(f"[{''.join(filter(is_mark, map(chr, range(_PLANES))))}]")


@cache
def _too_many() -> re.Pattern[str]:
    mark = _mark().pattern
    return re.compile(f"({mark}{{{MOST_MARKS}}}){mark}+")


@cache
def _mark_of_any_kind() -> re.Pattern[str]:
    # Those of Thai that are piled up do not move past each other, so they are no marks above.
    kinds = ("Mn", "Me")
    signs = (one for one in map(chr, range(_PRIVATE)) if unicodedata.category(one) in kinds)
    return re.compile(f"[{''.join(signs)}]")


@cache
def _piled() -> re.Pattern[str]:
    mark = _mark_of_any_kind().pattern
    return re.compile(f"({mark}{{{MOST_PILED}}}){mark}+")
