"""How many words a text has, also in scripts that put no spaces between them: pure."""

import unicodedata

_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_SIGNS_A_WORD = 2
"""So many signs of such a script count as one word."""


def count(text: str) -> int:
    """Count the words of a text; where none are told apart, half its letters."""
    signs = sum(map(_is_unspaced, text))
    if not signs:
        return len(text.split())
    rest = "".join(" " if _is_unspaced(sign) else sign for sign in text)
    spaced = sum(any(map(str.isalnum, word)) for word in rest.split())
    return -(-signs // _SIGNS_A_WORD) + spaced


def first(text: str, most: int) -> str:
    """Give the beginning of a text, of so many words at most."""
    words = text.split()
    while len(words) > 1 and count(" ".join(words)) > most:
        words.pop()
    begun = " ".join(words)
    while count(begun) > most:
        begun = begun[:-1]
    return begun


def _is_unspaced(sign: str) -> bool:
    is_letter = not sign.isascii() and unicodedata.category(sign)[0] == "L"
    return is_letter and unicodedata.name(sign, "").startswith(_UNSPACED)
