"""What members of a group are, and when a group can take anybody in: pure."""

from datetime import timedelta
from enum import StrEnum

from portal.groups.rules import State


class Role(StrEnum):
    """What somebody does in a group; a helper posts what others said, marked so."""

    MEMBER = "member"
    HELPER = "helper"
    REPRESENTATIVE = "representative"


RANKS = tuple(Role)

NAMED = (Role.REPRESENTATIVE, Role.HELPER)
"""Whose chosen names the representatives of a group read."""

INVITED = (Role.MEMBER, Role.HELPER)
"""As what representatives invite; another representative needs more than one yes."""

FIRST_LASTS = timedelta(days=14)
"""How long the invitation of a group's first representative can be used."""
DAYS = (7, 30)
LONGEST = timedelta(days=max(DAYS))
MOST_USES = 100
MOST_OPEN = 20
"""How many invitations of a group can be open at once, and how many concerns can wait."""

LEFT_KEPT = timedelta(days=28)
"""For how long whoever left a group still counts as one of it where two of no common group act."""

ASKED_LASTS = timedelta(days=31)
"""How long members have to come by a new invitation, once everybody is asked to."""

RENEWED_EACH = timedelta(days=7)
"""How often everybody in a group may be asked to, by a mail to each."""

NOTICES_A_WEEK = 3
NOTICE_KEPT = timedelta(days=90)
"""How often who speaks for a group writes to its members, and how long it is kept."""

STEP = 5


def works(state: State) -> bool:
    """Tell whether members of a group can act for it: it is verified, and shown."""
    return state is State.VERIFIED


def is_more(role: Role, than: Role) -> bool:
    """Tell whether somebody with one role does more than with another."""
    return RANKS.index(role) > RANKS.index(than)


def rounded(number: int) -> int:
    """Round a number of members down, so that nobody sees when one of them leaves."""
    return number // STEP * STEP
