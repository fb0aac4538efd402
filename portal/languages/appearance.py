"""Names as they are seen: nothing hidden in them, none that looks like somebody else's. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from portal.languages.normal_form import normalised
from portal.languages.numerals import plain_digits

# By their names letters of Latin that are drawn in another way: small capitals and those of
# phonetic spelling, with strokes and hooks, in circles and as parts of flags.
_OF_LATIN = re.compile(
    "LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) "
    "(?:INSULAR |SCRIPT |DOTLESS |VISIGOTHIC )?([A-Z])(?: WITH .*)?"
    "|(?:REGIONAL INDICATOR SYMBOL LETTER"
    "|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER) ([A-Z])"
)
# What looks like a letter of Latin in other alphabets, and which digits and signs do (Unicode's
# table of confusable signs, Technical Standard 39), all in small letters: Latin, Cyrillic, Greek,
# Armenian, Cherokee, Coptic and Lisu. Then letters that keyboards of one script write differently.
_ALIKE = {
    "a": "\u0251\u0430\u03b1\u13aa\u2c81\ua4ee4@",
    "b": "\u0432\u044c\u03b2\u13f4\u13cf\u2c83\ua4d08",
    "c": "\u0441\u13df\u2ca5\ua4da",
    "d": "\u0501\u13a0\u13e7\ua4d3",
    "e": "\u025b\u0435\u0454\u03b5\u13ac\u2c89\ua4f03",
    "f": "\u03dd\ua4dd",
    "g": "\u050d\u13c0\u13f3\u13e9\ua4d6",
    "h": "\u043d\u04bb\u0570\u13bb\u13c2\u2c8f\ua4e7",
    "i": "\u0269\u0438\u0456\u0457\u03b9\u13a5\u13c6\u2c93\ua4f21|!",
    "j": "\u0458\u03f3\u13ab\ua4d9",
    "k": "\u043a\u03ba\u13e6\u2c95\ua4d7",
    "l": "\u04cf\u13de\ua4e1",
    "m": "\u043c\u03bc\u13b7\u2c99\ua4df",
    "n": "\u043f\u03b7\u0578\u2c9b\ua4e0",
    "o": "\u043e\u03bf\u03c3\u0585\u2c9f\ua4f30",
    "p": "\u0440\u03c1\u13e2\ua4d1",
    "q": "\u051b\u0566",
    "r": "\u0433\u13a1\u13d2\u2ca3\ua4e3",
    "s": "\u0455\u13da\u13d5\ua4e25$",
    "t": "\u0442\u03c4\u13a2\u2ca7\ua4d47",
    "u": "\u028a\u03c5\u057d\ua4f4",
    "v": "\u03bd\u0475\u13d9\ua4e6",
    "w": "\u051d\u03c9\u13b3\u13d4\u2cb1\ua4ea",
    "x": "\u0445\u03c7\u2cad\ua4eb",
    "y": "\u0443\u13bd\u2ca9\ua4ec",
    "z": "\u03b6\u13c3\u2c8d\ua4dc",
    "\u064a": "\u06cc\u0649",
    "\u0643": "\u06a9",
    "\u0647": "\u06c1\u06be\u06d5\u0629\u06c3",
    "\u0627": "\u0671",
    "\u09b0": "\u09f0",
}
_LOOKALIKES = {ord(one): letter for letter, alike in _ALIKE.items() for one in alike}
_LUNATE = {0x3F2: "c", 0x3F9: "c"}  # A normal form makes another letter of these.
_UNSAID = dict.fromkeys(map(ord, "\u0640'`\u00b4\u2018\u2019\u02bb\u02bc"))
_AT_AN_END = re.compile(r"[@$|!]+(?!\w)|(?<!\w)[@$|!]+")
_HAN = re.compile("([\u3400-\u9fff\U00020000-\U0003ffff])")
# Marks that are vowels or change the sound of a letter, and not how it is pointed or accented.
_SPOKEN = frozenset({0, 8, 9})
_ARTICLES = frozenset({"the", "a", "an", "y", "yr"})
_TITLES = ("dr", "mr", "mrs", "ms", "miss", "mx", "prof", "cllr", "sir", "rev", "imam", "hajji")
# The flags of England, Scotland and Wales are written with letters that nobody sees.
_FLAGS = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{5}\U000e007f")
_JOINERS = frozenset("\u200c\u200d")
_FIRST_JOINED = "\u0590"
_LATIN_AGAIN = range(0x1E00, 0x2000)
_DRAWN_EMPTY = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def is_plain(text: str) -> bool:
    """Tell whether all of a text is seen, and none of its signs turns others round.

    Joiners stay between letters of scripts that are not written without them.
    """
    before = ""
    for sign in _FLAGS.sub("", text):
        if sign in _JOINERS:
            if not _joins(before):
                return False
        elif sign in _DRAWN_EMPTY or unicodedata.category(sign) == "Cf":
            return False
        before = sign
    return not text.endswith(tuple(_JOINERS))


def drawn(name: str) -> list[str]:
    """Write the words of a name in letters that stand for all that look like them."""
    apart = normalised(plain_digits(name.translate(_LUNATE | _UNSAID)), "NFKD").casefold()
    alike = "".join(map(_of_latin, normalised(apart, "NFKD"))).translate(_LOOKALIKES)
    plain = _without_marks(alike).replace("rn", "m").replace("vv", "w").replace("i", "l")
    spaced = "".join(one if _is_of_a_word(one) else " " for one in plain)
    return _HAN.sub(r" \1 ", spaced).split()  # Chinese has no spaces between its words.


def readings(name: str) -> list[list[str]]:
    """Write a name as `drawn`, with signs at the ends of its words as letters, and without them."""
    bare = _AT_AN_END.sub(" ", name)
    return [drawn(name)] if bare == name else [drawn(name), drawn(bare)]


def looks_like(name: str, reserved: Iterable[str]) -> bool:
    """Tell whether a name could be taken for one of others: it is theirs, or begins with it.

    A single word has to be the whole name: of "Council" there are many, and only one calls itself
    nothing else.
    """
    mine = [_bare(one) for one in readings(name)]
    return any(_is_taken(one, _bare(drawn(theirs))) for theirs in reserved for one in mine)


def is_the_same(name: str, others: Iterable[str]) -> bool:
    """Tell whether a name is read like that of one of many others."""
    mine = {"".join(_bare(one)) for one in readings(name)}
    return any("".join(_bare(drawn(theirs))) in mine for theirs in others)


def is_called_like(name: str, others: Sequence[str]) -> bool:
    """Tell whether somebody could be taken for one of other people: by all words of their name.

    In which order they stand, with which title, and what stands beside them, plays no part.
    """
    mine = [set(one) - _titles() for one in readings(name)]
    for theirs in others:
        words = set(drawn(theirs)) - _titles()
        if any(words and (words == one or (len(words) > 1 and words <= one)) for one in mine):
            return True
    return looks_like(name, others)


def _is_taken(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    if "".join(mine) == "".join(theirs) != "":
        return True
    return len(theirs) > 1 and [*mine[: len(theirs)]] == [*theirs]


def _bare(words: Sequence[str]) -> Sequence[str]:
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


@cache
def _titles() -> frozenset[str]:
    return frozenset(one for title in _TITLES for one in drawn(title))


@lru_cache(4096)
def _of_latin(letter: str) -> str:
    if letter.isascii():
        return letter
    found = _OF_LATIN.fullmatch(unicodedata.name(letter, ""))
    return (found[1] or found[2]).lower() if found else letter


def _without_marks(text: str) -> str:
    """Leave out accents, and every mark on a letter of Latin, where none is a letter itself."""
    kept = ""
    for one in text:
        if not _is_mark(one) or (unicodedata.combining(one) in _SPOKEN and not kept[-1:].isascii()):
            kept += one
    return kept


def _is_of_a_word(one: str) -> bool:
    return one.isalnum() or _is_mark(one)


def _is_mark(one: str) -> bool:
    return unicodedata.category(one)[0] == "M"


def _joins(before: str) -> bool:
    return before >= _FIRST_JOINED and ord(before) not in _LATIN_AGAIN
