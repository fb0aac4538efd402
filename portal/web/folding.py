"""How much of each text a page has room for, where each has an address to be read whole."""

from collections.abc import Iterable

ROOM = 12_000
"""How many letters people wrote one page shows: with them it is light enough for any telephone."""


def share(lengths: Iterable[int], room: int = ROOM) -> int:
    """Say how many letters of each text are shown; what the short ones leave the others share."""
    ordered = sorted(lengths)
    for place, length in enumerate(ordered):
        even = room // (len(ordered) - place)
        if length > even:
            return even
        room -= length
    return max(ordered, default=0)
