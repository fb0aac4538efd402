"""The code that a reporter keeps: hard to guess, hard to mistype, written in two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.incidents import codes

CODE = "019283746501928374650192837465019283"
NUMBERS = st.integers(min_value=0, max_value=10**36 - 1).map(lambda value: f"{value:036}")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ABCD-EFGH",
        CODE,  # its check digit is missing
        "9" * 40,
        codes.letters(CODE)[:-1],
        "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-" + "0",
        "They shouted at me.",
    ],
)
def test_what_is_no_code_is_not_read_as_one(typed: str) -> None:
    assert codes.parse(typed) is None


@pytest.mark.parametrize("place", range(37))
def test_a_wrong_digit_is_found(place: int) -> None:
    symbols = codes.digits(CODE).replace("-", "")
    for wrong in set("0123456789") - {symbols[place]}:
        assert codes.parse(symbols[:place] + wrong + symbols[place + 1 :]) is None


def test_two_digits_that_changed_places_are_found() -> None:
    symbols = codes.digits(CODE).replace("-", "")
    swapped = [symbols[:at] + symbols[at + 1] + symbols[at] + symbols[at + 2 :] for at in range(35)]
    assert [one for one in swapped if one != symbols and codes.parse(one)] == []


@given(NUMBERS)
def test_both_ways_of_writing_stand_for_the_same_code(code: str) -> None:
    assert codes.parse(codes.letters(code)) == code
    assert codes.parse(codes.digits(code)) == code


def test_a_code_is_shown_in_groups_with_a_check_symbol() -> None:
    assert [len(group) for group in codes.letters(CODE).split("-")] == [4] * 6 + [1]
    assert [len(group) for group in codes.digits(CODE).split("-")] == [4] * 9 + [1]


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


def test_the_end_of_a_code_is_known_in_both_ways_with_or_without_its_check_symbol() -> None:
    letters, digits = codes.letters(CODE), codes.digits(CODE)
    for end in (letters[-6:], letters[-6:-2], letters[-6:].lower(), digits[-6:], digits[-6:-2]):
        assert codes.ends_with(CODE, end), end
    for wrong in ("", letters[-1], letters[:4], digits[:4], "0000"):
        assert not codes.ends_with(CODE, wrong), wrong


def test_codes_are_drawn_from_all_there_are_and_never_twice() -> None:
    drawn = [codes.new() for _ in range(2000)]
    assert len(set(drawn)) == 2000
    assert {len(code) for code in drawn} == {36}
    assert {code[0] for code in drawn} == set("0123456789")


def test_the_stored_name_and_the_readers_key_say_nothing_of_each_other() -> None:
    name, key = codes.lookup(CODE), codes.reporter_key(CODE)
    assert (len(bytes.fromhex(name)), len(key)) == (32, 32)
    assert bytes.fromhex(name) != key
    assert CODE not in name
