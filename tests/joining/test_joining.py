"""Somebody applies in their own language; whoever presides accepts, asks back or says why not."""

import pytest
from httpx2 import Response
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Membership
from portal.bodies.rules import Joining, Office
from portal.languages.i18n import today
from portal.store.outgoing import OutgoingMail
from tests.bodies.factories import (
    HERE,
    YEAR,
    body,
    chair,
    in_body,
    in_office,
    joined,
    only,
    read,
    rows,
    seat,
)
from tests.groups.factories import group
from tests.members.factories import member, sign_in

UNTIL = today() + YEAR
APPLY = f"{HERE}/join/apply"
SAID = {
    "as_": "person",
    "why": "میں اپنی برادری کی آواز پہنچانا چاہتی ہوں۔",
    "language": "ur",
    "called": "فاطمہ",
    "contact": "call",
    "telephone": "029 2018 0123",
    "needs": "An interpreter.",
}


def application(session: Session) -> Membership:
    mine: Membership = only(session, Membership)
    return mine


def apply(browser: TestClient, **changes: str) -> Response:
    """Write an application, and send it from the page on which it is read once more."""
    browser.post(APPLY, data=SAID | changes)
    return browser.post(f"{APPLY}/check")


def decide(browser: TestClient, session: Session, do: str, **more: str) -> int:
    path = f"{HERE}/applications/{application(session).id}"
    sent = {"_do": do, "language": "en"} | more
    return browser.post(path, data=sent, follow_redirects=False).status_code


def test_everybody_reads_what_joining_means_and_applying_asks_who_one_is(
    browser: TestClient, session: Session
) -> None:
    body(session)
    page = browser.get(f"{HERE}/join").text
    assert "It advises the council." in page
    assert "An evening a month." in page
    assert "no password" in page
    asked = browser.get(APPLY, follow_redirects=False)
    assert asked.headers["location"].startswith("/en/member/sign-in?next=")


def test_an_application_without_a_reason_or_with_an_unknown_group_is_refused(
    browser: TestClient, session: Session
) -> None:
    body(session)
    sign_in(browser, session, member(session))
    page = browser.post(APPLY, data=SAID | {"why": "", "as_": "group", "group": "Nobody’s"})
    assert page.status_code == 422
    assert "Write why you want to join." in page.text
    assert "No group in the directory has this name" in page.text
    assert "An interpreter." in page.text
    assert rows(session, Membership) == []


def test_words_without_an_end_are_refused_and_kept(browser: TestClient, session: Session) -> None:
    body(session)
    sign_in(browser, session, member(session))
    page = browser.post(APPLY, data=SAID | {"why": "x" * 60_000})
    assert page.status_code == 422
    assert "x" * 60_000 in page.text


def test_an_application_is_read_once_more_and_then_goes_to_the_chair(
    browser: TestClient, session: Session
) -> None:
    body(session)
    sign_in(browser, session, member(session))
    sure = browser.post(APPLY.replace("/en/", "/ur/"), data=SAID)
    assert SAID["why"] in sure.text
    assert sure.history  # Back leads to a page that is fetched, and nothing is sent again
    assert application(session).state is Joining.BEGUN
    apply(browser)
    apply(browser)
    made = application(session)
    assert (made.state, made.language, made.needs) == (Joining.WAITING, "ur", "An interpreter.")
    assert made.telephone == "029 2018 0123"


def test_a_group_is_found_by_its_name_however_it_is_typed(
    browser: TestClient, session: Session
) -> None:
    body(session)
    circle = group(session, "Valley Women")
    sign_in(browser, session, member(session))
    apply(browser, as_="group", group="valley  WOMEN")
    assert application(session).group_id == circle.id


def test_only_whoever_presides_reads_an_application(browser: TestClient, session: Session) -> None:
    made = body(session)
    joined(session, made, member(session), state=Joining.WAITING)
    path = f"{HERE}/applications/{application(session).id}"
    assert "/member/sign-in" in browser.get(path, follow_redirects=False).headers["location"]
    in_body(browser, session, made)
    assert browser.get(path).status_code == 403
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.get(path).status_code == 403
    chair(browser, session, made)
    assert "I want to be heard." in browser.get(path).text


