"""What officers fill in about a review, and who answers whoever asked to have it signed off."""

from collections.abc import Mapping, Sequence

from portal import lengths
from portal.forms.boxes import Day, Translated
from portal.forms.fields import one_of
from portal.forms.form import Fields
from portal.plans.reviews import vocabulary
from portal.problems import mark

NO_BODY = "none"
"""Stands for no body, where none is open that could read a review."""

DONE: Mapping[str, str] = {
    "made": mark("The draft is drawn from what is recorded. Say something about it."),
    "changed": mark("The review is changed, and drawn anew."),
    "drawn": mark("It is drawn anew from what is recorded."),
    "opened": mark("The body can read it now."),
    "taken_back": mark("It is a draft again. The body reads it anew once you open it."),
    "asked": mark("A second person can sign it off now."),
    "agreed": mark("It is signed off. Everybody reads it."),
    "refused": mark("It is not signed off. Whoever asked reads why."),
    "withdrawn": mark("It does not wait for a second person any more."),
}

DAYS = (
    Day("since", mark("From which day?"), required=True),
    Day("until", mark("Until which day?"), required=True),
)
"""Between which days a report tells what became of a plan."""


def review(bodies: Sequence[tuple[str, Mapping[str, str]]]) -> Fields:
    """List what is said of a review, which one of some bodies reads."""
    nobody = (NO_BODY, mark("There is no body yet that could read it."))
    return (
        one_of("kind", mark("What sort of review is it?"), vocabulary.KINDS),
        Day("since", mark("From which day?"), required=True),
        Day(
            "until",
            mark("Until which day?"),
            hint=mark("What is recorded of these days is put together by itself."),
            required=True,
        ),
        one_of(
            "body",
            mark("Who reads it before it is signed off?"),
            bodies or (nobody,),
            hint=mark("Its members read the draft, and its chair writes a line beside each item."),
        ),
        Translated(
            "words",
            mark("What do you say about it?"),
            most=lengths.TEXT,
            rows=6,
        ),
    )
