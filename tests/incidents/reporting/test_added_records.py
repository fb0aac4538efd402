"""What is sealed of “add more” keeps its form, byte for byte: a table, then whatever is sent."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.incidents.report_settings import LocalStrand
from portal.incidents.reporting import adding_forms, adding_questions
from portal.incidents.reporting.adding_questions import SECTIONS

OWN = (LocalStrand("local-1", {"en": "Being a goth"}), LocalStrand("local-2"))
KEPT: list[tuple[str, dict[str, Any], str]] = [
    ("about", {}, '{"section": "about"}'),
    (
        "about",
        {"strands": ["race", "local-2"], "role": " helper ", "who_knows": "agrees", "page": "p"},
        (
            '{"section": "about", "role": "helper", "who_knows": "agrees",'
            ' "strands": ["race", "local-2"]}'
        ),
    ),
    ("about", {"strands": "race"}, '{"section": "about", "strands": ["race"]}'),
    (
        "when_where",
        {"when": "week", "when_words": " منگل\r\nکو ", "area": "", "exact_place": "  "},
        (
            '{"section": "when_where", "when": "week", "when_words": "منگل\\nکو",'
            ' "languages": {"when_words": "ur"}}'
        ),
    ),
    (
        "harm",
        {"kinds": ["damage", "threats"], "police": "no", "police_reference": "12"},
        (
            '{"section": "harm", "kinds": ["damage", "threats"], "police": "no",'
            ' "police_reference": "12", "languages": {"police_reference": "ur"}}'
        ),
    ),
    (
        "needs",
        {"link": "yes", "link_words": "grey heron"},
        (
            '{"section": "needs", "link": "yes", "link_words": "grey heron",'
            ' "languages": {"link_words": "ur"}}'
        ),
    ),
    (
        "consent",
        {"given": ["support", "police"]},
        '{"section": "consent", "police": true, "support": true, "statistics": false}',
    ),
]


def read(section: str, said: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a section as its page does."""
    record, problems = adding_forms.read(adding_questions.section(section, OWN), said)
    return record, dict(problems)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("about", {"strands": ["race", "local-3"]}),
        ("about", {"role": "mayor"}),
        ("when_where", {"area": "x" * 201}),
        ("harm", {"offender": "x" * 4001}),
    ],
)
def test_what_is_not_listed_or_too_long_is_refused(section: str, said: dict[str, Any]) -> None:
    record, problems = read(section, said)
    assert list(problems) == list(said)
    assert record == {}


@pytest.mark.parametrize(("section", "said", "kept"), KEPT)
def test_a_section_is_sealed_in_the_form_it_always_had(
    section: str, said: dict[str, Any], kept: str
) -> None:
    record, problems = read(section, said)
    assert problems == {}
    languages = dict.fromkeys(said, "ur")
    sealed = adding_forms.additions(section, record, languages)
    assert json.dumps(sealed, ensure_ascii=False) == kept


SAID = st.dictionaries(
    st.sampled_from([one.code for section in SECTIONS.values() for one in section.questions]),
    st.sampled_from(["yes", "no", "race", "agrees", "helper", "x" * 300])
    | st.text(max_size=8)
    | st.lists(st.sampled_from(["race", "local-1", "police", "statistics"]), max_size=3),
)


@given(st.sampled_from([*SECTIONS]), SAID)
def test_whatever_is_sent_only_questions_of_the_section_are_kept(
    section: str, said: dict[str, Any]
) -> None:
    record, problems = read(section, said)
    asked = {one.code for one in SECTIONS[section].questions}
    assert {*record, *problems} <= asked
    assert not set(record) & set(problems) or set(problems) <= {"given"}
