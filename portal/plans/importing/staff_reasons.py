"""What an officer is told of a row or a line that is not taken as it stands."""

from portal.problems import Problem, mark

# Why a line, a cell or a table is left out.
CONTENTS = Problem(mark("A table of contents."))
PAGE = Problem(mark("The head, the foot or the number of a page, or a note."))
REPEATED = Problem(mark("The same line stands here several times, as at the head of pages."))
REPEATED_HEAD = Problem(mark("The head of the table, once more."))
HEAD_NOT_TAKEN = Problem(mark("The head of a table that is not taken."))
CAPTION = Problem(mark("A caption: what stands below it is taken for what it says."))
NO_LEVEL = Problem(mark("No level was chosen for lines like this."))
TABLE_NOT_TAKEN = Problem(mark("A table that is not taken."))
COLUMN_NOT_TAKEN = Problem(mark("A column that is not taken."))
OUTSIDE = Problem(mark("Outside the part that was chosen."))
AS_HEAD = Problem(mark("Taken for the names of the columns."))
BY_YOU = Problem(mark("Left out by you."))

# Why a row is refused.
NO_TEXT = Problem(mark("The row says nothing of what is to be done."))
NOTHING_ABOVE = Problem(mark("It goes on from a row above, and there is none."))
TWO_STATES = Problem(mark("Two columns are ticked that exclude each other."))
TOO_WIDE = Problem(mark("The row has more cells than the head of its table."))
REFUSED_ABOVE = Problem(mark("It goes on from a row that is refused."))

# What is to be looked at in a row that is taken.
SEVERAL_DATES = Problem(mark("No single clear date, so it stays as it is written."))
SEVERAL_LEADS = Problem(mark("More than one lead, as it seems; they stay as they are written."))
LONG_LEAD = Problem(
    mark("The lead says more than the item. Do the names stand above the right columns?")
)
BELOW_NOTHING = Problem(mark("It stands below nothing, although its level is not the uppermost."))
TWO_TICKS = Problem(mark("Two ticks in one cell count as one."))
FORMULA = Problem(mark("It begins like a formula. It is kept as words and never worked out."))
CONTINUED = Problem(mark("Goes on from the row above."))


def again(line: int) -> Problem:
    """Say where a line stands again, with what hangs on it."""
    return Problem(
        mark("It stands again in line %(line)s, with what belongs to it."), {"line": line}
    )


def not_a_tick(words: str) -> Problem:
    """Say that a cell of a column for ticks is neither ticked nor empty."""
    return Problem(mark("“%(words)s” is neither a tick nor empty."), {"words": words})


def no_state(words: str) -> Problem:
    """Say that nobody chose what a state is called here."""
    return Problem(mark("No state was chosen for “%(words)s”."), {"words": words})


def too_long(most: int) -> Problem:
    """Say that a field is longer than it can be."""
    return Problem(mark("A cell is longer than %(most)s characters."), {"most": most})
