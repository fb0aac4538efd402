"""Mails that are written when a test says so."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.settings import Settings
from tests.following.factories import Mailing
from tests.following.factories import mailing as made


@pytest.fixture
def mailing(engine: Engine, session: Session, settings: Settings) -> Mailing:
    return made(engine, session, settings)
