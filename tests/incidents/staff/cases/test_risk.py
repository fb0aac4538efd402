"""The risk questions: which band they give, who decides otherwise, and who may ask for a review."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents.models import Report
from portal.incidents.records import pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Risk, State
from portal.incidents.staff.cases import triage
from portal.incidents.staff.cases.states import by_hand, may_follow
from portal.incidents.staff.cases.triage import Ground, band, review_grounds
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.accounts.factories import sign_in
from tests.incidents.factories import Person, open_vault, report, team

CALM = {
    "danger": "no",
    "repeated": "no",
    "offender": "stranger",
    "injuries": "no",
    "fear": "no",
    "children": "no",
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Risk.STANDARD),
        ({"repeated": "once", "children": "yes"}, Risk.STANDARD),
        ({"repeated": "often"}, Risk.MEDIUM),
        ({"fear": "some", "children": "yes"}, Risk.MEDIUM),
        ({"repeated": "often", "offender": "near"}, Risk.MEDIUM),
        ({"repeated": "often", "offender": "near", "children": "yes"}, Risk.HIGH),
        ({"danger": "yes"}, Risk.HIGH),
        ({"injuries": "serious"}, Risk.HIGH),
        (dict.fromkeys(CALM, "unsure"), Risk.MEDIUM),
        ({"children": ""}, Risk.UNKNOWN),
        ({"children": "perhaps"}, Risk.UNKNOWN),
    ],
)
def test_the_answers_add_up_to_a_band(changed: dict[str, str], expected: Risk) -> None:
    assert band(CALM | changed) is expected


def test_one_grave_answer_is_enough_and_no_answer_is_no_comfort() -> None:
    assert band({"danger": "yes"}) is Risk.HIGH
    assert band({}) is Risk.UNKNOWN


def test_a_graver_answer_never_lowers_the_band() -> None:
    order = [Risk.STANDARD, Risk.MEDIUM, Risk.HIGH]
    for question in triage.RISK_QUESTIONS:
        heavier = sorted(question.options, key=lambda option: option.weight)
        bands = [order.index(band(CALM | {question.code: one.code})) for one in heavier]
        assert bands == sorted(bands)


TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("days", "nothing_done", "expected"),
    [
        ([TODAY], False, ()),
        ([TODAY, date(2026, 9, 1)], False, ()),
        ([TODAY, date(2026, 9, 1), date(2026, 5, 20)], False, (Ground.REPEATED,)),
        ([TODAY, date(2026, 9, 1), date(2026, 5, 19)], False, ()),
        ([TODAY], True, (Ground.NOTHING_DONE,)),
        ([TODAY] * 3, True, (Ground.REPEATED, Ground.NOTHING_DONE)),
    ],
)
def test_three_reports_in_six_months_or_nothing_done_entitle_to_a_review(
    days: list[date], nothing_done: bool, expected: tuple[Ground, ...]
) -> None:
    assert review_grounds(days, TODAY, nothing_done=nothing_done) == expected


_TABLE = """
             received triage accepted waiting referred action review closed merged not_hate spam withdrawn
received     .        x      .        .       .        .      .      .      x      x        x    .
triage       .        .      x        x       x        .      .      x      x      x        x    .
accepted     .        .      .        x       x        x      x      x      x      x        x    .
waiting      .        .      x        .       x        x      x      x      x      x        x    .
referred     .        .      x        x       .        x      x      x      x      x        x    .
action       .        .      .        x       x        .      x      x      x      x        x    .
review       .        .      .        x       x        x      .      x      x      x        x    .
closed       .        .      x        .       .        .      .      .      .      .        .    .
merged       .        x      .        .       .        .      .      .      .      .        .    .
not_hate     .        x      .        .       .        .      .      .      .      .        .    .
spam         .        x      .        .       .        .      .      .      .      .        .    .
withdrawn    .        .      .        .       .        .      .      .      .      .        .    .
"""  # noqa: E501 - it is a table
_HEAD, *_LINES = [line.split() for line in _TABLE.strip().splitlines()]


@pytest.mark.parametrize("line", _LINES, ids=lambda line: line[0])
def test_a_state_follows_only_where_it_makes_sense(line: list[str]) -> None:
    now, *cells = line
    following = {then for then, cell in zip(_HEAD, cells, strict=True) if cell == "x"}
    assert {then for then in State if may_follow(State(now), then)} == following


def test_by_hand_no_case_is_closed_merged_or_thrown_away() -> None:
    assert by_hand(State.TRIAGE) == (State.ACCEPTED, State.WAITING, State.REFERRED)
    assert by_hand(State.WITHDRAWN) == ()


def address(case: Report) -> str:
    return f"/en/staff/cases/{case.reference}/risk"


def read(session: Session, someone: Person, case: Report, kind: Item) -> list[Any]:
    """Open the pieces of one kind with somebody's key."""
    session.rollback()
    session.refresh(case)
    private = someone.vault.report_private(session, case)
    assert private
    return [record for _, record in pieces.opened(session, case, private, kind)]


