"""Planning, moving and cancelling a meeting: who may, what is kept, and what everybody sees."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.rules import Joining, Office, Stage
from portal.languages.i18n import calendar, day
from portal.meetings.models import Coming, Meeting
from portal.meetings.rules import Kind, State
from portal.store.audit import AuditEntry
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import (
    HERE,
    body,
    chair,
    holder,
    in_body,
    in_office,
    joined,
    only,
    read,
    rows,
)
from tests.meetings.factories import LIST, PLACE, at, form, hold, meeting, shows
from tests.members.factories import member, sign_in

NEW = f"{LIST}/new"
BIDI = "\u202eevil\u2066"


def test_nobody_plans_but_whoever_presides(browser: TestClient, session: Session) -> None:
    made = body(session)
    assert browser.post(NEW, data=form()).status_code == 403
    sign_in(browser, session, member(session))
    assert browser.post(NEW, data=form()).status_code == 403
    in_body(browser, session, made)
    assert browser.post(NEW, data=form()).status_code == 403
    former = member(session)
    joined(session, made, former, state=Joining.WITHDRAWN)
    sign_in(browser, session, former)
    assert browser.post(NEW, data=form()).status_code == 403
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.post(NEW, data=form()).status_code == 403
    chair(browser, session, made)
    in_office(browser, session, made, Office.DEPUTY)
    assert browser.post(NEW, data=form()).status_code == 403
    browser.cookies.clear()
    staff_in(browser, session, account(session, *Role))
    assert browser.post(NEW, data=form()).status_code == 403
    assert rows(session, Meeting) == []


def test_nothing_is_planned_in_a_closed_body(browser: TestClient, session: Session) -> None:
    made = body(session, stage=Stage.CLOSED)
    one = meeting(session, made)
    chair(browser, session, made)
    for path in (NEW, at(one, "/change"), at(one, "/agenda"), at(one, "/papers")):
        assert browser.get(path).status_code == 403
        assert browser.post(path, data=form()).status_code == 403


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (form(-1), "still to come"),
        (form(2000), "within the next three years"),
        ({**form(), "starts.day": "31", "starts.month": "2"}, "Write a real date"),
        (form(starts_time="soon"), "Write a time such as"),
        (form(minutes="1"), "or more"),
        (form(minutes="4000"), "or less"),
        (form(kind="event"), "Choose one of the answers"),
        (form(language="xx-nothing"), "Choose the language"),
        (form(title="x" * 60_000), "Write at most"),
        (form(area="x" * 60_000), "Write at most"),
        (form(online="javascript:alert(1)"), "https://"),
    ],
)
def test_what_cannot_be_planned_is_refused_and_stays_in_the_form(
    browser: TestClient, session: Session, changes: dict[str, str], said: str
) -> None:
    chair(browser, session, body(session))
    page = browser.post(NEW, data={**changes, "place": PLACE})
    assert page.status_code == 422
    assert said in page.text
    assert PLACE in page.text
    assert rows(session, Meeting) == []


@pytest.mark.both
def test_a_day_is_enough_and_the_same_form_plans_once(
    browser: TestClient, session: Session
) -> None:
    chair(browser, session, body(session))
    for _ in range(2):
        page = browser.post(NEW, data=form(_key="once"))
        assert "The meeting is planned" in page.text
    one = only(session, Meeting)
    assert (one.kind, one.state, one.title, one.sequence) == (Kind.MEETING, State.PLANNED, {}, 0)
    assert calendar().local(one.starts).strftime("%H:%M") == "18:30"
    assert one.ends - one.starts == timedelta(hours=2)
    assert only(session, AuditEntry).action == "meeting.planned"


def test_a_page_that_is_gone_back_to_plans_the_same_meeting_once(
    browser: TestClient, session: Session
) -> None:
    chair(browser, session, body(session))
    for key in ("one", "two"):
        assert "The meeting is planned" in browser.post(NEW, data=form(_key=key)).text
    assert only(session, AuditEntry).action == "meeting.planned"
    browser.post(NEW, data=form(_key="three", title="Another one"))
    assert len(rows(session, Meeting)) == 2


def test_a_night_in_spring_has_an_hour_less_and_a_meeting_lasts_as_long(
    browser: TestClient, session: Session
) -> None:
    chair(browser, session, body(session))
    year = datetime.now(UTC).year + 1
    sunday = max(date(year, 3, day) for day in range(25, 32) if date(year, 3, day).weekday() == 6)
    boxes = {"starts.day": str(sunday.day), "starts.month": "3", "starts.year": str(year)}
    browser.post(NEW, data={**form(), **boxes, "starts_time": "00:30"})
    one = only(session, Meeting)
    assert (one.starts.hour, one.ends.hour) == (0, 2)
    assert calendar().local(one.ends).strftime("%H:%M") == "03:30"


def test_the_body_and_everybody_see_the_next_meeting_and_members_alone_the_place(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = meeting(session, made, title={"ur": "فورم کا اجلاس"})
    later = meeting(session, made, days=30)
    assert shows(browser, HERE, f"Quiet until the meeting on {day(one.starts)}")
    page = browser.get(at(one)).text
    assert 'lang="ur"' in page
    assert "Town centre" in page
    assert "Whoever comes is told the place here." in page
    for path in (at(one), at(later), LIST, HERE):
        text = browser.get(path).text
        assert PLACE not in text
        assert "calls.example" not in text
    sign_in(browser, session, member(session))
    assert PLACE not in browser.get(at(one)).text
    in_body(browser, session, made)
    assert shows(browser, at(one), PLACE)
    assert shows(browser, at(one), "calls.example")


def test_who_left_the_body_reads_the_place_no_more(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = meeting(session, made)
    person = in_body(browser, session, made)
    browser.post(at(one, "/coming"), data={"_do": "yes"})
    browser.post(f"{HERE}/join/leave", data={"sure": "yes"})
    sign_in(browser, session, person)
    assert PLACE not in browser.get(at(one)).text
    chair(browser, session, made)
    assert shows(browser, at(one), "People who said that they come: 0")


def test_a_title_that_turns_words_round_or_is_unseen_harms_no_page(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    chair(browser, session, made)
    browser.post(NEW, data=form(title=f"{BIDI}<b>bold</b>", area="\u200b\u200b"))
    one = only(session, Meeting)
    page = browser.get(at(one)).text
    assert "<b>bold" not in page
    assert "<bdi" in page.partition("<h1")[2].partition("</h1>")[0]
    assert "Area" not in page.partition("<main")[2]


@pytest.mark.both
def test_whatever_a_calendar_shows_raises_the_sequence_and_nothing_else(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    chair(browser, session, made)
    browser.post(NEW, data=form(title="Open evening"))
    one = only(session, Meeting)
    first = one.changed
    said = form(title="Open evening", _version=str(one.revision))
    browser.post(at(one, "/change"), data=said)
    assert (read(session, one).sequence, one.changed) == (0, first)
    moved = {**form(21, title="Open evening"), "_version": str(one.revision)}
    page = browser.post(at(one, "/change"), data=moved)
    assert "It is changed." in page.text
    assert "This was changed on" in page.text
    assert read(session, one).sequence == 1
    assert one.changed > first


def test_two_who_change_a_meeting_lose_nothing(browser: TestClient, session: Session) -> None:
    made = body(session)
    chair(browser, session, made)
    browser.post(NEW, data=form())
    one = only(session, Meeting)
    stale = form(area="Mine", _version=str(one.revision))
    browser.post(at(one, "/change"), data=stale | {"area": "Theirs"})
    page = browser.post(at(one, "/change"), data=stale)
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert 'value="Mine"' in page.text
    assert read(session, one).area == "Theirs"


def test_a_cancelled_meeting_stays_to_be_seen_and_is_changed_no_more(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = meeting(session, made)
    chair(browser, session, made)
    assert browser.post(at(one, "/cancel")).status_code == 422
    assert read(session, one).state is State.PLANNED
    for _ in range(2):
        browser.post(at(one, "/cancel"), data={"sure": "yes"})
    assert (read(session, one).state, one.sequence) == (State.CANCELLED, 1)
    assert browser.post(at(one, "/change"), data=form()).status_code == 409
    assert browser.post(at(one, "/coming"), data={"_do": "yes"}).status_code == 409
    browser.cookies.clear()
    assert shows(browser, at(one), "This is cancelled.")
    assert shows(browser, LIST, "Cancelled")
    assert shows(browser, HERE, "Quiet at the moment.")


def test_a_meeting_of_another_body_is_not_found_here(browser: TestClient, session: Session) -> None:
    made, other = body(session), body(session, slug="panel")
    one = meeting(session, other)
    chair(browser, session, made)
    for way in ("", "/change", "/agenda", "/papers", "/write/minutes", "/actions"):
        assert browser.get(at(one, way)).status_code == 404
    assert browser.post(at(one, "/coming"), data={"_do": "yes"}).status_code == 404


def test_members_say_that_they_come_and_the_chair_reads_how_many(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = meeting(session, made)
    path = at(one, "/coming")
    assert browser.post(path, data={"_do": "yes"}).status_code == 403
    sign_in(browser, session, member(session))
    assert browser.post(path, data={"_do": "yes"}).status_code == 403
    in_body(browser, session, made, name="Hidden Name", name_shown=True)
    for answer in ("yes", "no", "yes", "yes"):
        browser.post(path, data={"_do": answer})
    assert only(session, Coming).comes
    assert shows(browser, at(one), "You said that you come")
    chair(browser, session, made)
    page = browser.get(at(one)).text
    assert "People who said that they come: 1" in page
    assert "Hidden Name" not in page


def test_a_week_after_a_meeting_nobody_knows_who_came(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    lately, before = (meeting(session, made, days=-gone) for gone in (3, 9))
    person = member(session)
    for one in (lately, before):
        session.add(Coming(meeting_id=one.id, member_id=person.id, comes=True))
    session.commit()
    hold(session)
    assert only(session, Coming).meeting_id == lately.id


def test_of_a_case_review_group_only_dates_and_actions_exist(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    chair(browser, session, made)
    browser.post(NEW, data=form(kind="case_review", title="The case of Mr Hidden"))
    one = only(session, Meeting)
    assert (one.kind, one.title) == (Kind.CASE_REVIEW, {})
    one.starts, one.ends = one.starts - timedelta(days=30), one.ends - timedelta(days=30)
    session.add(one)
    session.commit()
    for way in ("/agenda", "/papers", "/write/minutes", "/write/summary", "/there"):
        assert browser.get(at(one, way)).status_code == 404, way
        assert browser.post(at(one, way), data={"text": "x"}).status_code == 404, way
    assert browser.get(at(one, "/actions")).status_code == 200
    assert not shows(browser, HERE, "owes a summary")
    assert not shows(browser, at(one), "Agenda")


def test_what_is_kept_of_a_member_is_handed_to_them_and_goes_with_them(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = meeting(session, made)
    person = in_body(browser, session, made)
    browser.post(at(one, "/coming"), data={"_do": "yes"})
    assert "meetings to which you said" in browser.get("/en/member/held").text
    session.rollback()
    session.delete(session.merge(person))
    session.commit()
    assert rows(session, Coming) == []


def test_a_chair_of_another_term_is_let_in_to_nothing(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = meeting(session, made)
    person = member(session)
    holder(session, made, Office.CHAIR, person, until=date(2020, 1, 1))
    sign_in(browser, session, person)
    assert browser.get(at(one, "/change")).status_code == 403
