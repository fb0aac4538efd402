"""What an assessment lacks before somebody can be asked to sign it off, in words."""

from collections.abc import Mapping, Sequence

from portal.equality_impact.rules import Lack
from portal.problems import mark

WORDS: Mapping[str, str] = {
    "title": mark("what is assessed"),
    "summary": mark("the summary"),
    "subject": mark("what is planned"),
    "reasons": mark("why"),
    "affected": mark("whom it affects"),
    "owner": mark("who answers for it"),
    "service": mark("the service"),
    "answers": mark("an answer to each question"),
    "whys": mark("the why of each answer"),
    "outcome": mark("what you decide"),
    "reason": mark("why you decide so"),
    "effect": mark("the effect, and why"),
    "evidence": mark("on what it rests, or what is not known"),
    "measures": mark("what is done against what is bad"),
    "decision": mark("the decision"),
    "decision_reason": mark("the reason for the decision"),
    "review_on": mark("a day in the future on which it is looked at again"),
}


def by_part(lacks: Sequence[Lack]) -> dict[str, list[str]]:
    """Collect what each part lacks."""
    found: dict[str, list[str]] = {}
    for one in lacks:
        found.setdefault(one.part, []).append(WORDS[one.what])
    return found
