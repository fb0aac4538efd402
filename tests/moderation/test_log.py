"""Members read what was decided and why, without a name or a word; so does a spreadsheet."""

import csv
from io import StringIO

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Office
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, in_body, in_office
from tests.forum.factories import topic
from tests.members.factories import member, sign_in
from tests.moderation.factories import decide, way

LOG, FILE = f"{HERE}/log", f"{HERE}/log.csv"


def test_only_members_of_the_body_read_the_log(browser: TestClient, session: Session) -> None:
    body(session)
    for path in (LOG, FILE):
        browser.cookies.clear()
        assert browser.get(path, follow_redirects=False).status_code == 303
        staff_in(browser, session, account(session))
        assert browser.get(path, follow_redirects=False).status_code == 303
        sign_in(browser, session, member(session))
        assert browser.get(path).status_code == 403


def test_the_log_tells_day_kind_reason_and_room_and_nothing_else(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session, name="Ann Jones", name_shown=True)
    one = topic(session, made, author, title="Street lights", text="Who broke them?")
    person = in_office(browser, session, made, Office.MODERATOR)
    said = {"words": "Be kind.", "language": "en", "reason": "insult"}
    decide(browser, way(session, one, "look"), act="hidden", **said)
    in_body(browser, session, made)
    page, file = browser.get(LOG).text, browser.get(FILE)
    for told in ("Hidden", "It insults or mocks somebody", "Public room"):
        assert told in page
        assert told in file.text
    for kept in ("Street", "Who broke", "Be kind", "Ann Jones", author.id, person.id):
        assert kept not in page + file.text
    assert file.headers["content-type"].startswith("text/csv")
    (row,) = list(csv.reader(StringIO(file.text.removeprefix("\ufeff"))))[1:]
    assert row[3:] == ["It insults or mocks somebody", "insult", "en", "0", ""]


def test_reasons_are_counted(browser: TestClient, session: Session) -> None:
    made = body(session)
    in_office(browser, session, made, Office.MODERATOR)
    for reason in ("spam", "spam", "hate"):
        decide(browser, way(session, topic(session, made), "look"), act="hidden", reason=reason)
    page = browser.get(LOG).text
    counted = page[page.index("How often for which reason") :]
    assert counted.index("It advertises something") < counted.index("It is hateful")
