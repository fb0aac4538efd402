"""The same page sent again with other words: nobody is thanked for what is lost."""

import re

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.forum.topics.models import ResidentQuestion, Topic
from portal.meetings.models import Meeting
from portal.moderation.models import Report
from portal.sealing import crypto
from portal.statements.models import Statement
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.bodies.factories import HERE, body, chair, in_body, rows
from tests.forum.factories import at, topic, written
from tests.meetings.factories import LIST
from tests.meetings.factories import form as planned
from tests.moderation.factories import way
from tests.statements.test_publishing import SAID as STATEMENT

FIRST, SECOND = "What I said first.", "What I meant to say."
SAID = {"title": "Buses", "text": FIRST, "language": "en", "_key": "k" * 22}
OTHER = SAID | {"text": SECOND}


def texts(session: Session, one: Topic) -> list[str]:
    return [post.text for post in written(session, one)][1:]


def test_a_second_reply_from_the_same_page_is_one_of_its_own(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, elsewhere = topic(session, made), topic(session, made)
    in_body(browser, session, made)
    for said in (SAID, OTHER, SAID, OTHER):
        browser.post(at(one, "/reply"), data=said)
    browser.post(at(elsewhere, "/reply"), data=SAID)
    assert texts(session, one) == [FIRST, SECOND]
    assert texts(session, elsewhere) == [FIRST]


def test_nobody_keeps_anothers_words_out_with_the_key_of_their_page(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    for _ in range(2):
        in_body(browser, session, made)
        browser.post(at(one, "/reply"), data=SAID)
    assert texts(session, one) == [FIRST, FIRST]


def test_a_second_topic_from_the_same_page_is_one_of_its_own(
    browser: TestClient, session: Session
) -> None:
    in_body(browser, session, body(session))
    for said in (SAID, OTHER, OTHER, SAID | {"title": "Trains"}):
        browser.post(f"{HERE}/rooms/members/new", data=said)
    assert [one.title for one in rows(session, Topic)] == ["Buses", "Buses", "Trains"]


def test_what_the_council_sends_again_with_other_words_is_kept(
    browser: TestClient, session: Session
) -> None:
    one = topic(session, body(session))
    sign_staff_in(browser, session, account(session, Role.OFFICER))
    staff = "/en/staff/forum/race-equality/topics"
    for said in (SAID, OTHER, OTHER):
        browser.post(f"{staff}/{one.id}", data=said)
        browser.post(f"{staff}/new", data=said)
    assert texts(session, one) == [FIRST, SECOND]
    assert len(rows(session, Topic)) == 3


def test_a_second_question_from_the_same_page_has_a_code_of_its_own(
    browser: TestClient, session: Session
) -> None:
    body(session)
    code = crypto.new_code()
    asked = {"text": FIRST, "language": "en", "code": code}
    shown = crypto.format_code(code)
    pages = [
        browser.post(f"{HERE}/ask", data=asked | {"text": text}).text
        for text in (FIRST, SECOND, SECOND, FIRST)
    ]
    assert [shown in page for page in pages] == [True, False, False, True]
    codes = set(re.findall(r'name="receipt_code" value="(\w+)"', "".join(pages[1:3])))
    for other in codes:
        page = browser.post("/en/receipt", data={"receipt_code": other}).text
        assert SECOND in page
    assert len(codes) == 1
    assert sorted(one.text for one in rows(session, ResidentQuestion)) == sorted((FIRST, SECOND))


def test_a_second_report_from_outside_is_one_of_its_own(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, other = topic(session, made), topic(session, made)
    report = {"reason": "hate", "language": "en", "_key": "k" * 22}
    for said in (report, report, report | {"words": "Of my child."}):
        browser.post(way(session, one, "report"), data=said)
    browser.post(way(session, other, "report"), data=report)
    assert sorted(kept.words for kept in rows(session, Report)) == ["", "", "Of my child."]


def test_the_chair_loses_no_second_meeting_and_no_second_statement(
    browser: TestClient, session: Session
) -> None:
    chair(browser, session, body(session))
    for title in ("Spring", "Summer", "Summer"):
        browser.post(f"{LIST}/new", data=planned(_key="once", title=title))
        confirmed = STATEMENT | {"title": title, "_do": "confirm"}
        browser.post(f"{HERE}/statements/new", data=confirmed)
    assert len(rows(session, Meeting)) == 2
    titles = sorted(one.title["en"] for one in rows(session, Statement))
    assert titles == ["Spring", "Summer"]
