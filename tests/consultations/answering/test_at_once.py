"""Several taps, tabs and pages at once: nothing is lost, and nothing is kept twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from httpx2 import Response as Page
from sqlmodel import Session, col, delete, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.models import Draft, EqualityAnswers, Response
from portal.web.security import HEADERS_BYTES
from tests.accounts.factories import account, sign_in
from tests.consultations.answering.test_responding import (
    CHECK,
    HOME,
    S1,
    S2,
    carried,
    code_in,
    send,
)
from tests.consultations.factories import consultation, question

pytestmark = pytest.mark.both

Form = tuple[str, dict[str, str]]
TRIES = 8
DONE, ROADS = f"{HOME}/respond/done", "/en/consultations/roads/respond/s1"


def at_once(browser: TestClient, *forms: Form) -> list[int]:
    """Send forms at the same moment, and give the statuses of the answers."""

    def send(form: Form) -> int:
        return browser.post(form[0], data=form[1], follow_redirects=False).status_code

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, forms))


def test_two_tabs_of_one_browser_keep_the_answers_of_both(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")], [question("b")])
    browser.post(S1, data={"a": "first", "_shown": "a"})
    for number in range(TRIES):
        one, two = f"one{number}", f"two{number}"
        at_once(browser, (S1, {"a": one, "_shown": "a"}), (S2, {"b": two, "_shown": "b"}))
        page = browser.get(CHECK).text
        assert one in page
        assert two in page


def test_tapping_often_on_the_first_page_is_no_fault(browser: TestClient, session: Session) -> None:
    consultation(session)
    roads = consultation(session, [question("a")], slug="roads").id
    session.rollback()  # a transaction that has read something may not write on SQLite
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    form = ("/en/consultations/roads/respond/s1", {"a": "Kerbs", "_shown": "a"})
    browser.post(form[0], data=form[1])
    asked_again = (f"{form[0]}?cookie=asked", form[1])
    for _ in range(TRIES):
        session.exec(delete(Draft).where(col(Draft.consultation_id) == roads))
        session.commit()
        assert set(at_once(browser, *[asked_again] * 4)) == {303}


def test_a_page_saved_while_the_answers_are_sent_begins_no_second_draft(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")])
    for number in range(1, TRIES + 1):
        browser.cookies.clear()
        browser.post(S1, data={"a": "first", "_shown": "a"})
        sending = (CHECK, carried(browser.get(CHECK).text))
        saving = (S1, {"a": "first", "_shown": "a"})
        assert at_once(browser, sending) == [307]
        assert set(at_once(browser, sending, saving, sending)) == {303}
        session.rollback()
        # Of each draft the note is left that it was sent.
        assert len(session.exec(select(Draft)).all()) == number
        assert len(session.exec(select(Response)).all()) == number
        assert browser.get(S1).url.path == f"{HOME}/respond/done"


def after(held: dict[str, str], *replies: Page) -> dict[str, str]:
    """Give what a browser holds once these replies have arrived, in this order."""
    held = dict(held)
    for reply in replies:
        for line in reply.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            held[name] = value
    return held


def sent_with(browser: TestClient, held: dict[str, str], form: Form) -> Page:
    """Send a form with what a browser held at that time, whatever is in its jar."""
    header = {"cookie": "; ".join(f"{name}={value}" for name, value in held.items())}
    page: Page = browser.post(form[0], data=form[1], headers=header, follow_redirects=False)
    return page


def come_back(browser: TestClient, held: dict[str, str]) -> None:
    """Give the browser what it holds."""
    browser.cookies.clear()
    for name, value in held.items():
        browser.cookies.set(name, value, domain="voices.example", path="/")


def test_two_taps_that_are_both_asked_for_their_receipt_send_once(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")])
    for number in range(1, TRIES + 1):
        browser.cookies.clear()
        browser.post(S1, data={"a": "first", "_shown": "a"})
        before, sending = dict(browser.cookies), (CHECK, carried(browser.get(CHECK).text))
        asked = [sent_with(browser, before, sending) for _ in range(2)]
        held = [after(before, reply) for reply in asked]
        assert [reply.status_code for reply in asked] == [307, 307]
        assert len(held[0].keys() | held[1].keys()) == 3  # a draft and two receipts
        again = (f"{CHECK}?cookie=asked", sending[1])
        with ThreadPoolExecutor(2) as pool:
            replies = list(pool.map(lambda one, form=again: sent_with(browser, one, form), held))
        assert [reply.status_code for reply in replies] == [303, 303]
        come_back(browser, after(before, *asked))
        assert "Your receipt code" in browser.get(DONE).text
        session.rollback()
        assert len(session.exec(select(Response)).all()) == number


def test_a_slow_reply_to_the_first_of_two_taps_takes_no_receipt_away(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")])
    browser.post(S1, data={"a": "first", "_shown": "a"})
    before, sending = dict(browser.cookies), (CHECK, carried(browser.get(CHECK).text))
    slow, quick = (sent_with(browser, before, sending) for _ in range(2))
    again = (f"{CHECK}?cookie=asked", sending[1])
    done = sent_with(browser, after(before, quick), again)
    come_back(browser, after(before, quick, done, slow))
    late = browser.post(again[0], data=again[1])
    assert late.url.path == DONE
    receipt = code_in(late.text)
    assert code_in(browser.get(f"{HOME}/respond/equality").text) == receipt
    assert "first" in browser.post("/en/receipt", data={"receipt_code": receipt}).text


@pytest.mark.parametrize("sends", [True, False])
def test_what_is_begun_while_a_reply_of_another_consultation_is_under_way_is_kept(
    browser: TestClient, session: Session, *, sends: bool
) -> None:
    consultation(session, [question("a")])
    consultation(session, [question("a")], slug="roads")
    browser.post(S1, data={"a": "Trees", "_shown": "a"})
    before, sending = dict(browser.cookies), (CHECK, carried(browser.get(CHECK).text))
    emptying = (S1, carried(browser.get(S1).text) | {"a": ""})
    slow = [sent_with(browser, before, sending if sends else emptying)]
    if sends:
        again = (f"{CHECK}?cookie=asked", sending[1])
        slow.append(sent_with(browser, after(before, *slow), again))
    come_back(browser, before)
    browser.post(ROADS, data={"a": "Kerbs", "_shown": "a"})
    come_back(browser, after(dict(browser.cookies), *slow))
    assert 'value="Kerbs"' in browser.get(ROADS).text


def test_many_consultations_are_answered_at_the_same_time(
    browser: TestClient, session: Session
) -> None:
    pages = [f"/en/consultations/c{number}/respond/s1" for number in range(25)]
    for number in range(len(pages)):
        consultation(session, [question("a")], slug=f"c{number}")
    for page in pages:
        browser.post(page, data={"a": page, "_shown": "a"})
    assert all(f'value="{page}"' in browser.get(page).text for page in pages)
    # With a receipt for each, three times as many fit into the headers of a request.
    assert 2 * len(str(dict(browser.cookies))) * 2 < HEADERS_BYTES


def test_who_withdraws_while_telling_about_themselves_leaves_nothing(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    for _ in range(TRIES):
        browser.cookies.clear()
        browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
        code = code_in(send(browser))
        withdrawing = ("/en/receipt/withdraw", {"receipt_code": code, "sure": "yes"})
        telling = (f"{HOME}/respond/equality", {"sex": "female", "_step": "2"})
        at_once(browser, withdrawing, telling)
    session.rollback()
    assert session.exec(select(EqualityAnswers)).all() == []


def test_two_consultations_begun_at_once_get_addresses_of_their_own(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))
    form = ("/en/staff/consultations/new", {"title": "Roads", "start": "nothing"})
    for _ in range(TRIES // 2):
        assert set(at_once(browser, *[form] * 3)) == {303}
