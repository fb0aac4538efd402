"""What is asked about the person it happened to: few questions, and no more than is counted.

They are the council's equality questions, in broad groups, without own words and without what
would follow from an answer: what is not counted is not asked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from portal.categories.rules import PREFER_NOT, Characteristic, Sent, State, read_answers
from portal.languages.messages import Message
from portal.problems import Problems

FEW: Mapping[str, Message] = {
    "age": Message("Age"),
    "ethnic_group": Message("Ethnic group"),
    "religion": Message("Religion"),
    "sex": Message("Sex"),
    "disability": Message(
        "A physical or mental health condition or illness that lasts 12 months or more"
    ),
}
"""What every council asks, in words that also fit whoever answers for somebody else."""

MORE: Mapping[str, Message] = {
    "sexual_orientation": Message("Sexual orientation"),
    "gender_identity": Message("Gender is the same as the sex registered at birth"),
    "marriage": Message("Marriage or civil partnership"),
    "pregnancy": Message("Pregnant, or gave birth in the last 26 weeks"),
    "main_language": Message("Main language"),
    "carer": Message("Looks after somebody who is ill, disabled or old"),
}
"""What a council may ask as well."""

LABELS = {**FEW, **MORE}

_APART = ("gypsy_or_irish_traveller", "roma")
"""Groups that hate often meets, and that would not be seen in the broad group above them."""

_COUNTED = "counted"


def asked(questions: Iterable[Characteristic], more: Collection[str]) -> list[Characteristic]:
    """List what is asked, `more` being what a council turned on."""
    known = {one.code: one for one in questions}
    wanted = [code for code in LABELS if code in known and (code in FEW or code in more)]
    return [_coarse(replace(known[code], label=LABELS[code])) for code in wanted]


def read(
    questions: Iterable[Characteristic], more: Collection[str], sent: Sent
) -> tuple[dict[str, dict[str, Any]], Problems]:
    """Read what somebody answered, marked as told in order to be counted."""
    answers, problems = read_answers(asked(questions, more), sent)
    return {code: {**answer, _COUNTED: True} for code, answer in answers.items()}, problems


def told_last(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Take each answer as it was told last; what a page left out changes nothing."""
    told: dict[str, Any] = {}
    for record in records:
        told |= {
            code: answer
            for code, answer in record.items()
            if code not in told or answer.get("state") in (State.ANSWERED, State.PREFER_NOT)
        }
    return told


def counted(told: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Give the code that counts of each answer.

    What somebody told while the page said that it is not counted is not counted now.
    """
    return {code: said for code, one in told.items() if one.get(_COUNTED) and (said := _said(one))}


def _said(answer: Mapping[str, Any]) -> str:
    if answer.get("state") == State.PREFER_NOT:
        return PREFER_NOT
    return next(iter(answer.get("codes", ())), "")


def _coarse(one: Characteristic) -> Characteristic:
    broad = [option for option in one.options if option.parent is None]
    apart = [option for option in one.options if option.code in _APART]
    offered = (
        replace(option, write_in=False)
        for top in broad
        for option in (top, *(below for below in apart if below.parent == top.code))
    )
    return replace(one, two_step=False, hint={}, options=tuple(offered), retired=())
