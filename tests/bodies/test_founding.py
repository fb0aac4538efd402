"""An officer founds a body; it opens once there are people in it who listen and who answer."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body, OfficeHolder, Seat
from portal.bodies.rules import Office, Stage
from portal.languages.i18n import day, today
from portal.moderation.models import Prepared
from portal.store.audit import AuditEntry
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import NO_POST, YEAR, body, holder, joined, only, read, rows, seat
from tests.members.factories import member, sign_in

STAFF = "/en/staff/forum"
ONE = f"{STAFF}/race-equality"
UNTIL = today() + YEAR
OFFER = {
    "office": "chair",
    "until.day": str(UNTIL.day),
    "until.month": str(UNTIL.month),
    "until.year": str(UNTIL.year),
    "chosen_by.en": "Elected by the groups.",
    "paid_by.en": "Nobody.",
}


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    staff_in(browser, session, account(session, Role.OFFICER))
    return browser


def offered(browser: TestClient, **changes: str) -> str:
    """Offer an office; give the path of its link."""
    page = browser.post(f"{ONE}/offices", data=OFFER | changes)
    assert page.status_code == 200
    (path,) = re.findall(r"https://voices\.example(/en/forum/office/[\w-]+)", page.text)
    return str(path)


def test_a_body_without_a_name_is_not_founded(officer: TestClient, session: Session) -> None:
    page = officer.post(f"{STAFF}/new", data={"kind": "forum"})
    assert page.status_code == 422
    assert "Fill in: Name" in page.text
    assert rows(session, Body) == []


def test_a_body_is_founded_and_nobody_sees_it_yet(officer: TestClient, session: Session) -> None:
    officer.post(f"{STAFF}/new", data={"kind": "forum", "name.en": "Race Equality"})
    made = only(session, Body)
    assert (made.slug, made.stage) == ("race-equality", Stage.DRAFT)
    assert officer.get("/en/forum/race-equality").status_code == 404
    assert "Race Equality" not in officer.get("/en/forum").text


def test_two_bodies_of_one_name_and_one_in_other_letters_have_addresses_of_their_own(
    officer: TestClient, session: Session
) -> None:
    for name in ("Café Żabka", "Café Żabka", "نسلی مساوات", "New"):
        officer.post(f"{STAFF}/new", data={"kind": "panel", "name.en": name})
    slugs = {one.slug for one in rows(session, Body)}
    assert slugs == {"cafe-zabka", "cafe-zabka-2", "body", "new-2"}


def test_a_body_that_lacks_people_does_not_open(officer: TestClient, session: Session) -> None:
    made = body(session, stage=Stage.DRAFT, terms={}, answers_id=None, rules_seen=None)
    page = officer.post(f"{ONE}/open")
    assert page.status_code == 422
    for lack in (
        *("terms of reference", "owes answers", "looked at the house rules"),
        *("accepted the chair", "be deputy"),
    ):
        assert lack in page.text
    assert "https://voices.example/en/forum/race-equality/rules/edit" in page.text
    assert read(session, made).stage is Stage.DRAFT


def test_a_body_that_decides_says_how_communities_are_represented(
    officer: TestClient, session: Session
) -> None:
    body(session, stage=Stage.DRAFT, decides=True)
    assert "organisations are represented" in officer.post(f"{ONE}/open").text


def test_a_body_opens_once_chair_and_deputy_have_accepted(
    officer: TestClient, session: Session
) -> None:
    made = body(session, stage=Stage.DRAFT)
    for office in (Office.CHAIR, Office.DEPUTY):
        path = offered(officer, office=office.value)
        sign_in(officer, session, member(session))
        assert "Elected by the groups." in officer.get(path).text
        page = officer.post(f"{path}/accept", data=NO_POST).text
        assert "/en/forum/race-equality/reasons" in page
    session.add(Prepared(body_id=made.id or 0, day=today()))
    session.commit()
    officer.post(f"{ONE}/open")
    assert read(session, made).stage is Stage.OPEN
    page = officer.get("/en/forum").text
    assert "Race equality forum" in page
    assert "Elected by the groups." in page
    assert "a member, not named" in page


def test_an_offer_without_who_chose_and_who_pays_is_refused(
    officer: TestClient, session: Session
) -> None:
    body(session, stage=Stage.DRAFT)
    page = officer.post(f"{ONE}/offices", data=OFFER | {"chosen_by.en": "", "paid_by.en": ""})
    assert page.status_code == 422
    for label in ("Who chose them", "Who pays them, and how much"):
        assert page.text.count(f"Fill in: {label}") == 2
    assert rows(session, OfficeHolder) == []


def test_a_link_to_an_office_counts_once_and_for_one_who_holds_no_other(
    officer: TestClient, session: Session
) -> None:
    made = body(session, stage=Stage.DRAFT)
    path = offered(officer)
    deputy = member(session)
    holder(session, made, Office.DEPUTY, deputy)
    sign_in(officer, session, deputy)
    page = officer.post(f"{path}/accept", data=NO_POST)
    assert page.status_code == 422
    assert "Nobody holds two" in page.text
    sign_in(officer, session, member(session))
    assert officer.post(f"{path}/accept", data=NO_POST).status_code == 200
    sign_in(officer, session, member(session))
    assert officer.get(path).status_code == 404


def test_a_second_link_to_an_office_ends_the_first(officer: TestClient, session: Session) -> None:
    body(session, stage=Stage.DRAFT)
    first, second = offered(officer), offered(officer)
    sign_in(officer, session, member(session))
    assert officer.get(first).status_code == 404
    assert officer.get(second).status_code == 200


def test_nobody_is_put_in_the_place_of_a_chair_whose_term_runs(
    officer: TestClient, session: Session
) -> None:
    made = body(session)
    holder(session, made, Office.CHAIR, member(session))
    page = officer.post(f"{ONE}/offices", data=OFFER)
    assert page.status_code == 422
    assert "Only the members end a term" in page.text


def test_a_new_chair_of_an_open_body_begins_three_days_later_and_everybody_is_told_and_sees_it(
    officer: TestClient, session: Session
) -> None:
    made = body(session)
    joined(session, made, member(session, email="zainab@mail.example"))
    path = offered(officer)
    newcomer = member(session, email="new@mail.example", name="Amina Yusuf", name_shown=True)
    sign_in(officer, session, newcomer)
    officer.post(f"{path}/accept", data={"named": "yes", **NO_POST})
    assert officer.get("/en/forum/race-equality/today").status_code == 403
    mails = rows(session, OutgoingMail)
    assert {one.recipient for one in mails} == {"zainab@mail.example", "new@mail.example"}
    assert all("changes in three days" in one.body for one in mails)
    assert all("Amina" not in one.subject + one.body for one in mails)
    begins = day(today() + timedelta(days=3))
    for page in ("", "/join/mine", "/join"):
        said = officer.get(f"/en/forum/race-equality{page}").text
        assert begins in said
    officer.cookies.clear()
    said = officer.get("/en/forum/race-equality").text
    for words in (begins, "Amina Yusuf", "Elected by the groups."):
        assert words in said


def test_nobody_else_is_given_an_office_that_somebody_is_about_to_begin(
    officer: TestClient, session: Session
) -> None:
    made = body(session)
    begins = now() + timedelta(days=2)
    path = offered(officer)
    holder(session, made, Office.CHAIR, member(session), since=begins)
    assert officer.post(f"{ONE}/offices", data=OFFER).status_code == 422
    sign_in(officer, session, member(session))
    page = officer.post(f"{path}/accept", data=NO_POST)
    assert page.status_code == 422
    assert "Somebody else holds this office by now." in page.text
    session.rollback()
    assert session.exec(select(OfficeHolder).where(col(OfficeHolder.since).is_(None))).one()


def test_a_body_that_is_not_open_has_no_term_to_come(officer: TestClient, session: Session) -> None:
    body(session, stage=Stage.DRAFT)
    path = offered(officer)
    sign_in(officer, session, member(session, email="new@mail.example"))
    officer.post(f"{path}/accept", data=NO_POST)
    assert rows(session, OutgoingMail) == []


def test_a_chair_is_named_only_if_they_choose_it(officer: TestClient, session: Session) -> None:
    body(session)
    path = offered(officer)
    sign_in(officer, session, member(session, name="Amina Yusuf", name_shown=True))
    officer.post(f"{path}/accept", data={"named": "yes", **NO_POST})
    assert session.exec(select(OfficeHolder.shown)).one() == "Amina Yusuf"


def test_two_officers_lose_nothing_of_each_others_words(
    officer: TestClient, session: Session
) -> None:
    made = body(session, stage=Stage.DRAFT)
    stale = {"name.en": "Mine", "kind": "forum", "_version": str(made.revision)}
    officer.post(f"{ONE}/details", data=stale | {"name.en": "Theirs"})
    page = officer.post(f"{ONE}/details", data=stale)
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert 'value="Mine"' in page.text
    assert read(session, made).name["en"] == "Theirs"


def test_a_seat_is_added_and_only_a_free_one_is_removed(
    officer: TestClient, session: Session
) -> None:
    made = body(session)
    officer.post(f"{ONE}/seats", data={"title.en": "A women’s group"})
    free = only(session, Seat)
    taken = seat(session, made, member_id=member(session).id, until=UNTIL)
    officer.post(f"{ONE}/seats/{free.id}/remove")
    assert officer.post(f"{ONE}/seats/{taken.id}/remove").status_code == 422
    session.rollback()
    assert [one.id for one in session.exec(select(Seat))] == [taken.id]


def test_a_free_seat_is_advertised_and_who_sits_is_not_named(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    seat(session, made)
    person = member(session, name="Hidden Name")
    seat(session, made, member_id=person.id, until=UNTIL)
    page = browser.get("/en/forum/race-equality").text
    assert "A youth group" in page
    assert "Free" in page
    assert "Hidden Name" not in page


def test_an_officer_is_named_who_can_sign_in(officer: TestClient, session: Session) -> None:
    made = body(session)
    gone = account(session, Role.OFFICER, disabled=True)
    assert officer.post(f"{ONE}/officer", data={"answers": str(gone.id)}).status_code == 422
    other = account(session, Role.OFFICER)
    officer.post(f"{ONE}/officer", data={"answers": str(other.id)})
    assert read(session, made).answers_id == other.id


def test_whoever_owes_answers_keeps_the_role_until_another_is_named(
    browser: TestClient, session: Session
) -> None:
    owing = account(session, Role.OFFICER)
    body(session, answers_id=owing.id)
    staff_in(browser, session, account(session, Role.ADMINISTRATOR))
    form = {"name": owing.name, "roles.analyst": "yes"}
    page = browser.post(f"/en/staff/accounts/{owing.id}", data=form)
    assert "Name another officer" in page.text


def test_what_officers_do_is_in_the_log(officer: TestClient, session: Session) -> None:
    officer.post(f"{STAFF}/new", data={"kind": "forum", "name.en": "Race equality"})
    offered(officer)
    session.rollback()
    actions = [one.action for one in session.exec(select(AuditEntry))]
    assert {"body.founded", "body.office_offered"} <= set(actions)
