"""A body is closed, opened again or described anew: for a reason all read, and never by one alone.

Only what is said of it one officer changes; everybody in it is told, and reads how it was.
"""

from datetime import timedelta

import pytest
from sqlmodel import Session, delete, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.bodies import rules
from portal.bodies.change_models import Change
from portal.bodies.models import Body
from portal.bodies.rules import Office, Stage
from portal.forum.topics.owed import Owed
from portal.languages.i18n import day, today
from portal.moderation.models import Prepared
from portal.store import audit
from portal.store.audit import AuditEntry
from portal.store.outgoing import OutgoingMail
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import HERE, body, holder, in_body, in_office, joined, only, read, rows
from tests.forum.factories import at
from tests.forum.test_asks import ANSWER, asked
from tests.members.factories import member
from tests.members.factories import sign_in as sign_in_member

ONE = "/en/staff/forum/race-equality"
CHANGE = f"{ONE}/change"
WHY = {"why.en": "Its work goes on in another body.", "why.cy": "Mae corff arall."}
AGREE = {"_do": "agree", "sure": "yes"}
ASKED = "An officer of the council asked"


@pytest.fixture
def made(session: Session) -> Body:
    one = body(session)
    joined(session, one, member(session, email="zainab@mail.example"))
    return one


@pytest.fixture
def first(browser: TestClient, session: Session, made: Body) -> Account:
    officer = account(session, Role.OFFICER)
    sign_in(browser, session, officer)
    return officer


def send(browser: TestClient, said: dict[str, str]) -> int:
    status: int = browser.post(CHANGE, data=said, follow_redirects=False).status_code
    return status


def wait(session: Session) -> None:
    """Have a request wait for as long as members can object, and a day more."""
    session.rollback()
    for wish in session.exec(select(Change)):
        wish.asked -= rules.OBJECTED_WITHIN + timedelta(days=1)
        session.add(wish)
    session.commit()


def second(browser: TestClient, session: Session, role: Role = Role.ADMINISTRATOR) -> Account:
    other = account(session, role)
    sign_in(browser, session, other)
    return other


@pytest.mark.parametrize("role", [None, Role.ANALYST, Role.AUDITOR])
def test_nobody_else_closes_a_body(
    browser: TestClient, session: Session, made: Body, role: Role | None
) -> None:
    if role:
        sign_in(browser, session, account(session, role))
    assert send(browser, WHY) == 403
    in_body(browser, session, made)
    assert send(browser, WHY) == 403
    assert rows(session, Change) == []


@pytest.mark.usefixtures("first")
def test_nobody_closes_a_body_alone_or_without_a_reason(
    browser: TestClient, session: Session, made: Body
) -> None:
    assert send(browser, {"why.cy": "Mae corff arall."}) == 422
    assert send(browser, AGREE) == 303
    assert rows(session, Change) == []
    assert send(browser, WHY) == 303
    assert send(browser, WHY) == 422
    assert send(browser, AGREE) == 422
    assert send(browser, {"_do": "refuse"}) == 422
    assert read(session, made).stage is Stage.OPEN
    assert WHY["why.en"] not in browser.get(HERE).text
    assert len(rows(session, OutgoingMail)) == 1
    assert browser.post(f"{ONE}/close", data={"sure": "yes"}).status_code == 404


def test_nobody_agrees_whom_the_other_let_in(
    browser: TestClient, session: Session, first: Account, made: Body
) -> None:
    send(browser, WHY)
    wait(session)
    other = second(browser, session)
    audit.record(session, first.id or 0, "account.invited", other.email, roles=["officer"])
    session.commit()
    assert send(browser, AGREE) == 422
    assert read(session, made).stage is Stage.OPEN


@pytest.mark.usefixtures("first")
def test_nobody_closes_a_body_while_its_members_can_object(
    browser: TestClient, session: Session, made: Body
) -> None:
    send(browser, WHY)
    second(browser, session)
    assert "I read why, and I agree" not in browser.get(CHANGE).text
    page = browser.post(CHANGE, data=AGREE)
    assert page.status_code == 422
    assert "can object until" in page.text
    assert read(session, made).stage is Stage.OPEN


