"""What is filled in about a batch, apart from the answers."""

from portal import lengths
from portal.forms.fields import Line, Number, Tick
from portal.forms.form import Fields
from portal.group_responses.batches.rules import MOST_PEOPLE
from portal.languages.text_languages import is_known
from portal.problems import mark

AGREED = Tick(
    "agreed",
    mark("I read this aloud to everybody in these rows, and everybody agreed."),
    required=True,
    missing=mark("Tick the box if everybody agreed. Else empty the rows of those who did not."),
)

ASKED = "asked"
"""The boxes of the questions that people were asked."""


BEGINNING: Fields = (
    Number("people", mark("How many people?"), required=True, least=1, most=MOST_PEOPLE),
    Line(
        "language",
        mark("In which language do you write down what they say?"),
        required=True,
        most=lengths.LANGUAGE,
        accepts=is_known,
    ),
)
"""With what a batch begins: how many people, and in which language their words are kept."""
