"""Whoever leaves the portal says whether what they wrote stays; a seat is never erased."""

from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.bodies.acts import OF_MEMBERS as OF_BODIES
from portal.bodies.models import Membership
from portal.bodies.rules import Office
from portal.forum.topics.posts import OF_MEMBERS as OF_FORUM
from portal.forum.topics.rules import Standing
from tests.bodies.factories import body, holder, joined, read, seat
from tests.bodies.test_founding import UNTIL
from tests.forum.factories import topic, written
from tests.members.factories import member


def test_what_somebody_wrote_goes_with_them_or_stays_and_is_nobodys(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    goes, stays = member(session), member(session, name="Ann", name_shown=True)
    gone, kept = topic(session, made, goes), topic(session, made, stays)
    OF_FORUM.leave(session, goes.id, False)
    OF_FORUM.leave(session, stays.id, True)
    for person in (goes, stays):
        session.delete(person)
    session.commit()
    assert (written(session, gone)[0].text, written(session, gone)[0].member_id) == ("", None)
    assert written(session, gone)[0].standing is Standing.TAKEN_BACK
    assert (written(session, kept)[0].text, written(session, kept)[0].member_id) == (
        "They are broken.",
        None,
    )


def test_a_seat_falls_vacant_and_nobody_on_one_is_erased_for_being_unheard(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    seated, chairing, neither = (member(session) for _ in range(3))
    taken = seat(session, made, member_id=seated.id, until=UNTIL)
    holder(session, made, Office.CHAIR, chairing)
    for person in (seated, neither):
        joined(session, made, person)
    every = [seated.id, chairing.id, neither.id]
    assert set(OF_BODIES.needed(session, every)) == {seated.id, chairing.id}
    OF_BODIES.leave(session, seated.id, True)
    session.commit()
    assert read(session, taken).member_id is None
    assert [one.member_id for one in session.exec(select(Membership))] == [neither.id]


def test_a_member_is_told_and_handed_all_of_it(browser: TestClient, session: Session) -> None:
    made, person = body(session), member(session)
    joined(session, made, person, why="My reasons.")
    topic(session, made, person, text="My words.")
    assert len([*OF_BODIES.told(session, person.id), *OF_FORUM.told(session, person.id)]) == 2
    held = str({**OF_BODIES.held(session, person.id), **OF_FORUM.held(session, person.id)})
    assert "My reasons." in held
    assert "My words." in held
