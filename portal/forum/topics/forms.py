"""What members, residents and staff fill in about topics, and what everything is called."""

from dataclasses import replace

from portal import lengths
from portal.bodies import forms as of_bodies
from portal.forms.fields import Choice, Line, Text
from portal.forum.topics.models import ASKED, TITLE, WORDS
from portal.forum.topics.rules import Ground, Question, Room, Standing, Voice
from portal.problems import Problem, mark

KINDS, OFFICES, LANGUAGE = of_bodies.KINDS, of_bodies.OFFICES, of_bodies.LANGUAGE
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
}
STANDINGS = {
    Standing.WAITING: mark("Waits until somebody has looked at it"),
    Standing.NOT_PUT: mark("Not put in the room"),
    Standing.HIDDEN: mark("Hidden by the moderators"),
    Standing.REDACTED: mark("Taken away by the moderators"),
    Standing.TAKEN_BACK: mark("Taken back by whoever wrote it"),
}
QUESTIONS = {
    Question.RECEIVED: mark("Received. The chair reads it next."),
    Question.READ: mark("The chair has read it."),
    Question.PUT: mark("The chair has put it to the forum."),
    Question.NOT_PUT: mark("The chair has not put it to the forum."),
}
GROUNDS = {
    Ground.DANGER: mark("Somebody may be in danger"),
    Ground.COURT: mark("A court has ordered it"),
}

TITLED = Line("title", mark("What is it about?"), most=TITLE, required=True)
REPLY = (Text("text", mark("What do you want to say?"), most=WORDS, required=True), LANGUAGE)
TOPIC = (TITLED, *REPLY)
QUESTION = (Text("text", mark("What do you want to ask?"), most=ASKED, required=True), LANGUAGE)
NOT_PUT = (
    Text("said", mark("Why not?"), most=ASKED, required=True),
    replace(LANGUAGE, name="said_in"),
)
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

RAISED = mark("Raised by the forum")
OVER = Problem(
    mark("Nothing can be added to this topic any more. Copy from here what you still need.")
)
FULL = Problem(mark("Many questions wait at the moment. Send yours again tomorrow, or call us."))
