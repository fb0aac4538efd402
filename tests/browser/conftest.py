"""A real browser before a real server, which the tests of this folder share in each worker."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from portal.store.db import now
from tests import demonstration, install_browser
from tests.browser.eyes import watched
from tests.browser.server import EVERYTHING, Portal, serving_demonstration
from tests.conftest import one_makes

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with this folder, whose files take longest, and keep each file in one worker.

    So each worker starts one browser, and no worker is left alone with a long file at the end.
    """
    items.sort(key=lambda item: HERE not in item.path.parents)
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def filled(shared: Path, sqlite_template: Path) -> Path:
    """Fill one portal with the demonstration as it is now."""
    folder = shared / "filled"
    with one_makes(folder) as new:
        if new:
            new.mkdir(exist_ok=True)
            shutil.copy(sqlite_template, new / "portal.db")
            demonstration.fill(f"sqlite:///{new / 'portal.db'}", new, now())
    return folder


@pytest.fixture(scope="package")
def portal(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("portal")
    shutil.copytree(filled, folder, dirs_exist_ok=True)
    with serving_demonstration(folder, folder / "portal.db") as portal:
        yield portal


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Start the browser; without one these tests fail and say how to get one."""
    path = install_browser.find()
    assert path, "No Chromium was found: run `python tests/install_browser.py` or set CHROMIUM."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """Open a browser that has visited nothing."""
    context = chromium.new_context(base_url=portal.url, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def phone(chromium: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """Open the browser of a small telephone, without JavaScript."""
    context = chromium.new_context(
        base_url=portal.url,
        locale="en-GB",
        java_script_enabled=False,
        viewport={"width": 320, "height": 640},
    )
    yield context
    context.close()


another_phone = phone


@pytest.fixture(scope="package")
def staff_context(chromium: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """Open a browser in which an account with every role is signed in."""
    context = chromium.new_context(base_url=portal.url)
    portal.sign_in(context, EVERYTHING)
    yield context
    context.close()


@pytest.fixture(scope="package")
def reader_context(chromium: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """Open the browser of somebody who only reads."""
    context = chromium.new_context(base_url=portal.url)
    yield context
    context.close()


@pytest.fixture(scope="package")
def staff_page(staff_context: BrowserContext) -> Page:
    return watched(staff_context.new_page())


@pytest.fixture(scope="package")
def reader(reader_context: BrowserContext) -> Page:
    return watched(reader_context.new_page())


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    return watched(visitor.new_page())
