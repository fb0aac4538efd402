"""Addresses as people type them, and those that browsers and search engines ask for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.app import create_app
from portal.consultations.rules import Stage
from portal.features import FEATURES
from portal.operating.doctor import Severity, findings
from portal.settings import Settings, SettingsError, from_environment
from portal.store.db import now
from portal.web import feature
from portal.web.addresses import tidied, with_ways_up
from tests.consultations.factories import consultation

TAGS = ("en", "cy", "pl", "ur", "ar")
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize("path", ["//evil.example", "/%2Fevil.example/", "/en//evil.example/"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_is_led_to_another_site(browser: TestClient, method: str, path: str) -> None:
    url = f"https://voices.example{path}"
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    page = browser.request(method, url, headers=headers, follow_redirects=False)
    location = page.headers.get("location", "/en/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


@given(st.text(alphabet="/\\enurEN-_.%:@?#a ", max_size=30))
def test_whatever_is_typed_a_path_of_ours_comes_of_it(typed: str) -> None:
    path = tidied(f"/{typed}", TAGS)
    assert path.startswith("/")
    assert "//" not in path
    assert tidied(path, TAGS) == path


@pytest.mark.parametrize("path", ["/en/receipt/", "/EN/receipt", "/en-GB/receipt"])
def test_a_form_is_led_nowhere(browser: TestClient, path: str) -> None:
    sent = browser.post(path, data={"receipt_code": "x"}, follow_redirects=False)
    assert sent.status_code in (307, 404)
    assert browser.post(path, data={"receipt_code": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/en/consultations/", "/en/consultations"),
        ("/en/consultations//", "/en/consultations"),
        ("/en//consultations", "/en/consultations"),
        ("/en/help/speak-up/", "/en/help/speak-up"),
        ("/EN/", "/en/"),
        ("/EN", "/en/"),
        ("/En/help", "/en/help"),
        ("/en-GB/", "/en/"),
        ("/en_gb/help/", "/en/help"),
        ("/ur-PK/help/speak-up", "/ur/help/speak-up"),
        ("/ar-SY/consultations?q=%D9%85&x=1", "/ar/consultations?q=%D9%85&x=1"),
        ("/pa-Arab/help", "/ur/help"),
        ("/health/live/", "/health/live"),
        ("/exit/", "/exit"),
        ("/help/", "/pl/help"),
        ("/consultations/parks/?a=b", "/pl/consultations/parks?a=b"),
        ("/staff/", "/pl/staff"),
    ],
)
def test_an_address_as_people_type_it_leads_to_the_page_in_one_hop(
    browser: TestClient, session: Session, typed: str, path: str
) -> None:
    consultation(session)
    for method in ("GET", "HEAD"):
        headers = {"accept-language": "pl"}
        page = browser.request(method, typed, headers=headers, follow_redirects=False)
        assert page.status_code in (301, 307)
        assert page.headers["location"] == path
        assert browser.request(method, path, follow_redirects=False).status_code in (200, 303)


@pytest.mark.parametrize("path", ["/", "/en/", "/en", "/en/help", "/health/live"])
def test_an_address_as_we_write_it_is_answered_at_once(browser: TestClient, path: str) -> None:
    page = browser.get(path, follow_redirects=False)
    assert page.status_code == (303 if path == "/" else 200)


@pytest.mark.parametrize("path", ["/xx/help", "/fr-FR/", "/pa/help", "/e/help/", "/en-/help"])
def test_a_language_that_is_not_offered_is_not_guessed(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_search_engines_stay_out_of_staffs_pages_and_find_the_way_to_speak_up(
    browser: TestClient,
) -> None:
    page = browser.get("/robots.txt", follow_redirects=False)
    assert page.headers["content-type"].startswith("text/plain")
    rules = page.text.splitlines()
    for tag in TAGS:
        assert {f"Disallow: /{tag}/staff", f"Disallow: /{tag}/account"} <= set(rules)
    closed = [rule.removeprefix("Disallow: ") for rule in rules if rule.startswith("Disallow")]
    assert not any("/en/help/speak-up".startswith(start) for start in closed)
    assert "Sitemap: https://voices.example/sitemap.xml" in rules


def test_the_map_shows_what_is_published_in_its_languages_and_nothing_else(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    consultation(session, slug="secret", stage=Stage.DRAFT)
    page = browser.get("/sitemap.xml", headers={"host": "evil.example"})
    assert page.headers["content-type"] == "application/xml; charset=utf-8"
    pages = {
        url.findtext(f"{SITE}loc"): {
            link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")
        }
        for url in ET.fromstring(page.text)  # noqa: S314 - it is our own
    }
    ours = "https://voices.example"
    assert all((address or "").startswith(f"{ours}/") for address in pages)
    assert set(pages[f"{ours}/en/help/speak-up"]) == set(TAGS)
    parks = {tag: f"{ours}/{tag}/consultations/parks" for tag in ("en", "ur")}
    assert {address for address in pages if "consultations/" in (address or "")} == set(
        parks.values()
    )
    assert pages[parks["ur"]] == parks
    for address in pages:
        assert browser.get((address or "").removeprefix(ours), follow_redirects=False).is_success


def test_the_map_stays_small_however_much_is_published(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.consultations.views._MOST_MAPPED", 2)
    for number in range(4):
        consultation(session, slug=f"parks-{number}")
    assert browser.get("/sitemap.xml").text.count("/en/consultations/parks-") == 2 * 3


def test_a_portal_that_does_not_know_its_own_address_has_no_map(settings: Settings) -> None:
    with TestClient(create_app(replace(settings, public_url=""))) as nameless:
        assert nameless.get("/sitemap.xml").status_code == 404
        assert "Sitemap" not in nameless.get("/robots.txt").text


@pytest.mark.parametrize(
    ("path", "sizes"),
    [("/favicon.ico", {(16, 16), (32, 32), (48, 48)}), ("/apple-touch-icon.png", {(180, 180)})],
)
def test_browsers_and_telephones_find_a_picture(
    browser: TestClient, path: str, sizes: set[tuple[int, int]]
) -> None:
    page = browser.get(path, follow_redirects=False)
    assert page.headers["content-type"] in ("image/png", "image/vnd.microsoft.icon", "image/x-icon")
    picture = Image.open(BytesIO(page.content))
    assert picture.info.get("sizes", {picture.size}) == sizes


CONTACT = "security@council.example https://council.example/security"


def with_contact(settings: Settings, days: int | None) -> Settings:
    expires = None if days is None else now().date() + timedelta(days=days)
    contact = ("mailto:security@council.example", "https://council.example/security")
    return replace(settings, security_contact=contact, security_expires=expires)


@pytest.mark.parametrize("days", [None, -1])
def test_nobody_is_told_of_a_contact_that_nobody_stands_by_any_more(
    settings: Settings, days: int | None
) -> None:
    with TestClient(create_app(with_contact(settings, days))) as browser:
        assert browser.get("/.well-known/security.txt").status_code == 404


def test_without_a_contact_there_is_no_such_file(browser: TestClient) -> None:
    assert browser.get("/.well-known/security.txt").status_code == 404


def test_whoever_finds_a_hole_learns_whom_to_tell_and_until_when(settings: Settings) -> None:
    with TestClient(create_app(with_contact(settings, 200))) as browser:
        page = browser.get("/.well-known/security.txt", follow_redirects=False)
    assert page.headers["content-type"] == "text/plain; charset=utf-8"
    lines = page.text.splitlines()
    assert lines[:2] == [
        "Contact: mailto:security@council.example",
        "Contact: https://council.example/security",
    ]
    until = datetime.strptime(lines[2], "Expires: %Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=199) < until - now() < timedelta(days=202)
    assert "Canonical: https://voices.example/.well-known/security.txt" in lines


@pytest.mark.parametrize(("days", "warned"), [(None, 1), (10, 1), (200, 0)])
def test_the_operator_is_warned_before_the_day_comes(
    settings: Settings, days: int | None, warned: int
) -> None:
    found = findings(with_contact(settings, days), {})
    severities = [one.severity for one in found if "SECURITY_EXPIRES" in one.message]
    assert severities == [Severity.WARNING] * warned


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECURITY_CONTACT", "the security team"),
        ("SECURITY_CONTACT", "http://council.example"),
        ("SECURITY_EXPIRES", "next summer"),
    ],
)
def test_a_contact_or_day_that_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"PORTAL_{name}"):
        from_environment({"PORTAL_SECRET_KEY": "s" * 40, f"PORTAL_{name}": value})


def test_a_contact_is_written_as_the_operator_has_it() -> None:
    environment = {"PORTAL_SECRET_KEY": "s" * 40, "PORTAL_SECURITY_CONTACT": CONTACT}
    settings = from_environment(environment | {"PORTAL_SECURITY_EXPIRES": "2027-06-30"})
    assert settings.security_contact == with_contact(settings, 0).security_contact
    assert str(settings.security_expires) == "2027-06-30"


def test_pages_that_residents_answer_on_are_found_before_the_ways_from_other_forms() -> None:
    placed = [
        route.name for route in with_ways_up(feature.routes(FEATURES), feature.stands_on(FEATURES))
    ]
    before = placed[: placed.index("respond_section")]
    ways = [name for name in before if name.startswith("above_")]
    assert ways == ["above_respond_clear", "above_respond_another"]
