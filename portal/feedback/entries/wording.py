"""What the parts of an entry are called, by what comes of it."""

from collections.abc import Mapping

from portal.feedback.rules import REFUSALS, Concern, Outcome, Reason
from portal.feedback.vocabulary import OUTCOMES, OWNERS, REASONS
from portal.problems import Ours, mark

__all__ = ["OUTCOMES", "OWNERS", "REASONS"]

CALLED = mark("You said, we did")

_HEADS: Mapping[str, str] = {
    Outcome.PROMISED: mark("We promise"),
    Outcome.UNDER_WAY: mark("We are doing this"),
    Outcome.DONE: mark("We did"),
    Outcome.NOT_POSSIBLE: mark("We could not, %(reason)s."),
    Outcome.NOTHING: mark("Nothing changes, %(reason)s."),
}
TONES: Mapping[str, str] = {
    Outcome.PROMISED: "wait",
    Outcome.UNDER_WAY: "wait",
    Outcome.DONE: "good",
}
"""In which colours outcomes are shown; what is refused is neither good nor late."""

PARTS: Mapping[str, str] = {
    "asked": mark("We asked"),
    "said": mark("You said"),
    "did": mark("What we do"),
}
"""The three texts of an entry, as its history names them."""

CONCERNS: Mapping[str, str] = {
    Concern.COMMUNITY: mark("Community"),
    Concern.AREA: mark("Area"),
    Concern.SERVICE: mark("Service"),
    Concern.LANGUAGE: mark("Language"),
}
"""What is chosen from, as it is called."""


def head(outcome: str, reason: str) -> tuple[str, Mapping[str, str]]:
    """Give what stands above what the council says it does: a message, and its values."""
    if outcome not in REFUSALS:
        return _HEADS.get(outcome, OUTCOMES[outcome]), {}
    if reason == Reason.UNSAID:
        return OUTCOMES[outcome], {}
    return _HEADS[outcome], {"reason": Ours(REASONS[reason])}
