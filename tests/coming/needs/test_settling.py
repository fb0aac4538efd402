"""Whoever presides, and officers, see to what is needed, and never by whom; then it is counted."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.coming.needs import keeping
from portal.coming.needs.models import MeetingNeed
from portal.coming.needs.rules import State
from portal.languages.i18n import today
from portal.meetings import acts
from portal.meetings.models import Coming, Meeting
from portal.members.models import Member
from portal.settings import Settings
from portal.store import jobs
from portal.store.db import now
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.bodies.factories import HERE, body, chair, holder, in_body, in_office, joined
from tests.coming.planned import comes, planned
from tests.language_support.factories import counts
from tests.members.factories import all_of, member, outbox, sign_in

STAFF = "/en/staff/meetings/needs"
WORDS = "I use a wheelchair"
NOT_NEEDED = ("ur", "interpreter", "meeting", "not_provided", "unneeded", "1")


def needing(session: Session, meeting: Meeting, *needed: str, language: str = "ur") -> Member:
    """Have somebody with a name come, who needs something."""
    person = member(session, name="Zainab Aubergine", name_shown=True)
    made = session.get(Body, meeting.body_id) if meeting.body_id else None
    if made:
        joined(session, made, person)
    comes(session, meeting, person)
    said = {"needed": needed or ("interpreter",), "languages": [(language, "")], "words": WORDS}
    keeping.say(session, meeting, person.id, said, today())
    session.commit()
    return person


def meeting(session: Session, made: Body | None = None) -> Meeting:
    return planned(session, made or body(session))


def at(one: Meeting) -> str:
    return f"{HERE}/meetings/{one.id}/needs"


def keys(page: str) -> list[str]:
    return re.findall(r'name="key" value="([^"]+)"', page)


def states(session: Session) -> list[str]:
    return sorted(one.state.value for one in all_of(session, MeetingNeed))


def finish(session: Session, one: Meeting) -> None:
    """Do what is due once a meeting is over."""
    session.rollback()
    session.refresh(one)
    moment = one.ends + timedelta(minutes=1)
    session.rollback()
    keeping.finish(session, moment)
    session.commit()


def test_nobody_but_who_presides_sees_what_is_needed(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = meeting(session, made)
    needing(session, one)
    holder(session, made, Office.CHAIR, member(session))
    in_body(browser, session, made)
    assert browser.get(at(one)).status_code == 403
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.get(at(one)).status_code == 403
    in_office(browser, session, made, Office.DEPUTY)
    assert browser.get(at(one)).status_code == 403
    assert browser.post(at(one), data={"key": "x", "_do": "booked"}).status_code == 403
    sign_in(browser, session, member(session))
    assert browser.get(at(one)).status_code == 403


def test_a_chair_sees_to_meetings_of_their_own_body_alone(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    other = meeting(session, body(session, slug="other"))
    chair(browser, session, made)
    assert browser.get(at(other)).status_code == 404
    assert browser.get(at(planned(session))).status_code == 404


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.OFFICER])
def test_of_staff_officers_alone_see_what_is_needed(
    browser: TestClient, session: Session, role: Role
) -> None:
    one = meeting(session)
    needing(session, one)
    sign_staff_in(browser, session, account(session, role))
    for address in (STAFF, f"{STAFF}/{one.id}"):
        assert browser.get(address).status_code == 403
    assert browser.post(f"{STAFF}/{one.id}", data={"_do": "booked"}).status_code == 403
    assert "What waits to be booked" not in browser.get("/en/staff").text


@pytest.mark.parametrize("who", ["chair", "officer"])
def test_no_page_names_who_needs_it(browser: TestClient, session: Session, who: str) -> None:
    made = body(session)
    one = meeting(session, made)
    person = needing(session, one, "interpreter", "other")
    if who == "chair":
        chair(browser, session, made)
    else:
        sign_staff_in(browser, session, account(session, Role.OFFICER))
    page = browser.get(at(one) if who == "chair" else f"{STAFF}/{one.id}").text
    assert WORDS in page
    assert "Urdu" in page
    for word in ("Zainab", "Aubergine", person.email or "", person.id):
        assert word not in page


@pytest.mark.parametrize("pressed", ["", "impossible", "lost", "expired", "x" * 60_000])
def test_what_is_not_possible_has_a_reason(
    browser: TestClient, session: Session, pressed: str
) -> None:
    made = body(session)
    one = meeting(session, made)
    needing(session, one)
    chair(browser, session, made)
    (key,) = keys(browser.get(at(one)).text)
    assert browser.post(at(one), data={"key": key, "_do": pressed}).status_code == 422
    assert states(session) == ["waiting"]
    assert outbox(session) == []


def test_who_asked_reads_why_it_is_not_possible(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = meeting(session, made)
    person = needing(session, one)
    chair(browser, session, made)
    (key,) = keys(browser.get(at(one)).text)
    page = browser.post(at(one), data={"key": key, "_do": "nobody"})
    assert "who asked for it is told" in page.text
    assert states(session) == ["impossible"]
    sign_in(browser, session, person)
    page = browser.get(f"/en/member/meetings/{one.id}/needs")
    assert "Nobody was free, or nobody could be found." in page.text


@pytest.mark.parametrize("who", ["chair", "officer"])
@pytest.mark.both
def test_what_is_alike_is_booked_at_once_and_who_asked_is_told(
    browser: TestClient, session: Session, who: str
) -> None:
    made = body(session)
    one = meeting(session, made)
    people = [needing(session, one), needing(session, one)]
    needing(session, one, language="so")
    address = at(one) if who == "chair" else f"{STAFF}/{one.id}"
    if who == "chair":
        chair(browser, session, made)
    else:
        sign_staff_in(browser, session, account(session, Role.OFFICER))
    page = browser.get(address).text
    assert "Needed by 2 people" in page
    key = keys(page)[1]
    for _ in range(2):
        browser.post(address, data={"key": key, "_do": "booked"})
    assert states(session) == ["booked", "booked", "waiting"]
    mails = outbox(session)
    assert sorted(mail.recipient for mail in mails) == sorted(str(one.email) for one in people)
    for mail in mails:
        assert "Race" not in mail.subject + mail.body
        assert f"/en/member/meetings/{one.id}/needs\n" in mail.body
    sign_in(browser, session, people[0])
    assert "Booked" in browser.get(f"/en/member/meetings/{one.id}/needs").text


def test_what_is_said_in_words_is_like_nothing_else(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = meeting(session, made)
    for _ in range(2):
        needing(session, one, "other")
    chair(browser, session, made)
    key, _other = keys(browser.get(at(one)).text)
    browser.post(at(one), data={"key": key, "_do": "booked"})
    assert states(session) == ["booked", "waiting"]


def test_what_nobody_needs_any_more_cannot_be_booked(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = meeting(session, made)
    person = needing(session, one)
    chair(browser, session, made)
    (key,) = keys(browser.get(at(one)).text)
    said = session.get_one(Coming, (one.id, person.id))
    said.comes = False
    session.commit()
    assert keys(browser.get(at(one)).text) == []
    page = browser.post(at(one), data={"key": key, "_do": "booked"})
    assert "not needed any more" in page.text
    assert states(session) == ["waiting"]


def test_officers_are_told_first_that_something_waits(
    browser: TestClient, session: Session
) -> None:
    one = meeting(session)
    needing(session, one)
    sign_staff_in(browser, session, account(session, Role.OFFICER))
    assert "What waits to be booked" in browser.get("/en/staff").text
    assert f"{STAFF}/{one.id}" in browser.get(STAFF).text
    (key,) = keys(browser.get(f"{STAFF}/{one.id}").text)
    browser.post(f"{STAFF}/{one.id}", data={"key": key, "_do": "booked"})
    assert "What waits to be booked" not in browser.get("/en/staff").text


@pytest.mark.both
def test_once_a_meeting_is_over_what_was_needed_is_counted_once_and_deleted(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, later = meeting(session, made), planned(session, made, now() + timedelta(days=60))
    needing(session, one, "interpreter", "step_free", "other")
    needing(session, one)
    needing(session, one, "interpreter", language="so")
    needing(session, one, "bsl")
    needing(session, later)
    chair(browser, session, made)
    page = browser.get(at(one)).text
    somali, urdu, signs = keys(page)[:3]
    browser.post(at(one), data={"key": urdu, "_do": "booked"})
    browser.post(at(one), data={"key": somali, "_do": "nobody"})
    for _ in range(2):
        finish(session, one)
    assert sorted(counts(session)) == [
        ("so", "interpreter", "meeting", "not_provided", "nobody", "1"),
        ("ur", "bsl", "meeting", "not_provided", "expired", "1"),
        ("ur", "interpreter", "meeting", "provided", "", "2"),
    ]
    assert [row.meeting_id for row in all_of(session, MeetingNeed)] == [later.id]
    assert signs


def test_of_who_does_not_come_after_all_it_is_counted_as_not_provided_and_goes_at_once(
    session: Session,
) -> None:
    one = meeting(session)
    person = needing(session, one)
    said = session.get_one(Coming, (one.id, person.id))
    said.comes = False
    session.commit()
    keeping.finish(session, now())
    session.commit()
    assert all_of(session, MeetingNeed) == []
    assert counts(session) == [NOT_NEEDED]


def test_of_a_meeting_that_was_cancelled_what_was_asked_for_is_counted_as_not_provided(
    session: Session,
) -> None:
    one = meeting(session)
    needing(session, one, "interpreter", "step_free")
    acts.cancel(session, one)
    session.commit()
    keeping.finish(session, now())
    session.commit()
    assert all_of(session, MeetingNeed) == []
    assert counts(session) == [NOT_NEEDED]


@pytest.mark.both
def test_what_is_needed_waits_with_deletion_while_the_clock_may_be_wrong(
    session: Session, settings: Settings, engine: Engine
) -> None:
    one = meeting(session)
    needing(session, one)
    session.commit()
    assert jobs.run_due([keeping.JOB], engine, settings, now()) == ["meetings.needs"]
    leap = now() + timedelta(days=400)
    assert jobs.run_due([keeping.JOB], engine, settings, leap) == []
    assert len(all_of(session, MeetingNeed)) == 1


def test_words_of_a_member_of_another_meeting_are_not_shown(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, other = meeting(session, made), planned(session, made)
    needing(session, other, "other")
    chair(browser, session, made)
    assert WORDS not in browser.get(at(one)).text
    (key,) = keys(browser.get(at(other)).text)
    assert "not needed any more" in browser.post(at(one), data={"key": key, "_do": "booked"}).text
    assert states(session) == ["waiting"]


def test_everybody_reads_for_which_languages_interpreters_are_booked_and_never_for_whom(
    browser: TestClient, session: Session
) -> None:
    one = meeting(session)
    page = f"/en/forum/race-equality/meetings/{one.id}"
    for language, needed in (("ur", "interpreter"), ("so", "interpreter"), ("ar", "large_print")):
        needing(session, one, needed, "step_free", language=language)
    needing(session, one, "bsl")
    assert "Interpreters are booked for" not in browser.get(page).text
    for row in all_of(session, MeetingNeed):
        row.state = State.WAITING if row.language == "so" else State.BOOKED
    session.commit()
    shown = browser.get(page).text.partition("Interpreters are booked for:")[2].partition("</p>")[0]
    assert [word in shown for word in ("Urdu", "British Sign Language")] == [True, True]
    for word in ("Somali", "Arabic", "person", "Zainab", "1"):
        assert word not in shown
