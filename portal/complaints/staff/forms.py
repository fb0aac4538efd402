"""What officers fill in: an answer, its translation, a reference, who looks at it now."""

from dataclasses import replace

from portal import lengths
from portal.complaints.forms import WHOM, WHY
from portal.complaints.rules import WORDS
from portal.forms.fields import Line, Prose, one_of
from portal.forms.form import Fields
from portal.members.forms import WRITTEN_IN
from portal.problems import mark

VIEWS = {
    "waits": mark("Waits for an answer"),
    "settled": mark("Answered, with others, or not for the council"),
}
NOT_NOW = mark("This cannot be done with it now.")

ANSWER: Fields = (
    Prose("answer", mark("Your answer"), most=WORDS, required=True),
    replace(WRITTEN_IN, name="answer_in"),
    Line(
        "who",
        mark("Who answers?"),
        hint=mark("A team or an office, as residents read it. Write no name of a person."),
        most=lengths.NAME,
        required=True,
        missing=mark("Write who answers."),
    ),
)
TRANSLATION: Fields = (
    Prose("translation", mark("The answer in another language"), most=WORDS, required=True),
    replace(WRITTEN_IN, name="translation_in"),
)
PASS: Fields = (
    Line(
        "reference",
        mark("Reference of the corporate procedure"),
        hint=mark("Whoever complained reads it, to ask there."),
        most=lengths.NAME,
    ),
)
ESCALATE: Fields = (one_of("whom", mark("Who looks at it now?"), WHOM),)
DECLINE: Fields = (
    one_of("why", mark("Why is it not for the council?"), WHY),
    Prose(
        "reason",
        mark("Say more to whoever sent it"),
        hint=mark("For example who is responsible, and how to reach them."),
        most=WORDS,
        required=True,
        missing=mark("Write a reason. Whoever sent it reads it by their code."),
    ),
    replace(WRITTEN_IN, name="reason_in"),
)
EVERY: Fields = (*ANSWER, *TRANSLATION, *PASS, *ESCALATE, *DECLINE)
