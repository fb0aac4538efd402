"""Nobody keeps staff from signing in by failing in their name, and nobody guesses faster for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, FailedSignIns, Role
from portal.accounts.signing_in import browsers, waiting
from portal.accounts.signing_in.browsers import Browser
from portal.settings import Settings
from portal.store.db import now
from portal.web.security import cookie_name
from tests.accounts.factories import account, one_time_code, sign_in
from tests.accounts.staff.test_enrolment import with_recovery_codes
from tests.accounts.staff.test_my_account import NEW
from tests.accounts.steps import (
    AGAIN,
    give_code,
    give_password,
    give_recovery_code,
    let_time_pass,
    sign_in_fully,
)

pytestmark = pytest.mark.both

NETWORK = "x-visitor-network"
KNOWN = cookie_name(browsers.COOKIE, https=True)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Have the proxy tell from which network somebody comes."""
    return Settings(**(vars(settings) | {"source_header": NETWORK}))


def from_network(browser: TestClient, name: str) -> TestClient:
    """Go on from another network, in a browser in which nobody has signed in."""
    browser.headers[NETWORK] = name
    browser.cookies.clear()
    return browser


def holding(
    browser: TestClient,
    settings: Settings,
    person: Account,
    then: datetime | None = None,
    name: str = "one",
) -> TestClient:
    """Go on in a browser in which somebody signed in, just now if no time is given."""
    kept = Browser(name).with_account(person, then or now())
    browser.cookies.clear()
    browser.cookies.set(KNOWN, browsers.sealed(settings, kept), domain="voices.example")
    return browser


def fail(browser: TestClient, email: str, times: int = 3) -> list[int]:
    return [give_password(browser, email, "wrong").status_code for _ in range(times)]


def fail_from_many(browser: TestClient, email: str, networks: int = 7) -> None:
    for number in range(networks):
        fail(from_network(browser, f"198.51.{number}.0"), email)


def test_whoever_fails_waits_wherever_their_browser_says_it_signed_in(
    browser: TestClient, session: Session
) -> None:
    person, other = account(session), account(session)
    sign_in_fully(browser, session, other)
    assert fail(browser, person.email, 4) == [422, 422, 422, 429]


def test_a_forged_sign_of_an_earlier_sign_in_is_a_strangers(
    browser: TestClient, session: Session
) -> None:
    person = account(session)
    browser.cookies.set(KNOWN, "AQ" * 60, domain="voices.example")
    assert fail(browser, person.email, 4) == [422, 422, 422, 429]


def test_guessing_from_many_networks_makes_all_strangers_wait(
    browser: TestClient, session: Session
) -> None:
    person = account(session)
    fail_from_many(browser, person.email)
    assert give_password(from_network(browser, "192.0.2.0"), person.email).status_code == 429


def test_guessing_codes_from_many_networks_makes_all_strangers_wait(
    browser: TestClient, session: Session
) -> None:
    person = account(session)
    for number in range(7):
        give_password(from_network(browser, f"198.51.{number}.0"), person.email)
        for _ in range(3):
            give_code(browser, "not it")
    give_password(from_network(browser, "192.0.2.0"), person.email)
    assert give_code(browser, one_time_code(session, person)).status_code == 429


def test_a_browser_that_is_known_waits_for_its_own_failures(
    browser: TestClient, session: Session
) -> None:
    person = account(session)
    sign_in_fully(browser, session, person)
    assert fail(browser, person.email, 7) == [422] * 6 + [429]


def test_a_stolen_sign_of_an_earlier_sign_in_opens_nothing(
    browser: TestClient, session: Session
) -> None:
    sign_in_fully(browser, session, account(session, *Role))
    stolen = browser.cookies[KNOWN]
    from_network(browser, "198.51.100.0").cookies.set(KNOWN, stolen, domain="voices.example")
    assert browser.get("/en/staff", follow_redirects=False).status_code == 303
    assert give_code(browser, "123456").headers["location"] == AGAIN


