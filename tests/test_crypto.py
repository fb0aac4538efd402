"""Codes survive how people copy them, and sealed data opens only where it belongs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import crypto

KEY = crypto.installation_key(b"a secret of the installation", "test")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize("typed", ["", "abc", "0" * 24, "0" * 24 + "1", "٠" * 5, "É" * 25])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert crypto.parse_code(typed) is None


@given(st.integers(0, 23), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_symbol_is_noticed(place: int, wrong: str) -> None:
    code = crypto.new_code()
    mistyped = code[:place] + wrong + code[place + 1 :]
    assert crypto.parse_code(mistyped) == (code if mistyped == code else None)


@given(st.data())
def test_a_code_is_read_in_any_case_spacing_and_digits(data: st.DataObject) -> None:
    code = crypto.new_code()
    typed = crypto.format_code(code)
    for change in (str.lower, lambda t: t.replace("-", " "), lambda t: t.translate(ARABIC)):
        typed = change(typed) if data.draw(st.booleans()) else typed
    assert crypto.parse_code(typed) == code
    assert crypto.parse_code(typed.replace("0", "O").replace("1", "l")) == code


def test_codes_are_drawn_from_120_bits() -> None:
    codes = {crypto.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 25 for code in codes)


def test_a_derived_code_is_the_same_each_time_and_tells_nothing_of_the_other() -> None:
    code = crypto.new_code()
    receipt = crypto.derived_code(code, "receipt")
    assert receipt == crypto.derived_code(code, "receipt")
    assert receipt != crypto.derived_code(code, "other")
    assert crypto.parse_code(receipt) == receipt


@given(st.binary(max_size=200), st.text(max_size=20))
def test_sealed_data_opens_in_its_place_and_nowhere_else(data: bytes, place: str) -> None:
    sealed = crypto.seal(KEY, data, place)
    assert crypto.unseal(KEY, sealed, place) == data
    assert crypto.unseal(KEY, sealed, place + "x") is None
    assert crypto.unseal(crypto.installation_key(b"another", "test"), sealed, place) is None
    assert crypto.unseal(KEY, sealed[:-1], place) is None
    assert crypto.unseal(KEY, b"\x02" + sealed[1:], place) is None
