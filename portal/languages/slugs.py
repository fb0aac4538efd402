"""The last part of an address, made of a name: of its letters and digits, as plain ones."""

import re
from collections.abc import Collection, Iterable

from portal import lengths
from portal.languages.searching import fold

_APART = re.compile(r"[^a-z0-9]+")
_FOR_A_NUMBER = 8


def stem(names: Iterable[str], otherwise: str, shortest: int = 1) -> str:
    """Write the first of the names that can be written so, or else the word for such a thing."""
    plain = (_APART.sub("-", fold(name[: lengths.SLUG])).strip("-") for name in names)
    found = next((one for one in plain if len(one) >= shortest), otherwise)
    return found[: lengths.SLUG - _FOR_A_NUMBER].strip("-")


def free(stem: str, taken: Collection[str]) -> str:
    """Give it as it is, or with the first number with which nothing else is found at it."""
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (stem, *numbered) if one not in taken)