def test_members_and_chair_read_that_closing_is_asked_for_and_nobody_else_does(
    browser: TestClient, session: Session, first: Account, made: Body
) -> None:
    send(browser, WHY)
    until = day(today() + rules.OBJECTED_WITHIN)
    browser.cookies.clear()
    for path in (HERE, "/en/forum", f"{HERE}/join"):
        assert WHY["why.en"] not in browser.get(path).text
    sign_in_member(browser, session, member(session, email="outside@mail.example"))
    assert ASKED not in browser.get(HERE).text
    in_body(browser, session, made)
    for path in (HERE, f"{HERE}/join/mine"):
        page = browser.get(path).text
        for said in (ASKED, WHY["why.en"], f"before the end of {until}", "What was written stays"):
            assert said in page
        assert first.name not in page
    assert WHY["why.cy"] in browser.get(HERE.replace("/en/", "/cy/")).text
    in_office(browser, session, made, Office.CHAIR)
    assert ASKED in browser.get(HERE).text


@pytest.mark.usefixtures("first")
def test_members_are_mailed_when_closing_is_asked_for_and_read_when_nothing_came_of_it(
    browser: TestClient, session: Session, made: Body
) -> None:
    send(browser, WHY)
    (mail,) = rows(session, OutgoingMail)
    assert mail.recipient == "zainab@mail.example"
    assert "Race" not in mail.subject + mail.body
    assert send(browser, {"_do": "withdraw"}) == 303
    assert len(rows(session, OutgoingMail)) == 2
    browser.cookies.clear()
    assert "Nothing came of it" not in browser.get(HERE).text
    in_body(browser, session, made)
    page = browser.get(HERE).text
    assert "Nothing came of it" in page
    assert WHY["why.en"] not in page
    session.rollback()
    wish = only(session, Change)
    wish.withdrawn = today() - rules.OBJECTED_WITHIN - timedelta(days=1)
    session.add(wish)
    session.commit()
    assert "Nothing came of it" not in browser.get(HERE).text


@pytest.mark.both
@pytest.mark.usefixtures("first")
def test_two_close_a_body_and_everybody_is_told_and_reads_why(
    browser: TestClient, session: Session, made: Body
) -> None:
    send(browser, WHY)
    wait(session)
    session.exec(delete(OutgoingMail))
    session.commit()
    second(browser, session)
    assert CHANGE in browser.get("/en/staff").text
    assert WHY["why.en"] in browser.get(CHANGE).text
    assert send(browser, {"_do": "agree"}) == 422
    assert send(browser, AGREE) == 303
    assert send(browser, AGREE) == 303
    assert read(session, made).stage is Stage.CLOSED
    (mail,) = rows(session, OutgoingMail)
    assert mail.recipient == "zainab@mail.example"
    assert "Race" not in mail.subject + mail.body
    browser.cookies.clear()
    page = browser.get("/en/forum").text
    assert "This body is closed" in page
    assert WHY["why.en"] in page
    assert WHY["why.cy"] in browser.get("/cy/forum").text
    assert browser.get(f"{HERE}/ask").status_code == 403
    in_body(browser, session, made)
    assert WHY["why.en"] in browser.get(f"{HERE}/join/mine").text
    session.rollback()
    logged = [one.action for one in session.exec(select(AuditEntry))]
    assert {"body.change_asked", "body.change_agreed", "body.closed"} <= set(logged)


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("do", ["refuse", "withdraw"])
def test_it_is_refused_or_taken_back_and_can_be_asked_for_anew(
    browser: TestClient, session: Session, made: Body, do: str
) -> None:
    send(browser, WHY)
    if do == "refuse":
        second(browser, session)
    assert send(browser, {"_do": do}) == 303
    second(browser, session)
    wait(session)
    assert CHANGE not in browser.get("/en/staff").text
    send(browser, AGREE)
    assert read(session, made).stage is Stage.OPEN
    assert send(browser, WHY) == 303
    assert len(rows(session, Change)) == 2


