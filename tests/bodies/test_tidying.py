"""What the days bring by themselves: a seat falls vacant, and an old application is forgotten."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies import acts
from portal.languages.i18n import today
from portal.store.db import now
from tests.bodies.factories import HERE, body, read, seat
from tests.groups.factories import group
from tests.members.factories import member


def tidy(session: Session, moment: datetime) -> None:
    session.rollback()
    assert acts.JOB.run
    acts.JOB.run(session, moment)
    session.commit()


@pytest.mark.both
def test_a_seat_falls_vacant_after_its_last_day_and_not_on_it(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person, women = member(session), group(session)
    taken = {"member_id": person.id, "group_id": women.id, "shown": "Amina", "until": today()}
    sat = seat(session, made, **taken, advertised=today())
    tidy(session, now())
    assert not read(session, sat).is_free
    tidy(session, now() + timedelta(days=1))
    after = read(session, sat)
    assert after.is_free
    assert (after.until, after.shown, after.advertised) == (None, "", None)
    assert "Free" in browser.get(HERE).text
