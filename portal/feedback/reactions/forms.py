"""What a reader says of an entry, and what the chair of the forum does."""

from portal import lengths
from portal.bodies.forms import LANGUAGE
from portal.feedback import rules
from portal.feedback.rules import Line, Verdict
from portal.feedback.vocabulary import LINES
from portal.forms.fields import Prose, one_of
from portal.members.forms import WRITTEN_IN
from portal.problems import mark

MOST = 600
"""How many signs sixty words may have, in scripts that put no spaces between words, too."""

SAYS = (
    one_of(
        "verdict",
        mark("Does this answer what people said?"),
        (
            (Verdict.ANSWERS, mark("Yes, this answers it")),
            (Verdict.DOES_NOT, mark("No, it does not")),
        ),
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
    one_of("line", mark("Is it so?"), tuple((one, LINES[one]) for one in Line)),
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
