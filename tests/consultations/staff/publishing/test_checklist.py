"""What stands in the way of publishing."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.consultations.rules import Told
from portal.consultations.staff.publishing.checklist import Finding, Level, Plan, check
from portal.consultations.texts import texts
from portal.languages.texts import Place, missing
from portal.questions.questionnaire import Kind
from tests.consultations import building_factories as make

DAYS: dict[Told, date | None] = {
    Told.REPORT_BACK: date(2027, 3, 1),
    Told.DELETE_WRITTEN: date(2027, 3, 2),
    Told.DELETE_EQUALITY: date(2027, 3, 2),
}
GOOD = Plan(
    opens=make.NOW + timedelta(days=1),
    closes=make.NOW + timedelta(days=31),
    days=DAYS,
    council_languages=("en", "cy"),
    document_languages=frozenset({"en", "cy"}),
)


TOO_EARLY = (
    "%s answers would be deleted before the council reports back, or while some can still be sent."
)


def plan(**changes: Any) -> Plan:
    return Plan(**(GOOD.__dict__ | changes))


def found(content: dict[str, Any], planned: Plan = GOOD) -> list[Finding]:
    return check(content, planned, make.NOW)


def messages(content: dict[str, Any], planned: Plan = GOOD) -> list[tuple[Level, str]]:
    return [(finding.level, finding.problem.message) for finding in found(content, planned)]


def one(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return make.content(make.section("a", *questions, **more))


def test_a_complete_consultation_has_nothing_to_put_right() -> None:
    assert found(make.content()) == []


@pytest.mark.parametrize(
    ("changes", "level", "message"),
    [
        ({"opens": None}, Level.STOPS, "The opening or the closing date is missing."),
        ({"closes": None}, Level.STOPS, "The opening or the closing date is missing."),
        ({"closes": GOOD.opens}, Level.STOPS, "It closes before it opens."),
        ({"opens": make.NOW - timedelta(days=9), "closes": make.NOW}, Level.STOPS,
         "The closing date is in the past."),
        ({"days": DAYS | {Told.REPORT_BACK: None}}, Level.BLOCKS,
         "There is no date by which residents are told what came of it."),
        ({"days": DAYS | {Told.REPORT_BACK: date(2026, 12, 23)}}, Level.STOPS,
         "The date for reporting back comes before the closing date."),
        ({"days": DAYS | {Told.DELETE_WRITTEN: date(2027, 3, 1)}}, Level.STOPS,
         TOO_EARLY % "Written"),
        ({"days": {Told.REPORT_BACK: date(2026, 12, 24), Told.DELETE_EQUALITY: date(2026, 12, 24)}},
         Level.STOPS,
         TOO_EARLY % "Equality"),
        ({"closes": make.NOW + timedelta(days=14)}, Level.ADVICE,
         "Residents have fewer than 14 days to answer."),
        ({"opens": make.NOW - timedelta(days=90), "closes": make.NOW + timedelta(days=13)},
         Level.ADVICE, "Residents have fewer than 14 days to answer."),
    ],
)  # fmt: skip
def test_wrong_dates(changes: dict[str, Any], level: Level, message: str) -> None:
    assert messages(make.content(), plan(**changes)) == [(level, message)]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (make.choice("q", "only"), "A question has too few options to choose from."),
        (make.choice("q", kind="multiple"), "A question has too few options to choose from."),
        (make.choice("q", "a", kind="ranking"), "A question has too few options to choose from."),
        (make.choice("q", "a", "b", kind="matrix"), "A table of questions has no rows."),
        (make.question("q", "scale", minimum=5, maximum=1),
         "A scale needs a lower and a higher end, at most 10 apart."),
        (make.question("q", "scale", minimum=0, maximum=11),
         "A scale needs a lower and a higher end, at most 10 apart."),
        (make.question("q", "panel"), "There is no question yet."),
    ],
)  # fmt: skip
def test_questions_that_nobody_could_answer(question: dict[str, Any], message: str) -> None:
    assert messages(one(question)) == [(Level.STOPS, message)]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ({"question": "gone", "options": ["a"]},
         "A condition depends on a question that is not there."),
        ({"question": "text", "options": ["a"]},
         "A condition depends on a question that is not there."),
        ({"question": "later", "options": ["a"]},
         "A condition depends on a question that comes later."),
        ({"question": "self", "options": ["a"]},
         "A condition depends on a question that comes later."),
        ({"question": "early", "options": ["gone"]},
         "A condition names an option that is not there."),
        ({"question": "early", "options": []},
         "A condition names an option that is not there."),
    ],
)  # fmt: skip
def test_broken_conditions(condition: dict[str, Any], message: str) -> None:
    content = one(
        make.choice("early", "a", "b"),
        make.question("text"),
        make.choice("self", "a", "b", show_if=condition),
        make.choice("later", "a", "b"),
    )
    assert messages(content) == [(Level.STOPS, message)]
    assert found(content)[0].places == (Place("question", "self", "show_if"),)


def test_a_section_cannot_depend_on_its_own_questions() -> None:
    content = one(make.choice("inside", "a", "b"), show_if={"question": "inside", "options": ["a"]})
    assert messages(content) == [
        (Level.STOPS, "A condition depends on a question that comes later.")
    ]


def test_a_condition_on_an_earlier_answer_is_fine() -> None:
    condition = {"question": "early", "options": ["b"]}
    content = make.content(
        make.section("one", make.choice("early", "a", "b")),
        make.section("two", make.question("why", show_if=condition), show_if=condition),
    )
    assert found(content) == []


def test_a_questionnaire_without_privacy_or_languages() -> None:
    assert (Level.BLOCKS, "Nothing is said about privacy.") in messages(make.content(privacy={}))
    assert messages(make.content(languages=[])) == [(Level.STOPS, "No language is chosen.")]


def test_a_language_the_council_does_not_offer() -> None:
    findings = found(make.content(), plan(council_languages=("en",)))
    assert [(f.level, f.language) for f in findings] == [(Level.BLOCKS, "cy")]


def test_untranslated_texts_are_listed_for_each_language() -> None:
    content = one(make.choice("q", "a", "b", hint={"en": "Only English"}))
    content["sections"][0]["questions"][0]["options"][1]["label"] = {"en": "B"}
    content["title"] = {"cy": "Bysiau"}
    findings = found(content)
    assert {f.language: f.places for f in findings} == {
        "en": (Place("details", field="title"),),
        "cy": (Place("question", "q", "hint"), Place("question", "q", "options.b")),
    }
    assert findings[1].problem.values == {"count": 2}


def test_a_long_answer_without_a_hint_and_a_language_without_a_document_are_advice() -> None:
    content = one(make.question("q", "long"))
    findings = found(content, plan(document_languages=frozenset({"en"})))
    assert [(f.level, f.language) for f in findings] == [(Level.ADVICE, ""), (Level.ADVICE, "cy")]


def test_a_correction_may_change_words_only() -> None:
    published = make.content()
    assert messages(make.content(title=make.words("New")), plan(published=published)) == []
    changed = one(make.question("other"))
    assert messages(changed, plan(published=published)) == [
        (Level.STOPS, "Only words may change after publication, but questions or options did too.")
    ]


def test_what_stops_comes_before_what_blocks_and_advice() -> None:
    content = make.content(privacy={}, languages=["en", "cy"])
    findings = found(content, plan(closes=make.NOW, document_languages=frozenset()))
    levels = [finding.level for finding in findings]
    assert levels == sorted(levels, key=list(Level).index)
    assert {Level.STOPS, Level.BLOCKS, Level.ADVICE} == set(levels)


KINDS = st.sampled_from([kind.value for kind in Kind])
TEXT = st.sampled_from(["title", "label", "hint", "context"])


@given(kind=KINDS, field=TEXT, language=st.sampled_from(["en", "cy"]))
def test_a_text_taken_out_of_one_language_is_always_found(
    kind: str, field: str, language: str
) -> None:
    question = make.choice("q", "a", "b", kind=kind) | {
        "hint": make.words("Hint"), "context": make.words("Context")
    }  # fmt: skip
    content = one(question)
    owner = content["sections"][0] if field == "title" else question
    owner[field] = {tag: text for tag, text in owner[field].items() if tag != language}
    part, code = ("section", "a") if field == "title" else ("question", "q")
    assert missing(texts(content), language) == [Place(part, code, field)]
    other = "cy" if language == "en" else "en"
    assert missing(texts(content), other) == []


CONDITIONS = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {
            "question": st.sampled_from(["q0", "q1", "q2", "q3"]),
            "options": st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2),
        }
    ),
)


@given(st.lists(CONDITIONS, min_size=4, max_size=4))
def test_a_condition_passes_only_if_it_points_back_to_an_option_that_exists(
    conditions: list[dict[str, Any] | None],
) -> None:
    questions = [
        make.choice(f"q{n}", "a", "b", show_if=condition) for n, condition in enumerate(conditions)
    ]
    fine = all(
        condition is None or (int(condition["question"][1]) < n and "c" not in condition["options"])
        for n, condition in enumerate(conditions)
    )
    assert (found(one(*questions)) == []) == fine
