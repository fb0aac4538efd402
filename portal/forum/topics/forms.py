"""What members, residents and staff fill in about topics, and what everything is called."""

from dataclasses import replace

from portal import lengths
from portal.bodies import forms as of_bodies
from portal.forms.fields import Choice, Line, Prose, Text
from portal.forum.topics.models import ASKED, TITLE, TRANSLATED, WORDS
from portal.forum.topics.rules import Ground, Law, Question, Room, Standing, Voice
from portal.problems import Problem, mark
from portal.translations.rules import Hand

KINDS, OFFICES, LANGUAGE = of_bodies.KINDS, of_bodies.OFFICES, of_bodies.LANGUAGE
CHANGES = of_bodies.CHANGES
BLOCKED = of_bodies.BLOCKED
ROOMS = {
    Room.PUBLIC: mark("Public room"),
    Room.MEMBERS: mark("Room of the members"),
    Room.CHAIR: mark("Room of the chair"),
}
VOICES = {
    Voice.COUNCIL: mark("The council"),
    Voice.CHAIR: mark("The chair"),
    Voice.GROUP: mark("A group"),
    Voice.MEMBER: mark("A member"),
    Voice.RESIDENT: mark("A resident"),
    Voice.FORMER: mark("A former member"),
}
STANDINGS = {
    Standing.WAITING: mark("Waits until somebody has looked at it"),
    Standing.NOT_PUT: mark("Not put in the room"),
    Standing.HIDDEN: mark("Hidden by the moderators"),
    Standing.REDACTED: mark("Parts were cut by the moderators"),
    Standing.TAKEN_BACK: mark("Taken back by whoever wrote it"),
    Standing.REMOVED: mark("Taken away because the law demands it"),
}
QUESTIONS = {
    Question.RECEIVED: mark("Received. The chair reads it next."),
    Question.READ: mark("The chair has read it."),
    Question.PUT: mark("The chair has put it to the forum."),
    Question.NOT_PUT: mark("The chair has not put it to the forum."),
    Question.ANSWERED: mark("The chair has answered it."),
}
GROUNDS = {
    Ground.DANGER: mark("Somebody may be in danger"),
    Ground.COURT: mark("A court has ordered it"),
}
LAWS = {
    Law.COURT: mark("A court ordered it"),
    Law.CRIME: mark("To publish it is a crime"),
    Law.DEFAMATION: mark("It says something untrue that harms the name of somebody (defamation)"),
    Law.PRIVACY: mark("It tells private things about somebody"),
    Law.COPYRIGHT: mark("The words belong to somebody else (copyright)"),
}
"""On which ground the law forces words away, as everybody reads it."""

TITLED = Line("title", mark("What is it about?"), most=TITLE, required=True)
REPLY = (Prose("text", mark("What do you want to say?"), most=WORDS, required=True), LANGUAGE)
TOPIC = (TITLED, *REPLY)
TRANSLATION = (Prose("text", mark("Translation"), most=TRANSLATED, required=True),)
TRANSLATED_TOPIC = (Line("title", mark("Title"), most=TITLE, required=True), *TRANSLATION)
QUESTION = (Prose("text", mark("What do you want to ask?"), most=ASKED, required=True), LANGUAGE)
ANSWERED = (
    Prose("answer", mark("Your answer"), most=ASKED, required=True),
    replace(LANGUAGE, name="answer_in"),
)
"""What whoever presides answers a resident by themselves."""

OPENING = (
    Choice("room", mark("Which room?"), required=True, options=tuple(ROOMS.items())[1:]),
    Choice("ground", mark("Why?"), required=True, options=tuple(GROUNDS.items())),
    Text(
        "reason",
        mark("What has happened?"),
        most=lengths.REASON,
        required=True,
        hint=mark("Members see that the room was opened and on which ground, not these words."),
    ),
)

TRANSLATED_BY = {
    Hand.MEMBER: mark("Translated by a member."),
    Hand.MODERATOR: mark("Translated by a moderator."),
    Hand.CHAIR: mark("Translated by the chair."),
}
CHECKED_BY = {
    Hand.MEMBER: mark("Checked by a member."),
    Hand.MODERATOR: mark("Checked by a moderator."),
    Hand.CHAIR: mark("Checked by the chair."),
}

UNSURE = Problem(mark("Tick the box to take this back."))
RAISED = mark("Raised by the forum")
OVER = Problem(
    mark("Nothing can be added to this topic any more. Copy from here what you still need.")
)
UNTRANSLATED = Problem(
    mark("This cannot be translated any more. Copy from here what you still need.")
)
FULL = Problem(mark("Many questions wait at the moment. Send yours again tomorrow, or call us."))
