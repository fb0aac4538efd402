"""An address without a language leads to one that the council offers, in the council's order."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.council import queries
from portal.council.rules import Council
from tests.consultations.factories import consultation

OFFERED = ("ar", "cy", "ur")
ADDRESSES = [
    "/",
    "/consultations/parks?page=2",
    "/help/speak-up",
    "/account/sign-in?next=/en/account",
    "/staff/consultations",
    "/nothing/of-the-kind",
]
BARE = ["/robots.txt", "/exit", "/health/live", "/health/ready"]


@pytest.fixture
def offer(session: Session) -> Callable[..., None]:
    """Have the council offer languages in an order."""

    def offered(*tags: str) -> None:
        queries.save(session, replace(Council(), languages=tags))
        session.commit()

    return offered


@contextmanager
def out_of_reach(engine: Engine) -> Iterator[None]:
    """Have the database not be there."""

    def fail(*_about: object) -> None:
        raise OperationalError("", None, OSError("gone"))

    event.listen(engine, "checkout", fail)
    yield
    event.remove(engine, "checkout", fail)


def led_to(browser: TestClient, address: str, accepted: str, method: str = "GET") -> str:
    headers = {"Accept-Language": accepted}
    page = browser.request(method, address, headers=headers, follow_redirects=False)
    assert page.status_code == (303 if address == "/" else 307)
    assert page.headers["vary"].lower() == "accept-language"
    location: str = page.headers["location"]
    return location


@pytest.mark.parametrize("accepted", ["pl", "en-GB, en;q=0.9", "", "fr", "*", "ar;q=0, en, *"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_is_led_to_a_language_that_the_council_does_not_offer(
    browser: TestClient, offer: Callable[..., None], address: str, accepted: str
) -> None:
    offer(*OFFERED)
    first = "cy" if accepted.startswith("ar;q=0") else "ar"
    for method in ("GET", "HEAD", "POST"):
        assert led_to(browser, address, accepted, method) == f"/{first}{address}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_reads_an_offered_language_is_led_to_it(
    browser: TestClient, offer: Callable[..., None], address: str
) -> None:
    offer(*OFFERED)
    assert led_to(browser, address, "en, ur-PK;q=0.5, cy;q=0.4") == f"/ur{address}"


def test_a_changed_order_counts_at_once(browser: TestClient, offer: Callable[..., None]) -> None:
    offer("cy", "en")
    assert led_to(browser, "/help", "fr") == "/cy/help"
    offer("en", "cy")
    assert led_to(browser, "/help", "fr") == "/en/help"


@pytest.mark.parametrize("address", BARE)
def test_addresses_for_machines_stay_as_they_are(
    browser: TestClient, offer: Callable[..., None], address: str
) -> None:
    offer(*OFFERED)
    answer = browser.get(address, headers={"Accept-Language": "ur"}, follow_redirects=False)
    assert answer.headers.get("location", "").startswith(("https://", "")[answer.is_success])
    assert answer.is_success or address == "/exit"


@pytest.mark.parametrize(("accepted", "tag"), [("ur-PK", "ur"), ("pl, en", "ar"), ("ar;q=0", "cy")])
@pytest.mark.parametrize("address", ["/static/nothing", "/health/nothing", "/data/nothing"])
def test_an_error_without_a_language_is_told_in_the_best_one(
    browser: TestClient, offer: Callable[..., None], address: str, accepted: str, tag: str
) -> None:
    offer(*OFFERED)
    browser.get("/ar/")
    page = browser.get(address, headers={"Accept-Language": accepted})
    assert page.status_code == 404
    assert f'<html class="govuk-template" lang="{tag}"' in page.text
    assert "accept-language" in page.headers["vary"].lower()


def test_a_language_that_is_shipped_and_not_offered_is_still_served(
    browser: TestClient, offer: Callable[..., None]
) -> None:
    offer(*OFFERED)
    assert 'lang="pl"' in browser.get("/pl/help").text


def test_strangers_ask_the_database_once_a_second_at_most(
    browser: TestClient, engine: Engine, offer: Callable[..., None]
) -> None:
    offer(*OFFERED)
    asked: list[str] = []
    browser.get("/help", follow_redirects=False)
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    for _ in range(50):
        browser.get("/help", follow_redirects=False)
    assert len(asked) <= 2 * 2


def test_without_the_database_what_was_known_counts(
    browser: TestClient,
    engine: Engine,
    offer: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offer(*OFFERED)
    assert led_to(browser, "/help", "pl") == "/ar/help"
    monkeypatch.setattr(queries, "_FRESH_SECONDS", -1.0)
    with out_of_reach(engine):
        assert led_to(browser, "/help", "pl") == "/ar/help"
        page = browser.get("/", headers={"Accept-Language": "ur"})
    assert page.status_code == 503
    assert 'lang="ur"' in page.text
    assert 'href="/cy/"' in page.text


def test_a_consultations_languages_stand_in_the_councils_order(
    browser: TestClient, session: Session, offer: Callable[..., None]
) -> None:
    consultation(session, content={"languages": ["en", "ur", "ar"]})
    offer("ar", "ur")
    [note] = re.findall(r"<p[^>]*>([^\n]*العربية.*?)</p>", browser.get("/ur/").text, re.DOTALL)
    shown = re.findall(r'<bdi lang="(\w+)"', note)
    assert shown == ["ar", "ur", "en"]
    section = browser.get("/ur/consultations/parks/respond/s1").text
    assert re.findall(r'name="_switch" value="(\w+)"', section) == ["ar", "en"]
