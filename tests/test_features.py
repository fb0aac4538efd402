"""A feature is a value: nothing happens because a module was imported, and nothing is shared."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.app import create_app
from portal.features import FEATURES, JOBS, LINKS
from portal.incidents.feature import FEATURE as REPORTS
from portal.settings import Settings
from portal.store.memory import Memory
from portal.web import feature
from portal.web.brought import Chapter, Mapped, Panel, State, Step
from portal.web.feature import Feature
from tests.accounts.factories import account, sign_in

ROOT = Path(__file__).parents[1]
PUT_TOGETHER = ("/en/staff", "/en/staff/start", "/en/privacy", "/sitemap.xml")
# Tables are known once their module was read, because that is how they are declared.
IMPORT_ALL = """
import gc, importlib, pkgutil, threading
import portal

for found in pkgutil.walk_packages(portal.__path__, "portal."):
    if ".migrations" not in found.name and not found.name.endswith("__main__"):
        importlib.import_module(found.name)
from portal.languages import i18n
from portal.store.memory import Memory
from portal.web import links
from sqlalchemy import Engine

links._links.get(None) is None or print("links")
[print("memory") for one in gc.get_objects() if isinstance(one, Memory)]
[print("engine") for one in gc.get_objects() if isinstance(one, Engine)]
[print(one) for one in threading.enumerate()[1:]]
"""


def test_importing_every_module_opens_nothing_and_learns_nothing() -> None:
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout == ""


def test_two_applications_in_one_process_share_nothing(
    browser: TestClient, settings: Settings, memory: Memory
) -> None:
    browser.get("/en/consultations")
    few = tuple(replace(one, pages=()) for one in FEATURES if one is not REPORTS)
    with TestClient(create_app(settings, few), base_url="https://voices.example") as other:
        assert other.app_state["memory"] is not memory
        assert other.get("/en/help/speak-up").status_code == 404
        assert browser.get("/en/help/speak-up").status_code == 200


def test_a_feature_that_is_not_there_is_not_in_the_navigation_nor_among_the_cookies(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    officer = account(session)
    assert "__Host-visit" in browser.get("/en/cookies").text
    browser.app_state["features"] = [one for one in FEATURES if one is not REPORTS]
    assert "__Host-visit" not in browser.get("/en/cookies").text
    sign_in(browser, session, officer)
    assert "/en/staff/cases" not in browser.get("/en/staff").text


def test_the_first_pages_the_privacy_notice_and_the_map_are_put_together_from_all_features(
    browser: TestClient, session: Session
) -> None:
    administrator = account(session, roles=[Role.ADMINISTRATOR])
    forum = Feature(
        panels=lambda *_: [Panel("A meeting", "site/must_tell.html", {}, due=True)],
        steps=lambda *_: [Step("Found a forum", "It is promised.", "", State.MISSING)],
        privacy=lambda _: [Chapter("site/must_tell.html", {})],
        mapped=lambda *_: [Mapped("call_card", languages=("cy",))],
    )
    sign_in(browser, session, administrator)

    def pages(*features: Feature) -> list[str]:
        browser.app_state["features"] = features
        return [browser.get(path).text for path in PUT_TOGETHER]

    home, steps, notice, site_map = pages(*FEATURES)
    with_forum = pages(*FEATURES, forum)
    assert "Found a forum" not in steps
    assert "Found a forum" in with_forum[1]
    assert "A meeting" in with_forum[0]
    assert with_forum[2].count("A court can order us") == 2 * notice.count("A court can order us")
    assert "/cy/help/card" in with_forum[3]
    assert "/en/help/card" not in with_forum[3]
    assert "/cy/help/speak-up" in site_map
    without = pages(*(one for one in FEATURES if one is not REPORTS))
    assert "/help/speak-up" not in without[3]
    assert "What needs doing" in home


def test_the_work_that_is_due_is_that_of_every_feature() -> None:
    names = [job.name for job in JOBS]
    assert len(names) == len(set(names))
    assert {job for one in FEATURES for job in one.jobs} == set(JOBS)


def test_every_page_has_a_name_of_its_own_and_every_named_page_is_there() -> None:
    names = [route.name for route in feature.routes(FEATURES)]
    assert len(names) == len(set(names))
    for one in FEATURES:
        named = {*(page.name for page in one.pages), *one.stands_on, *one.stands_on.values()}
        assert named <= set(names)


def test_a_link_to_a_page_that_no_feature_has_is_refused() -> None:
    with pytest.raises(KeyError):
        LINKS.path("no_such_page", "en", {})
