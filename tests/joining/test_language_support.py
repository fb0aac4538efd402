"""Who joins a body asks for language support; it is answered, and counted without a name."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Membership
from portal.bodies.rules import Joining
from portal.joining import memberships
from portal.language_support.models import SupportCount
from portal.store.db import now
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, chair, in_body, joined, only, read, rows
from tests.joining.test_applying import APPLY, SAID, applied
from tests.members.factories import member, outbox, sign_in

ASKED = SAID | {"support": ["interpreter", "bsl"], "support_in": "Urdu, Kurdish"}
UR = {"kind": "interpreter", "language": "ur", "named": ""}
NEEDS = "Somebody with me, because of my knee"


def counted(session: Session) -> list[tuple[object, ...]]:
    names = ("kind", "language", "service", "outcome", "why", "number")
    found = [tuple(getattr(one, name) for name in names) for one in rows(session, SupportCount)]
    return sorted(found, key=str)


def settle(browser: TestClient, mine: Membership, do: str, key: str = "interpreter ur") -> int:
    path = f"{HERE}/applications/{mine.id}/support"
    return browser.post(path, data={"key": key, "_do": do}, follow_redirects=False).status_code


@pytest.mark.parametrize(
    "wrong", [{"support": ["a ride"]}, {"support_in": ""}, {"support_in": "/" * 60_000}]
)
def test_what_nobody_offers_or_in_no_language_is_refused_and_stays(
    browser: TestClient, session: Session, wrong: dict[str, str]
) -> None:
    body(session)
    sign_in(browser, session, member(session))
    page = browser.post(APPLY, data=ASKED | wrong)
    assert page.status_code == 422
    assert "To be heard." in page.text
    assert rows(session, Membership) == []


def test_nobody_else_answers_what_somebody_needs(browser: TestClient, session: Session) -> None:
    made = body(session)
    mine = joined(session, made, member(session), support=[UR])
    for role in Role:
        staff_in(browser, session, account(session, role))
        settle(browser, mine, "booked")
    in_body(browser, session, made)
    assert settle(browser, mine, "booked") == 403
    browser.cookies.clear()
    settle(browser, mine, "booked")
    chair(browser, session, body(session, slug="panel"))
    assert settle(browser, mine, "booked") == 403
    assert read(session, mine).support == [UR]
    assert counted(session) == []


@pytest.mark.parametrize(
    "sent", [("", "booked"), ("interpreter pl", "booked"), ("interpreter ur", "x")]
)
def test_an_answer_to_nothing_or_that_is_none_counts_nothing(
    browser: TestClient, session: Session, sent: tuple[str, str]
) -> None:
    made = body(session)
    mine = joined(session, made, member(session), support=[UR])
    chair(browser, session, made)
    assert settle(browser, mine, sent[1], sent[0]) in (303, 422)
    assert counted(session) == []


@pytest.mark.both
def test_it_is_asked_for_by_the_choices_of_the_help_page_and_read_by_the_chair(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    sign_in(browser, session, member(session))
    page = browser.get(APPLY).text
    assert page.count("Easy read: short sentences with pictures") == 1
    mine = applied(browser, session, ASKED | {"needs": NEEDS})
    assert [(one["kind"], one["language"]) for one in mine.support] == [
        ("interpreter", "ur"),
        ("interpreter", "ku"),
        ("bsl", "ur"),
    ]
    assert mine.needs == NEEDS
    assert "Urdu" in browser.get(f"{HERE}/join/mine").text
    chair(browser, session, made)
    there = browser.get(f"{HERE}/applications/{mine.id}").text
    assert ("British Sign Language (BSL)" in there, "Kurdish" in there) == (True, True)
    assert counted(session) == []


@pytest.mark.both
def test_what_was_provided_and_what_not_is_counted_once_without_a_name(
    browser: TestClient, session: Session
) -> None:
    made, person = body(session), member(session)
    mine = joined(session, made, person, support=[UR, UR | {"kind": "braille"}])
    chair(browser, session, made)
    assert "needs something to take part" in browser.get(f"{HERE}/today").text
    outbox(session)
    for _ in range(2):
        assert settle(browser, mine, "booked") == 303
    assert settle(browser, mine, "cost", "braille ur") == 303
    assert counted(session) == [
        ("braille", "ur", "meeting", "not_provided", "cost", 1),
        ("interpreter", "ur", "meeting", "provided", "", 1),
    ]
    assert {mail.recipient for mail in outbox(session)} == {person.email}
    assert "needs something to take part" not in browser.get(f"{HERE}/today").text
    sign_in(browser, session, person)
    page = browser.get(f"{HERE}/join/mine").text
    for said in ("Booked", "Not possible", "It would have cost too much."):
        assert said in page
    browser.post(f"{HERE}/join/leave", data={"sure": "yes"})
    assert rows(session, Membership) == []
    assert len(counted(session)) == 2


@pytest.mark.both
@pytest.mark.parametrize("way", ["withdraw", "decline", "leave", "erased"])
def test_what_is_not_needed_any_more_is_counted_so_and_gone(
    browser: TestClient, session: Session, way: str
) -> None:
    made, person = body(session), member(session)
    state = Joining.ACCEPTED if way == "leave" else Joining.WAITING
    mine = joined(session, made, person, state=state, support=[UR], needs=NEEDS)
    if way == "decline":
        chair(browser, session, made)
        path = f"{HERE}/applications/{mine.id}"
        browser.post(path, data={"_do": "decline", "said": "No.", "language": "en"})
    elif way == "erased":
        memberships.leave(session, read(session, made), read(session, mine))
        session.commit()
    else:
        sign_in(browser, session, person)
        path, sent = {
            "withdraw": (f"{HERE}/join/mine", {"_do": "withdraw"}),
            "leave": (f"{HERE}/join/leave", {"sure": "yes"}),
        }[way]
        browser.post(path, data=sent)
    assert counted(session) == [("interpreter", "ur", "meeting", "not_provided", "unneeded", 1)]
    assert all((one.support, one.needs) == ([], "") for one in rows(session, Membership))


@pytest.mark.both
def test_what_nobody_answered_is_counted_so_and_what_was_not_sent_is_not(
    session: Session,
) -> None:
    made, old = body(session), now() - memberships.KEPT - timedelta(days=1)
    mine = joined(session, made, member(session), support=[UR], applied=old)
    joined(session, made, member(session), state=Joining.BEGUN, support=[UR], applied=old)
    session.rollback()
    assert memberships.JOB.run
    memberships.JOB.run(session, now())
    session.commit()
    assert counted(session) == [("interpreter", "ur", "meeting", "not_provided", "expired", 1)]
    assert only(session, Membership).id == mine.id
    assert read(session, mine).support == []