@pytest.mark.parametrize("ended", ["everywhere", "password", "disabled"])
def test_signing_out_everywhere_makes_every_browser_a_strangers(
    browser: TestClient, session: Session, ended: str
) -> None:
    person, admin = account(session, *Role), account(session, Role.ADMINISTRATOR)
    sign_in_fully(browser, session, person)
    stolen = browser.cookies[KNOWN]
    if ended == "everywhere":
        browser.post("/en/account/sessions")
    elif ended == "password":
        sent = {"current": "seven bilingual otters", "new_password": NEW, "again": NEW}
        browser.post("/en/account/password", data=sent)
    else:
        sign_in(browser, session, admin)
        for change in ("disable", "enable"):
            browser.post(f"/en/staff/accounts/{person.id}/{change}", data={"confirmed": "yes"})
    fail_from_many(browser, person.email)
    from_network(browser, "192.0.2.0").cookies.set(KNOWN, stolen, domain="voices.example")
    assert give_password(browser, person.email).status_code == 429


def test_one_stranger_keeps_nobody_waiting_on_another_network(
    browser: TestClient, session: Session
) -> None:
    person = account(session)
    for _ in range(50):
        fail(from_network(browser, "198.51.100.0"), person.email)
        let_time_pass(browser, session, timedelta(minutes=16))
    fail(browser, person.email)
    assert give_password(browser, person.email).status_code == 429
    assert give_password(from_network(browser, "192.0.2.0"), person.email).status_code == 303


