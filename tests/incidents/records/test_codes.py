"""The code that a reporter keeps: hard to guess, hard to mistype, written in two ways."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.incidents.records import codes

CODE = "1928374650192837465019283746501928"
OLD = "019283746501928374650192837465019283"
"""A code as it was given to people before: its check signs stand alone in both forms."""
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBERS = st.integers(min_value=0, max_value=10**34 - 1).map(lambda value: f"{value:034}")
FORMS = [codes.letters(CODE), codes.digits(CODE), codes.letters(OLD), codes.digits(OLD)]


def plain(shown: str) -> str:
    return shown.replace("-", "")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ABCD-EFGH",
        CODE,  # its check digits are missing
        "9" * 40,
        codes.letters(CODE)[:-1],
        codes.digits(CODE)[:-1],
        codes.letters(OLD)[:-1],
        "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ",
        "They shouted at me.",
    ],
)
def test_what_is_no_code_is_not_read_as_one(typed: str) -> None:
    assert codes.parse(typed) is None


@pytest.mark.parametrize("shown", FORMS)
def test_every_single_wrong_sign_is_found(shown: str) -> None:
    signs = plain(shown)
    known = "0123456789" if signs.isdecimal() else SIGNS + "*~$=U"
    wrong = [
        signs[:place] + sign + signs[place + 1 :]
        for place in range(len(signs))
        for sign in known
        if sign != signs[place]
    ]
    assert [one for one in wrong if codes.parse(one)] == []


@pytest.mark.parametrize("shown", FORMS[:2])
def test_any_two_signs_that_changed_places_are_found(shown: str) -> None:
    signs = plain(shown)
    for one, other in combinations(range(len(signs)), 2):
        swapped = list(signs)
        swapped[one], swapped[other] = signs[other], signs[one]
        assert "".join(swapped) == signs or codes.parse("".join(swapped)) is None


@given(NUMBERS)
def test_both_ways_of_writing_stand_for_the_same_code(code: str) -> None:
    assert codes.parse(codes.letters(code)) == code
    assert codes.parse(codes.digits(code)) == code


@given(NUMBERS)
def test_a_code_is_letters_and_digits_in_groups_of_four_and_no_sign_stands_alone(code: str) -> None:
    letters, digits = codes.letters(code).split("-"), codes.digits(code).split("-")
    assert [len(group) for group in letters] == [4] * 6
    assert [len(group) for group in digits] == [4] * 9
    assert set("".join(letters)) <= set(SIGNS)
    assert "".join(digits).isdecimal()


@given(NUMBERS)
def test_what_is_asked_back_is_enough_to_come_back(code: str) -> None:
    for shown in (codes.letters(code), codes.digits(code)):
        copied = shown.split("-")
        assert codes.ends_with(code, copied[-1])
        assert not codes.ends_with(code, copied[-1][:-1])
        assert codes.parse("".join(copied)) == code


@pytest.mark.parametrize(
    "typed",
    [
        codes.letters(CODE).lower(),
        codes.letters(CODE).replace("-", " "),
        codes.letters(CODE).replace("0", "o").replace("1", "l"),
        codes.letters(CODE).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        codes.digits(CODE).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        codes.digits(CODE).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")),
        f"  {codes.digits(CODE).replace('-', ' – ')}  ",
    ],
)
def test_a_code_is_read_in_any_case_spacing_and_digits(typed: str) -> None:
    assert codes.parse(typed) == CODE


def test_a_code_of_before_is_read_in_both_its_forms() -> None:
    for shown in ("0EVC-66BV-S168-AM2C-X56V-64WK-6", "0EVC6-6BVS1-68AM2-CX56V-64WK6"):
        assert codes.parse(shown) == OLD
    assert codes.parse("0192-8374-6501-9283-7465-0192-8374-6501-9283-5") == OLD


@pytest.mark.parametrize("form", [codes.letters, codes.digits])
def test_a_code_of_before_is_known_without_the_sign_that_stood_alone(form: object) -> None:
    assert callable(form)
    whole = plain(form(OLD))
    assert codes.old_without_check(whole[:-1]) == OLD
    assert codes.old_without_check(whole[:-2]) is None


@pytest.mark.parametrize("code", [CODE, OLD])
def test_a_code_is_found_between_other_words(code: str) -> None:
    for shown in (codes.letters(code), codes.digits(code)):
        for typed in (f"My code: {shown}.", f"code {shown} keep it", shown.replace("-", " ")):
            assert codes.find(typed) == code
    assert codes.find("They have shot that poor lady here last week") is None


def test_the_end_of_a_code_is_known_in_both_ways_and_so_is_all_of_it() -> None:
    letters, digits = codes.letters(CODE), codes.digits(CODE)
    for end in (letters[-4:], letters[-4:].lower(), digits[-4:], letters, digits):
        assert codes.ends_with(CODE, end), end
    for wrong in ("", letters[-1], letters[:4], digits[:4], letters[-9:-5], "0000"):
        assert not codes.ends_with(CODE, wrong), wrong


def test_codes_are_drawn_from_all_there_are_and_never_twice() -> None:
    drawn = [codes.new() for _ in range(2000)]
    assert len(set(drawn)) == 2000
    assert {len(code) for code in drawn} == {34}
    assert {code[0] for code in drawn} == set("0123456789")
    assert math.log2(10**34) > 112


def test_the_stored_name_and_the_readers_key_say_nothing_of_each_other() -> None:
    name, key = codes.lookup(CODE), codes.reporter_key(CODE)
    assert (len(bytes.fromhex(name)), len(key)) == (32, 32)
    assert bytes.fromhex(name) != key
    assert CODE not in name
