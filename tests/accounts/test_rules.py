"""Waits that grow and end, paths of our own, and passwords that are too easy to guess."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.rules import wait_after
from portal.accounts.signing_in import passwords
from portal.web.own_paths import own_path

EMAIL = "gwen@council.example"


@given(st.integers(0, 10_000))
def test_no_number_of_failures_locks_anybody_out_for_good(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= timedelta(minutes=15)


def test_the_first_mistakes_cost_no_wait_and_later_ones_more_and_more() -> None:
    waits = [wait_after(failures).total_seconds() for failures in (0, 2, 3, 4, 10, 11)]
    assert waits == [0, 0, 5, 10, 640, 900]


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\n/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "staff",
        "/exit",
        "/exit/",
        "/data/en/meetings/x.ics",
        "/en@evil.example",
        "",
    ],
)
def test_a_path_that_leads_elsewhere_is_forgotten(path: str) -> None:
    assert own_path(path) == ""


def test_a_path_of_our_own_is_kept() -> None:
    for path in ("/cy/staff/consultations/parks", "/en", "/ur?x=/exit", "/zh-Hant/member#x"):
        assert own_path(path) == path


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "Password12345!",
        "qwertyuiop2026",
        "Summer2026!!",
        "abcdefabcdef",
        "111111222222",
        "correct horse battery staple",
        "caerphilly-caerphilly",
        EMAIL,
        "w" * 300,
    ],
)
def test_a_password_that_is_short_or_common_is_refused(password: str) -> None:
    assert passwords.problem(password, EMAIL) is not None


@pytest.mark.parametrize(
    "password", ["seven bilingual otters", "كلمةسرطويلةجداهنا", "aB3$xQ9!mN2p"]
)
def test_any_long_uncommon_password_will_do(password: str) -> None:
    assert passwords.problem(password, EMAIL) is None
