"""Words that others read hold no sign that turns other words round, nor one that nothing needs."""

import pytest

from portal.forms.fields import Line, Prose, Text
from portal.forms.words import unturned

GONE = [
    ("safe \u202etxt.exe", "safe txt.exe"),
    ("\u2067inside\u2069 out", "inside out"),
    ("\u202aa\u202bb\u202dc\u202c", "abc"),
    ("no\u200bthing\u2060\ufeff", "nothing"),
    ("Vo\u200dices", "Voices"),
    ("co\u200c\u200duncil", "council"),
    ("\u200cone\n\u200dtwo", "one\ntwo"),
    ("Z" + "\u0301" * 9_800 + "o", "Z" + "\u0301" * 8 + "o"),
    ("ก" + "\u0e47" * 3_000, "ก" + "\u0e47" * 8),
    ("a" + "\u20dd\u0336" * 40, "a" + "\u20dd\u0336" * 4),
    ("Hi\U000e0001\U000e0068\U000e0069\U000e007f", "Hi"),
    ("🏴\U000e0067\U000e0062", "🏴"),
]
NEEDED = [
    "نمی\u200cدانم",
    "ہم\u200cوطن",
    "क्\u200dष समिति",
    "ক্\u200cষ",
    "ශ්\u200dරී",
    "👩\u200d👩\u200d👧 together",
    "🏳\ufe0f\u200d🌈",
    "abc\u200e ١٢٣\u200f.",
    "two\n\nparagraphs",
    "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f Cymru",
    "Việt Nam",
    "בְּרֵאשִׁ֖ית בָּרָ֣א",
    "ٱلرَّحِيمِ",
    "རྒྱུན་སྐྱོང་",
    "ကျွန်ုပ်တို့",
    "ជំនុំជម្រះ",
    "葛\U000e0100飾区",
]


@pytest.mark.parametrize(("typed", "kept"), GONE)
def test_signs_that_turn_words_round_or_that_nobody_sees_are_dropped(typed: str, kept: str) -> None:
    assert unturned(typed) == kept


@pytest.mark.parametrize("typed", NEEDED)
def test_what_a_script_is_written_with_stays(typed: str) -> None:
    assert unturned(typed) == typed


def test_prose_and_lines_drop_them_and_a_text_that_is_evidence_keeps_them() -> None:
    sent = {"said": "safe \u202etxt\n.exe"}
    kinds = (Prose, "safe txt\n.exe"), (Line, "safe txt .exe"), (Text, sent["said"])
    for kind, kept in kinds:
        field = kind("said", most=99)
        assert field.typed(sent, None) == {"said": kept}  # type: ignore[arg-type]
