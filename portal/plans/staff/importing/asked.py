"""What columns and lines can say, as an officer chooses among it."""

from collections.abc import Mapping, Sequence

from portal.plans import vocabulary
from portal.plans.importing.rules import Empty, Role
from portal.problems import mark

STATUSES, ASSESSMENTS = vocabulary.STATUSES, vocabulary.ASSESSMENTS
_FIELDS = vocabulary.FIELDS
_SAYS: Mapping[Role, str] = {
    Role.LEADS: _FIELDS["leads"],
    Role.TIMESCALE: _FIELDS["timescale"],
    Role.MEASURE: _FIELDS["measure"],
    Role.OUTCOME: _FIELDS["outcome"],
    Role.RESOURCES: _FIELDS["resources"],
    Role.STATUS: _FIELDS["status"],
    Role.ASSESSMENT: _FIELDS["assessment"],
    Role.EVIDENCE: _FIELDS["evidence"],
    Role.COMMENT: _FIELDS["comment"],
    Role.REVIEW: _FIELDS["review_on"],
}
_TICKED: Mapping[str, str] = {
    "met": mark("A tick here means: met"),
    "partly_met": mark("A tick here means: partly met"),
    "not_met": mark("A tick here means: not met"),
    "not_started": mark("A tick here means: not started"),
    "under_way": mark("A tick here means: under way"),
    "done": mark("A tick here means: done"),
    "stopped": mark("A tick here means: stopped"),
}
OF_COLUMNS: Sequence[tuple[str, str]] = (
    (Role.NONE.value, mark("Not taken")),
    (Role.TEXT.value, mark("What is to be done or asked")),
    (Role.ABOVE.value, mark("What it stands below, such as its aim")),
    (Role.NUMBER.value, _FIELDS["number"]),
    *((role.value, label) for role, label in _SAYS.items()),
    *((f"tick.{state}", label) for state, label in _TICKED.items()),
)
"""What a column can say of an item."""

EMPTIES: Sequence[tuple[str, str]] = (
    (Empty.CONTINUES.value, mark("The row goes on from the row above")),
    (Empty.SHARES.value, mark("The row is a further item below the same heading")),
)
TAKEN = mark("Take these tables in")
LEVEL = mark("On which level do their rows stand?")
EMPTY = mark("If the first cell of a row is empty:")
DEEPER = mark("Numbers such as 1 and 1.1 say how deep a row stands")
AS_COMMENT = mark("Keep it as a comment")
ONCE = mark("Where a heading comes twice, take the one with something below it")


def of_lines(levels: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """List what lines of a pattern can be, in a plan with these levels."""
    return (
        (Role.NONE.value, mark("Left out")),
        *levels,
        (Role.TEXT.value, mark("More words of the item above")),
        *((role.value, label) for role, label in _SAYS.items()),
    )
