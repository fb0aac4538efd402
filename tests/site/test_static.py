"""Style sheets, scripts and pictures: what pages use, under one address, and nothing else."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from portal.settings import resource
from portal.site.static import files
from portal.web.rendering import static, static_version

OLD = "0123456789ab"


@pytest.mark.parametrize(
    "path",
    [
        f"{static_version()}/package.json",
        f"{static_version()}/src/package.json",
        f"{static_version()}/src/site.scss",
        f"{static_version()}/THIRD-PARTY.md",
        f"{static_version()}/../portal/app.py",
        f"{static_version()}/%2e%2e/pyproject.toml",
        f"{OLD}/package.json",
        "anything/site.ltr.css",
        "//evil.example/site.ltr.css",
    ],
)
def test_what_no_page_uses_is_not_there(browser: TestClient, path: str) -> None:
    assert browser.get(f"/static/{path}", follow_redirects=False).status_code in (301, 404)
    assert browser.get(f"/static/{path}").status_code == 404


def test_every_file_that_pages_use_is_there_and_every_other_is_not() -> None:
    named = re.compile(r'static\("([^"]+)"(?: ~ direction ~ "([^"]+)")?\)')
    used = set()
    for template in Path(resource("templates")).rglob("*.html"):
        for name, end in named.findall(template.read_text()):
            used |= {f"{name}{way}{end}" for way in ("ltr", "rtl")} if end else {name}
    assert used == files()


def test_a_file_is_kept_for_a_year_under_the_fingerprint_of_today_only(
    browser: TestClient,
) -> None:
    now = browser.get(static("site.ltr.css"), follow_redirects=False)
    assert (now.status_code, now.headers["cache-control"]) == (
        200,
        "public, max-age=31536000, immutable",
    )
    before = browser.get(f"/static/{OLD}/site.ltr.css", follow_redirects=False)
    assert (before.status_code, before.headers["location"]) == (307, static("site.ltr.css"))
    assert before.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["leave.js", "work.js"])
def test_what_would_give_a_reporter_away_is_never_kept(browser: TestClient, name: str) -> None:
    for fingerprint in (static_version(), OLD):
        page = browser.get(f"/static/{fingerprint}/{name}")
        assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")


def test_a_file_takes_no_form(browser: TestClient) -> None:
    assert browser.post(static("site.ltr.css")).status_code == 405
