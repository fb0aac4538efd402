"""What drafts become: content, codes and structure."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from portal.consultations.models import Consultation
from portal.consultations.rules import Stage
from portal.consultations.staff import queries
from portal.consultations.staff.building import composition
from portal.consultations.staff.building.importing import drafted, import_content
from portal.consultations.staff.building.templates_library import TEMPLATES, in_languages, template
from portal.consultations.staff.publishing import checklist, editions
from portal.consultations.texts import texts
from portal.languages.locales import LANGUAGES
from portal.languages.texts import missing
from portal.questions.questionnaire import from_json
from tests.consultations import building_factories as make


def test_a_questionnaire_that_cannot_be_read_replaces_nothing(session: Session) -> None:
    consultation = make.drafted(session)
    with pytest.raises(ValueError, match="riddle"):
        import_content(
            session, consultation, make.content(make.section("a", make.question("b", "riddle")))
        )
    assert drafted(session, consultation) == make.content()


def test_what_is_imported_comes_out_the_same(session: Session) -> None:
    content = make.content(
        make.section(
            "a",
            make.choice("q", "x", "y", kind="multiple", required=True),
            make.question("n", "number", minimum=0, maximum=2.5),
            make.question(
                "m",
                "matrix",
                options=[make.option("good")],
                rows=[{"code": "r", "label": make.words("Row")}],
                show_if={"question": "q", "options": ["x"]},
            ),
        )
    )
    consultation = make.drafted(session, content=content)
    assert drafted(session, consultation) == content


def test_importing_again_replaces_what_was_there(session: Session) -> None:
    consultation = make.drafted(session)
    import_content(session, consultation, make.content(make.section("only")))
    assert [s.code for s in queries.sections(session, consultation)] == ["only"]
    assert queries.questions(session, consultation) == []


def test_publishing_freezes_the_next_edition(session: Session) -> None:
    consultation = make.drafted(session)
    first = editions.publish(session, consultation, make.content(), make.NOW)
    second = editions.publish(session, consultation, make.content(), make.NOW, {"en": "Typo"})
    session.commit()
    assert (first.number, second.number, consultation.edition) == (1, 2, 2)
    assert consultation.stage is Stage.PUBLISHED
    latest = queries.latest_edition(session, consultation)
    assert latest is not None
    assert latest.note == {"en": "Typo"}
    assert from_json(latest.content).title == make.words("Buses")


def test_a_closed_consultation_is_corrected_without_being_opened(session: Session) -> None:
    consultation = make.drafted(session, stage=Stage.CLOSED)
    editions.publish(session, consultation, make.content(), make.NOW)
    assert consultation.stage is Stage.CLOSED


@pytest.mark.parametrize(
    ("label", "taken", "code"),
    [
        ({"en": "What is your priority?"}, (), "what_is_your_priority"),
        ({"en": "Don't know"}, (), "dont_know"),
        ({"en": "5 to 9"}, (), "to_9"),
        ({"pl": "Żółty język"}, (), "zoty_jezyk"),
        ({"ur": "جی ہاں"}, (), "option"),
        ({"en": "Yes"}, ("yes", "yes_2"), "yes_3"),
        ({}, ("option",), "option_2"),
        ({"en": "a" * 60}, ("a" * 40,), "a" * 38 + "_2"),
    ],
)
def test_a_code_comes_from_the_english_label(
    label: dict[str, str], taken: tuple[str, ...], code: str
) -> None:
    assert composition.code_from(label, taken, "option") == code


@given(st.dictionaries(st.sampled_from(["en", "cy", "ur"]), st.text()), st.sets(st.text()))
def test_a_code_is_always_well_formed_and_free(label: dict[str, str], taken: set[str]) -> None:
    code = composition.code_from(label, taken, "option")
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", code)
    assert code not in taken


def test_words_are_no_structure_but_everything_else_is() -> None:
    old = make.content()
    reworded = make.content(
        make.section("buses", make.choice("use", "often", "never", label={"en": "New"})),
        title={"en": "New"},
    )
    assert not composition.same_structure(old, reworded)  # a question is missing
    reworded["sections"][0]["questions"].append(old["sections"][0]["questions"][1])
    reworded["sections"].append(old["sections"][1])
    assert composition.same_structure(old, reworded)


@pytest.mark.parametrize(
    "change",
    [
        {"required": True},
        {"show_if": {"question": "x", "options": ["y"]}},
        {"kind": "long"},
        {"minimum": 2},
    ],
)
def test_a_changed_question_is_a_changed_structure(change: dict[str, Any]) -> None:
    old = make.content(make.section("a", make.question("b")))
    new = make.content(make.section("a", make.question("b", **change)))
    assert not composition.same_structure(old, new)


def test_a_language_may_be_added_but_not_taken_away() -> None:
    old, new = make.content(), make.content(languages=["en", "cy", "ur"])
    assert composition.same_structure(old, new)
    assert not composition.same_structure(new, old)


def test_changed_texts_say_where_they_stand() -> None:
    new = make.content()
    new["sections"][0]["questions"][0]["options"][1]["label"]["en"] = "Not ever"
    new["sections"][1]["intro"] = {"en": "Hello"}
    assert composition.changed_texts(make.content(), new) == [
        ("sections · buses · questions · use · options · never · label · en", "Never (en)",
         "Not ever"),
        ("sections · more · intro · en", "", "Hello"),
    ]  # fmt: skip


def test_only_earlier_questions_with_options_can_be_branched_on() -> None:
    content = make.content(
        make.section("a", make.choice("q1", "x"), make.question("q2"), make.choice("q3", "y")),
        make.section("b", make.choice("q4", "z", kind="ranking")),
    )

    def codes(**before: str) -> list[str]:
        return [question["code"] for question in composition.earlier_choices(content, **before)]

    assert codes(question="q1") == []
    assert codes(question="q3") == ["q1"]
    assert codes(section="b") == ["q1", "q3"]


def test_a_question_with_the_code_of_an_earlier_section_can_still_branch() -> None:
    content = make.content(
        make.section("a", make.choice("q1", "x")),
        make.section("transport", make.choice("q2", "y"), make.question("transport")),
    )
    earlier = composition.earlier_choices(content, question="transport")
    assert [question["code"] for question in earlier] == ["q1", "q2"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_complete_in_every_language(session: Session, name: str) -> None:
    content = template(name)
    consultation = Consultation(slug="from-a-template")
    import_content(session, consultation, content)
    assert from_json(drafted(session, consultation)) == from_json(content)
    assert checklist.broken(content) == []
    assert [missing(texts(content), tag) for tag in LANGUAGES] == [[]] * len(LANGUAGES)


def test_a_template_is_cut_to_the_languages_that_are_wanted() -> None:
    cut = in_languages(template("pulse"), ("en", "ur"))
    assert set(cut["title"]) == set(cut["sections"][0]["questions"][0]["low"]) == {"en", "ur"}
    assert composition.structure(cut) == composition.structure(template("pulse"))
