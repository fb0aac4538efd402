"""One-time codes work once and for their account only; recovery codes are hard to search."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from starlette.datastructures import Secret

from portal.accounts.models import Account
from portal.accounts.signing_in import codes
from portal.settings import Settings

NOW = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = codes.step_at(NOW)
SETTINGS = Settings(secret_key=Secret("a-secret-for-tests-of-at-least-32-characters"))


def accepted(typed: str, last: int = 0, *, demo: bool = False) -> int | None:
    return codes.accepted_step(SECRET, typed, last, NOW, demo=demo)


def test_a_code_that_was_used_is_refused_and_so_is_an_older_one() -> None:
    assert accepted(codes.code_at(SECRET, STEP), last=STEP) is None
    assert accepted(codes.code_at(SECRET, STEP - 1), last=STEP) is None


@pytest.mark.parametrize("typed", ["", "12345", "not a code", "0000000", "፩፪፫፬፭፮", "²²²²²²²"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert accepted(typed) is None


@pytest.mark.parametrize("drift", [-2, 2])
def test_a_code_of_another_minute_is_refused(drift: int) -> None:
    assert accepted(codes.code_at(SECRET, STEP + drift)) is None


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_wrong(drift: int) -> None:
    assert accepted(codes.code_at(SECRET, STEP + drift)) == STEP + drift


def test_without_a_secret_no_code_is_right() -> None:
    assert codes.accepted_step("", "123456", 0, NOW, demo=False) is None


def test_a_code_may_be_typed_with_spaces_and_in_urdu_digits() -> None:
    code = codes.code_at(SECRET, STEP).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert accepted(f"{code[:3]} {code[3:]}") == STEP


def test_codes_agree_with_an_ordinary_app() -> None:
    assert codes.code_at(SECRET, STEP) == pyotp.TOTP(SECRET).at(NOW)


def test_the_next_code_is_one_that_is_accepted() -> None:
    assert accepted(codes.next_code(SECRET, STEP, NOW), last=STEP) == STEP + 1


def test_the_demonstration_gives_people_time_to_read() -> None:
    later = NOW + timedelta(minutes=4)
    code = codes.code_at(SECRET, STEP)
    assert codes.accepted_step(SECRET, code, 0, later, demo=True) == STEP
    assert codes.accepted_step(SECRET, code, 0, later, demo=False) is None


def test_a_secret_moved_to_another_account_does_not_open() -> None:
    first, second = Account(id=1, email="a", name="a"), Account(id=2, email="b", name="b")
    second.sealed_secret = codes.seal_secret(SETTINGS, first, SECRET)
    assert codes.secret_of(SETTINGS, second) == ""


def test_an_offer_is_no_kept_secret() -> None:
    person = Account(id=1, email="a", name="a")
    offer = codes.seal_offer(SETTINGS, person, SECRET)
    person.sealed_secret = offer
    assert codes.secret_of(SETTINGS, person) == ""
    assert codes.offered_secret(SETTINGS, person, offer) == SECRET
    assert codes.offered_secret(SETTINGS, person, "no offer at all") == ""


def test_ten_recovery_codes_differ_and_may_be_typed_carelessly() -> None:
    drawn = codes.new_recovery_codes()
    stored = {codes.stored_recovery_code(SETTINGS, code) for code in drawn}
    careless = drawn[0].lower().replace("-", " ").replace("1", "l").replace("0", "o")
    assert len(stored) == 10
    assert codes.stored_recovery_code(SETTINGS, careless) in stored
