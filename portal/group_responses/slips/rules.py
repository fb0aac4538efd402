"""How many slips a group may make, and how much it reads of their use: pure."""

from portal.membership.rules import STEP, rounded

LEAST = 10
"""Of fewer slips a rounded number would tell who used theirs."""
MOST = 200
MOST_IN_ALL = 500
"""How many slips one form makes, and a group for one consultation."""


def seen_used(made: int, left: int) -> int:
    """Say how many of some slips a group sees as used; never that all are, which tells of each."""
    return rounded(made - max(left, 1))


def kept_of_revoked(made: int, left: int) -> int:
    """Say as how many a batch counts that was revoked: the most that may be behind what is seen."""
    return seen_used(made, left) + STEP - 1
