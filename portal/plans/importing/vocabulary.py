"""The words by which plans name columns, states, levels and months, in our languages. Pure."""

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from portal.languages.searching import fold

_WORDS = Path(__file__).with_name("vocabulary.csv")
_LONGEST = 160
_FEW = 3
_MOST_PARTS = 5
_SHORTEST, _ENDING = 4, 4
_REMEMBERED = 4_096
_ARTICLE = "ال"

TICKS = frozenset("\u2713\u2714\u221a\u2611\u2612\u2705\U0001f5f8\U0001f5f9\U0001f5f5\u25cf\u25a0")
"""Signs that tick a box, in whichever column; a box with a cross is how Word draws one."""

CROSSES = frozenset("\u2717\u2718\u2715\u2716\u274c\u274e\u00d7")
EMPTY_BOXES = frozenset("\u2610\u25a1\u25cb\u25fb\u2b1c")


@cache
def meanings(kind: str) -> Mapping[str, str]:
    """Tell what each word of a kind means, both as they are compared; the first line counts."""
    found: dict[str, str] = {}
    with _WORDS.open(newline="", encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            if line["kind"] == kind:
                for word in line["words"].split("|"):
                    found.setdefault(fold(word), line["meaning"])
    return found


def meaning(kind: str, text: str) -> str:
    """Tell what words mean that are nothing but a word of the kind; "" if they are not."""
    if len(text) > _LONGEST:
        return ""
    known, folded = meanings(kind), fold(text)
    return known.get(folded, "") or known.get(folded.removeprefix(_ARTICLE), "")


@lru_cache(_REMEMBERED)
def named(kind: str, text: str) -> str:
    """Tell what a head means.

    Of a few words the last that is known counts ("action lead"), unless "of" follows one ("date of
    action"); of a whole question the longest ("what difference will it make to what we do?").
    """
    if len(text) > _LONGEST:
        return ""
    words = _words(text)
    first, of, _ = words.partition(" of ")
    return (
        meanings(kind).get(words.strip(), "")
        or (_named(kind, f"{first} ") if of else "")
        or _named(kind, words)
    )


def ends(kind: str, words: str) -> str:
    """Tell what the last word of some folded words means, or the last two of them."""
    parts = words.split()
    known = meanings(kind)
    return known.get(" ".join(parts[-2:]), "") or known.get(parts[-1], "") if parts else ""


def _named(kind: str, words: str) -> str:
    known, parts = meanings(kind), words.split()
    few = len(parts) <= _FEW
    found = [
        (min(start + length, len(parts)) if few else 0, len(word), word)
        for start in range(len(parts))
        for length in range(1, _MOST_PARTS + 1)
        for word in _bent(" ".join(parts[start : start + length]))
        if word in known
    ]
    return known[max(found)[2]] if found else ""


def _words(text: str) -> str:
    words = (word.removeprefix(_ARTICLE) if len(word) > 4 else word for word in fold(text).split())
    return f" {' '.join(words)} "


def _bent(word: str) -> list[str]:
    """List a word and what it may be a form of: many, or with an ending where words bend."""
    if word.isascii():
        return [word, word.removesuffix("s")]
    shortest = max(min(_SHORTEST, len(word)), len(word) - _ENDING)
    return [word[:length] for length in range(shortest, len(word) + 1)]
