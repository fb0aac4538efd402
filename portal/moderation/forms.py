"""What is filled in about reports and decisions, and what everything is called."""

from dataclasses import replace

from portal import lengths
from portal.bodies import forms as of_bodies
from portal.forms.boxes import Translated
from portal.forms.fields import Line, Prose, Text, Tick
from portal.forum.topics import forms as of_topics
from portal.forum.topics import models
from portal.forum.topics.rules import Standing
from portal.moderation.rules import WORDS, Act, Hearing, Reason
from portal.problems import Problem, mark

LANGUAGE, ROOMS, VOICES = of_bodies.LANGUAGE, of_topics.ROOMS, of_topics.VOICES
LAWS, TRANSLATED_BY = of_topics.LAWS, of_topics.TRANSLATED_BY
CHECKED_BY = of_topics.CHECKED_BY
STANDINGS = {Standing.SHOWN: mark("Shown"), **of_topics.STANDINGS}
REASONS = {
    Reason.HATE: mark("It is hateful: against people for who they are"),
    Reason.THREAT: mark("It threatens somebody"),
    Reason.DANGER: mark("Somebody may be in danger"),
    Reason.PERSONAL: mark("It tells personal things about somebody: a name, an address, a picture"),
    Reason.INSULT: mark("It insults or mocks somebody"),
    Reason.SPAM: mark("It advertises something, or says the same again and again"),
    Reason.ELSEWHERE: mark("It is not about what this body is for"),
    Reason.LAW: mark("It may be against the law for another reason"),
}
ACTS = {
    Act.REPORTED: mark("Hidden after two reports, until somebody looks at it"),
    Act.LEFT: mark("Looked at and left as it is"),
    Act.NOT_PUT: mark("Not put in the room"),
    Act.SHOWN: mark("Shown"),
    Act.HIDDEN: mark("Hidden"),
    Act.REDACTED: mark("Parts cut out"),
    Act.LOCKED: mark("Nothing is added any more"),
    Act.UNLOCKED: mark("Things can be added again"),
}
CHOICES = {
    Act.LEFT: mark("Leave it as it is"),
    Act.SHOWN: mark("Show it"),
    Act.NOT_PUT: mark("Do not put it in the room"),
    Act.HIDDEN: mark("Hide it"),
    Act.REDACTED: mark("Cut something out of it"),
}
KEEP_HIDDEN = mark("Keep it hidden")
HEARINGS = {
    Hearing.WAITING: mark("An appeal waits"),
    Hearing.UPHELD: mark("After an appeal it stays so"),
    Hearing.REVERSED: mark("Undone after an appeal"),
}

WHY = mark("What is wrong with it?")
WHAT = mark("What becomes of it?")
REASON = mark("Why?")
REPORTED = (Prose("words", mark("What else should the moderators know?"), most=WORDS),)
TO_AUTHOR = (
    Prose(
        "words",
        mark("A sentence for whoever wrote it"),
        most=WORDS,
        hint=mark("They read the reason and this sentence, signed “the moderators”."),
    ),
    LANGUAGE,
)
CUT = (
    Text(
        "cut",
        mark("What is cut out?"),
        most=models.WORDS,
        hint=mark(
            "Copy the words here as they stand in the post or its title, one passage on each line."
        ),
    ),
    Tick("files", mark("Take its files away, too")),
)
APPEALED = (
    Prose("words", mark("Why should it be decided otherwise?"), most=WORDS, required=True),
    LANGUAGE,
)
HEARD = (
    Prose(
        "said",
        mark("A sentence for whoever appealed"),
        most=WORDS,
        hint=mark("They read it, signed “the moderators”."),
    ),
    LANGUAGE,
)
WHY_NOT = mark("Why not?")
TITLED = (of_topics.TITLED, replace(LANGUAGE, name="title_in"))
"""A title for a resident's question, in a language of its own."""

NOT_PUT = (
    Prose(
        "said",
        mark("What else do you want to say to whoever asked?"),
        most=models.ASKED,
        hint=mark(
            "The resident reads the reason in their language, and this as you write it. Write it "
            "in their language if you can."
        ),
    ),
    replace(LANGUAGE, name="said_in"),
)
"""What stands beside the reason for which a resident's question is not put."""

WITHDRAWN = (
    Prose("said", REASON, most=models.ASKED, required=True, hint=mark("Everybody reads this.")),
    replace(LANGUAGE, name="said_in"),
)
"""Why the council is asked no more."""

LABEL = (
    Translated(
        "label",
        mark("A reason that only this body has"),
        most=lengths.HEADING,
        required=True,
        hint=mark("For example: it tells what was said in a closed meeting."),
    ),
)
READS = (
    Line(
        "reads",
        mark("Which languages do you read?"),
        most=lengths.HEADING,
        hint=mark("Write them with commas between them, under any of their names."),
    ),
)

CHOOSE_REASON = Problem(mark("Choose a reason."))
CHOOSE_ACT = Problem(mark("Choose what becomes of it."))
NOT_THERE = Problem(mark("These words do not stand in the post. Copy them exactly."))
CUT_WHAT = Problem(mark("Copy here what is cut out."))
TOO_MANY = Problem(mark("That would be too many marks. Cut longer passages, or hide the post."))
HEAR_FIRST = Problem(mark("An appeal waits. Somebody has to hear it before anything else."))
MANY = Problem(mark("Many reports wait at the moment. Send yours again later, or call us."))
"""What is said to whoever cannot report, or decide, so."""
