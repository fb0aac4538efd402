"""What has to be so before a group is verified, as officers tick it: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal import lengths
from portal.forms.fields import Choice, Line, Text, Tick
from portal.groups.rules import State
from portal.problems import Problem, Problems, mark


class Basis(StrEnum):
    """On what a verification stands."""

    PAPERS = "papers"
    VISIT = "visit"
    GROUPS = "groups"


@dataclass(frozen=True)
class Voucher:
    """A group that vouches for another: its name as typed, and what is known of it."""

    name: str
    number: int | None = None
    state: State | None = None
    basis: Basis | None = None


@dataclass(frozen=True)
class Checked:
    """What an officer ticked before verifying a group, and who vouches for it."""

    number: int
    open_democratic: bool
    safeguarding: bool
    basis: Basis
    vouchers: Sequence[Voucher] = ()


def lacking(checked: Checked) -> Problems:
    """Say what is missing before a group is verified.

    Two verified groups can stand in for papers, if papers or a visit stood behind each of them:
    else two groups could verify each other, and then everybody.
    """
    needed = Problem(mark("Confirm this before you verify the group."))
    ticked = {"open_democratic": checked.open_democratic, "safeguarding": checked.safeguarding}
    problems: Problems = {name: needed for name, is_so in ticked.items() if not is_so}
    if checked.basis is not Basis.GROUPS:
        return problems
    for place, one in enumerate(checked.vouchers, 1):
        if wrong := _wrong(one, checked.number):
            problems[f"voucher_{place}"] = wrong
    numbers = [one.number for one in checked.vouchers]
    if not problems and len(numbers) == 2 and numbers[0] == numbers[1]:
        problems["voucher_2"] = Problem(mark("Name two different groups."))
    return problems


def _wrong(voucher: Voucher, number: int) -> Problem | None:
    wrong = {
        mark("Write the name of a verified group."): not voucher.name,
        mark("No group in the directory has this name."): voucher.number is None,
        mark("A group cannot vouch for itself."): voucher.number == number,
        mark("This group is not verified."): voucher.state is not State.VERIFIED,
        mark(
            "Only other groups vouched for this one. Name one with papers or a visit."
        ): voucher.basis is Basis.GROUPS,
    }
    first = next((message for message, is_so in wrong.items() if is_so), None)
    return Problem(first) if first else None


BASES = (
    (Basis.PAPERS, mark("We read its papers, such as its constitution")),
    (Basis.VISIT, mark("It has no papers: we visited it")),
    (Basis.GROUPS, mark("It has no papers: two verified groups vouch for it")),
)

FIELDS = (
    Tick(
        "open_democratic",
        mark("It is open and democratic"),
        hint=mark("Those whom it serves can join, and choose who speaks for them."),
    ),
    Tick(
        "safeguarding",
        mark("It has safeguarding for its helpers"),
        hint=mark("Nobody helps alone with children or people at risk without being checked."),
    ),
    Choice("basis", mark("How do you know?"), required=True, options=BASES),
    Line("voucher_1", mark("First group that vouches"), most=lengths.NAME),
    Line("voucher_2", mark("Second group that vouches"), most=lengths.NAME),
    Text("seen", mark("What you read or saw"), most=lengths.REASON),
)
"""What has to be so before a group is verified."""
