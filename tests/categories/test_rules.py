"""Equality questions: what is refused, what is kept, and how it adds up.

A resident may answer any of the questions, none of them, or say that they prefer not to. The
council adds options of its own below the census's, and still compares itself with the census.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from portal.categories import schemes
from portal.categories.rules import (
    PREFER_NOT,
    Answer,
    Characteristic,
    Level,
    Option,
    State,
    broad_groups,
    carried,
    characteristics,
    derived_disabled,
    details_of,
    first_page,
    local_code,
    option_of,
    parents_for_local,
    path,
    read_answers,
    roll_up,
    second_page,
    selected,
    state_of,
)

LANGUAGES = {"en", "cy", "pl", "ur", "ar"}
NATIONS = ("wales", "england")


@dataclass(frozen=True)
class Local:
    """A council's own option, as it would come from the database."""

    code: str
    parent: str
    characteristic: str = "ethnic_group"
    label: dict[str, str] = field(default_factory=lambda: {"en": "Somali", "cy": "Somalaidd"})
    retired: bool = False


SOMALI = Local("local_somali", "african")
POLISH = Local("local_polish", "other", "main_language")
WALES = characteristics("wales", [SOMALI, POLISH])


def asked(code: str, questions: Iterable[Characteristic] = WALES) -> Characteristic:
    return next(one for one in questions if one.code == code)


def form(*fields: tuple[str, str]) -> FormData:
    return FormData(list(fields))


def read(*fields: tuple[str, str]) -> dict[str, Answer]:
    answers, problems = read_answers(WALES, form(*fields))
    assert not problems
    return answers


def problem(*fields: tuple[str, str]) -> dict[str, str]:
    _, problems = read_answers(WALES, form(*fields))
    return {name: one.message for name, one in problems.items()}


ALL = [one for nation in NATIONS for one in characteristics(nation, [SOMALI, POLISH])]
EVERY_OPTION = [(one, option) for one in ALL for option in one.options]


# What is refused


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ([("religion", "jedi")], "religion", "Choose one of the answers listed."),
        ([("sex", "male"), ("sex", "female")], "sex", "Choose one answer only."),
        ([("ethnic_group", "indian")], "ethnic_group", "Choose one of the answers listed."),
        (
            [("ethnic_group", "white"), ("ethnic_group.detail", "indian")],
            "ethnic_group.detail",
            "Choose one of the answers listed.",
        ),
        (
            [("welsh_skills", "speak"), ("welsh_skills", "none")],
            "welsh_skills",
            "One of these answers can only be chosen on its own.",
        ),
        (
            [("national_identity", "welsh"), ("national_identity", PREFER_NOT)],
            "national_identity",
            "One of these answers can only be chosen on its own.",
        ),
        ([("religion.other", "J" * 201)], "religion.other", "Write at most %(limit)s characters."),
        (
            [("ethnic_group.other", "Kurdish")],
            "ethnic_group",
            "Choose a group as well as writing your answer.",
        ),
    ],
)
def test_an_answer_that_was_not_offered_is_refused(
    fields: list[tuple[str, str]], field: str, message: str
) -> None:
    assert problem(*fields) == {field: message}


def test_a_refused_question_has_no_answer_and_the_others_keep_theirs() -> None:
    answers, _ = read_answers(WALES, form(("religion", "jedi"), ("sex", "female")))
    assert "religion" not in answers
    assert answers["sex"] == {"state": "answered", "codes": ["female"]}


def test_a_retired_option_is_no_longer_offered() -> None:
    retired = characteristics("wales", [Local("local_somali", "african", retired=True)])
    sent = form(("ethnic_group", "black"), ("ethnic_group.detail", "local_somali"))
    _, problems = read_answers(retired, sent)
    assert set(problems) == {"ethnic_group.detail"}


def test_a_code_that_never_was_has_no_parent() -> None:
    with pytest.raises(KeyError):
        roll_up(asked("ethnic_group"), "klingon", Level.GROUP)


def test_a_nation_without_a_list_has_no_questions() -> None:
    with pytest.raises(KeyError):
        characteristics("atlantis")


# The four states


def test_an_empty_form_is_skipped_and_what_hangs_on_an_answer_is_not_asked() -> None:
    states = {code: answer["state"] for code, answer in read().items()}
    assert states.pop("disability_effect") == "not_asked"
    assert states.pop("english_proficiency") == "not_asked"
    assert set(states.values()) == {"skipped"}


def test_preferring_not_to_say_is_an_answer_of_its_own_without_a_code() -> None:
    assert read(("religion", PREFER_NOT))["religion"] == {"state": "prefer_not", "codes": []}


def test_words_beside_prefer_not_to_say_are_not_kept() -> None:
    answers = read(("religion", PREFER_NOT), ("religion.other", "Jain"))
    assert answers["religion"] == {"state": "prefer_not", "codes": []}


