"""A database filled with the demonstration, made once and copied for whoever begins with it."""

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session
from starlette.datastructures import Secret

from portal.demo import seeding
from portal.features import LINKS
from portal.settings import Settings
from portal.store import audit
from portal.store.db import begin, open_engine
from portal.web import links

SECRET = Secret("a-secret-for-tests-of-at-least-32-characters")
SEEDED = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
"""When the demonstration was made with which a test marked `demonstration` begins."""


def fill(url: str, var: Path, moment: datetime = SEEDED) -> None:
    """Fill an empty database as if it were that moment."""
    settings = Settings(
        secret_key=SECRET, database_url=url, var=var, public_url="https://voices.example"
    )
    links.use(LINKS)
    engine = open_engine(url)
    with Session(engine, info=audit.session_info(settings)) as session:
        begin(session, writes=True)
        seeding.seed(session, settings, moment)
        session.commit()
        audit.publish_head(session, settings.anchor)
    engine.dispose()
