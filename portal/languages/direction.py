"""In which direction words are read: what somebody wrote by its letters, else by its language.

Pure functions. A paragraph is a line: what ends in a line break is laid out by itself.
"""

import re
from collections import Counter
from unicodedata import bidirectional

from portal.languages import locales

_READ = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
_TELEPHONE = r"(?<!\w)(?:\+[0-9]|0)(?=(?:[ -]?[0-9]){6})[0-9]+(?:[ -][0-9]+)+(?!\w)"
_WEBSITE = r"https?://(?:[!-~]*[0-9A-Za-z/])?"
_ENDING = r"(?<![\w.])\.[a-z]{2,5}(?!\w)"
_CODE = re.compile(f"({_TELEPHONE}|{_WEBSITE}|{_ENDING})")
_PLAIN = re.compile(r"[!-~]+")
_ADDRESS_OR_CODE = re.compile(r"[0-9@]|://|[A-Za-z]\.[A-Za-z]")


def text_direction(text: str, tag: str) -> str:
    """Tell in which direction a text is read: "ltr" or "rtl".

    Most of its letters decide. Addresses and codes do not count: nobody chose their letters.
    Without letters, and where there are as many of both, it is that of the language.
    """
    letters = _letters(text)
    if letters["ltr"] == letters["rtl"]:
        return locales.direction(tag)
    return max(letters, key=letters.__getitem__)


def paragraphs(text: str, tag: str) -> list[tuple[str, str]]:
    """Divide a text into parts that read in one direction; an empty line goes with the next.

    Joined by line breaks, the parts are the text again.
    """
    parts: list[tuple[str, list[str]]] = []
    waiting: list[str] = []
    for line in text.split("\n"):
        waiting.append(line)
        if line.strip():
            direction = text_direction(line, tag)
            if not parts or parts[-1][0] != direction:
                parts.append((direction, []))
            parts[-1][1].extend(waiting)
            waiting = []
    if not parts:
        return [(locales.direction(tag), text)]
    parts[-1][1].extend(waiting)
    return [(direction, "\n".join(lines)) for direction, lines in parts]


def unlike_first_letters(text: str, tag: str) -> str:
    """Name the direction of words that the first letter of a line would turn; else nothing.

    That is for a field, which has one direction or lets each line follow its first letter; where
    lines read in several, they do.
    """
    parts = paragraphs(text, tag)
    direction = parts[0][0]
    turned = any(_turns(line, direction) for line in text.split("\n"))
    return direction if turned and len(parts) == 1 else ""


def around_codes(text: str) -> list[str]:
    """Cut out what would change its order among letters of the other direction.

    Every second part is such: a telephone number, an address on the web, the ending of a file.
    The parts of words that are escaped already stay so.
    """
    return [type(text)(part) for part in _CODE.split(text)]


def marked(text: str, tag: str) -> str:
    """Write words of a known language for where no direction can be set, such as a message.

    There the first letter of each line decides, so a line that begins with one of the other
    direction gets an invisible mark in front; an address alone is left as it is.
    """
    direction = locales.direction(tag)
    return "\n".join(
        _MARKS[direction] + line if _turns(line, direction) else line for line in text.split("\n")
    )


def _turns(line: str, direction: str) -> bool:
    strong = (_READ[kind] for kind in map(bidirectional, line) if kind in _READ)
    return next(strong, direction) != direction and any(_letters(line).values())


def _letters(text: str) -> dict[str, int]:
    found = {"ltr": 0, "rtl": 0}
    for one, times in Counter(_PLAIN.sub(_without_codes, text)).items():
        if one.isalpha() and (kind := bidirectional(one)) in _READ:
            found[_READ[kind]] += times
    return found


def _without_codes(run: re.Match[str]) -> str:
    return "" if _ADDRESS_OR_CODE.search(run[0]) else run[0]