def test_a_question_that_was_never_put_was_not_asked() -> None:
    assert state_of({}, "religion") is State.NOT_ASKED


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    name
                    for one in WALES
                    for name in (one.code, f"{one.code}.detail", one.code + ".other")
                ]
            ),
            st.sampled_from(sorted({o.code for one in WALES for o in one.options} | {"", "Jain"})),
        ),
        max_size=8,
    )
)
def test_every_question_ends_in_one_state_or_one_problem(fields: list[tuple[str, str]]) -> None:
    answers, problems = read_answers(WALES, form(*fields))
    refused = {name.partition(".")[0] for name in problems}
    assert set(answers) | refused == {one.code for one in WALES}
    assert not set(answers) & refused
    for code, answer in answers.items():
        assert (state_of(answers, code) is State.ANSWERED) == bool(answer["codes"])
        sent = {value for name, value in fields if name.startswith(code)}
        written = {option.code for option in asked(code).options if option.write_in}
        assert set(answer["codes"]) <= sent | (written if "write_in" in answer else set())


# Two steps


def test_a_broad_group_alone_is_a_whole_answer() -> None:
    answers = read(("ethnic_group", "asian"))
    assert answers["ethnic_group"] == {"state": "answered", "codes": ["asian"]}


def test_who_prefers_not_to_go_into_detail_has_still_given_the_group() -> None:
    answers = read(("ethnic_group", "asian"), ("ethnic_group.detail", PREFER_NOT))
    assert answers["ethnic_group"] == {"state": "answered", "codes": ["asian"]}


@pytest.mark.parametrize(
    ("group", "detail"), [("asian", "indian"), ("white", "roma"), ("black", "local_somali")]
)
def test_the_detail_is_kept_as_it_was_chosen(group: str, detail: str) -> None:
    answers = read(("ethnic_group", group), ("ethnic_group.detail", detail))
    assert answers["ethnic_group"]["codes"] == [detail]


def test_the_first_page_asks_for_broad_groups_and_nothing_that_hangs_on_an_answer() -> None:
    page = first_page(WALES)
    assert [option.code for option in asked("ethnic_group", page).options] == [
        "white", "mixed", "asian", "black", "other", PREFER_NOT,
    ]  # fmt: skip
    assert not {"disability_effect", "english_proficiency"} & {one.code for one in page}


def test_the_second_page_asks_only_what_the_first_led_to() -> None:
    sent = form(("ethnic_group", "black"), ("disability", "yes"), ("main_language", "local_polish"))
    page = second_page(WALES, sent)
    assert [one.code for one in page] == [
        "ethnic_group.detail", "english_proficiency", "disability_effect",
    ]  # fmt: skip
    assert [option.code for option in page[0].options] == [
        "caribbean", "african", "local_somali", "any_other_black", PREFER_NOT,
    ]  # fmt: skip
    assert page[0].label["en"].startswith("Which one best describes your Black")
    assert page[0].write_in_field == "ethnic_group.other"


@pytest.mark.parametrize("group", [PREFER_NOT, "jedi", ""])
def test_there_is_no_second_page_when_nothing_leads_to_one(group: str) -> None:
    assert second_page(WALES, form(("ethnic_group", group), ("disability", "no"))) == ()


def test_the_second_page_comes_back_when_its_own_answer_is_refused() -> None:
    sent = form(("ethnic_group", "black"), ("ethnic_group.detail", "indian"))
    assert [one.code for one in second_page(WALES, sent)] == ["ethnic_group.detail"]


def test_the_second_page_carries_everything_sent_from_the_first() -> None:
    sent = form(
        ("ethnic_group", "black"),
        ("national_identity", "welsh"),
        ("national_identity", "british"),
        ("religion.other", "Jain"),
        ("admin", "1"),
    )
    assert set(carried(first_page(WALES), sent)) == {
        ("ethnic_group", "black"),
        ("national_identity", "welsh"),
        ("national_identity", "british"),
        ("religion.other", "Jain"),
    }


# A person's own words


def test_words_alone_mean_the_other_option() -> None:
    answers = read(("religion.other", "  Jain \n"))
    assert answers["religion"] == {"state": "answered", "codes": ["other"], "write_in": "Jain"}


def test_words_never_change_what_was_chosen() -> None:
    answers = read(("religion", "christian"), ("religion.other", "Quaker"))
    assert answers["religion"]["codes"] == ["christian"]
    assert answers["religion"]["write_in"] == "Quaker"


def test_words_beside_several_answers_are_one_more() -> None:
    answers = read(("national_identity", "welsh"), ("national_identity.other", "Somali"))
    assert answers["national_identity"]["codes"] == ["welsh", "other"]


