"""What a reader says of an entry, and what the chair of the forum does."""

from portal import lengths
from portal.bodies.forms import LANGUAGE
from portal.feedback import rules
from portal.feedback.rules import Line, Verdict
from portal.feedback.vocabulary import LINES
from portal.forms.fields import LISTED, Choice, Prose
from portal.members.forms import WRITTEN_IN
from portal.problems import mark

MOST = 600
"""How many signs sixty words may have, in scripts that put no spaces between words, too."""

SAYS = (
    Choice(
        "verdict",
        mark("Does this answer what people said?"),
        options=(
            (Verdict.ANSWERS, mark("Yes, this answers it")),
            (Verdict.DOES_NOT, mark("No, it does not")),
        ),
        required=True,
        missing=LISTED,
    ),
    Prose(
        "because",
        mark("Why?"),
        hint=mark("Write in any language. Only officers of the council read it. Name nobody."),
        most=lengths.PARAGRAPH,
    ),
    WRITTEN_IN,
)
SIGNS = (
    Choice(
        "line",
        mark("Is it so?"),
        options=tuple((one, LINES[one]) for one in Line),
        required=True,
        missing=LISTED,
    ),
    Prose(
        "words",
        mark("In your words"),
        hint=mark("60 words at most, in any language. Everybody reads them."),
        most=MOST,
        accepts=rules.is_short,
        wrong=mark("Write 60 words at most."),
    ),
    LANGUAGE,
)
