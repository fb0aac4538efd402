"""Entries of a report are moved, added, taken out, and two are made one."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.feedback import queries
from portal.feedback.rules import Outcome, Reason
from tests.accounts.factories import account
from tests.feedback import factories as of_all
from tests.feedback.staff import factories as made

TEN = [f"q{number}" for number in range(10)]
SURE = {"sure": "yes"}


def codes(session: Session) -> list[list[str]]:
    return [one.questions for one in made.entries(session)]


def test_an_eleventh_entry_is_refused(browser: TestClient, session: Session) -> None:
    made.begun(session, *TEN)
    made.officer(browser, session)
    page = browser.post(f"{made.ONE}/entries", data={})
    assert page.status_code == 422
    assert "at most ten entries" in page.text
    assert len(codes(session)) == 10
    assert "Add an entry" not in browser.get(made.ONE).text


def test_nothing_is_taken_out_unless_that_is_confirmed(
    browser: TestClient, session: Session
) -> None:
    (row, _) = made.begun(session)
    made.officer(browser, session)
    assert browser.post(f"{made.page_of(row)}/out", data={}).status_code == 422
    assert len(codes(session)) == 2


def test_what_is_written_is_not_put_to_another_entry(browser: TestClient, session: Session) -> None:
    _, second = made.begun(session)
    made.officer(browser, session)
    made.save(browser, second, made.SAID)
    page = browser.post(f"{made.page_of(second)}/merge", data={})
    assert page.status_code == 422
    assert "Something is written there already" in page.text
    assert len(codes(session)) == 2


def test_the_first_entry_has_none_above_it(browser: TestClient, session: Session) -> None:
    first, _ = made.begun(session)
    made.officer(browser, session)
    assert browser.post(f"{made.page_of(first)}/merge", data={}).status_code == 422
    assert len(codes(session)) == 2


@pytest.mark.both
def test_while_it_waits_nothing_is_arranged(browser: TestClient, session: Session) -> None:
    rows = made.written(session, "lamps", "paths")
    made.asked(session, account(session, *()))
    made.officer(browser, session)
    page = made.page_of(rows[1])
    for way in ("move", "merge", "out"):
        answer = browser.post(f"{page}/{way}", data={"_do": "up", **SURE})
        assert answer.status_code == 422
    assert browser.post(f"{made.ONE}/entries", data={}).status_code == 422
    assert browser.post(f"{made.ONE}/language", data={"language": "ur"}).status_code == 422
    assert "It waits to be signed off" in browser.post(page, data=made.SAID).text
    assert codes(session) == [["lamps"], ["paths"]]


def test_an_entry_is_moved_up_and_down(browser: TestClient, session: Session) -> None:
    first, _ = made.begun(session)
    made.officer(browser, session)
    move = f"{made.page_of(first)}/move"
    browser.post(move, data={"_do": "down"})
    assert codes(session) == [["paths"], ["lamps"]]
    browser.post(move, data={"_do": "down"})
    assert codes(session) == [["paths"], ["lamps"]]
    browser.post(move, data={"_do": "up"})
    assert codes(session) == [["lamps"], ["paths"]]


def test_two_taps_add_one_entry(browser: TestClient, session: Session) -> None:
    made.begun(session)
    made.officer(browser, session)
    for _ in range(2):
        assert browser.post(f"{made.ONE}/entries", data={}).status_code == 200
    assert codes(session) == [["lamps"], ["paths"], []]


@pytest.mark.both
def test_two_questions_are_answered_by_one_entry(browser: TestClient, session: Session) -> None:
    _, second = made.begun(session)
    made.officer(browser, session)
    page = browser.post(f"{made.page_of(second)}/merge", data={})
    assert "The two are one." in page.text
    (one,) = made.entries(session)
    assert one.questions == ["lamps", "paths"]
    assert one.asked == {
        "en": "Label of lamps; Label of paths",
        "ur": "lamps کا عنوان; paths کا عنوان",
    }


@pytest.mark.both
def test_an_entry_that_nobody_read_is_gone_at_once(browser: TestClient, session: Session) -> None:
    first, _ = made.begun(session)
    made.officer(browser, session)
    browser.post(f"{made.page_of(first)}/out", data=SURE)
    assert codes(session) == [["paths"]]
    assert "Label of lamps" in browser.get(made.ONE).text


@pytest.mark.both
def test_an_entry_that_everybody_reads_goes_with_the_next_edition(
    browser: TestClient, session: Session
) -> None:
    made.written(session, "lamps", "paths")
    first, _ = made.entries(session)
    first.outcome, first.reason, first.due = Outcome.NOTHING, Reason.ALREADY, None
    session.add(first)
    session.commit()
    of_all.published(session, made.kept(session))
    session.commit()
    key = first.key
    made.officer(browser, session)
    browser.post(f"{made.page_of(first)}/out", data=SURE)
    assert codes(session) == [["paths"]]
    report = made.kept(session)
    gone = next(one for one in queries.entries(session, report) if one.key == key)
    assert gone.shown["said"] == {"en": "The lamps are dark."}
    of_all.published(session, report, reason="Twice")
    assert gone.shown == {}


def test_a_promise_that_everybody_reads_is_not_taken_out(
    browser: TestClient, session: Session
) -> None:
    made.written(session, "lamps", "paths")
    of_all.published(session, made.kept(session))
    session.commit()
    first, _ = made.entries(session)
    made.officer(browser, session)
    reply = browser.post(f"{made.page_of(first)}/out", data=SURE)
    assert reply.status_code == 422
    assert "Everybody reads this promise." in reply.text
    assert codes(session) == [["lamps"], ["paths"]]


def test_a_report_is_written_in_another_language(browser: TestClient, session: Session) -> None:
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    assert browser.post(f"{made.ONE}/language", data={"language": "pl"}).status_code == 422
    browser.post(f"{made.ONE}/language", data={"language": "ur"})
    assert made.kept(session).language == "ur"
    made.save(browser, row, made.SAID | {"said": "اندھیرا"})
    (one,) = made.entries(session)
    assert (one.language, one.said) == ("ur", {"ur": "اندھیرا"})
    assert one.asked["en"] == "Label of lamps"
