"""An application that came to nothing is forgotten by itself once its days are over."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from portal.bodies.models import Membership
from portal.bodies.rules import Joining
from portal.joining import memberships
from portal.store.db import now
from tests.bodies.factories import body, joined, rows
from tests.members.factories import member


def tidy(session: Session, moment: datetime) -> None:
    session.rollback()
    assert memberships.JOB.run
    memberships.JOB.run(session, moment)
    session.commit()


@pytest.mark.both
@pytest.mark.parametrize(
    ("state", "days"),
    [(Joining.DECLINED, 90), (Joining.WITHDRAWN, 90), (Joining.BEGUN, 30)],
)
def test_an_application_that_came_to_nothing_is_forgotten_after_its_days(
    session: Session, state: Joining, days: int
) -> None:
    mine = joined(session, body(session), member(session), state=state)
    tidy(session, mine.applied + timedelta(days=days) - timedelta(seconds=1))
    assert len(rows(session, Membership)) == 1
    tidy(session, now() + timedelta(days=days))
    assert rows(session, Membership) == []


@pytest.mark.parametrize("state", [Joining.WAITING, Joining.ASKED_BACK, Joining.ACCEPTED])
def test_an_application_that_waits_and_a_membership_are_kept(
    session: Session, state: Joining
) -> None:
    joined(session, body(session), member(session), state=state)
    tidy(session, now() + timedelta(days=365))
    assert len(rows(session, Membership)) == 1
