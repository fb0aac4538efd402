"""A seat that is free is told to the groups once, and names neither a body nor the group."""

from datetime import timedelta

from sqlmodel import Session

from portal.bodies import acts
from portal.bodies.models import Seat
from portal.bodies.rules import Stage
from portal.groups.rules import State
from portal.languages.i18n import today
from portal.order import vacancies
from portal.store.db import now
from tests.bodies.factories import body, only, seat
from tests.groups.factories import group
from tests.members.factories import member, outbox


def told(session: Session) -> list[str]:
    session.rollback()
    vacancies.advertise(session, now())
    session.commit()
    return [one.recipient for one in outbox(session)]


def test_seats_of_a_body_that_is_not_open_or_that_are_taken_are_told_to_nobody(
    session: Session,
) -> None:
    group(session)
    seat(session, body(session, stage=Stage.DRAFT))
    closed = body(session, slug="closed", stage=Stage.CLOSED)
    seat(session, closed)
    open_ = body(session, slug="open")
    seat(session, open_, member_id=member(session).id)
    assert told(session) == []


def test_groups_that_are_paused_or_have_no_address_are_left_alone(session: Session) -> None:
    group(session, "Resting", state=State.PAUSED)
    group(session, "By telephone", email="")
    seat(session, body(session))
    assert told(session) == []


def test_all_groups_are_told_once_of_all_free_seats(session: Session) -> None:
    group(session, "One", email="one@groups.example")
    group(session, "Two", email="two@groups.example", mail_language="ur")
    made = body(session)
    seat(session, made)
    seat(session, made)
    session.rollback()
    vacancies.advertise(session, now())
    session.commit()
    first, second = outbox(session)
    assert (first.recipient, second.recipient) == ("one@groups.example", "two@groups.example")
    assert "/en/forum" in first.body
    assert "/ur/forum" in second.body
    assert "Race equality" not in first.subject + first.body
    assert "One" not in first.subject
    assert told(session) == []


def test_a_seat_that_falls_vacant_again_is_told_again(session: Session) -> None:
    group(session, "One", email="one@groups.example")
    person, made = member(session), body(session)
    seat(session, made, member_id=person.id, advertised=today(), until=today() - timedelta(days=1))
    session.rollback()
    acts.empty(session, only(session, Seat))
    session.commit()
    assert told(session) == ["one@groups.example"]