def test_with_the_vault_closed_nobody_answers_risk_questions(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    sign_in(browser, session, someone.account)
    reply = browser.post(address(case), data=CALM, follow_redirects=False)
    assert reply.headers["location"].startswith("/en/staff/vault/")
    assert read(session, someone, case, Item.RISK) == []


def test_to_decide_otherwise_takes_a_reason_and_loses_no_answer(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    sent = CALM | {"repeated": "often", "band": "high", "_version": "0"}
    reply = browser.post(address(case), data=sent)
    assert reply.status_code == 422
    assert "Say why you decide otherwise" in reply.text
    assert 'name="repeated" type="radio" value="often" checked' in reply.text
    assert read(session, someone, case, Item.RISK) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("band", "unknown"), ("band", "enormous"), ("reason", "x" * 1001), ("fear", "perhaps")],
)
def test_an_odd_band_or_answer_and_a_long_reason_are_refused(
    browser: TestClient, session: Session, name: str, value: str
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    reply = browser.post(address(case), data=CALM | {"_version": "0", name: value})
    assert reply.status_code == 422
    assert read(session, someone, case, Item.RISK) == []


def test_of_two_who_assess_at_once_the_second_keeps_their_answers(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    browser.post(address(case), data=CALM | {"_version": "0"})
    second = CALM | {"danger": "yes", "_version": "0", "reason": "I was there"}
    reply = browser.post(address(case), data=second)
    assert reply.status_code == 409
    assert "Somebody else changed this case" in reply.text
    assert "I was there" in reply.text
    assert len(read(session, someone, case, Item.RISK)) == 1


def test_the_answers_are_sealed_and_the_queue_learns_the_band(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    assert "suggest: Risk not assessed" in browser.get(address(case)).text
    browser.post(address(case), data=CALM | {"danger": "yes", "_version": "0"})
    (kept,) = read(session, someone, case, Item.RISK)
    assert (kept["computed"], kept["band"], kept["by"]) == ("high", "high", someone.number)
    assert kept["day"] == today().isoformat()
    assert read(session, someone, case, Item.SLIP)[-1] == {
        "risk": "high",
        "danger": False,
        "child": False,
    }
    assert "High risk" in browser.get("/en/staff/cases").text
    html = browser.get(address(case)).text
    assert 'name="danger" type="radio" value="yes" checked' in html


def test_a_person_decides_otherwise_with_a_reason_that_the_log_does_not_hold(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    sent = {"band": "high", "reason": "The brother threatened again", "_version": "0"}
    browser.post(address(case), data=CALM | sent)
    (kept,) = read(session, someone, case, Item.RISK)
    assert (kept["computed"], kept["band"]) == ("standard", "high")
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "case.risk_assessed")).one()
    assert entry.details == {"overridden": True}


def test_whoever_believes_that_nothing_was_done_is_told_of_the_review(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    page = f"/en/staff/cases/{case.reference}"
    assert "community trigger" not in browser.get(page).text
    browser.post(address(case), data=CALM | {"nothing_done": "yes", "_version": "1"})
    html = browser.get(page).text
    assert "community trigger" in html
    assert "believes that nothing effective was done" in html


def test_three_linked_reports_show_that_a_review_may_be_asked_for(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    words = {"section": "needs", "link": "yes", "link_words": "blue heron"}
    cases = [report(session, day=today()) for _ in range(3)]
    for case in cases:
        pieces.add(session, case, Item.ADDITION, words)
    session.commit()
    open_vault(browser, session, someone)
    pages = [browser.get(f"/en/staff/cases/{case.reference}").text for case in cases]
    assert ["community trigger" in html for html in pages] == [False, False, True]
    assert "The same person sent three reports" in pages[2]
    assert cases[0].reference in pages[2]
    assert "heron" not in "".join(pages)
