"""What an officer says came of a request, and how one is noted that came by telephone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portal import lengths
from portal.forms.fields import Choice, Line, one_of
from portal.forms.form import Fields, Reading, read, typed
from portal.forms.words import Shown
from portal.language_support import forms
from portal.language_support.models import SupportRequest
from portal.language_support.rules import (
    Answer,
    Outcome,
    State,
    Why,
    needs_why,
)
from portal.languages.text_languages import is_known
from portal.problems import Problem, Problems, mark

OUTCOMES = (
    (Outcome.PROVIDED, mark("Provided as asked for")),
    (Outcome.OTHERWISE, mark("Something else was provided")),
    (Outcome.NOT_PROVIDED, mark("Not provided")),
    (
        Outcome.NO_REQUEST,
        mark("No request: sent twice, or by a machine. It is not counted"),
    ),
)
WHYS = (
    (Why.PREFERRED, mark("They preferred it so")),
    (Why.NOBODY, mark("Nobody was free, or nobody could be found")),
    (Why.LATE, mark("There was not enough time")),
    (Why.UNREACHED, mark("We could not reach them")),
    (Why.UNNEEDED, mark("They no longer needed it")),
    (Why.COST, mark("It would have cost too much")),
    (Why.UNOFFERED, mark("The council does not offer it")),
)
EXPIRED = mark("Nobody answered in time")
_CHOOSE_LANGUAGE = mark("Choose one of the languages listed.")

LANGUAGE = Line(
    "language",
    mark("Language"),
    most=lengths.LANGUAGE,
    accepts=is_known,
    required=True,
    wrong=_CHOOSE_LANGUAGE,
    missing=_CHOOSE_LANGUAGE,
)
OUTCOME = one_of("outcome", mark("What came of it?"), OUTCOMES)
WHY = Choice(
    "why",
    mark("Why?"),
    hint=mark("Only where they were not given what they asked for."),
    options=WHYS,
)
ANSWER: Fields = (LANGUAGE, OUTCOME, WHY)

_STILL = (State.WAITING, mark("It still waits for an answer"))
NOTE: Fields = (
    LANGUAGE,
    forms.KIND,
    forms.SERVICE,
    replace(OUTCOME, options=(_STILL, *OUTCOMES[:-1])),
    WHY,
    replace(
        forms.REACH,
        label=mark("How can we reach them?"),
        hint=mark("Only where it still waits."),
        required=False,
    ),
    replace(forms.ABOUT, hint=mark("Only where it still waits. Write no name.")),
)


def why(values: Mapping[str, Any]) -> Problems:
    """Say that a reason is missing where one is owed."""
    outcome = values.get("outcome")
    owed = outcome in {str(one) for one in Outcome} and needs_why(Outcome(outcome))
    return {"why": Problem(mark("Choose why."))} if owed and not values["why"] else {}


def answer(values: Mapping[str, Any]) -> Answer:
    """Give what came of a request; what was provided as asked for needs no reason."""
    outcome = Outcome(values["outcome"])
    return Answer(outcome, Why(values["why"]) if needs_why(outcome) else Why.NONE)


def shown(sent: Mapping[str, Any], asked: SupportRequest) -> Shown:
    """Give what stands in the form about a request: what was typed, or its language alone."""
    return typed(ANSWER, sent) if sent else {"language": asked.language}


def noted(sent: Mapping[str, Any]) -> Reading:
    """Read what an officer notes; who still waits has to be reached."""
    said = read(NOTE, sent)
    problems = said.problems | ({} if "outcome" in said.problems else why(said.values))
    if said.values["outcome"] == State.WAITING and not said.values["reach"]:
        problems.setdefault("reach", Problem(mark("Write how we can reach them.")))
    return Reading(said.values, problems)
