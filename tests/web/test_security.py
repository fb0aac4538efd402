"""Other sites cannot act in a visitor's name, and every response protects its reader."""

import gc
import re
import time
from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from portal.settings import Settings
from portal.web.markdown import markdown
from portal.web.security import cookie

RECEIPT = "/en/receipt"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://elsewhere.example"},
        {"sec-fetch-site": "", "origin": "http://["},
        {"sec-fetch-site": "", "origin": "null", "cookie": "__Host-session=x"},
    ],
)
def test_a_form_from_another_site_is_refused(browser: TestClient, headers: dict[str, str]) -> None:
    answer = browser.post(RECEIPT, data={"receipt_code": "x"}, headers=headers)
    assert answer.status_code == 403


def test_the_refusal_speaks_the_readers_language_and_leads_on(browser: TestClient) -> None:
    form = {"receipt_code": "x"}
    page = browser.post("/ur/receipt", data=form, headers={"sec-fetch-site": "cross-site"})
    assert page.status_code == 403
    assert 'lang="ur" dir="rtl"' in page.text
    assert 'href="/ur/help"' in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "", "origin": "https://voices.example"},
        {"sec-fetch-site": "", "origin": "null"},
        {"sec-fetch-site": ""},
    ],
)
def test_a_resident_with_any_browser_may_send(browser: TestClient, headers: dict[str, str]) -> None:
    answer = browser.post(RECEIPT, data={"receipt_code": "x"}, headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/en/", "/en/nothing", "/health/live", RECEIPT])
def test_every_response_carries_the_security_headers(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" in headers


def test_a_form_that_is_too_large_is_refused_in_the_readers_language(browser: TestClient) -> None:
    answer = browser.post("/ur/receipt", data={"receipt_code": "x" * 600_000})
    assert answer.status_code == 413
    assert 'lang="ur"' in answer.text


@pytest.mark.parametrize(
    "header", ["cookie", "accept-language", "x-anything", "user-agent", "referer"]
)
def test_headers_that_are_too_large_together_are_refused_in_the_readers_language(
    browser: TestClient, header: str
) -> None:
    started = time.process_time()
    answer = browser.get("/ur/", headers={header: 'a="' + "\\\\" * 40_000 + "a-" * 40_000})
    assert answer.status_code == 431
    assert 'lang="ur"' in answer.text
    assert time.process_time() - started < 1


@pytest.mark.parametrize("accepted", ["a-" * 8000 + "a", "a-a-a," * 2700, ";q=" + "9" * 16_000])
def test_no_language_that_is_asked_for_takes_long(browser: TestClient, accepted: str) -> None:
    gc.collect()  # what a worker of thousands of tests left behind takes longer than the limit
    started = time.process_time()
    answer = browser.get("/", headers={"accept-language": accepted}, follow_redirects=False)
    assert answer.headers["location"] == "/en/"
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("", ""),
        ("__Host-a=b", "b"),
        ("x=y;__Host-a=b ; z", "b"),
        ("__Host-a=1; __Host-a=2", "2"),
        ('__Host-a="b="', "b="),
        ("__Host-a", ""),
        ("a=b; X__Host-a=b", ""),
    ],
)
def test_our_own_cookies_are_read_as_browsers_send_them(
    settings: Settings, sent: str, read: str
) -> None:
    scope = {
        "type": "http",
        "headers": [(b"cookie", sent.encode())],
        "state": {"settings": settings},
    }
    assert cookie(Request(scope), "a") == read


def test_cookies_take_no_longer_than_they_are_long(settings: Settings) -> None:
    sent = b'__Host-a="' + b"\\" * 500_000 + b"; =" * 100_000
    scope = {"type": "http", "headers": [(b"cookie", sent)], "state": {"settings": settings}}
    started = time.process_time()
    cookie(Request(scope), "a")
    assert time.process_time() - started < 0.5


def test_a_form_without_a_length_is_cut_off(browser: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"receipt_code=" + b"x" * 10_000

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert browser.post(RECEIPT, content=pieces(), headers=kind).status_code == 413


@pytest.mark.parametrize("status", [404])
def test_an_error_page_shows_a_way_on_in_the_readers_language(
    browser: TestClient, status: int
) -> None:
    page = browser.get("/ar/nothing-here")
    assert page.status_code == status
    assert 'lang="ar" dir="rtl"' in page.text
    assert 'href="/ar/"' in page.text


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "![x](https://elsewhere.example/x.png)",
        '<a href="/" onclick="x()">x</a>',
        "<https://a.example/\"onmouseover='x'>",
    ],
)
def test_staff_text_carries_no_script_and_nothing_from_elsewhere(written: str) -> None:
    shown = markdown(written)
    assert not re.search(r"<script|<img|<a[^>]*(javascript|data:|\son\w+=)", shown)


def test_a_heading_in_staff_text_stands_below_the_pages_own() -> None:
    shown = markdown("# Why\n\nWe ask.\n\nWho\n===\n\n## More\n")
    assert "<h1" not in shown
    assert shown.count("<h2>") == 2
    assert "<h3>More</h3>" in shown
