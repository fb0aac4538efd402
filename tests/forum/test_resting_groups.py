"""A group that the council paused or closed: the chair reads why, and nobody else does."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Office
from portal.groups import keeping, links
from portal.groups.links import Purpose
from portal.groups.rules import Act, State
from portal.languages.i18n import today
from portal.store.db import now
from tests.bodies.factories import HERE, body, chair, in_body, in_office, joined, seat
from tests.groups.factories import group
from tests.members.factories import member

REASON = "Nobody answered our letters."


def test_neither_a_member_nor_a_moderator_reads_why_a_group_rests(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    paused = group(session, state=State.VERIFIED)
    seat(session, made, group_id=paused.id)
    keeping.move(session, paused, Act.PAUSE, today(), by=0, reason=REASON)
    session.commit()
    in_body(browser, session, made)
    assert browser.get(f"{HERE}/today").status_code == 403
    in_office(browser, session, made, Office.MODERATOR)
    assert REASON not in browser.get(f"{HERE}/today").text


@pytest.mark.parametrize("act", [Act.PAUSE, Act.CLOSE, Act.UNVERIFY])
def test_the_chair_reads_which_group_rests_and_why(
    browser: TestClient, session: Session, act: Act
) -> None:
    made = body(session)
    stopped = group(session, state=State.VERIFIED)
    joined(session, made, member(session), stopped)
    keeping.move(session, stopped, act, today(), by=0, reason=REASON)
    keeping.note(session, stopped, "sent", by=0)
    session.commit()
    chair(browser, session, made)
    page = browser.get(f"{HERE}/today").text
    assert stopped.name in page
    assert REASON in page


def test_what_a_group_wrote_itself_is_said_to_be_its_own_and_the_group_knew(
    browser: TestClient, session: Session
) -> None:
    made, leaving = body(session), group(session, state=State.VERIFIED)
    joined(session, made, member(session), leaving)
    path = f"/en/groups/entry/{links.make(session, leaving, Purpose.ENTRY, now())}"
    session.commit()
    assert "So does the chair of a body in which your group sits." in browser.get(path).text
    browser.post(f"{path}/close", data={"reason": "We are tired."})
    council_closed = group(session, "Other group", state=State.VERIFIED)
    joined(session, made, member(session), council_closed)
    keeping.move(session, council_closed, Act.CLOSE, today(), by=1, reason=REASON)
    session.commit()
    chair(browser, session, made)
    page = browser.get(f"{HERE}/today").text
    assert page.count("The group itself wrote this:") == 1
    assert "We are tired." in page.partition("The group itself wrote this:")[2][:200]


def test_a_group_that_acts_again_or_was_only_listed_is_not_among_them(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    again, listed = group(session, state=State.VERIFIED), group(session, "Elders")
    for one in (again, listed):
        joined(session, made, member(session), one)
    keeping.move(session, again, Act.UNVERIFY, today(), by=0, reason=REASON)
    keeping.move(session, again, Act.VERIFY, today(), by=0)
    session.commit()
    chair(browser, session, made)
    page = browser.get(f"{HERE}/today").text
    assert "Groups that do not act for now" not in page


def test_a_group_outside_the_body_is_nobodys_business_here(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    stopped = group(session, state=State.VERIFIED)
    keeping.move(session, stopped, Act.PAUSE, today(), by=0, reason=REASON)
    session.commit()
    chair(browser, session, made)
    assert REASON not in browser.get(f"{HERE}/today").text
