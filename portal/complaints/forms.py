"""What somebody may send, what officers do with it, and what everything is called."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal import lengths
from portal.complaints import rules
from portal.complaints.rules import WORDS, How, Kind, State, Whom, Why
from portal.forms.fields import Choice, Email, Line, Prose, Telephone, one_of
from portal.forms.form import Fields, Reading, read
from portal.groups.vocabulary import EVERYWHERE, OTHER, Option
from portal.members.forms import WRITTEN_IN
from portal.problems import Problem, mark

KINDS = {
    Kind.CARD: mark("Comment card"),
    Kind.COMPLAINT: mark("Complaint"),
    Kind.COMPLIMENT: mark("Compliment"),
}
STATES = {
    State.RECEIVED: mark("Received by the council"),
    State.READ: mark("Read"),
    State.ANSWERED: mark("Answered"),
    State.CONTESTED: mark("Whoever sent it is not content with the answer"),
    State.PASSED: mark("Passed to the corporate complaints procedure"),
    State.ESCALATED: mark("Somebody outside the council looks at it"),
    State.DECLINED: mark("Not for the council to answer"),
}
TONES = {
    State.RECEIVED: "wait",
    State.READ: "wait",
    State.ANSWERED: "",
    State.CONTESTED: "wait",
    State.PASSED: "wait",
    State.ESCALATED: "quiet",
    State.DECLINED: "quiet",
}
WHOM = {
    Whom.OMBUDSMAN: mark("The ombudsman"),
    Whom.EQUALITY: mark("The Equality and Human Rights Commission"),
    Whom.OTHER: mark("Somebody else, such as a court"),
}
WHY = {
    Why.OTHERS: mark("Somebody else is responsible, not the council"),
    Why.TWICE: mark("The same was sent before, and is answered there"),
    Why.UNCLEAR: mark("It does not say what it is about"),
    Why.SPAM: mark("It is advertising, or was sent by a machine"),
}
HOW = {
    How.CODE: mark("With my code only, on this site"),
    How.EMAIL: mark("By email"),
    How.CALL: mark("By a telephone call in my language"),
}

USUAL = {"service": OTHER, "area": EVERYWHERE}
"""What is chosen before somebody chose anything."""

WELL = Prose(
    "well", mark("What went well?"), hint=mark("Fill in one of the two boxes, or both."), most=WORDS
)
WRONG = Prose("wrong", mark("What did not go well?"), most=WORDS)
EMPTY = Problem(mark("Write what went well, or what did not."))
_SENDS = one_of(
    "kind",
    mark("What do you want to send?"),
    (
        (Kind.COMPLAINT, mark("A complaint: something was not fair")),
        (Kind.COMPLIMENT, mark("A compliment: something was done well")),
    ),
)
_HAPPENED = Prose(
    "happened",
    mark("What happened?"),
    hint=mark("Write where and when, if you can. You do not have to give a name."),
    most=WORDS,
    required=True,
    missing=mark("Write what happened."),
)
_WANTS = Prose(
    "wants",
    mark("What do you want to happen?"),
    hint=mark("For example an apology, an explanation, or that something changes."),
    most=WORDS,
)
_HOW = one_of("how", mark("How do you want to be answered?"), HOW)
_EMAIL = Email("email", mark("Email address"), hint=mark("Only if we answer by email."))
_TELEPHONE = Telephone(
    "telephone", mark("Telephone number"), hint=mark("Only if we answer by telephone.")
)
_CALL_IN = Line(
    "call_in",
    mark("Language of the call"),
    hint=mark("Write its name in any language."),
    most=lengths.NAME,
)
CONTEST: Fields = (
    Prose(
        "unmet",
        mark("What does the answer leave out, or get wrong?"),
        hint=mark("Whoever looks at it next reads this. You can also leave it empty."),
        most=WORDS,
    ),
)
"""What somebody may add who is not content with an answer."""
_UNREACHED = {
    "email": Problem(mark("Write an email address, or choose another way to be answered.")),
    "telephone": Problem(mark("Write a telephone number, or choose another way to be answered.")),
}
_REACH: Mapping[str, Sequence[str]] = {
    How.CODE: (),
    How.EMAIL: ("email",),
    How.CALL: ("telephone", "call_in"),
}


def card(services: Sequence[Option], areas: Sequence[Option]) -> Fields:
    """List the fields of a comment card."""
    return (*_about(services, areas), WELL, WRONG, WRITTEN_IN)


def complaint(services: Sequence[Option], areas: Sequence[Option]) -> Fields:
    """List the fields of a complaint or a compliment."""
    about = _about(services, areas)
    written = (_SENDS, *about, _HAPPENED, _WANTS, WRITTEN_IN)
    return (*written, _HOW, _EMAIL, _TELEPHONE, _CALL_IN)


def read_card(fields: Fields, sent: Mapping[str, Any]) -> Reading:
    """Read a comment card, in which at least one of the two boxes is filled."""
    said = read(fields, sent)
    if not (said.problems or said.values["well"] or said.values["wrong"]):
        said.problems["well"] = EMPTY
    return _reading({"kind": Kind.CARD, "wants": "", "how": How.CODE, **said.values}, said)


def read_complaint(fields: Fields, sent: Mapping[str, Any]) -> Reading:
    """Read a complaint or a compliment, which has to say how somebody can be answered."""
    said = read(fields, sent)
    values = dict(said.values)
    lacks = rules.not_told(values["how"], values["email"], values["telephone"])
    if lacks and lacks not in said.problems:
        said.problems[lacks] = _UNREACHED[lacks]
    happened, well = values.pop("happened"), values["kind"] == Kind.COMPLIMENT
    values |= {"well": happened if well else "", "wrong": "" if well else happened}
    return _reading(values, said)


def _reading(values: dict[str, Any], said: Reading) -> Reading:
    """Put apart how somebody is reached, and only as far as they want to be."""
    sent = {name: values.pop(name, "") for name in ("email", "telephone", "call_in")}
    values["told"] = {name: sent[name] for name in _REACH.get(values["how"], ()) if sent[name]}
    chosen = {name: values[name] or usual for name, usual in USUAL.items()}
    return Reading(values | chosen, said.problems)


def _about(services: Sequence[Option], areas: Sequence[Option]) -> Fields:
    return (
        Choice("service", mark("Which service is it about?"), options=_named(services)),
        Choice("area", mark("Where was it?"), options=_named(areas)),
    )


def _named(options: Sequence[Option]) -> tuple[tuple[str, Mapping[str, str]], ...]:
    return tuple((one.code, one.label) for one in options)
