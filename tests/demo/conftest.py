"""The demonstration as its visitors find it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.app import create_app
from portal.settings import Settings


@pytest.fixture
def demo(settings: Settings, seeded: Session) -> Iterator[TestClient]:
    """Visit the demonstration."""
    app = create_app(replace(settings, demo=True))
    with TestClient(app, base_url="https://voices.example") as browser:
        browser.headers["sec-fetch-site"] = "same-origin"
        yield browser
