"""Marks that stand in plain words and mean form: bullets, stars, hashes, tags. Pure."""

import re

from portal.files.documents.document import Hint

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|center|dd|div|dl|dt|em|font|h[1-6]|hr|i|li|ol|p|s|small|span|strike"
    r"|strong|su[bp]|table|tbody|t[dhr]|tt|u|ul)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_RAISED = re.compile(r"(?<=\d)</?sup>|<sup>(?=st\b|nd\b|rd\b|th\b)", re.IGNORECASE)
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_AROUND = re.compile(r"(\*{1,3}|__)(?=\S)([^*]+?)(?<=\S)\1([:.]?)")
_PAIR = re.compile(
    r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*|(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?!\w)"
)
_SIGNS = "\u2022\u2023\u2043\u25a0-\u25ff\u00b7\u27a2\uf0b7\uf0a7"
_BULLET = re.compile(rf"[-*\u2013\u2014{_SIGNS}][ \t]+(?=\S)|o\t+(?=\S)|[{_SIGNS}](?=\w)")
_LISTED = re.compile(
    rf"\s*(?:[-*o\u2013\u2014{_SIGNS}]|\(?(?:\d{{1,3}}[.)]|\d{{1,3}}(?:\.\d{{1,3}})+[.)]?|[a-z][.)]"
    r"|[ivx]{1,4}[.)]))\t+[^\S\t]*\S[^\t]*",
    re.IGNORECASE,
)
_DEEPER = {"o": 1, "\u25aa": 2, "\uf0a7": 2}


def without_tags(text: str) -> str:
    """Take the tags of common markup out of plain words; one that stands alone may be unclosed."""
    return _TAG.sub(" ", _RAISED.sub("", text)) if "<" in text else text


def without_stars(text: str) -> str:
    """Take out the stars that stand around words and make them bold or slanting."""
    return _PAIR.sub(lambda found: found[1] or found[2], text) if "*" in text else text


def unmarked(text: str) -> tuple[str, Hint, int]:
    """Take a line's marks off: its words, what the marks say it is, and its depth as a heading."""
    text = text.strip()
    if found := _HASHES.match(text):
        words = without_stars(text[found.end() :].rstrip("# "))
        return words, Hint.HEADING, len(found[1])
    if found := _AROUND.fullmatch(text):
        is_strong = found[1] in ("**", "***", "__")
        return found[2] + found[3], Hint.STRONG if is_strong else Hint.PLAIN, 0
    return without_stars(text), Hint.PLAIN, 0


def is_listed(text: str) -> bool:
    """Tell whether a line is a bullet or a number, a tab and words, as Word copies its lists."""
    return _LISTED.fullmatch(text) is not None


def deeper(text: str) -> int:
    """Tell how much deeper than others a bullet stands by its sign alone, as Word draws them."""
    return _DEEPER.get(text[:1], 0)


def bullet(text: str) -> int:
    """Tell how many letters of a line are its bullet: 0 if it has none."""
    found = _BULLET.match(text)
    return found.end() if found else 0