def test_words_about_a_detail_stay_with_the_group_that_was_chosen() -> None:
    answers = read(("ethnic_group", "black"), ("ethnic_group.other", "Afro-Welsh"))
    assert answers["ethnic_group"]["codes"] == ["black"]
    assert answers["ethnic_group"]["write_in"] == "Afro-Welsh"


def test_several_answers_are_kept_in_the_order_of_the_list() -> None:
    answers = read(("welsh_skills", "write"), ("welsh_skills", "speak"), ("welsh_skills", "speak"))
    assert answers["welsh_skills"]["codes"] == ["speak", "write"]


# What hangs on an answer


@pytest.mark.parametrize(
    ("earlier", "answer", "later", "reply", "state"),
    [
        ("disability", "yes", "disability_effect", "yes_a_lot", "answered"),
        ("disability", "yes", "disability_effect", "", "skipped"),
        ("disability", "yes", "disability_effect", PREFER_NOT, "prefer_not"),
        ("disability", "no", "disability_effect", "yes_a_lot", "not_asked"),
        ("disability", PREFER_NOT, "disability_effect", "", "not_asked"),
        ("main_language", "english_or_welsh", "english_proficiency", "well", "not_asked"),
        ("main_language", "other", "english_proficiency", "well", "answered"),
        ("main_language", "local_polish", "english_proficiency", "well", "answered"),
    ],
)
def test_a_question_is_asked_only_after_the_answer_it_hangs_on(
    earlier: str, answer: str, later: str, reply: str, state: str
) -> None:
    assert read((earlier, answer), (later, reply))[later]["state"] == state


@pytest.mark.parametrize(
    ("lasting", "effect", "disabled"),
    [
        ("yes", "yes_a_lot", True),
        ("yes", "yes_a_little", True),
        ("yes", "not_at_all", False),
        ("no", "", False),
        ("yes", "", None),
        ("yes", PREFER_NOT, None),
        (PREFER_NOT, "", None),
        ("", "", None),
    ],
)
def test_disability_is_measured_by_both_questions(
    lasting: str, effect: str, disabled: bool | None
) -> None:
    answers = read(("disability", lasting), ("disability_effect", effect))
    assert derived_disabled(answers) is disabled


def test_a_council_may_ask_fewer_questions() -> None:
    few = selected(WALES, {"ethnic_group", "age", "disability_effect"})
    assert [one.code for one in few] == ["age", "ethnic_group"]


# Rolling up


@pytest.mark.parametrize(
    ("question", "code", "level", "parent"),
    [
        ("ethnic_group", "local_somali", "answer", "local_somali"),
        ("ethnic_group", "local_somali", "leaf", "african"),
        ("ethnic_group", "local_somali", "group", "black"),
        ("ethnic_group", "african", "leaf", "african"),
        ("ethnic_group", "roma", "group", "white"),
        ("ethnic_group", "black", "group", "black"),
        ("ethnic_group", "black", "leaf", None),
        ("ethnic_group", PREFER_NOT, "leaf", PREFER_NOT),
        ("main_language", "local_polish", "leaf", "other"),
        ("main_language", "local_polish", "group", "other"),
        ("religion", "sikh", "group", "sikh"),
    ],
)
def test_an_answer_rolls_up_to_its_parents(
    question: str, code: str, level: str, parent: str | None
) -> None:
    assert roll_up(asked(question), code, level) == parent


def test_answers_that_hold_a_retired_option_still_add_up() -> None:
    retired = characteristics("wales", [Local("local_somali", "african", retired=True)])
    assert roll_up(asked("ethnic_group", retired), "local_somali", "group") == "black"


@given(st.sampled_from(EVERY_OPTION), st.sampled_from(list(Level)))
def test_rolling_up_twice_changes_nothing_more(
    pair: tuple[Characteristic, Option], level: Level
) -> None:
    one, option = pair
    once = roll_up(one, option.code, level)
    assert once is None or roll_up(one, once, level) == once
    assert once is None or once in path(one, option.code)


def has_one_path(one: Characteristic, option: Option) -> bool:
    steps = path(one, option.code)
    once = [other.code for other in one.options].count(option.code) == 1
    short = len(steps) <= (3 if one.two_step else 2)
    return once and short and option_of(one, steps[0]).parent is None


def test_every_option_has_one_path_to_the_top() -> None:
    lost = [
        (one.code, option.code) for one, option in EVERY_OPTION if not has_one_path(one, option)
    ]
    assert lost == []


def test_a_local_option_stands_below_its_parent_and_nowhere_else() -> None:
    details = [option.code for option in details_of(asked("ethnic_group"), "black")]
    assert details.index("local_somali") == details.index("african") + 1
    assert "local_somali" not in {o.code for o in details_of(asked("ethnic_group"), "white")}


