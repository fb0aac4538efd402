"""Which state of a case may follow which, and what staff call them."""

from collections.abc import Mapping

from portal.incidents.rules import Clock, Outcome, PublicStatus, Risk, State
from portal.languages.messages import Message
from portal.problems import mark
from portal.questions.questionnaire import Option, Translated, labels

WORKING = (State.TRIAGE, State.ACCEPTED, State.WAITING, State.REFERRED, State.ACTION, State.REVIEW)
"""The states between which staff move a case by hand, in the order of the work."""

# Only the reporter withdraws, with the code: see `withdrawing`.
_UNWANTED = {State.MERGED, State.NOT_HATE, State.SPAM}
_ENDS = {State.CLOSED, *_UNWANTED}

_FOLLOWING: Mapping[State, set[State]] = {
    State.RECEIVED: {State.TRIAGE, *_UNWANTED},
    State.TRIAGE: {State.ACCEPTED, State.WAITING, State.REFERRED, *_ENDS},
    State.ACCEPTED: {State.WAITING, State.REFERRED, State.ACTION, State.REVIEW, *_ENDS},
    State.WAITING: {State.ACCEPTED, State.REFERRED, State.ACTION, State.REVIEW, *_ENDS},
    State.REFERRED: {State.ACCEPTED, State.WAITING, State.ACTION, State.REVIEW, *_ENDS},
    State.ACTION: {State.WAITING, State.REFERRED, State.REVIEW, *_ENDS},
    State.REVIEW: {State.WAITING, State.REFERRED, State.ACTION, *_ENDS},
    State.CLOSED: {State.ACCEPTED},
    State.MERGED: {State.TRIAGE},
    State.NOT_HATE: {State.TRIAGE},
    State.SPAM: {State.TRIAGE},
    State.WITHDRAWN: set(),
}

STATES: Mapping[State, str] = {
    State.RECEIVED: mark("Not opened yet"),
    State.TRIAGE: mark("Being looked at"),
    State.ACCEPTED: mark("Accepted"),
    State.WAITING: mark("Waiting for the reporter"),
    State.REFERRED: mark("Referred to an agency"),
    State.ACTION: mark("Action plan"),
    State.REVIEW: mark("Panel review"),
    State.CLOSED: mark("Closed"),
    State.MERGED: mark("Merged with another case"),
    State.NOT_HATE: mark("Not a hate incident"),
    State.SPAM: mark("Spam"),
    State.WITHDRAWN: mark("Withdrawn by the reporter"),
}
PUBLIC: Mapping[PublicStatus, str] = {
    PublicStatus.RECEIVED: mark("Received"),
    PublicStatus.READING: mark("Being read"),
    PublicStatus.WORKING: mark("Being worked on"),
    PublicStatus.WAITING: mark("Waiting for an answer"),
    PublicStatus.CLOSED: mark("Closed"),
    PublicStatus.WITHDRAWN: mark("Withdrawn"),
}
CLOCKS: Mapping[Clock, str] = {
    Clock.ACKNOWLEDGE: mark("Acknowledge the report"),
    Clock.FIRST_ACTION: mark("Take a first action"),
    Clock.CONTACT: mark("Contact the reporter"),
    Clock.FOLLOW_UP: mark("Ask again after closing"),
}
RISKS: Mapping[Risk, str] = {
    Risk.UNKNOWN: mark("Risk not assessed"),
    Risk.STANDARD: mark("Standard risk"),
    Risk.MEDIUM: mark("Medium risk"),
    Risk.HIGH: mark("High risk"),
}
OUTCOMES = (
    Option(
        Outcome.CRIMINAL,
        Message("Criminal justice"),
        hint=Message("For example a charge, a caution or a community resolution."),
    ),
    Option(
        Outcome.CIVIL,
        Message("Civil action"),
        hint=Message(
            "For example an injunction, or a measure under a tenancy, at work or at school."
        ),
    ),
    Option(
        Outcome.INFORMAL,
        Message("Informal support"),
        hint=Message("For example advice, a safer home, or a conversation between the people."),
    ),
    Option(
        Outcome.NONE_ANONYMOUS,
        Message("Nothing could be done"),
        hint=Message("The report was anonymous, and nobody could be helped without knowing more."),
    ),
)
COUNTED_ONLY = Option(
    Outcome.COUNTED,
    Message("Counted only, as the reporter asked"),
    hint=Message("Nothing else is done with it, and nobody is asked again."),
)
ASIDE = (
    Option(Outcome.NOT_HATE, Message("Not a hate incident")),
    Option(Outcome.SPAM, Message("Spam")),
)
OUTCOME_WORDS = labels((*OUTCOMES, COUNTED_ONLY, *ASIDE))
_EARLIER = Option(Outcome.WITHDRAWN, Message("The reporter withdrew it"))  # staff once said so


def may_follow(now: State, then: State) -> bool:
    """Tell whether a case may go from one state to another."""
    return then in _FOLLOWING[now]


def outcome(code: str) -> Translated:
    """Say what came of a case."""
    return labels((*OUTCOMES, COUNTED_ONLY, *ASIDE, _EARLIER))[code]


def by_hand(now: State) -> tuple[State, ...]:
    """List the states to which staff may move a case without closing it, in order.

    Closing, merging and the like have pages of their own, because more is asked there.
    """
    return tuple(state for state in WORKING if may_follow(now, state))
