"""What answers to a checklist are called."""

from collections.abc import Mapping

from portal.plans.leading.rules import Answer
from portal.problems import mark

UNANSWERED = mark("Not answered")
ANSWERS: Mapping[str, str] = {
    Answer.YES: mark("Yes"),
    Answer.PARTLY: mark("Partly"),
    Answer.NO: mark("No"),
}
