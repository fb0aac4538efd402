"""A field is drawn from its declaration: what it shows, what is wrong, what somebody else saved."""

import re

import pytest

from portal.forms.boxes import Day, Moment, Several, Translated
from portal.forms.field import Field, Ground
from portal.forms.fields import Choice, Email, Line, Number, Telephone, Text, Tick, WebAddress
from portal.problems import Problem
from tests.test_components import drawn, english

__all__ = ["english"]

GROUND = Ground(("en", "ur"))
COLOURS = (("red", "Red"), ("blue", "Blue"))
FIELDS = [
    Line("x", "Colour", most=9),
    Text("x", "Colour", most=9),
    Email("x", "Colour"),
    Telephone("x", "Colour"),
    WebAddress("x", "Colour", most=9),
    Number("x", "Colour", least=0, most=9),
    Day("x", "Colour"),
    Moment("x", "Colour", at="At"),
    Tick("x", "Colour"),
    Translated("x", "Colour", most=9),
    Translated("x", "Colour", most=9, rows=5),
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.kind)
def test_every_input_of_a_field_is_drawn_with_its_words(field: Field) -> None:
    shown = dict.fromkeys(field.inputs(GROUND), "<1>")
    page = drawn("field", field, shown, {}, {}, GROUND.languages)
    names = re.findall(r' name="([^"]+)"', page)
    assert names == list(field.inputs(GROUND))
    assert "Colour" in page
    assert "<1>" not in page
    assert page.count("&lt;1&gt;") == (0 if field.kind == "tick" else len(names))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.kind)
def test_what_is_wrong_and_what_is_saved_now_stand_beside_it(field: Field) -> None:
    inputs = field.inputs(GROUND)
    name = inputs[0] if field.kind == "translated" else "x"
    wrong = {name: Problem("Not this.", {})}
    page = drawn("field", field, {}, wrong, {inputs[0]: "saved"}, GROUND.languages)
    assert page.count("Not this.") == 1
    assert ("What is saved now:" in page) != ("Somebody else changed this date" in page)


def test_what_is_chosen_is_marked() -> None:
    choice, several = Choice("x", "Colour", options=COLOURS), Several("x", "C", options=COLOURS)
    pages = drawn("field", choice, {"x": "blue"}), drawn("field", several, {"x.blue": "yes"})
    for page in pages:
        assert re.findall(r'value="(\w+)" checked', page) == ["blue"]
