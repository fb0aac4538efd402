"""Several taps, tabs and pages at once: nothing is lost, and nothing is kept twice."""

import re
from concurrent.futures import ThreadPoolExecutor

from sqlmodel import Session, col, delete, select
from starlette.testclient import TestClient

from portal.consultations.models import Draft, Response
from tests.consultations.factories import consultation, question
from tests.consultations.test_responding import CHECK, S1, S2

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
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    form = ("/en/consultations/roads/respond/s1", {"a": "Kerbs", "_shown": "a"})
    for _ in range(TRIES):
        assert set(at_once(browser, *[form] * 4)) == {303}
        session.exec(delete(Draft).where(col(Draft.consultation_id) == roads))
        session.commit()


def test_a_page_saved_while_the_answers_are_sent_begins_no_second_draft(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")])
    for number in range(1, TRIES + 1):
        browser.cookies.clear()
        browser.post(S1, data={"a": "first", "_shown": "a"})
        found = re.search(r'name="key" value="(\w+)"', browser.get(CHECK).text)
        send = (CHECK, {"key": found[1] if found else ""})
        assert set(at_once(browser, send, (S1, {"a": "late", "_shown": "a"}), send)) == {303}
        session.rollback()
        assert session.exec(select(Draft)).all() == []
        assert len(session.exec(select(Response)).all()) == number
