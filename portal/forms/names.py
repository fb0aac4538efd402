"""Names that people choose for themselves, in any script. Pure.

What nobody can see does not belong in a name, nor what turns the words around it; and nobody is
called like those who speak for the council, in whatever letters that look the same.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate

from portal.languages.normal_form import is_mark, normalised
from portal.problems import Problem, mark

_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # Persian, Urdu and Indic names are not written without them
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0000, 0xF0000))
_MOST_MARKS = 5
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
"""Alphabets with letters that look like those of another; no word is written in two of them."""

_ALIKE = {
    "a": "\u0430\u03b14@",
    "b": "\u0431\u0432\u044c\u03b28",
    "c": "\u0441\u03c2",
    "d": "\u0501\u0111",
    "e": "\u0435\u03b53",
    "h": "\u043d\u04bb\u0127",
    "i": "\u0438\u0456\u0457\u03b9\u01311|!",
    "j": "\u0458",
    "k": "\u043a\u03ba",
    "l": "\u04cf\u0142",
    "m": "\u043c\u03bc",
    "n": "\u043f\u03b7",
    "o": "\u043e\u03bf\u03c3\u00f80",
    "p": "\u0440\u03c1",
    "q": "\u051b",
    "r": "\u0433",
    "s": "\u04555$",
    "t": "\u0442\u03c47",
    "u": "\u03c5",
    "v": "\u03bd",
    "w": "\u051d\u03c9",
    "x": "\u0445\u03c7",
    "y": "\u0443",
    "z": "\u03b6",
    "\u064a": "\u06cc\u0649",
    "\u0643": "\u06a9",
    "\u0647": "\u06c1\u06be\u06d5",
}
_LOOKALIKES = {ord(one): letter for letter, alike in _ALIKE.items() for one in alike}
_TATWEEL = "\u0640"

_NO_LETTERS = mark("Write a name with letters.")
_HIDDEN = mark("This name holds signs that nobody can see. Type it anew.")
_MIXED = mark("This name mixes letters of several alphabets in one word. Type it anew.")
_TAKEN = mark("This name looks like that of somebody who speaks for the council. Choose another.")


def tidied(name: str) -> str:
    """Write a name in one way: composed letters, single spaces."""
    return normalised(" ".join(name.split()), "NFC")


def problem(name: str, reserved: Iterable[str] = ()) -> Problem | None:
    """Say what is wrong with a tidied name; nobody is called like those that are reserved."""
    if any(_is_unseen(name, place) for place in range(len(name))) or _is_overloaded(name):
        return Problem(_HIDDEN)
    if not any(map(str.isalpha, name)):
        return Problem(_NO_LETTERS)
    if any(len(_alphabets(word)) > 1 for word in name.split()):
        return Problem(_MIXED)
    taken = {"".join(_words(one)) for one in reserved} - {""}
    return None if taken.isdisjoint(_runs(_words(name))) else Problem(_TAKEN)


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


def _words(name: str) -> list[str]:
    """Write the words of a name in letters that stand for all that look like them."""
    plain = normalised(normalised(name, "NFKD").casefold(), "NFKD").translate(_LOOKALIKES)
    kept = (one for one in plain if not unicodedata.category(one).startswith("M"))
    alike = "".join(kept).replace(_TATWEEL, "").replace("rn", "m").replace("vv", "w")
    spaced = "".join(one if one.isalnum() else " " for one in alike.replace("i", "l"))
    return spaced.split()


def _runs(words: Sequence[str]) -> set[str]:
    """Join each run of words: "the coun cil" is "council", too."""
    return {run for start in range(len(words)) for run in accumulate(words[start:])}