@pytest.mark.usefixtures("first")
def test_a_closed_body_is_opened_again_by_two_once_nothing_lacks(
    browser: TestClient, session: Session, made: Body
) -> None:
    made = session.merge(made)
    made.stage = Stage.CLOSED
    session.add(made)
    session.commit()
    browser.post(f"{ONE}/open")
    assert read(session, made).stage is Stage.CLOSED
    assert send(browser, WHY) == 422
    for office in (Office.CHAIR, Office.DEPUTY):
        holder(session, made, office, member(session))
    session.add(Prepared(body_id=made.id or 0, day=today()))
    session.commit()
    assert send(browser, WHY) == 303
    second(browser, session, Role.OFFICER)
    assert send(browser, AGREE) == 303
    assert read(session, made).stage is Stage.OPEN
    assert "zainab@mail.example" in {one.recipient for one in rows(session, OutgoingMail)}
    assert WHY["why.en"] in browser.get(HERE).text


@pytest.mark.usefixtures("first")
def test_a_draft_is_neither_closed_nor_opened_again(
    browser: TestClient, session: Session, made: Body
) -> None:
    made = session.merge(made)
    made.stage = Stage.DRAFT
    session.commit()
    assert browser.get(CHANGE).status_code == 404
    assert send(browser, WHY) == 404


@pytest.mark.parametrize("how", ["closed", "locked"])
def test_what_is_owed_is_still_owed_and_answered_and_nothing_else_is_added(
    browser: TestClient, session: Session, made: Body, how: str
) -> None:
    one, ask = asked(session, made, days=-2)
    made, topic = session.merge(made), session.merge(one)
    made.stage = Stage.CLOSED if how == "closed" else Stage.OPEN
    topic.locked = how == "locked"
    session.add_all([made, topic])
    session.commit()
    assert "Overdue by 2 days" in browser.get(HERE).text
    sign_in(browser, session, account(session, Role.OFFICER))
    path = f"{ONE}/topics/{one.id}"
    assert browser.post(path, data=ANSWER).status_code == 422
    answer = ANSWER | {"answers": "yes", "_key": "once"}
    for _ in range(2):
        assert browser.post(path, data=answer, follow_redirects=False).status_code == 303
    assert read(session, ask).state is Owed.ANSWERED
    assert browser.post(path, data=ANSWER | {"answers": "yes"}).status_code == 422
    page = browser.get(at(one)).text
    assert page.count(ANSWER["text"]) == 1


def described(made: Body, **said: str) -> dict[str, str]:
    shown = {"name.en": "Race equality forum", "kind": "forum", "terms.en": "It decides alone."}
    return shown | {"effort.en": "An evening a month.", "_version": str(made.revision)} | said


@pytest.mark.usefixtures("first")
def test_an_open_body_is_not_described_anew_without_a_reason(
    browser: TestClient, session: Session, made: Body
) -> None:
    made = session.merge(made)
    page = browser.post(f"{ONE}/details", data=described(made))
    assert page.status_code == 422
    assert "It decides alone." in page.text
    assert read(session, made).terms == {"en": "It advises the council."}
    assert rows(session, Change) == []


@pytest.mark.usefixtures("first")
def test_everybody_is_told_of_new_terms_and_reads_why_and_how_they_were(
    browser: TestClient, session: Session, made: Body
) -> None:
    made = session.merge(made)
    said = described(made, **WHY)
    for _ in range(2):
        browser.post(f"{ONE}/details", data=said)
    assert read(session, made).terms == {"en": "It decides alone."}
    assert [one.recipient for one in rows(session, OutgoingMail)] == ["zainab@mail.example"]
    browser.cookies.clear()
    page = browser.get(HERE).text
    for words in ("It decides alone.", "It advises the council.", WHY["why.en"]):
        assert words in page
    assert len(rows(session, Change)) == 1


@pytest.mark.usefixtures("first")
def test_nobody_is_told_where_nothing_changed_or_the_body_is_not_open(
    browser: TestClient, session: Session, made: Body
) -> None:
    made = session.merge(made)
    same = described(made, **WHY) | {"terms.en": "It advises the council."}
    browser.post(f"{ONE}/details", data=same)
    made.stage = Stage.DRAFT
    session.add(made)
    session.commit()
    browser.post(f"{ONE}/details", data=described(only(session, Body)))
    assert only(session, Body).terms == {"en": "It decides alone."}
    assert rows(session, OutgoingMail) + rows(session, Change) == []
