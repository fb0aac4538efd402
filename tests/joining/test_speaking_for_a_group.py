"""Nobody writes in the name of a group, or sits on its seat, who belongs to it no more."""

from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role as StaffRole
from portal.bodies.models import Body, Membership, Seat
from portal.bodies.rules import GroupSays, Office
from portal.groups.models import Group
from portal.groups.rules import State
from portal.languages.i18n import today
from portal.members.models import Member
from portal.membership.rules import Role
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.bodies.factories import YEAR, body, holder, in_body, joined, only, rows, seat
from tests.forum.factories import at, topic, written
from tests.members.factories import member, outbox, sign_in
from tests.membership.factories import HERE, belongs, verified

REPLY = {"text": "We agree.", "language": "en"}


@pytest.fixture
def made(session: Session) -> Body:
    made = body(session)
    holder(session, made, Office.CHAIR, member(session, email="chair@mail.example"))
    return made


@pytest.fixture
def group(session: Session) -> Group:
    return verified(session)


def speaks(session: Session, made: Body, group: Group, **of_member: Any) -> Member:
    """Have a member of a group sit for it in a body."""
    person = belongs(session, group, **of_member)
    joined(session, made, person, group)
    seat(session, made, member_id=person.id, group_id=group.id, until=today() + YEAR)
    return person


def writes(browser: TestClient, session: Session, made: Body, author: str) -> int:
    return browser.post(
        at(topic(session, made), "/reply"), data=REPLY | {"author": author}
    ).status_code


def says(session: Session) -> GroupSays:
    said: GroupSays = only(session, Membership).group_says
    return said


@pytest.mark.both
def test_who_is_removed_goes_on_as_themselves_and_the_chair_is_told(
    browser: TestClient, session: Session, made: Body, group: Group
) -> None:
    person = speaks(session, made, group, name="Ann", name_shown=True)
    sign_in(browser, session, person)
    assert writes(browser, session, made, "group") == 200
    sign_in(browser, session, belongs(session, group, Role.REPRESENTATIVE))
    browser.post(f"{HERE}/remove-named", data={"name": "Ann"})
    assert only(session, Seat).is_free
    assert says(session) is GroupSays.ASKED
    (mail,) = outbox(session)
    assert mail.recipient == "chair@mail.example"
    assert "Valley" not in mail.subject + mail.body
    sign_in(browser, session, person)
    assert [writes(browser, session, made, one) for one in ("group", "of_group", "member")] == [
        *(422, 422),
        200,
    ]


def test_who_leaves_a_group_writes_in_its_name_no_more(
    browser: TestClient, session: Session, made: Body, group: Group
) -> None:
    person = speaks(session, made, group)
    other = verified(session, name="Other group")
    sign_in(browser, session, person)
    browser.post(f"{HERE}/leave")
    assert only(session, Seat).is_free
    assert writes(browser, session, made, "group") == 422
    assert says(session) is GroupSays.ASKED
    assert other.id != only(session, Membership).group_id


def test_nobody_else_loses_a_seat_or_a_voice(
    browser: TestClient, session: Session, made: Body, group: Group
) -> None:
    speaks(session, made, group)
    for_another = belongs(session, group, name="Ann", name_shown=True)
    other = verified(session, name="Other group")
    joined(session, made, for_another, other)
    seat(session, made, member_id=for_another.id, group_id=other.id)
    sign_in(browser, session, belongs(session, group, Role.REPRESENTATIVE))
    browser.post(f"{HERE}/remove-named", data={"name": "Ann"})
    assert not any(one.is_free for one in rows(session, Seat))
    assert {one.group_says for one in rows(session, Membership)} == {GroupSays.YES}


def test_once_nobody_speaks_for_a_group_nobody_does_in_a_body(
    browser: TestClient, session: Session, made: Body, group: Group
) -> None:
    person = speaks(session, made, group)
    belongs(session, group, Role.REPRESENTATIVE)
    sign_staff_in(browser, session, account(session, StaffRole.OFFICER))
    path = "/en/staff/representatives/valley-women/silence"
    browser.post(path, data={"silence_why": "They quarrel."})
    assert only(session, Seat).is_free
    sign_in(browser, session, person)
    assert writes(browser, session, made, "group") == 422


@pytest.mark.parametrize("state", [State.LISTED, State.PAUSED, State.CLOSED])
def test_nothing_is_written_in_the_name_of_a_group_that_does_not_act(
    browser: TestClient, session: Session, made: Body, state: State
) -> None:
    in_body(browser, session, made, verified(session, state=state))
    one = topic(session, made)
    assert "A group" not in browser.get(at(one)).text
    for author in ("group", "of_group"):
        page = browser.post(at(one, "/reply"), data=REPLY | {"author": author})
        assert page.status_code == 422
    assert len(written(session, one)) == 1


def test_who_leaves_reads_before_which_seat_falls_vacant_and_that_the_chair_is_told(
    browser: TestClient, session: Session, made: Body, group: Group
) -> None:
    sign_in(browser, session, speaks(session, made, group))
    assert f'action="{HERE}/leave"' not in browser.get(HERE).text
    page = browser.get(f"{HERE}/leave").text
    assert "A youth group" in page
    assert str((today() + YEAR).year) in page
    assert "Nobody is told" not in page
    assert not only(session, Seat).is_free
    left = browser.post(f"{HERE}/leave").text
    assert only(session, Seat).is_free
    assert "The chair is told" in left
    assert "Nobody is told" not in left


def test_who_speaks_for_the_group_nowhere_reads_that_nobody_is_told(
    browser: TestClient, session: Session, made: Body, group: Group
) -> None:
    speaks(session, made, group)
    sign_in(browser, session, belongs(session, group))
    page = browser.get(f"{HERE}/leave").text
    assert "Nobody is told" in page
    assert "A youth group" not in page
    assert "Nobody is told" in browser.post(f"{HERE}/leave").text
