"""What is read from the fields a resident sent: tables first, then whatever hypothesis finds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.questions import answers, questionnaire
from portal.questions.questionnaire import Kind
from tests.consultations.factories import content, question

WRONG = [
    ("single", {}, {"q": ["maybe"]}, "Choose one of the answers listed."),
    ("multiple", {}, {"q": ["yes", "maybe"]}, "Choose one of the answers listed."),
    ("multiple", {"maximum": 1}, {"q": ["yes", "no"]}, "Choose at most %(limit)s answers."),
    ("scale", {}, {"q": ["6"]}, "Choose one of the answers listed."),
    ("ranking", {}, {"q.yes": ["1"], "q.no": ["1"]}, "Give each answer a different number."),
    ("ranking", {}, {"q.yes": ["3"]}, "Write a number from 1 to %(count)s."),
    ("number", {}, {"q": ["1e9"]}, "Write a number."),
    ("number", {"minimum": 1}, {"q": ["0"]}, "Write %(limit)s or more."),
    ("number", {"maximum": 9}, {"q": ["10"]}, "Write %(limit)s or less."),
    (
        "date",
        {},
        {"q.day": ["31"], "q.month": ["2"], "q.year": ["2026"]},
        "Write a real date with day, month and year.",
    ),
    (
        "date",
        {},
        {"q.day": ["3"], "q.month": ["2"], "q.year": ["26"]},
        "Write a real date with day, month and year.",
    ),
    ("date", {}, {"q.day": ["3"]}, "Write a real date with day, month and year."),
    ("short", {}, {"q": ["x" * 301]}, "Write at most %(limit)s characters."),
    ("long", {}, {"q": ["x" * 5001]}, "Write at most %(limit)s characters."),
    ("matrix", {}, {"q.r": ["maybe"]}, "Choose one of the answers listed."),
    ("short", {"required": True}, {"q": ["  "]}, "Answer this question."),
]
RIGHT: list[tuple[str, dict[str, Any], answers.Sent, Any]] = [
    ("single", {}, {"q": ["no"]}, "no"),
    ("multiple", {}, {"q": ["no", "yes"]}, ["yes", "no"]),
    ("scale", {}, {"q": ["٣"]}, 3),
    ("ranking", {}, {"q.yes": ["2"], "q.no": ["1"]}, ["no", "yes"]),
    ("number", {}, {"q": ["1 234,5"]}, 1234.5),
    ("number", {}, {"q": ["1,234,567"]}, 1234567),
    ("number", {}, {"q": ["1\u00a0000"]}, 1000),
    ("number", {}, {"q": ["0,125"]}, 0.125),
    ("number", {}, {"q": ["\u0661\u066c\u0660\u0660\u0660"]}, 1000),
    ("number", {}, {"q": ["\u0663\u066b\u0665"]}, 3.5),
    ("scale", {"minimum": -2, "maximum": 2}, {"q": ["-1"]}, -1),
    ("number", {}, {"q": ["۱۲"]}, 12),
    ("date", {}, {"q.day": ["٤"], "q.month": ["12"], "q.year": ["2026"]}, "2026-12-04"),
    ("long", {}, {"q": [" line\r\nline "]}, "line\r\nline"),
    ("matrix", {}, {"q.r": ["yes"]}, {"r": "yes"}),
]


def only(kind: str, **changes: Any) -> questionnaire.Questionnaire:
    """Make a questionnaire of one question, called q."""
    rows = [{"code": "r", "label": {"en": "R"}}] if kind == "matrix" else []
    return questionnaire.from_json(content([question("q", kind, rows=rows, **changes)]))


@pytest.mark.parametrize(("kind", "changes", "sent", "message"), WRONG)
def test_what_cannot_be_read_is_a_problem(
    kind: str, changes: dict[str, Any], sent: answers.Sent, message: str
) -> None:
    given_answers, problems = answers.read(only(kind, **changes), sent)
    assert given_answers == {}
    assert problems["q"].message == message


def test_an_answer_that_stands_alone_cannot_be_combined() -> None:
    options = [{"code": "a", "label": {}}, {"code": "none", "label": {}, "exclusive": True}]
    _, problems = answers.read(only("multiple", options=options), {"q": ["a", "none"]})
    assert "cannot be combined" in problems["q"].message


@pytest.mark.parametrize(("kind", "changes", "sent", "answer"), RIGHT)
def test_what_can_be_read_is_an_answer(
    kind: str, changes: dict[str, Any], sent: answers.Sent, answer: Any
) -> None:
    assert answers.read(only(kind, **changes), sent) == ({"q": answer}, {})


def test_other_is_kept_only_when_it_was_chosen() -> None:
    options = [{"code": "a", "label": {}}, {"code": "o", "label": {}, "other": True}]
    asked = only("single", options=options)
    assert answers.read(asked, {"q": ["o"], "q.other": ["Bus"]})[0] == {"q": "o", "q.other": "Bus"}
    assert answers.read(asked, {"q": ["a"], "q.other": ["Bus"]})[0] == {"q": "a"}


@pytest.mark.parametrize(("kind", "answer"), [("single", "o"), ("multiple", ["o"])])
def test_words_for_another_answer_alone_choose_it(kind: str, answer: Any) -> None:
    options = [{"code": "a", "label": {}}, {"code": "o", "label": {}, "other": True}]
    only_other = {"question": "q", "options": ["o"]}
    asked = questionnaire.from_json(
        content([question("q", kind, options=options), question("more", show_if=only_other)])
    )
    sent = {"q.other": ["Bus"], "more": ["Often"]}
    assert answers.read(asked, sent) == ({"q": answer, "q.other": "Bus", "more": "Often"}, {})


def test_invisible_characters_alone_answer_nothing() -> None:
    (section,) = only("short").sections
    assert answers.typed(section, {"q": ["\u202e\x07"]}) == {}


def test_an_answer_to_an_unknown_question_is_dropped() -> None:
    assert answers.read(only("short"), {"q": ["x"], "admin": ["1"]})[0] == {"q": "x"}


def test_a_condition_hangs_on_answers_that_apply_themselves() -> None:
    yes = [{"question": code, "options": ["yes"]} for code in ("a", "b")]
    asked = questionnaire.from_json(
        content(
            [question("a", "single")],
            [question("b", "single", show_if=yes[0])],
            [question("c", show_if=yes[1])],
        )
    )
    sent = {"a": ["no"], "b": ["yes"], "c": ["x"]}
    assert answers.read(asked, sent)[0] == {"a": "no"}
    assert answers.drop_inapplicable(asked, sent) == ({"a": ["no"]}, ["b", "c"])


def test_control_characters_and_turned_text_are_removed() -> None:
    assert answers.clean("a\x00b\u202ec\r\nd\x1b") == "abc\nd"


EVERY_KIND = questionnaire.from_json(
    content(
        [question(kind.value, kind.value, rows=[{"code": "r", "label": {}}]) for kind in Kind],
        [question("late", show_if={"question": "single", "options": ["yes"]})],
    )
)
FIELDS = [
    "single",
    "multiple",
    "scale",
    "ranking.yes",
    "ranking.no",
    "number",
    "date.day",
    "date.month",
    "date.year",
    "short",
    "long",
    "matrix.r",
    "late",
    "single.other",
]
SENT = st.dictionaries(
    st.sampled_from(FIELDS),
    st.lists(
        st.sampled_from(["yes", "no", "1", "2", "x"]) | st.text(max_size=8), min_size=1, max_size=3
    ),
)


@given(SENT)
def test_whatever_is_sent_is_an_answer_or_a_problem_never_both(sent: answers.Sent) -> None:
    read, problems = answers.read(EVERY_KIND, sent)
    assert not set(read) & set(problems)
    codes = {question.code for question in EVERY_KIND.questions}
    assert {name.partition(".")[0] for name in read} <= codes


@given(SENT)
def test_dropping_what_does_not_apply_changes_no_answer_and_is_done_once(
    sent: answers.Sent,
) -> None:
    kept, dropped = answers.drop_inapplicable(EVERY_KIND, sent)
    assert answers.read(EVERY_KIND, kept) == answers.read(EVERY_KIND, sent)
    assert answers.drop_inapplicable(EVERY_KIND, kept) == (kept, [])
    assert not set(dropped) & {question.code for question in answers.applying(EVERY_KIND, kept)}
