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

_PLANES = 0x20000  # No mark stands beyond.


def normalised(text: str, form: Literal["NFC", "NFKC", "NFKD"]) -> str:
    """Put a text of any length into a normal form, with at most 30 marks on each letter."""
    return text if text.isascii() else unicodedata.normalize(form, _stream_safe(text))


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
