"""The head of the audit log leaves the house once a day, if the council names an address."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.features import JOBS
from portal.settings import Settings
from portal.site import audit_mail
from portal.store import audit, jobs
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.council.factories import council

pytestmark = pytest.mark.both


def record(session: Session, settings: Settings) -> None:
    audit.record(session, "job", "topic.closed", "parks")
    session.commit()
    audit.publish_head(session, settings.anchor)


def test_without_an_address_nothing_leaves_the_house(
    engine: Engine, session: Session, settings: Settings
) -> None:
    council(session)
    record(session, settings)
    jobs.run_due(JOBS, engine, settings, now())
    assert session.exec(select(OutgoingMail)).all() == []


def test_each_day_one_mail_has_the_head_that_the_log_has_then(
    engine: Engine, session: Session, settings: Settings
) -> None:
    council(session, audit_email="auditor@council.example")
    record(session, settings)
    start = now()
    for hours in (0, 1, 25):
        assert (
            audit_mail.NAME in jobs.run_due(JOBS, engine, settings, start + timedelta(hours=hours))
        ) is (hours != 1)
    first, _ = session.exec(select(OutgoingMail)).all()
    assert first.recipient == "auditor@council.example"
    assert settings.anchor.read_text() in first.body
    assert "portal audit verify --head" in first.body
    assert "parks" not in first.body
