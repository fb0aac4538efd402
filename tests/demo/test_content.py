"""The demonstration is complete in every language, and its synthetic people are plausible."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from portal.categories.rules import State, broad_groups, characteristics, option_of
from portal.council import rules as council_rules
from portal.demo import content
from portal.demo.responses import SyntheticResponse, synthetic
from portal.questions.questionnaire import Kind, Question, Questionnaire, from_json
from portal.settings_pages.sections import unfinished
from portal.site.staff.duties import DUTIES

LANGUAGES = {"en", "cy", "pl", "ur", "ar"}
RIGHT_TO_LEFT = {"ur", "ar"}
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
ASKED = characteristics("wales")

Texts = dict[str, str]


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return from_json(content.edition("race-equality-scheme"))


@pytest.fixture(scope="module")
def responses() -> list[SyntheticResponse]:
    return list(synthetic(content.edition("race-equality-scheme"), ASKED))


def texts_in(value: Any) -> Iterator[Texts]:
    if isinstance(value, dict) and LANGUAGES & value.keys():
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)


def texts_of(name: str) -> list[Texts]:
    read = content.council() if name == "council" else content.edition(name)
    telephones = read.pop("telephones", {})
    hours = [telephone["hours"] for telephone in telephones.values()]
    return [*texts_in(read), *hours]


def words(name: str, tags: set[str]) -> str:
    return "\n".join(text[tag] for text in texts_of(name) for tag in sorted(tags))


SOURCES = [*content.SLUGS, "council"]


@pytest.mark.parametrize("name", SOURCES)
def test_every_text_is_there_in_five_languages(name: str) -> None:
    texts = texts_of(name)
    assert texts
    assert all(text.keys() == LANGUAGES for text in texts)
    assert all(part.strip() for text in texts for part in text.values())


@pytest.mark.parametrize("name", SOURCES)
def test_no_text_is_left_in_english(name: str) -> None:
    left = [text["en"] for text in texts_of(name) if len(set(text.values())) < len(LANGUAGES)]
    assert left == []


@pytest.mark.parametrize("name", SOURCES)
def test_urdu_and_arabic_have_their_own_letters_and_punctuation(name: str) -> None:
    written = words(name, RIGHT_TO_LEFT)
    assert re.findall(r"[A-Za-z]+|[?;]|,(?!\d)", written) == []


@pytest.mark.parametrize("slug", content.SLUGS)
def test_codes_are_valid_and_unique(slug: str) -> None:
    read = from_json(content.edition(slug))
    codes = [question.code for question in read.questions]
    below = [
        [part.code for part in parts]
        for question in read.questions
        for parts in (question.options, question.rows)
    ]
    assert max(Counter(codes).values()) == 1
    assert all(len(set(some)) == len(some) for some in below)
    assert all(CODE.fullmatch(code) for code in [*codes, *(c for some in below for c in some)])
    assert all(CODE.fullmatch(section.code) for section in read.sections)


@pytest.mark.parametrize("slug", content.SLUGS)
def test_choices_can_be_made_and_scales_have_ends(slug: str) -> None:
    questions = list(from_json(content.edition(slug)).questions)
    chosen = [q for q in questions if q.kind in ("single", "multiple", "ranking", "matrix")]
    assert all(len(question.options) >= 2 for question in chosen)
    assert all(question.rows for question in questions if question.kind is Kind.MATRIX)
    assert all(q.low and q.high and len(q.steps) == 5 for q in questions if q.kind is Kind.SCALE)


def test_the_scheme_has_five_sections_and_every_kind_of_question(
    questionnaire: Questionnaire,
) -> None:
    questions = list(questionnaire.questions)
    assert len(questionnaire.sections) == 5
    assert len([q for q in questions if q.kind is not Kind.PANEL]) >= 16
    assert {question.kind for question in questions} == set(Kind)


def test_skip_logic_looks_back_at_options_that_exist(questionnaire: Questionnaire) -> None:
    questions = list(questionnaire.questions)
    places = {question.code: place for place, question in enumerate(questions)}
    conditional = [question for question in questions if question.show_if]
    assert len(conditional) >= 2
    for question in conditional:
        condition = question.show_if
        assert condition
        assert places[condition.question] < places[question.code]
        earlier = questions[places[condition.question]]
        assert all(earlier.option(code) for code in condition.options)


def test_one_condition_reaches_across_pages(questionnaire: Questionnaire) -> None:
    question = questionnaire.question("group_help")
    assert question
    assert question.show_if
    assert question in questionnaire.sections[3].questions
    assert questionnaire.sections[0].code == "lead"
    assert question.show_if.question in {q.code for q in questionnaire.sections[0].questions}


@pytest.mark.parametrize("slug", content.SLUGS)
def test_long_answers_ask_not_to_name_anybody(slug: str) -> None:
    questions = from_json(content.edition(slug)).questions
    hints = [question.hint["en"] for question in questions if question.kind is Kind.LONG]
    assert all("do not write names" in hint for hint in hints)


def test_the_council_says_who_never_gets_the_answers() -> None:
    never = council_rules.from_json(content.council()).never_recipients
    assert "Home Office" in never["en"]
    assert "heddlu" in never["cy"]
    assert "Policja" in never["pl"]
    assert "پولیس" in never["ur"]
    assert "الشرطة" in never["ar"]


def test_the_council_has_everything_but_a_day_of_testing() -> None:
    council = council_rules.from_json(content.council())
    assert [duty.message for duty in unfinished(DUTIES, council)] == [
        "The accessibility statement has no date of testing."
    ]
    assert set(council.telephones) == LANGUAGES


def test_telephone_numbers_are_from_the_range_kept_for_drama() -> None:
    council = council_rules.from_json(content.council())
    people = (council.data_protection, council.accessibility, council.complaints)
    numbers = [one.number for one in council.telephones.values()] + [p.telephone for p in people]
    assert all(re.fullmatch(r"01632 960\d{3}", number) for number in numbers)
    assert all(person.email.endswith("example.org") for person in people)


def test_every_written_question_has_forty_different_answers() -> None:
    written = content.written_answers()
    editions = [from_json(content.edition(slug)) for slug in content.SLUGS]
    asked = [
        question.code
        for edition in editions
        for question in edition.questions
        if question.kind in (Kind.SHORT, Kind.LONG)
    ]
    assert len(asked) == 5
    assert all(len({text["text"] for text in written[code]}) >= 40 for code in asked)


def test_written_answers_come_in_many_languages_and_scripts(
    responses: list[SyntheticResponse],
) -> None:
    tags = {tag for response in responses for tag in response.text_languages.values()}
    texts = "".join(r.answers[key] for r in responses for key in r.text_languages)
    assert tags == LANGUAGES | {"so", "bn", "pa", "ur-Latn"}
    assert all(re.search(script, texts) for script in ("[ا-ے]", "[অ-হ]", "[ਅ-ਹ]", "[a-z]", "ł"))


def test_the_same_seed_makes_the_same_responses(responses: list[SyntheticResponse]) -> None:
    edition = content.edition("race-equality-scheme")
    assert list(synthetic(edition, ASKED, 400, 2027)) == responses
    assert list(synthetic(edition, ASKED, 400, 2028)) != responses


def test_four_hundred_come_ten_of_them_from_organisations(
    responses: list[SyntheticResponse],
) -> None:
    kinds = Counter(response.kind for response in responses)
    groups = [response.organisation for response in responses if response.organisation]
    assert kinds == {"individual": 390, "organisation": 10}
    assert len({group["name"] for group in groups}) == 10
    assert all(group["asked"] > 0 and group["how"] for group in groups)


def test_they_come_in_order_within_the_days_and_by_every_channel() -> None:
    made = list(synthetic(content.edition("race-equality-scheme"), ASKED, days=10))
    offsets = [response.day_offset for response in made]
    assert offsets == sorted(offsets)
    assert {*offsets} == {*range(10)}
    assert {response.channel for response in made} == {"web", "paper", "telephone", "event"}
    assert {response.language for response in made} == LANGUAGES


@pytest.mark.parametrize("slug", content.SLUGS)
def test_every_answer_is_one_that_its_question_allows(slug: str) -> None:
    read = from_json(content.edition(slug))
    for response in synthetic(content.edition(slug), ASKED):
        for code, given in response.answers.items():
            question = read.question(code.removesuffix(".other"))
            assert question
            assert allows(question, code, given), (code, given)


@pytest.mark.parametrize("slug", content.SLUGS)
def test_required_questions_are_answered_and_skipped_ones_are_not(slug: str) -> None:
    questions = list(from_json(content.edition(slug)).questions)
    required = [question.code for question in questions if question.required]
    for response in synthetic(content.edition(slug), ASKED):
        assert all(code in response.answers for code in required)
        for question in questions:
            condition = question.show_if
            if condition and question.code in response.answers:
                assert response.answers[condition.question] in condition.options


def test_no_two_people_write_the_same(responses: list[SyntheticResponse]) -> None:
    texts = [r.answers[key] for r in responses for key in r.text_languages if "." not in key]
    assert len(texts) > 100
    assert max(Counter(texts).values()) == 1


def test_about_half_tell_about_themselves_and_no_organisation_does(
    responses: list[SyntheticResponse],
) -> None:
    told = [response for response in responses if response.equality]
    assert 160 <= len(told) <= 240
    assert not any(response.organisation for response in told)


def test_equality_answers_keep_all_four_states_and_known_codes(
    responses: list[SyntheticResponse],
) -> None:
    known = {one.code: one for one in ASKED}
    seen = set()
    for response in responses:
        for code, given in (response.equality or {}).items():
            seen.add(given["state"])
            assert bool(given["codes"]) == (given["state"] == State.ANSWERED.value)
            assert all(option_of(known[code], one) for one in given["codes"])
    assert seen == {state.value for state in State}


def test_people_of_every_ethnic_group_answer() -> None:
    asked = next(one for one in ASKED if one.code == "ethnic_group")
    broad = {group.code for group in broad_groups(asked)}
    detailed = {option.code for option in asked.options} - broad - {"prefer_not_to_say"}
    assert content.people()["groups"].keys() == detailed


def test_feeling_safe_differs_between_groups(responses: list[SyntheticResponse]) -> None:
    def average(*groups: str) -> float:
        scores: list[int] = [
            response.answers["safe"]
            for response in responses
            if "safe" in response.answers
            and response.equality
            and {*groups} & {*response.equality["ethnic_group"]["codes"]}
        ]
        return sum(scores) / len(scores)

    assert average("white_british") > average("arab", "african", "pakistani")


def allows(question: Question, code: str, given: Any) -> bool:
    options = {option.code for option in question.options}
    rows = {row.code for row in question.rows}
    words = isinstance(given, str) and bool(given)
    if code.endswith(".other"):
        return words and any(option.other for option in question.options)
    fits: dict[Kind, Callable[[], object]] = {
        Kind.SINGLE: lambda: given in options,
        Kind.MULTIPLE: lambda: {*given} <= options and len(given) == len({*given}) > 0,
        Kind.RANKING: lambda: {*given} <= options and len(given) == len({*given}) > 0,
        Kind.MATRIX: lambda: given.keys() <= rows and {*given.values()} <= options,
        Kind.SCALE: lambda: given in question.steps,
        Kind.NUMBER: lambda: (question.minimum or 0) <= given <= (question.maximum or 0),
        Kind.DATE: lambda: date.fromisoformat(given) <= date(2027, 8, 31),
        Kind.SHORT: lambda: words,
        Kind.LONG: lambda: words,
    }
    return bool(fits[question.kind]())


def test_what_the_council_says_about_reports_is_in_every_language() -> None:
    texts = list(texts_in(content.reports()["arrangements"]))
    assert len(texts) == 14
    assert all({*one} == LANGUAGES and all(one.values()) for one in texts)
