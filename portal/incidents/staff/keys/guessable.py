"""What of a passphrase is easy to guess for somebody who tries at home, with a copy.

There nobody waits after a failure, so it has to stand longer than a password: what many people
write first counts for nothing, and enough has to be left. The list of it is our own.
"""

import re
from functools import cache
from pathlib import Path

from portal.languages.normal_form import normalised

SHORTEST = 20
FEWEST_WORDS, FEWEST_LEFT, ENOUGH_LEFT = 5, 14, 24
"""How many words and signs have to be left once all that is easy is taken out, or signs alone.

Five words drawn by chance stand for centuries, four for months; see `bench/passphrases.py`.
"""

_RUN = 4
_MIXED = re.compile(r"[^\W\d]\d+[^\W\d]")
_ROWS = (
    *("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop"),
    *("qsdfghjklm", "wxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "abcdefghijklmnopqrstuvwxyz"),
)


def is_weak(passphrase: str, *about: str) -> bool:
    """Tell whether a passphrase is too short or too easy to guess."""
    words, signs = left(passphrase, *about)
    few = words < FEWEST_WORDS and signs < ENOUGH_LEFT
    return len(passphrase) < SHORTEST or signs < FEWEST_LEFT or few


def left(passphrase: str, *about: str) -> tuple[int, int]:
    """Count the words and signs that are left once what is easy to guess is taken out.

    `about` is what others know of its owner, such as their name and address. Neither digits nor
    what is said again count as signs; what has digits between letters, as if drawn by chance,
    counts as two words.
    """
    plain, known = _plain(passphrase), _easy() | {*map(_plain, about)}
    known |= {word for text in about for word in _plain(text).split() if len(word) > 2}
    for easy in sorted(known, key=len, reverse=True):
        plain = plain.replace(easy, " ") if easy else plain
    words = dict.fromkeys(plain.split())
    joined = "".join(words)
    joined = joined[: (joined * 2).find(joined, 1)] if joined else ""
    for run in sorted(_runs(joined), key=len, reverse=True):
        joined = joined.replace(run, "")
    signs = re.sub(r"\d", "", re.sub(r"(.+?)\1+", r"\1", joined))
    return sum(2 if _MIXED.search(word) else 1 for word in words), len(signs)


def _plain(text: str) -> str:
    folded = normalised(text, "NFKC").casefold()
    return " ".join(re.split(r"[\W_]+", folded)).strip()


def _runs(text: str) -> set[str]:
    """List the parts of a text that lie beside each other on a keyboard or in the alphabet."""
    rows = [row for one in _ROWS for row in (one, one[::-1])]
    size = len(text) + 1
    parts = {text[a:b] for a in range(size) for b in range(a + _RUN, min(a + 30, size))}
    return {part for part in parts if any(part in row for row in rows)}


@cache
def _easy() -> frozenset[str]:
    listed = Path(__file__).with_name("easy-words.txt").read_text(encoding="utf-8")
    return frozenset(listed.split("\n"))
