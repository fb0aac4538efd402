"""What officers may send about quotes."""

from collections.abc import Sequence

from portal.feedback.quotes import rules
from portal.feedback.quotes.naming import Who
from portal.forms.boxes import Translated
from portal.forms.field import Field
from portal.forms.fields import Choice, Prose, Tick
from portal.problems import Problem, mark

EXCERPT = Prose(
    "excerpt",
    mark("What is quoted"),
    required=True,
    most=rules.MOST,
    missing=mark("Write what is quoted."),
)
"""Words of the answer."""

SURE = Tick("sure", mark("I have looked: nobody can tell from it who wrote it or whom it is about"))
"""Asked for where something in the words could tell."""

NOT_THERE = Problem(
    mark(
        "These words do not stand so in the answer. Quote whole words as they were written, and "
        "write […] where you leave something out."
    )
)
FULL = Problem(mark("So many quotes stand beside this entry already. Take one out first."))
WAITS = Problem(mark("It waits to be signed off. Take that back first, then change it."))


def telling(found: Sequence[str]) -> Problem:
    """Say what in a quote could tell who wrote it."""
    said = mark("This could tell who it is: %(words)s. Leave it out with […], or tick the box.")
    return Problem(said, {"words": " · ".join(found)})


def who(offered: Sequence[Who]) -> Choice:
    """Ask what is said of whoever wrote it, of what may be said."""
    return Choice("who", mark("Who wrote it"), options=[(one.code, one.label) for one in offered])


def words() -> Translated:
    """Ask for the quote in the other languages in which everybody reads the report."""
    return Translated("words", mark("In other languages"), most=2 * rules.MOST, rows=3)


def choosing(offered: Sequence[Who]) -> tuple[Field, ...]:
    """Give all that is asked for a quote that nobody has read yet."""
    return (EXCERPT, who(offered), words())
