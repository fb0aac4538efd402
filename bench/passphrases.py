"""What one guess at a passphrase costs whoever has a copy, and how long all of them take."""

import resource
import sys
import time
from statistics import median

from portal.incidents.staff.keys import vault

LEAST_SECONDS = 0.05
LEAST_MIB = 60.0

_GUESSES = 15
_YEAR = 365.25 * 24 * 3600
_LIST = 2048
"""Of how many words each is drawn by chance; eleven bits each."""
_RIVAL = 1_000_000
"""Guesses a second of somebody with very many graphics cards: assumed, not measured."""


def measure() -> bool:
    """Stretch passphrases as opening a key does, print the figures, and tell whether it is slow."""
    before = _peak()
    seconds = median(
        _stretched(f"marmot tulip rivet gallon {number}") for number in range(_GUESSES)
    )
    memory = _peak() - before
    _say(f"one guess: {seconds * 1000:.0f} ms of a processor, bound {LEAST_SECONDS * 1000:.0f} ms")
    _say(f"memory of one guess: {memory:.0f} MiB, bound {LEAST_MIB:.0f} MiB")
    for words in (3, 4, 5, 6):
        half = _LIST**words / 2
        ours, theirs = half * seconds / 1000 / _YEAR, half / _RIVAL / _YEAR
        _say(
            f"{words} words of {_LIST:,} by chance: {ours:,.2g} years with 1,000 such processors, "
            f"{theirs:,.2g} years at {_RIVAL:,} guesses a second"
        )
    return seconds >= LEAST_SECONDS and memory >= LEAST_MIB


def _stretched(passphrase: str) -> float:
    began = time.process_time()
    vault.stretched(passphrase)
    return time.process_time() - began


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