@pytest.mark.both
def test_who_applied_is_mailed_that_there_is_an_answer_and_not_where(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    told = member(session, email="zainab@mail.example", language="ur")
    joined(session, made, told, state=Joining.WAITING)
    chair(browser, session, made)
    assert decide(browser, session, "accept") == 303
    (mail,) = rows(session, OutgoingMail)
    assert mail.recipient == "zainab@mail.example"
    assert "race" not in f"{mail.subject} {mail.body}"
    news = f"/ur/forum/news/{made.id}"
    assert f"https://voices.example{news}\n" in mail.body
    sign_in(browser, session, told)
    assert browser.get(news).url.path == "/ur/forum/race-equality/join/mine"
    assert browser.get("/en/forum/news/9999").status_code == 404


@pytest.mark.parametrize(("contact", "called"), [("call", True), ("text", True), ("email", False)])
def test_who_wants_a_call_is_not_said_to_be_mailed_and_the_number_stands_there(
    browser: TestClient, session: Session, contact: str, called: bool
) -> None:
    made = body(session)
    waiting, number = Joining.WAITING, SAID["telephone"]
    joined(session, made, member(session), state=waiting, contact=contact, telephone=number)
    chair(browser, session, made)
    path = f"{HERE}/applications/{application(session).id}"
    page = browser.post(path, data={"_do": "accept", "language": "en"})
    assert application(session).state is Joining.ACCEPTED
    assert ("They get a mail" in page.text) is not called
    assert ("2018" in page.text) is called


@pytest.mark.parametrize("do", ["ask", "decline"])
def test_asking_back_and_declining_take_a_reason(
    browser: TestClient, session: Session, do: str
) -> None:
    made = body(session)
    joined(session, made, member(session), state=Joining.WAITING)
    chair(browser, session, made)
    assert decide(browser, session, do) == 422
    assert application(session).state is Joining.WAITING


def test_who_is_asked_back_answers_and_who_is_declined_reads_why(
    browser: TestClient, session: Session
) -> None:
    made, person = body(session), member(session)
    joined(session, made, person, state=Joining.WAITING, needs="A ramp.")
    presiding = chair(browser, session, made)
    decide(browser, session, "ask", said="Do you have the time?")
    sign_in(browser, session, person)
    assert "Do you have the time?" in browser.get(f"{HERE}/join/mine").text
    browser.post(f"{HERE}/join/mine", data={"why": "I have.", "language": "en"})
    mine = application(session)
    assert mine.state is Joining.WAITING
    assert mine.why == "I want to be heard.\n\nI have."
    sign_in(browser, session, presiding)
    decide(browser, session, "decline", said="We are full.")
    assert application(session).needs == ""
    sign_in(browser, session, person)
    assert "We are full." in browser.get(f"{HERE}/join/mine").text


def test_who_is_accepted_writes_and_who_is_not_does_not(
    browser: TestClient, session: Session
) -> None:
    made, person = body(session), member(session)
    joined(session, made, person, state=Joining.WAITING)
    sign_in(browser, session, person)
    assert browser.get(f"{HERE}/rooms/public/new").status_code == 403
    chair(browser, session, made)
    assert decide(browser, session, "accept") == 303
    sign_in(browser, session, person)
    assert browser.get(f"{HERE}/rooms/public/new").status_code == 200


def test_a_seat_comes_with_its_last_day_and_goes_to_one_only(
    browser: TestClient, session: Session
) -> None:
    made, person = body(session), member(session, name="Rhys", name_shown=True)
    free = seat(session, made)
    joined(session, made, person, state=Joining.WAITING)
    chair(browser, session, made)
    chosen = {"seat": str(free.id)}
    assert decide(browser, session, "accept", **chosen) == 422
    day = {"until.day": str(UNTIL.day), "until.month": str(UNTIL.month)}
    assert decide(browser, session, "accept", **chosen, **day, **{"until.year": "2999"}) == 422
    decide(browser, session, "accept", **chosen, **day, **{"until.year": str(UNTIL.year)})
    assert (read(session, free).member_id, free.shown, free.until) == (person.id, "Rhys", UNTIL)
    assert "Rhys" in browser.get(HERE).text


def test_what_was_decided_meanwhile_is_not_decided_again(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    joined(session, made, member(session), state=Joining.WAITING)
    chair(browser, session, made)
    assert decide(browser, session, "accept") == 303
    assert decide(browser, session, "accept") == 303
    assert decide(browser, session, "decline", said="No.") == 409
    assert application(session).state is Joining.ACCEPTED


def test_who_withdraws_or_was_declined_may_apply_again(
    browser: TestClient, session: Session
) -> None:
    body(session)
    sign_in(browser, session, member(session))
    apply(browser)
    browser.post(f"{HERE}/join/mine", data={"_do": "withdraw"})
    mine = application(session)
    assert (mine.state, mine.called, mine.needs) == (Joining.WITHDRAWN, "", "")
    apply(browser)
    assert application(session).state is Joining.WAITING


def test_a_seat_is_ended_by_who_presides_and_never_by_one_press(
    browser: TestClient, session: Session
) -> None:
    made, person = body(session), member(session)
    joined(session, made, person)
    taken = seat(session, made, member_id=person.id, until=UNTIL)
    path = f"{HERE}/seats/{taken.id}/end"
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.post(path, data={"sure": "yes"}).status_code == 403
    in_body(browser, session, made)
    assert browser.post(path, data={"sure": "yes"}).status_code == 403
    chair(browser, session, made)
    assert path in browser.get(f"{HERE}/today").text
    assert "A youth group" in browser.get(path).text
    assert browser.post(path).status_code == 422
    assert not read(session, taken).is_free
    assert "The seat is free now." in browser.post(path, data={"sure": "yes"}).text
    assert read(session, taken).is_free
    assert browser.post(path, data={"sure": "yes"}).status_code == 200


def test_leaving_takes_a_tick_is_unseen_and_leaves_the_seat_vacant(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person = in_body(browser, session, made)
    taken = seat(session, made, member_id=person.id, until=UNTIL)
    assert browser.post(f"{HERE}/join/leave").status_code == 422
    browser.post(f"{HERE}/join/leave", data={"sure": "yes"})
    assert rows(session, Membership) == []
    assert read(session, taken).member_id is None
    assert browser.get(f"{HERE}/rooms/members").status_code == 403


def test_the_balance_counts_what_groups_declared(browser: TestClient, session: Session) -> None:
    made = body(session)
    women = group(session, "Valley Women", communities=["african"])
    joined(session, made, member(session), women)
    joined(session, made, member(session), women)
    joined(session, made, member(session))
    chair(browser, session, made)
    page = browser.get(f"{HERE}/today").text
    table = page.partition("Communities of the groups")[2].partition("</table>")[0]
    assert "African" in table
    assert table.count("<tr") == 2
    assert ">1<" in table
