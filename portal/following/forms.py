"""What members choose about what they follow, and what each choice is called."""

from portal.following.rules import Pace
from portal.forms import form
from portal.forms.fields import LISTED as LISTED
from portal.forms.fields import Choice
from portal.forms.words import Sent
from portal.problems import Problem, Problems, mark

PACES = {
    Pace.AT_ONCE: mark("At once"),
    Pace.WEEKLY: mark("In the weekly mail"),
    Pace.NEVER: mark("Not at all"),
}
PACE = Choice(
    "pace",
    mark("How do you want to hear of what is new?"),
    required=True,
    options=tuple((pace.value, label) for pace, label in PACES.items()),
)
CODES = frozenset(PACE.codes)
MOST_TOPICS = 200
FULL = Problem(
    mark("You follow %(number)s topics, and more are not possible. Follow the body instead."),
    {"number": MOST_TOPICS},
)


def chosen(sent: Sent) -> tuple[Problems, Pace | None]:
    """Read how often somebody wants to hear of something."""
    said = form.read((PACE,), sent)
    return said.problems, None if said.problems else Pace(said.values["pace"])
