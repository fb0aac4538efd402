"""What holds for everybody who signs in: roles, waits, lengths of sessions and passwords."""

from datetime import timedelta
from enum import StrEnum

from portal.problems import Problem, mark, too_long, too_short

LONGEST_SESSION = timedelta(hours=12)
LONGEST_PAUSE = timedelta(hours=2)
LONGEST_WAIT = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
FREE_FAILURES = 3
MANY_FAILURES = 20
"""After so many, from several networks, all strangers wait together."""

_FIRST_WAIT = timedelta(seconds=5)
_DOUBLINGS = 8  # five seconds doubled eight times are more than the longest wait


class Role(StrEnum):
    """What somebody who signed in may do; an account may hold several."""

    OFFICER = "officer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    CASEWORKER = "caseworker"
    APPROVER = "approver"
    INDEPENDENT = "independent"
    PARTNER = "partner"


def wait_after(failures: int, free: int = FREE_FAILURES) -> timedelta:
    """Say how long to wait after so many failures in a row: it grows, and it always ends."""
    if failures < free:
        return timedelta()
    doublings = min(failures - free, _DOUBLINGS)
    return min(LONGEST_WAIT, _FIRST_WAIT * (1 << doublings))


def password_problem(password: str, email: str, common: frozenset[str]) -> Problem | None:
    """Say what is wrong with a password somebody chose; any characters will do.

    NIST SP 800-63B asks for length and a list of common passwords, and against rules about
    kinds of characters. A common word with digits around it counts as that word.
    """
    if len(password) < SHORTEST_PASSWORD:
        return too_short(SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return too_long(LONGEST_PASSWORD)
    known = common | {email.lower(), email.lower().partition("@")[0]}
    if len(set(password)) < 5 or not known.isdisjoint(_bare(password.lower())):
        return Problem(
            mark("Many people use a password like this, or it is easy to guess. Choose another.")
        )
    return None


def _bare(password: str) -> set[str]:
    joined = password.replace(" ", "").replace("-", "")
    letters = joined.strip("0123456789!?.,_*#@$%&+=")
    half = joined[: len(joined) // 2]
    return {password, joined, letters, half if half * 2 == joined else joined}