def test_a_local_option_goes_below_a_harmonised_detail_only() -> None:
    parents = {option.code for option in parents_for_local(asked("ethnic_group"))}
    assert "african" in parents
    assert not parents & {"black", "local_somali", PREFER_NOT}


@pytest.mark.parametrize(
    ("label", "taken", "code"),
    [
        ("Somali", [], "local_somali"),
        ("Somali", ["local_somali"], "local_somali_2"),
        ("Kurdî (Kurmancî)", [], "local_kurdi_kurmanci"),
        ("پشتون", [], "local_option"),
    ],
)
def test_the_code_of_a_local_option_is_new(label: str, taken: list[str], code: str) -> None:
    assert local_code(label, taken) == code


# The lists as published


def test_prefer_not_to_say_is_last_everywhere() -> None:
    codes = [(one.code, [option.code for option in one.options]) for one in ALL]
    assert [code for code, options in codes if options.index(PREFER_NOT) != len(options) - 1] == []
    assert [one.code for one in ALL if one.required] == []


def words_of(one: Characteristic) -> list[Any]:
    """List every text of a question in its languages, but for those that a council adds."""
    harmonised = [option for option in one.options if not option.code.startswith("local_")]
    texts = [one.label, one.hint, *(o.label for o in harmonised)]
    texts += [words for o in harmonised for words in (o.hint, o.question)]
    return [words for words in texts if words]


def test_every_word_is_in_every_language() -> None:
    texts = [words for one in ALL for words in words_of(one)]
    assert [words for words in texts if set(words) != LANGUAGES] == []
    spoken = [text for words in texts for text in words.values()]
    assert [text for text in spoken if not text or text.strip() != text] == []


SAME_IN_ENGLISH = {"Roma"}


def test_no_english_leaks_into_another_language() -> None:
    texts = [words for one in ALL for words in (one.label, *(o.label for o in one.options))]
    leaks = [words for words in texts if list(words.values()).count(words["en"]) > 1]
    assert [words for words in leaks if words["en"] not in SAME_IN_ENGLISH] == []


def test_words_alone_can_mean_only_one_option() -> None:
    several = [one for one in ALL if sum(bool(option.write_in) for option in one.options) > 1]
    assert [one.code for one in several if not one.two_step] == []


@pytest.mark.parametrize("nation", NATIONS)
def test_a_list_says_its_version_and_who_has_checked_its_words(nation: str) -> None:
    scheme = schemes.of(nation)
    assert (scheme.name, scheme.nation) == (f"{nation}-2021", nation)
    assert scheme.version
    assert scheme.source
    assert scheme.drafted == {"en": False, "cy": True, "pl": True, "ur": True, "ar": True}


def test_the_same_english_is_translated_the_same_way_in_both_nations() -> None:
    known: dict[tuple[str, str], Mapping[str, str]] = {}
    for one, option in EVERY_OPTION:
        words = known.setdefault((one.code, option.label["en"]), option.label)
        assert words == option.label


def test_wales_puts_welsh_first() -> None:
    identities = [option.code for option in asked("national_identity").options]
    assert identities[:2] == ["welsh", "english"]
    white = details_of(asked("ethnic_group"), "white")[0]
    assert white.label["en"] == "Welsh, English, Scottish, Northern Irish or British"
    assert asked("ethnic_group").label["cy"] == "Beth yw eich grŵp ethnig?"
    assert "welsh_skills" in {one.code for one in WALES}


def test_england_has_its_own_order_and_does_not_ask_about_welsh() -> None:
    england = characteristics("england")
    identities = [option.code for option in asked("national_identity", england).options]
    assert identities[:3] == ["british", "english", "welsh"]
    assert asked("main_language", england).options[0].code == "english"
    assert "welsh_skills" not in {one.code for one in england}


@pytest.mark.parametrize("nation", NATIONS)
def test_the_ethnic_groups_are_the_five_and_nineteen_of_the_census(nation: str) -> None:
    one = asked("ethnic_group", characteristics(nation))
    sizes = {group.code: len(details_of(one, group.code)) for group in broad_groups(one)}
    assert sizes == {"white": 5, "mixed": 4, "asian": 5, "black": 3, "other": 2}
    assert len({option.census for option in one.options if option.census}) == 24


def test_written_answers_are_asked_for_where_the_census_does() -> None:
    one = asked("ethnic_group")
    assert {option.code for option in one.options if option.write_in} == {
        "any_other_white", "any_other_mixed", "any_other_asian",
        "african", "any_other_black", "any_other",
    }  # fmt: skip


def test_labels_are_plain_data() -> None:
    label: Any = asked("religion").options[0].label
    assert label["cy"] == "Dim crefydd"
