"""Names in any script: what nobody sees, and what looks like somebody else, is refused."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.forms.names import problem, tidied

RESERVED = ("The council", "Council", "Chair", "Cyngor", "المجلس", "کونسل", "Rada", "Aberwen")


@pytest.mark.parametrize(
    "name",
    [
        "Amina\u202eYusuf",
        "Amina\u2066Yusuf",
        "Amina\u200fYusuf",
        "Ami\u200bna",
        "Ami\u00adna",
        "\ufeffAmina",
        "Ami\u2060na",
        "Amina\u200d",
        "\u200cAmina",
        "A\u200d\u200dmina",
        "Amina \ufe0f",
        "Ami\u115fna",
        "Amina\U000e0041",
        "\u0301Amina",
        "A" + "\u0302" * 8,
        "Amina\ue000",
    ],
)
def test_what_nobody_can_see_is_in_no_name(name: str) -> None:
    found = problem(tidied(name))
    assert found
    assert "nobody can see" in found.message


@pytest.mark.parametrize("name", ["", "...", "123", "😀", "- -"])
def test_a_name_has_letters(name: str) -> None:
    assert problem(tidied(name))


@pytest.mark.parametrize("name", ["Аmina", "Amіna", "Ζainab", "ꮯatherine"])
def test_no_word_is_written_in_two_alphabets(name: str) -> None:
    found = problem(tidied(name))
    assert found
    assert "several alphabets" in found.message


@pytest.mark.parametrize(
    "name",
    [
        "The Council",
        "COUNCIL",
        "C0UNC1L",
        "CounciI",
        "C o u n c i l",
        "C.o.u.n.c.i.l",
        "Your council",
        "Ｃｏｕｎｃｉｌ",
        "ℂouncil",
        "Cóuncil",
        "Chair of the forum",
        "CHA1R",
        "المَجلِس",
        "المجلـس",
        "كونسل",
        "Rąda",
        "Cyngor Aberwen",
        "aberwen",
        "Аbеrwеn".replace("b", "b"),
    ],
)
def test_nobody_is_called_like_those_who_speak_for_the_council(name: str) -> None:
    assert problem(tidied(name), RESERVED)


@pytest.mark.parametrize(
    "name",
    [
        "Chairul Anwar",
        "Radaslava",
        "Anne-Marie O’Neill",
        "Zoë Müller",
        "Nguyễn Thị Hương",
        "می‌خواهم",
        "فاطمہ بی بی",
        "أم خالد",
        "陳美玲",
        "김수진",
        "রহিমা খাতুন",
        "ਹਰਪ੍ਰੀਤ ਕੌਰ",
        "சிவகாமி",
        "ශ්‍රියානි",
        "Олена Коваленко",
        "Γεωργία",
        "ליאורה",
        "ፀሐይ",
        "สมหญิง",
        "Łukasz",
        "Maryan Cabdi (Олена)",
        "X Æ A-12",
    ],
)
def test_names_of_all_scripts_are_names(name: str) -> None:
    assert problem(tidied(name), RESERVED) is None


@given(st.text(max_size=120))
def test_whatever_is_typed_is_judged_in_no_time(name: str) -> None:
    started = time.perf_counter()
    problem(tidied(name), RESERVED)
    assert time.perf_counter() - started < 0.2
