"""Codes survive how people copy them, and sealed data opens only where it belongs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing import crypto

KEY = crypto.installation_key(b"a secret of the installation", "test")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


OLD = "01XPMGX7XY81ZMMZ0QWYGDYS~"
"""A code as it was given to people before: one in nine ends in punctuation."""
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.mark.parametrize("typed", ["", "abc", "0" * 23 + "1", "0" * 24 + "1", "٠" * 5, "É" * 24])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert crypto.parse_code(typed) is None


@given(st.integers(0, 23), st.sampled_from(SIGNS))
def test_one_wrong_symbol_is_noticed(place: int, wrong: str) -> None:
    code = crypto.new_code()
    mistyped = code[:place] + wrong + code[place + 1 :]
    assert crypto.parse_code(mistyped) == (code if mistyped == code else None)


@given(st.integers(0, 23), st.integers(0, 23))
def test_two_symbols_that_changed_places_are_noticed(one: int, other: int) -> None:
    code = crypto.new_code()
    signs = list(code)
    signs[one], signs[other] = code[other], code[one]
    swapped = "".join(signs)
    assert crypto.parse_code(swapped) == (code if swapped == code else None)


def test_a_code_of_before_is_read_and_its_wrong_symbols_are_noticed() -> None:
    assert crypto.parse_code("01xpm gx7xy 8lzmm zoqwy gdys~") == OLD
    assert crypto.format_code(OLD) == "01XPM-GX7XY-81ZMM-Z0QWY-GDYS~"
    for place, right in enumerate(OLD):
        for wrong in set(SIGNS + "*~$=") - {right}:
            assert crypto.parse_code(OLD[:place] + wrong + OLD[place + 1 :]) is None
    derived = int.from_bytes(crypto.derive(f"{OLD}:7", "receipt")[:15])
    assert crypto.old_code_of(derived) == "WQ7E8XJQJS2RW9EZX7YF98EZB"


@given(st.data())
def test_a_code_is_read_in_any_case_spacing_and_digits(data: st.DataObject) -> None:
    code = crypto.new_code()
    typed = crypto.format_code(code)
    for change in (str.lower, lambda t: t.replace("-", " "), lambda t: t.translate(ARABIC)):
        typed = change(typed) if data.draw(st.booleans()) else typed
    assert crypto.parse_code(typed) == code
    assert crypto.parse_code(typed.replace("0", "O").replace("1", "l")) == code


def test_codes_are_drawn_from_115_bits_and_have_letters_and_digits_only() -> None:
    codes = {crypto.new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert {len(code) for code in codes} == {24}
    assert {sign for code in codes for sign in code} == set(SIGNS)
    assert all(len(set(sign)) > 30 for sign in zip(*codes, strict=True))
    assert {len(group) for code in codes for group in crypto.format_code(code).split("-")} == {4}


@pytest.mark.parametrize("code", [OLD, crypto.code_of(3**70)])
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "My receipt code is {}.",
        "Your answers have been received. Your receipt code\n{}\nKeep this code.",
        "code {}, sent on 4 December 2026",
    ],
)
def test_a_code_is_found_between_the_words_it_was_copied_with(code: str, around: str) -> None:
    for shown in (crypto.format_code(code), crypto.format_code(code).replace("-", "\u2011"), code):
        assert crypto.codes_in(around.format(shown)) == [code]
    assert code in crypto.codes_in(around.format(crypto.format_code(code).replace("-", " ")))
    assert crypto.codes_in(around.format("x" * 30_000)) == []


def test_what_is_derived_is_the_same_each_time_and_tells_nothing_of_the_other() -> None:
    code = crypto.new_code()
    receipt = crypto.derive(code, "receipt")
    assert receipt == crypto.derive(code, "receipt")
    assert receipt != crypto.derive(code, "other")


@given(st.binary(max_size=200), st.text(max_size=20))
def test_sealed_data_opens_in_its_place_and_nowhere_else(data: bytes, place: str) -> None:
    sealed = crypto.seal(KEY, data, place)
    assert crypto.unseal(KEY, sealed, place) == data
    assert crypto.unseal(KEY, sealed, place + "x") is None
    assert crypto.unseal(crypto.installation_key(b"another", "test"), sealed, place) is None
    assert crypto.unseal(KEY, sealed[:-1], place) is None
    assert crypto.unseal(KEY, b"\x02" + sealed[1:], place) is None
