"""Who presides, how members end a term, and how somebody who lost their way in gets it back."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body, Ending, OfficeHolder
from portal.bodies.rules import Joining, Office
from portal.languages.i18n import today
from portal.members.models import Member
from portal.store.audit import AuditEntry
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import (
    HERE,
    NO_POST,
    YEAR,
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
from tests.bodies.test_founding import offered
from tests.groups.factories import group
from tests.members.factories import member, sign_in

UNTIL = today() + YEAR
AWAY = today() - timedelta(days=14)
TERMS = f"{HERE}/terms"
STAFF = "/en/staff/forum/race-equality"


def minute(whose: OfficeHolder, **changes: str) -> dict[str, str]:
    day = today()
    return {
        "office": str(whose.id),
        "day.day": str(day.day),
        "day.month": str(day.month),
        "day.year": str(day.year),
        "present": "4",
        "in_favour": "3",
        "against": "1",
        "words": "The meeting ended the term.",
        "language": "en",
    } | changes


def chaired(session: Session, made: Body, **changes: object) -> OfficeHolder:
    return holder(session, made, Office.CHAIR, member(session), **changes)


def ending(session: Session) -> Ending:
    made: Ending = only(session, Ending)
    return made


def confirm(browser: TestClient, session: Session) -> int:
    path = f"{TERMS}/{ending(session).id}/confirm"
    return browser.post(path, follow_redirects=False).status_code


def test_the_deputy_decides_once_the_chair_was_away_for_a_fortnight(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    there = chaired(session, made, seen=today() - timedelta(days=13))
    in_office(browser, session, made, Office.DEPUTY)
    assert browser.get(f"{HERE}/today").status_code == 200
    assert browser.post(f"{HERE}/moderators", data={}).status_code == 403
    there.seen = AWAY
    session.add(there)
    session.commit()
    assert browser.post(f"{HERE}/moderators", data={}).status_code == 422


def test_a_chair_who_comes_back_decides_again_at_once(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person = member(session)
    holder(session, made, Office.CHAIR, person, seen=AWAY)
    holder(session, made, Office.DEPUTY, member(session))
    sign_in(browser, session, person)
    assert browser.post(f"{HERE}/moderators", data={}).status_code == 422


def test_nobody_else_moderates_and_no_term_goes_on_after_its_last_day(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    in_body(browser, session, made)
    assert browser.get(f"{HERE}/today").status_code == 403
    person = member(session)
    holder(session, made, Office.CHAIR, person, until=today() - timedelta(days=1))
    sign_in(browser, session, person)
    assert browser.get(f"{HERE}/today").status_code == 403


def test_a_further_moderator_takes_the_yes_of_the_chair(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    chair(browser, session, made)
    day = {"until.day": str(UNTIL.day), "until.month": str(UNTIL.month)}
    page = browser.post(f"{HERE}/moderators", data=day | {"until.year": str(UNTIL.year)})
    path = page.text.partition("https://voices.example")[2].partition("<")[0]
    sign_in(browser, session, member(session))
    browser.post(f"{path}/accept", data=NO_POST)
    assert browser.get(f"{HERE}/today").status_code == 200
    assert browser.post(f"{HERE}/moderators", data={}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"present": "1"}, "at least 2 members"),
        ({"in_favour": "1", "against": "2"}, "More have to be for it"),
        ({"in_favour": "9"}, "More people voted than were there"),
        ({"day.year": "2900"}, "a meeting that has been"),
        ({"words": ""}, "Fill in: What the minute says"),
    ],
)
def test_a_minute_of_no_such_meeting_is_refused(
    browser: TestClient, session: Session, changes: dict[str, str], said: str
) -> None:
    made = body(session)
    whose = chaired(session, made)
    in_body(browser, session, made)
    page = browser.post(TERMS, data=minute(whose, **changes))
    assert page.status_code == 422
    assert said in page.text
    assert rows(session, Ending) == []


def test_a_term_ends_once_two_of_other_groups_confirm_its_minute(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    whose = chaired(session, made)
    women, youth, elders = (group(session, name) for name in ("Women", "Youth", "Elders"))
    in_body(browser, session, made, women)
    browser.post(TERMS, data=minute(whose))
    assert confirm(browser, session) == 422
    in_body(browser, session, made, women)
    assert confirm(browser, session) == 422
    in_body(browser, session, made, youth)
    assert confirm(browser, session) == 303
    assert read(session, whose).ended is None
    in_body(browser, session, made, youth)
    assert confirm(browser, session) == 422
    in_body(browser, session, made, elders)
    assert confirm(browser, session) == 303
    assert read(session, whose).ended
    sign_in(browser, session, _person(session, whose))
    assert browser.get(f"{HERE}/today").status_code == 403


def test_the_same_minute_is_written_once(browser: TestClient, session: Session) -> None:
    made = body(session)
    whose = chaired(session, made)
    for _ in range(6):
        joined(session, made, member(session))
    in_body(browser, session, made)
    for _ in range(2):
        assert browser.post(TERMS, data=minute(whose)).status_code == 200
    assert ending(session).words == "The meeting ended the term."


def test_nobody_ends_or_confirms_the_end_of_their_own_term_and_no_stranger_does(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    whose = chaired(session, made)
    joined(session, made, _person(session, whose))
    sign_in(browser, session, _person(session, whose))
    assert browser.post(TERMS, data=minute(whose)).status_code == 422
    in_body(browser, session, made)
    browser.post(TERMS, data=minute(whose))
    sign_in(browser, session, _person(session, whose))
    assert confirm(browser, session) == 422
    sign_in(browser, session, member(session))
    assert confirm(browser, session) == 403


def test_a_new_way_in_waits_three_days_of_which_everybody_is_told(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    whose = chaired(session, made)
    joined(session, made, member(session, email="zainab@mail.example"))
    joined(session, made, member(session, email="no@mail.example"), state=Joining.WAITING)
    staff_in(browser, session, account(session, Role.OFFICER))
    reset = f"{STAFF}/offices/{whose.id}/reset"
    assert "/forum/office/" not in browser.post(reset).text
    assert "/forum/office/" not in browser.post(reset).text
    assert "a new way in to this office" in browser.get("/en/forum").text
    told = {one.recipient for one in rows(session, OutgoingMail)}
    assert told == {_person(session, whose).email, "zainab@mail.example"}
    waited = read(session, whose)
    waited.reset_asked = now() - timedelta(days=3)
    session.add(waited)
    session.commit()
    path = browser.post(reset).text.partition("https://voices.example")[2].partition("<")[0]
    newcomer = member(session)
    sign_in(browser, session, newcomer)
    browser.post(f"{path}/accept", data=NO_POST)
    after = read(session, whose)
    assert (after.member_id, after.reset_asked) == (newcomer.id, None)
    assert browser.get(f"{HERE}/today").status_code == 200


def test_whoever_is_still_there_stops_a_new_way_in(browser: TestClient, session: Session) -> None:
    made = body(session)
    whose = chaired(session, made, reset_asked=now())
    sign_in(browser, session, _person(session, whose))
    assert "If you did not lose yours, stop it." in browser.get(f"{HERE}/today").text
    browser.post(f"{HERE}/stop-reset")
    assert read(session, whose).reset_asked is None


def test_the_log_names_the_office_and_nobody_in_it(browser: TestClient, session: Session) -> None:
    made = body(session, answers_id=None)
    staff_in(browser, session, account(session, Role.OFFICER))
    path = offered(browser)
    person = member(session)
    sign_in(browser, session, person)
    browser.post(f"{path}/accept", data=NO_POST)
    session.rollback()
    rows = session.exec(select(AuditEntry).where(AuditEntry.action == "body.office_accepted"))
    (row,) = rows.all()
    assert (row.actor, row.subject) == ("chair", made.slug)
    assert person.id not in str(row.details)


def _person(session: Session, whose: OfficeHolder) -> Member:
    session.rollback()
    return session.exec(select(Member).where(Member.id == whose.member_id)).one()
