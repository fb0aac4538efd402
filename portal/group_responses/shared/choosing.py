"""Two answers of a group to one question: what is said until somebody chose one of them."""

from collections.abc import Sequence

from portal.group_responses.shared.drafting import Drafting
from portal.languages.i18n import gettext
from portal.problems import Problem, Problems, mark
from portal.questions.questionnaire import Question

CHOSEN = "chosen"
"""Ends the address of a page with the question of which an answer was put into the field."""

_TWICE = mark(
    "Two answers were given. The one in the field is kept when you press “%(keep)s”. "
    "To keep the other one, press “%(use)s” below it."
)
CHOOSE = mark("Two answers were given. Choose one.")
"""What is wrong with such a question on a page where none can be chosen."""


def unsettled(asked: Sequence[Question], here: Drafting) -> list[str]:
    """Name the questions that have two answers."""
    return [one.code for one in asked if one.code in here.work.versions]


def problems(asked: Sequence[Question], here: Drafting, chosen: str) -> Problems:
    """Say how to choose, unless somebody just did; buttons are named by their own words."""
    words = {"keep": gettext("Continue"), "use": gettext("Use this answer")}
    return {code: Problem(_TWICE, words) for code in unsettled(asked, here) if code != chosen}
