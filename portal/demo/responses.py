"""Synthetic responses to a consultation: the same seed gives the same responses.

Nobody real has said any of this. The shares are invented, and they differ between ethnic
groups so that analysis has something to find.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from portal.categories.rules import Answer as EqualityAnswer
from portal.categories.rules import Characteristic
from portal.demo import content, drawing
from portal.demo.people import Person, equality, resident, spokesperson
from portal.questions.questionnaire import (
    CHOSEN,
    WRITTEN,
    Condition,
    Kind,
    Question,
    Questionnaire,
    from_json,
)

Given = dict[str, Any]

_PER_ORGANISATION = 40
"""One response in so many comes from a voluntary group."""


@dataclass(frozen=True)
class SyntheticResponse:
    """One response; `text_languages` says in which language each written answer is."""

    language: str
    channel: str
    day_offset: int
    kind: str
    organisation: dict[str, Any] | None
    answers: Given
    equality: dict[str, EqualityAnswer] | None
    text_languages: dict[str, str] = field(default_factory=dict)


def synthetic(
    edition: Mapping[str, Any],
    characteristics: Sequence[Characteristic],
    count: int = 400,
    seed: int = 2027,
    *,
    days: int = 42,
) -> Iterator[SyntheticResponse]:
    """Make up responses over the first days of a consultation, in the order they came."""
    # Chance here only makes examples; nothing is kept secret by it.
    rng = Random(seed)  # noqa: S311
    made = _Making(from_json(edition), characteristics, rng, days)
    groups = made.organisations[: count // _PER_ORGANISATION]
    people = [spokesperson(group, made.people) for group in groups]
    people += [resident(made.people, rng) for _ in range(count - len(groups))]
    rng.shuffle(people)
    yield from sorted(map(made.response, people), key=lambda response: response.day_offset)


class _Making:
    """What the responses to one consultation have in common."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        characteristics: Sequence[Characteristic],
        rng: Random,
        days: int,
    ) -> None:
        self.questionnaire = questionnaire
        self.characteristics = characteristics
        self.rng = rng
        self.days = days
        self.people = content.people()
        self.organisations = content.organisations()
        self.tendencies = content.tendencies()
        self.shelf = _Shelf(content.written_answers(), rng)

    def response(self, person: Person) -> SyntheticResponse:
        """Make up what one person sends."""
        answers, text_languages = self._answers(person)
        return SyntheticResponse(
            language=person.language,
            channel=drawing.one(
                drawing.weights_for(self.people["channels"], person.traits), self.rng
            ),
            day_offset=int(self.days * self.rng.betavariate(0.8, 1.1) * 0.999),
            kind="organisation" if person.organisation else "individual",
            organisation=_named(person.organisation),
            answers=answers,
            equality=equality(person, self.characteristics, self.people, self.rng),
            text_languages=text_languages,
        )

    def _answers(self, person: Person) -> tuple[Given, dict[str, str]]:
        answers: Given = {}
        text_languages: dict[str, str] = {}
        for question in _asked(self.questionnaire, answers):
            tendency = self.tendencies.get(question.code, {})
            if not drawing.is_answered(question, tendency, self.rng):
                continue
            value = drawing.answer(question, tendency, person.traits, self.rng)
            if value is not None:
                answers[question.code] = value
            place = _place_for_words(question, value)
            written = self.shelf.take(place, person) if place else None
            if written:
                answers[place], text_languages[place] = written["text"], written["language"]
        return answers, text_languages


class _Shelf:
    """Written answers in a shuffled order; a long one is taken once, so no two are the same."""

    def __init__(self, texts: Mapping[str, list[dict[str, Any]]], rng: Random) -> None:
        self._texts = {place: rng.sample(some, len(some)) for place, some in texts.items()}
        self._rng = rng

    def take(self, place: str, person: Person) -> dict[str, Any] | None:
        """Find words this person could have written, first those that fit their group alone."""
        texts = self._texts.get(place, [])
        fitting = [text for text in texts if _fits(text, person)]
        if not fitting:
            return None
        if place.endswith(".other"):
            return self._rng.choice(fitting)
        chosen = max(fitting, key=lambda text: "groups" in text)
        texts.remove(chosen)
        return chosen


def _asked(questionnaire: Questionnaire, answers: Given) -> Iterator[Question]:
    """Go through the questions that the answers so far lead to."""
    for section in questionnaire.sections:
        if _holds(section.show_if, answers):
            for question in section.questions:
                if question.kind is not Kind.PANEL and _holds(question.show_if, answers):
                    yield question


def _holds(condition: Condition | None, answers: Given) -> bool:
    if condition is None:
        return True
    given = answers.get(condition.question, [])
    chosen = given if isinstance(given, list) else [given]
    return any(code in condition.options for code in chosen)


def _place_for_words(question: Question, value: Any) -> str:
    if question.kind in WRITTEN:
        return question.code
    if value is None or question.kind not in CHOSEN:
        return ""
    chosen = value if isinstance(value, list) else [value]
    says_which = any(option.other and option.code in chosen for option in question.options)
    return f"{question.code}.other" if says_which else ""


def _fits(text: Mapping[str, Any], person: Person) -> bool:
    if person.group in text.get("not_groups", []):
        return False
    if "groups" in text:
        # People who answer in English may write in the language of their family.
        return person.language in {"en", text["language"]} and person.group in text["groups"]
    return bool(person.language == text["language"])


def _named(organisation: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if organisation is None:
        return None
    return {key: organisation[key] for key in ("name", "asked", "how")}
