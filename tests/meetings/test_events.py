"""Events of the council and training places: planned by officers, taken by members and groups."""

from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.meetings.models import Coming, Meeting
from portal.meetings.rules import Kind, State
from portal.membership.rules import Role as InGroup
from portal.store.audit import AuditEntry
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import body, only, read, rows
from tests.groups.factories import group
from tests.meetings.factories import PLACE, meeting, on, shows
from tests.members.factories import member, sign_in
from tests.membership.factories import belongs, verified

STAFF, LIST = "/en/staff/events", "/en/events"
TITLE = {"en": "Festival of cultures", "cy": "Gŵyl diwylliannau"}


def form(days: int = 14, **changes: str) -> dict[str, str]:
    named = {"kind": "event", "title.en": TITLE["en"], "title.cy": TITLE["cy"]}
    said: dict[str, str] = {**named, "minutes": "240", "area": "Riverside", **changes}
    return on(days) | said


def event(session: Session, **changes: Any) -> Meeting:
    return meeting(session, None, **({"title": TITLE} | changes))


def at(one: Meeting, lang: str = "en") -> str:
    return f"/{lang}/events/{one.id}"


def coming(one: Meeting) -> str:
    return f"/en/member/events/{one.id}/coming"


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    staff_in(browser, session, account(session, Role.OFFICER))
    return browser


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_nobody_but_officers_plans_an_event(
    browser: TestClient, session: Session, role: Role
) -> None:
    one = event(session)
    paths = (STAFF, f"{STAFF}/new", f"{STAFF}/{one.id}", f"{STAFF}/{one.id}/cancel")
    for path in paths[1:]:
        assert browser.post(path, data=form()).status_code == 403
    staff_in(browser, session, account(session, role))
    for path in paths[1:]:
        assert browser.post(path, data=form()).status_code == 403
    browser.cookies.clear()
    sign_in(browser, session, member(session))
    for path in paths[1:]:
        assert browser.post(path, data=form()).status_code == 403
    assert only(session, Meeting).sequence == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (form(-1), "still to come"),
        (form(kind="meeting"), "Choose one of the answers"),
        (form() | {"title.en": ""}, "Fill in: What is it called?"),
        (form(places="0"), "1 or more"),
        (form() | {"about.en": "x" * 60_000}, "Write at most"),
    ],
)
def test_an_event_that_cannot_be_is_refused_and_stays_in_the_form(
    officer: TestClient, session: Session, changes: dict[str, str], said: str
) -> None:
    page = officer.post(f"{STAFF}/new", data=changes)
    assert page.status_code == 422
    assert said in page.text
    assert "Gŵyl" in page.text
    assert rows(session, Meeting) == []


@pytest.mark.both
def test_an_officer_plans_an_event_once_and_everybody_reads_it_in_their_language(
    officer: TestClient, session: Session
) -> None:
    for _ in range(2):
        officer.post(f"{STAFF}/new", data=form(_key="once"))
    one = only(session, Meeting)
    assert (one.kind, one.body_id, one.title) == (Kind.EVENT, None, TITLE)
    assert only(session, AuditEntry).action == "event.planned"
    officer.cookies.clear()
    assert shows(officer, LIST, TITLE["en"])
    assert shows(officer, "/cy/events", TITLE["cy"])
    assert shows(officer, at(one, lang="cy"), "Riverside")


def test_an_officer_moves_and_cancels_an_event(officer: TestClient, session: Session) -> None:
    officer.post(f"{STAFF}/new", data=form())
    one = only(session, Meeting)
    path = f"{STAFF}/{one.id}"
    stale = form(20, _version=str(one.revision))
    officer.post(path, data=stale)
    assert read(session, one).sequence == 1
    assert officer.post(path, data=stale | {"area": "Elsewhere"}).status_code == 409
    assert officer.post(f"{path}/cancel").status_code == 422
    for _ in range(2):
        assert officer.post(f"{path}/cancel", data={"sure": "yes"}).status_code == 200
    assert (read(session, one).state, one.sequence) == (State.CANCELLED, 2)
    assert officer.post(path, data=form()).status_code == 409
    assert shows(officer, at(one), "This is cancelled.")


def test_a_meeting_of_a_body_is_no_event(officer: TestClient, session: Session) -> None:
    one = meeting(session, body(session))
    assert officer.get(f"{STAFF}/{one.id}").status_code == 404
    assert officer.get(at(one)).status_code == 404
    assert not shows(officer, LIST, one.id)


