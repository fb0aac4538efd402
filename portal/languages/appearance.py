"""Names as they are seen: nothing hidden in them, none that looks like somebody else's. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from portal.languages.searching import fold

# Letters of other alphabets, and digits, that are drawn like letters of Latin (Unicode's table of
# confusable signs, Technical Standard 39), as far as somebody could write such a name with them.
_CYRILLIC = dict(
    zip(
        "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u051b\u051d",
        "abekmhopctyxijsdhqw",
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "\u03b1\u03b2\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03f2",
        "abeikvoptuxc",
        strict=True,
    )
)
_DRAWN = str.maketrans(_CYRILLIC | _GREEK | {"0": "o", "1": "l", "3": "e", "5": "s"})
_ARTICLES = frozenset({"the", "a", "an", "y", "yr"})
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


def looks_like(name: str, reserved: Iterable[str]) -> bool:
    """Tell whether a name could be taken for one of others: it is theirs, or begins with it.

    A single word has to be the whole name: of "Council" there are many, and only one calls itself
    nothing else.
    """
    mine = _drawn(name)
    return any(_is_taken(mine, _drawn(theirs)) for theirs in reserved)


def _is_taken(mine: str, theirs: str) -> bool:
    if mine.replace(" ", "") == theirs.replace(" ", "") != "":
        return True
    return " " in theirs and f"{mine} ".startswith(f"{theirs} ")


def _drawn(name: str) -> str:
    parts = fold(name).translate(_DRAWN).split()
    return " ".join(parts[1:] if len(parts) > 1 and parts[0] in _ARTICLES else parts)


def _joins(before: str) -> bool:
    return before >= _FIRST_JOINED and ord(before) not in _LATIN_AGAIN