def test_many_strangers_keep_nobody_waiting_in_a_browser_that_signed_in_before(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    sign_in_fully(browser, session, person)
    browser.post("/en/account/sign-out")
    known = browser.cookies[KNOWN]
    fail_from_many(browser, person.email)
    from_network(browser, "198.51.0.0").cookies.set(KNOWN, known, domain="voices.example")
    assert give_password(browser, person.email).status_code == 303
    assert give_code(browser, one_time_code(session, person)).headers["location"] == "/en/staff"


def test_whoever_is_signed_in_changes_the_password_while_strangers_guess(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    sign_in_fully(browser, session, person)
    kept = dict(browser.cookies)
    fail_from_many(browser, person.email)
    from_network(browser, "198.51.0.0")
    for name, value in kept.items():
        browser.cookies.set(name, value, domain="voices.example")
    sent = {"current": "seven bilingual otters", "new_password": NEW, "again": NEW}
    answer = browser.post("/en/account/password", data=sent, follow_redirects=False)
    assert answer.status_code == 303


def test_two_who_share_a_computer_are_both_known_there(
    browser: TestClient, session: Session
) -> None:
    people = [account(session, Role.OFFICER), account(session, Role.OFFICER)]
    for person in people:
        sign_in_fully(browser, session, person)
        browser.post("/en/account/sign-out")
    known = browser.cookies[KNOWN]
    for person in people:
        fail_from_many(browser, person.email)
        from_network(browser, "198.51.0.0").cookies.set(KNOWN, known, domain="voices.example")
        assert give_password(browser, person.email).status_code == 303


def test_the_sign_of_an_earlier_sign_in_tells_nobody_who_it_was(
    browser: TestClient, session: Session
) -> None:
    first, second = account(session), account(session)
    sign_in_fully(browser, session, first)
    before = browser.cookies[KNOWN]
    browser.cookies.clear()
    sign_in_fully(browser, session, first)
    assert browser.cookies[KNOWN] != before
    assert len(browser.cookies[KNOWN]) < 400
    assert second.email not in browser.cookies[KNOWN]


def test_recovery_codes_are_not_guessed_from_one_network_and_never_wait_on_another(
    browser: TestClient, session: Session
) -> None:
    person, drawn = with_recovery_codes(session, Role.OFFICER)
    from_network(browser, "198.51.100.0")
    wrong = [
        give_recovery_code(browser, person.email, "AAAA-BBBB-CCCC").status_code for _ in range(4)
    ]
    assert wrong == [422, 422, 422, 429]
    fail_from_many(browser, person.email)
    answer = give_recovery_code(from_network(browser, "192.0.2.0"), person.email, drawn[0])
    assert answer.status_code == 303


def test_a_crowd_of_strangers_is_sent_away_and_does_not_hold_up_whoever_is_known(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    sign_in_fully(browser, session, person)
    known = browser.cookies[KNOWN]
    here = browser.app_state["memory"].of(waiting.Strangers)
    here.checking.update({b"network %d" % number: 4 for number in range(4)})
    refused = give_password(from_network(browser, "192.0.2.0"), person.email)
    browser.cookies.set(KNOWN, known, domain="voices.example")
    served = give_password(browser, person.email)
    here.checking.clear()
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert served.status_code == 303


def test_one_network_takes_few_of_the_places(browser: TestClient, session: Session) -> None:
    person = account(session, Role.OFFICER)
    here = browser.app_state["memory"].of(waiting.Strangers)
    give_password(from_network(browser, "192.0.2.0"), person.email)
    assert here.checking == {}
    here.checking.update({here.source_of("192.0.2.0"): 4})
    assert give_password(browser, person.email).status_code == 503
    other = from_network(browser, "198.51.100.0")
    assert give_password(other, person.email).status_code == 303


def test_one_browser_that_is_known_takes_few_of_the_places(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    person = account(session, Role.OFFICER)
    here = browser.app_state["memory"].of(waiting.Strangers)
    served = give_password(holding(browser, settings, person, name="one"), person.email)
    assert here.checking_known == {}
    here.checking_known.update({b"one": 4})
    refused = give_password(holding(browser, settings, person, name="one"), person.email)
    other = give_password(holding(browser, settings, person, name="other"), person.email)
    assert [one.status_code for one in (served, refused, other)] == [303, 503, 303]


def test_all_who_are_known_leave_strangers_their_places(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    person = account(session, Role.OFFICER)
    here = browser.app_state["memory"].of(waiting.Strangers)
    here.checking_known.update({b"browser %d" % number: 4 for number in range(4)})
    known = give_password(holding(browser, settings, person), person.email)
    stranger = give_password(from_network(browser, "192.0.2.0"), person.email)
    assert (known.status_code, stranger.status_code) == (503, 303)


@pytest.mark.parametrize("since", ["long ago", "disabled", "signed out"])
def test_whoever_is_known_no_more_stands_in_the_line_of_strangers(
    browser: TestClient, session: Session, settings: Settings, since: str
) -> None:
    person = account(session, Role.OFFICER)
    person.disabled = since == "disabled"
    person.signed_out = now() if since == "signed out" else None
    session.add(person)
    session.commit()
    then = now() - (timedelta(days=181) if since == "long ago" else timedelta(days=1))
    here = browser.app_state["memory"].of(waiting.Strangers)
    here.checking.update({b"network %d" % number: 4 for number in range(4)})
    holding(browser, settings, person, then)
    assert give_password(browser, person.email).status_code == 503


def test_where_networks_cannot_be_told_apart_recovery_codes_never_wait(
    browser: TestClient, session: Session
) -> None:
    person, drawn = with_recovery_codes(session, Role.OFFICER)
    for _ in range(5):
        give_recovery_code(browser, person.email, "AAAA-BBBB-CCCC")
    assert give_recovery_code(browser, person.email, drawn[0]).status_code == 303


def test_whoever_is_known_gives_a_recovery_code_while_their_network_waits(
    browser: TestClient, session: Session
) -> None:
    person, drawn = with_recovery_codes(session, Role.OFFICER)
    sign_in_fully(browser, session, person)
    known = browser.cookies[KNOWN]
    for _ in range(4):
        refused = give_recovery_code(
            from_network(browser, "192.0.2.0"), person.email, "AAAA-BBBB-CCCC"
        )
    assert refused.status_code == 429
    browser.cookies.set(KNOWN, known, domain="voices.example")
    assert give_recovery_code(browser, person.email, drawn[0]).status_code == 303


def test_networks_are_remembered_in_memory_only_and_not_by_name(
    browser: TestClient, session: Session
) -> None:
    person = account(session)
    fail(from_network(browser, "198.51.100.0"), person.email)
    session.rollback()
    (kept,) = session.exec(select(FailedSignIns))
    strangers = browser.app_state["memory"].of(waiting.Strangers)
    assert kept.count == 3
    assert all(b"198.51" not in source for _, source in strangers.failed)


def test_one_who_is_let_in_and_others_who_fail_do_not_disturb_each_other() -> None:
    here, then = waiting.Strangers(), now()
    for number in range(5000):
        here.fail(str(number), b"one", then)

    def let_in() -> None:
        for _ in range(200):
            here.forget("nobody")

    with ThreadPoolExecutor(2) as threads:
        failing = threads.submit(
            lambda: [here.fail(str(number), b"other", then) for number in range(50_000)]
        )
        threads.submit(let_in).result()
    assert max(failing.result()) == 1
