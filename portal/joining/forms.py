"""What somebody fills in who joins, what whoever decides does, and how either is called."""

from dataclasses import replace

from portal import lengths
from portal.bodies import forms as of_bodies
from portal.bodies.rules import WORDS, GroupSays, Joining
from portal.forms.boxes import Day, Several
from portal.forms.fields import Choice, Line, Prose, Telephone, Tick
from portal.language_support import needing
from portal.language_support import rules as support
from portal.problems import mark

BLOCKED, CHANGES, OFFICES = of_bodies.BLOCKED, of_bodies.CHANGES, of_bodies.OFFICES
JOINING = {
    Joining.BEGUN: mark("Not sent yet"),
    Joining.WAITING: mark("Waits for the chair"),
    Joining.ASKED_BACK: mark("The chair has a question"),
    Joining.ACCEPTED: mark("Accepted"),
    Joining.DECLINED: mark("Not accepted"),
    Joining.WITHDRAWN: mark("Withdrawn"),
}
CONTACTS = {
    "email": mark("By email"),
    "call": mark("By a call"),
    "text": mark("By text message"),
    "group": mark("Through my group"),
}
"""How somebody wants to be reached about a body."""

BY_TELEPHONE = ("call", "text")
GROUP_SAYS = {
    GroupSays.ASKED: mark("Said by themselves, not confirmed by the group"),
    GroupSays.YES: mark("Confirmed by the group"),
    GroupSays.NO: mark("The group says that they do not speak for it"),
}
"""What a group says of somebody who joins in its name, as the chair reads it."""

LANGUAGE = of_bodies.LANGUAGE
SUPPORT = Several("support", mark("What do you need?"), options=support.KINDS)
SUPPORT_IN = replace(needing.LANGUAGE, name="support_in", required=False)
STATES, TONES, WHYS = needing.STATES, needing.TONES, needing.WHYS
APPLYING = (
    Choice(
        "as_",
        mark("For whom do you apply?"),
        required=True,
        missing=mark("Choose whether you apply for yourself or for a group."),
        options=(("person", mark("For myself")), ("group", mark("For a group"))),
    ),
    Line(
        "group",
        mark("Name of the group, as it stands in the directory"),
        most=lengths.NAME,
        hint=mark("Only if you apply for a group. We ask those who speak for it if you do, too."),
    ),
    Prose(
        "why",
        mark("Why do you want to join?"),
        most=WORDS,
        required=True,
        missing=mark("Write why you want to join."),
    ),
    LANGUAGE,
    Line(
        "called",
        mark("What may the chair call you?"),
        most=lengths.NAME,
        hint=mark("One name is enough, and it need not be the one in your papers."),
        as_typed=True,
    ),
    Choice(
        "contact",
        mark("How may the chair reach you?"),
        required=True,
        missing=mark("Choose how the chair may reach you."),
        options=tuple(CONTACTS.items()),
    ),
    Telephone(
        "telephone",
        mark("Telephone number"),
        hint=mark("Only if the chair may call you or send you a text message."),
    ),
    SUPPORT,
    SUPPORT_IN,
    Prose(
        "needs",
        mark("What else do you need to take part?"),
        most=WORDS,
        hint=mark("For example a room without steps. Only the chair reads it."),
    ),
)
"""What somebody says who wants to join; one name in any script, and no puzzle."""

ANSWER = (
    Prose(
        "why",
        mark("Your answer"),
        most=WORDS,
        required=True,
        missing=mark("Write your answer."),
    ),
    LANGUAGE,
)
DECIDING = (
    Prose("said", mark("What you tell them"), most=WORDS),
    LANGUAGE,
    Day("until", mark("On the seat until")),
    Tick("group_agrees", mark("I asked the group through its own contact, and it agrees")),
)
