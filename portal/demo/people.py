"""Made-up people: who they are, and what they tell about themselves after sending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from portal.categories.rules import PREFER_NOT, Answer, Characteristic, State, path
from portal.demo.drawing import Tendency, one, weights_for

Tables = Mapping[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody who answers, for themselves or for a group; `group` is an ethnic group's code."""

    group: str
    family: str
    language: str
    organisation: Mapping[str, Any] | None = None

    @property
    def traits(self) -> tuple[str, ...]:
        """List what tendencies may depend on; of several the last one decides."""
        own = (self.family, self.group, self.language)
        return (*own, "organisation") if self.organisation else own


def resident(tables: Tables, rng: Random) -> Person:
    """Make up a resident; people the council hears too little of are asked more often."""
    groups = tables["groups"]
    group = one({code: about["weight"] for code, about in groups.items()}, rng)
    language = one(groups[group]["languages"], rng)
    return Person(group, groups[group]["family"], language)


def spokesperson(organisation: Mapping[str, Any], tables: Tables) -> Person:
    """Make up the person who answers for a voluntary group."""
    group = organisation["group"]
    family = tables["groups"][group]["family"]
    return Person(group, family, organisation["language"], organisation)


def equality(
    person: Person, asked: Sequence[Characteristic], tables: Tables, rng: Random
) -> dict[str, Answer] | None:
    """Draw what a person tells about themselves, or None if they send nothing.

    Organisations are never asked. Each question keeps which of the four things became of it.
    """
    habits = tables["equality"]
    if person.organisation or rng.random() >= habits["given"]:
        return None
    answers: dict[str, Answer] = {}
    for question in asked:
        answers[question.code] = _told(person, question, answers, habits, rng)
    return answers


def _told(
    person: Person,
    asked: Characteristic,
    answers: Mapping[str, Answer],
    habits: Tables,
    rng: Random,
) -> Answer:
    if asked.show_if and not _leads(asked, answers):
        return _without(State.NOT_ASKED)
    chance = rng.random()
    if chance < habits["prefer_not"]:
        return _without(State.PREFER_NOT)
    if chance < habits["prefer_not"] + habits["skipped"]:
        return _without(State.SKIPPED)
    if asked.two_step:
        return _ethnic_group(person, asked, habits, rng)
    return _answered(_codes(person, asked, habits["questions"].get(asked.code, {}), rng))


def _leads(asked: Characteristic, answers: Mapping[str, Answer]) -> bool:
    follows = asked.show_if
    if not follows or follows.question not in answers:
        return False
    return bool({*follows.options} & {*answers[follows.question]["codes"]})


def _ethnic_group(person: Person, asked: Characteristic, habits: Tables, rng: Random) -> Answer:
    if rng.random() < habits["broad_only"]:
        return _answered([path(asked, person.group)[0]])
    words = habits["write_ins"].get(person.group)
    if words and rng.random() < habits["write_in"]:
        return {**_answered([person.group]), "write_in": rng.choice(words)}
    return _answered([person.group])


def _codes(person: Person, asked: Characteristic, tendency: Tendency, rng: Random) -> list[str]:
    known = [option.code for option in asked.options if option.code != PREFER_NOT]
    weights = weights_for(tendency, person.traits)
    asked_here = {codes: weights[codes] for codes in weights if {*codes.split(",")} <= {*known}}
    chosen = one(asked_here or dict.fromkeys(known, 1.0), rng).split(",")
    return [code for code in known if code in chosen]


def _answered(codes: list[str]) -> Answer:
    return {"state": State.ANSWERED.value, "codes": codes}


def _without(state: State) -> Answer:
    return {"state": state.value, "codes": []}
