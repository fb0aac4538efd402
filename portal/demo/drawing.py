"""Drawing one plausible answer by chance: codes, numbers and dates, never words.

A tendency says how likely answers are: `answered` (share of people who answer at all) and
`weights`, which `by` replaces for some people. Without one, every answer is equally likely.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.questions.questionnaire import Kind, Question

Tendency = Mapping[str, Any]
Weights = Mapping[str, float]
Answer = str | int | list[str] | dict[str, str]

_ANSWERED = 0.85
_CHOSEN = 0.35
_EXCLUSIVE = 0.05


def one(weights: Weights, rng: Random) -> str:
    """Draw one key, each as likely as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


def weights_for(tendency: Tendency, traits: Iterable[str]) -> Weights:
    """Find the weights that hold for somebody; of several traits the last one decides."""
    by = tendency.get("by", {})
    special = [by[trait] for trait in traits if by.get(trait)]
    weights: Weights = special[-1] if special else tendency.get("weights", {})
    return weights


def is_answered(question: Question, tendency: Tendency, rng: Random) -> bool:
    """Draw whether somebody answers a question; a required one always."""
    return question.required or rng.random() < tendency.get("answered", _ANSWERED)


def answer(
    question: Question, tendency: Tendency, traits: Iterable[str], rng: Random
) -> Answer | None:
    """Draw an answer in its stored form; None where nothing was chosen or words are asked."""
    draw = _KINDS.get(question.kind)
    return (
        draw(question, {**tendency, "weights": weights_for(tendency, traits)}, rng)
        if draw
        else None
    )


def _single(question: Question, tendency: Tendency, rng: Random) -> str:
    return one(tendency["weights"] or _even(o.code for o in question.options), rng)


def _multiple(question: Question, tendency: Tendency, rng: Random) -> list[str] | None:
    weights = tendency["weights"]
    for option in question.options:
        if option.exclusive and rng.random() < weights.get(option.code, _EXCLUSIVE):
            return [option.code]
    several = [option.code for option in question.options if not option.exclusive]
    return [code for code in several if rng.random() < weights.get(code, _CHOSEN)] or None


def _scale(question: Question, tendency: Tendency, rng: Random) -> int:
    return int(one(tendency["weights"] or _even(map(str, question.steps)), rng))


def _ranking(question: Question, tendency: Tendency, rng: Random) -> list[str]:
    left = dict(tendency["weights"] or _even(option.code for option in question.options))
    length = int(one(tendency.get("lengths", {str(len(left)): 1}), rng))
    ranked: list[str] = []
    while left and len(ranked) < length:
        ranked.append(one(left, rng))
        del left[ranked[-1]]
    return ranked


def _number(question: Question, tendency: Tendency, rng: Random) -> int:
    low = int(question.minimum or 0)
    high = low + 10 if question.maximum is None else int(question.maximum)
    return int(one(tendency["weights"] or _even(map(str, range(low, high + 1))), rng))


def _date(_question: Question, tendency: Tendency, rng: Random) -> str:
    first = date.fromisoformat(tendency.get("from", "2027-07-01"))
    last = date.fromisoformat(tendency.get("to", "2027-08-31"))
    return (first + timedelta(days=rng.randint(0, (last - first).days))).isoformat()


def _matrix(question: Question, tendency: Tendency, rng: Random) -> dict[str, str] | None:
    skipped = tendency.get("skip_row", 0.0)
    rows = [row.code for row in question.rows if rng.random() >= skipped]
    return {row: _single(question, tendency, rng) for row in rows} or None


def _even(codes: Iterable[str]) -> Weights:
    return dict.fromkeys(codes, 1.0)


_KINDS: Mapping[Kind, Callable[[Question, Tendency, Random], Answer | None]] = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.SCALE: _scale,
    Kind.RANKING: _ranking,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.MATRIX: _matrix,
}