def test_the_place_of_an_event_is_for_who_comes_and_officers_read_a_number(
    browser: TestClient, session: Session
) -> None:
    one = event(session)
    assert PLACE not in browser.get(at(one)).text
    assert browser.post(coming(one), data={"_do": "yes"}).status_code == 403
    person = member(session, name="Hidden Name", name_shown=True)
    sign_in(browser, session, person)
    assert PLACE not in browser.get(at(one)).text
    browser.post(coming(one), data={"_do": "yes"})
    assert shows(browser, at(one), PLACE)
    browser.post(coming(one), data={"_do": "no"})
    assert PLACE not in browser.get(at(one)).text
    browser.post(coming(one), data={"_do": "yes"})
    browser.cookies.clear()
    staff_in(browser, session, account(session, Role.OFFICER))
    for path in (STAFF, f"{STAFF}/{one.id}"):
        page = browser.get(path).text
        assert "1 person comes" in page
        assert "Hidden Name" not in page


@pytest.mark.both
def test_an_officer_says_that_everybody_sees_the_place_and_never_the_call(
    officer: TestClient, session: Session
) -> None:
    officer.post(f"{STAFF}/new", data=form(place=PLACE, online="https://calls.example/secret"))
    one = only(session, Meeting)
    officer.cookies.clear()
    assert PLACE not in officer.get(at(one)).text
    staff_in(officer, session, account(session, Role.OFFICER))
    said = form(place=PLACE, online="https://calls.example/secret", open_place="yes")
    officer.post(f"{STAFF}/{one.id}", data=said | {"_version": str(one.revision)})
    officer.cookies.clear()
    page = officer.get(at(one)).text
    assert PLACE in page
    assert "calls.example" not in page


def test_no_more_come_than_there_are_places(browser: TestClient, session: Session) -> None:
    one = event(session, places=1)
    sign_in(browser, session, member(session))
    for _ in range(2):
        assert browser.post(coming(one), data={"_do": "yes"}).status_code == 200
    sign_in(browser, session, member(session))
    page = browser.post(coming(one), data={"_do": "yes"})
    assert page.status_code == 422
    assert "All places are taken." in page.text
    assert len(rows(session, Coming)) == 1


def test_training_places_are_taken_by_who_speaks_for_a_verified_group_or_helps_in_it(
    browser: TestClient, session: Session
) -> None:
    one = event(session, kind=Kind.TRAINING, places=5)
    women, listed = verified(session, name="Women"), group(session, "Listed")
    taking = {"_do": "yes", "people": "2"}
    refused = (
        member(session),
        belongs(session, women),
        belongs(session, listed, InGroup.REPRESENTATIVE),
    )
    for person in refused:
        sign_in(browser, session, person)
        for of in (women, listed):
            said = taking | {"group": str(of.id)}
            assert browser.post(coming(one), data=said).status_code == 403
    sign_in(browser, session, belongs(session, women, InGroup.HELPER))
    wrong = taking | {"group": str(listed.id)}
    assert browser.post(coming(one), data=wrong).status_code == 422
    many = taking | {"group": str(women.id), "people": "6"}
    page = browser.post(coming(one), data=many)
    assert page.status_code == 422
    assert "5 places are free." in page.text
    browser.post(coming(one), data=taking | {"group": str(women.id)})
    mine = only(session, Coming)
    assert (mine.people, mine.group_id) == (2, women.id)
    assert shows(browser, at(one), "3 places are free.")
    assert shows(browser, at(one), PLACE)


def test_nobody_comes_to_what_is_over(browser: TestClient, session: Session) -> None:
    one = event(session, days=-2)
    sign_in(browser, session, member(session))
    assert browser.post(coming(one), data={"_do": "yes"}).status_code == 409
    assert shows(browser, at(one), "It is over")
    assert rows(session, Coming) == []


def test_two_who_act_for_one_group_take_no_more_places_than_a_group_has(
    browser: TestClient, session: Session
) -> None:
    one, women, youth = (
        event(session, kind=Kind.TRAINING, places=200),
        verified(session, name="Women"),
        verified(session, name="Youth"),
    )
    for number, (of, role, people, status) in enumerate(
        (
            (women, InGroup.REPRESENTATIVE, 30, 303),
            (women, InGroup.HELPER, 11, 422),
            (women, InGroup.HELPER, 10, 303),
            (youth, InGroup.HELPER, 40, 303),
        )
    ):
        sign_in(browser, session, belongs(session, of, role))
        taking = {"_do": "yes", "people": str(people), "group": str(of.id)}
        page = browser.post(coming(one), data=taking, follow_redirects=False)
        assert page.status_code == status, number
        said = "Others took 30 places for this group. It may have 40 in all."
        assert (said in page.text) is (status == 422)
    assert sum(kept.people for kept in rows(session, Coming)) == 80
