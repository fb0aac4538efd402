"""Several taps, tabs and pages at once: nothing is lost, and nothing is kept twice."""

from concurrent.futures import ThreadPoolExecutor

from sqlmodel import Session, col, delete, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.models import Draft, EqualityAnswers, Response
from tests.accounts.factories import account, sign_in
from tests.consultations.factories import consultation, question
from tests.consultations.test_responding import CHECK, HOME, S1, S2, carried, code_in, send

Form = tuple[str, dict[str, str]]
TRIES = 8


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


def test_two_taps_that_are_both_asked_for_their_receipt_send_once(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")])
    browser.post(S1, data={"a": "first", "_shown": "a"})
    sending = (CHECK, carried(browser.get(CHECK).text))
    assert 307 in at_once(browser, sending, sending)
    assert set(at_once(browser, sending, sending)) == {303}
    assert "Your receipt code" in browser.get(f"{HOME}/respond/done").text
    assert len(session.exec(select(Response)).all()) == 1


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
