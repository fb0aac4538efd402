"""Names that people choose for themselves, in any script. Pure.

What nobody can see does not belong in a name, nor what turns the words around it; and nobody is
called like those who speak for the council, in whatever letters that look the same.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate

from portal.languages.appearance import drawn, readings
from portal.languages.normal_form import is_mark, normalised
from portal.problems import Problem, mark

_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # Persian, Urdu and Indic names are not written without them
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0000, 0xF0000))
_MOST_MARKS = 5
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
"""Alphabets with letters that look like those of another; no word is written in two of them."""

_NO_LETTERS = mark("Write a name with letters.")
_HIDDEN = mark("This name holds signs that nobody can see. Type it anew.")
_MIXED = mark("This name mixes letters of several alphabets in one word. Type it anew.")
_TAKEN = mark("This name looks like that of somebody who speaks for the council. Choose another.")


def tidied(name: str) -> str:
    """Write a name in one way: composed letters, single spaces."""
    return normalised(" ".join(name.split()), "NFC")


def problem(name: str, reserved: Iterable[str] = (), alone: Iterable[str] = ()) -> Problem | None:
    """Say what is wrong with a tidied name; nobody is called like those that are reserved.

    Some are so `alone`, because they are parts of the names of others.
    """
    if any(_is_unseen(name, place) for place in range(len(name))) or _is_overloaded(name):
        return Problem(_HIDDEN)
    if not any(map(str.isalpha, name)):
        return Problem(_NO_LETTERS)
    if any(len(_alphabets(word)) > 1 for word in name.split()):
        return Problem(_MIXED)
    taken, whole = (_joined(one) for one in (reserved, alone))
    for words in readings(name):
        if "".join(words) in whole or not taken.isdisjoint(_runs(words)):
            return Problem(_TAKEN)
    return None


def _is_unseen(name: str, place: int) -> bool:
    letter = name[place]
    if letter in _JOINERS:
        beside = (name[place - 1 : place], name[place + 1 : place + 2])
        return not all(one.isalpha() or (one and is_mark(one)) for one in beside)
    if letter in _FILLERS or any(ord(letter) in signs for signs in _SELECTORS):
        return True
    return unicodedata.category(letter) in _UNSEEN


def _is_overloaded(name: str) -> bool:
    """Tell whether marks are piled upon a letter, or stand upon none."""
    runs = accumulate(name, lambda run, one: run + 1 if is_mark(one) else 0, initial=0)
    return is_mark(name[:1] or "a") or max(runs) > _MOST_MARKS


def _alphabets(word: str) -> set[str]:
    named = {unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}
    return named & _ALPHABETS


def _joined(names: Iterable[str]) -> set[str]:
    return {"".join(drawn(one)) for one in names} - {""}


def _runs(words: Sequence[str]) -> set[str]:
    """Join each run of words: "the coun cil" is "council", too."""
    return {run for start in range(len(words)) for run in accumulate(words[start:])}
