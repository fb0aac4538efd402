"""Anybody reports what they read; two members of no common group hide it until it is looked at."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Office
from portal.forum.topics import posts
from portal.forum.topics.models import Attachment
from portal.forum.topics.rules import Room, Standing
from portal.moderation.models import Report
from portal.moderation.rules import MOST_OF_MEMBER, MOST_OF_RESIDENTS, Act
from tests.bodies.factories import HERE, body, in_body, in_office, only, rows
from tests.forum.factories import at, topic
from tests.groups.factories import group
from tests.members.factories import member, sign_in
from tests.moderation.factories import decide, decisions, latest, post, reported, way

HATE = {"reason": "hate"}


def test_nobody_reports_what_they_cannot_read(browser: TestClient, session: Session) -> None:
    made = body(session)
    closed = topic(session, made, room=Room.MEMBERS)
    path = way(session, closed, "report")
    assert browser.get(path, follow_redirects=False).status_code == 303
    assert browser.post(path, data=HATE, follow_redirects=False).status_code == 303
    sign_in(browser, session, member(session))
    assert browser.get(path).status_code == 403
    assert browser.post(f"{path}/member", data=HATE).status_code == 403
    assert rows(session, Report) == []


def test_nobody_reports_what_they_wrote(browser: TestClient, session: Session) -> None:
    made = body(session)
    mine = topic(session, made, in_body(browser, session, made))
    assert browser.post(way(session, mine, "report/member"), data=HATE).status_code == 403
    assert "Report this" not in browser.get(at(mine)).text


def test_a_report_needs_one_of_the_reasons_and_loses_nothing_that_was_typed(
    browser: TestClient, session: Session
) -> None:
    one = topic(session, body(session))
    path, long = way(session, one, "report"), "x" * 60_000
    page = browser.post(path, data={"reason": "nonsense", "words": long})
    assert page.status_code == 422
    assert "at most 1000 characters" in page.text
    assert long in page.text
    page = browser.post(path, data={"words": "\u202eLook\u202c"})
    assert page.status_code == 422
    assert "Choose a reason." in page.text
    assert rows(session, Report) == []


def test_the_report_of_a_resident_counts_and_hides_nothing(
    browser: TestClient, session: Session
) -> None:
    one = topic(session, body(session))
    path = way(session, one, "report")
    assert "Report this" in browser.get(at(one)).text
    for number in range(3):
        browser.post(path, data=HATE | {"_key": f"key-{number}"})
    assert len(rows(session, Report)) == 3
    assert {kept.member_id for kept in rows(session, Report)} == {None}
    assert post(session, one).standing is Standing.SHOWN


def test_what_a_resident_sends_twice_counts_once(browser: TestClient, session: Session) -> None:
    one = topic(session, body(session))
    for _ in range(2):
        page = browser.post(way(session, one, "report"), data=HATE | {"_key": "once"})
        assert "Thank you. The moderators look at it" in page.text
    only(session, Report)


def test_nobody_fills_a_queue_from_outside(browser: TestClient, session: Session) -> None:
    one = topic(session, body(session))
    for number in range(MOST_OF_RESIDENTS + 1):
        page = browser.post(way(session, one, "report"), data=HATE | {"_key": f"key-{number}"})
    assert page.status_code == 429
    assert "Many reports wait" in page.text
    assert len(rows(session, Report)) == MOST_OF_RESIDENTS


def test_what_is_refused_at_one_post_keeps_nobody_from_reporting_another(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    flooded, other = topic(session, made), topic(session, made)
    for number in range(120):
        browser.post(way(session, flooded, "report"), data=HATE | {"_key": f"key-{number}"})
    page = browser.post(way(session, other, "report"), data=HATE)
    assert page.status_code == 200
    assert len(rows(session, Report)) == MOST_OF_RESIDENTS + 1


@pytest.mark.parametrize("reason", ["danger", "threat"])
def test_the_first_report_of_danger_is_always_taken(
    browser: TestClient, session: Session, reason: str
) -> None:
    made = body(session)
    topics = [topic(session, made) for _ in range(6)]
    for number in range(120):
        path = way(session, topics[number // 20], "report")
        last = browser.post(path, data=HATE | {"_key": f"key-{number}"})
    assert last.status_code == 429
    kept = len(rows(session, Report))
    for one in (topics[0], topics[-1]):
        for number in range(2):
            said = {"reason": reason, "_key": f"grave-{number}"}
            page = browser.post(way(session, one, "report"), data=said)
            assert page.status_code == (429 if number else 200)
    assert len(rows(session, Report)) == kept + 2


def test_a_member_who_reported_much_still_reports_danger(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    topics = [topic(session, made) for _ in range(MOST_OF_MEMBER + 1)]
    in_body(browser, session, made)
    for one in topics[:-1]:
        browser.post(way(session, one, "report/member"), data=HATE)
    last = way(session, topics[-1], "report/member")
    assert browser.post(last, data=HATE).status_code == 429
    assert browser.post(last, data={"reason": "danger"}).status_code == 200
    assert len(rows(session, Report)) == MOST_OF_MEMBER + 1


@pytest.mark.both
def test_two_members_of_no_common_group_hide_a_post_until_somebody_looks(
    browser: TestClient, session: Session
) -> None:
    made, women, youth = body(session), group(session, "Women"), group(session, "Youth")
    one = topic(session, made, title="Street lights")
    reported(browser, session, made, one, women, women)
    assert post(session, one).standing is Standing.SHOWN
    reported(browser, session, made, one, youth)
    assert post(session, one).standing is Standing.HIDDEN
    assert latest(session).act is Act.REPORTED
    browser.cookies.clear()
    assert browser.get(at(one)).status_code == 404
    assert "Street lights" not in browser.get(HERE).text


def test_one_member_counts_once_however_often_they_report(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    in_body(browser, session, made)
    for reason in ("hate", "threat"):
        browser.post(way(session, one, "report/member"), data={"reason": reason})
    assert only(session, Report).reason == "hate"
    assert post(session, one).standing is Standing.SHOWN


def test_members_of_no_body_count_and_hide_nothing(browser: TestClient, session: Session) -> None:
    one = topic(session, body(session))
    for _ in range(2):
        sign_in(browser, session, member(session))
        browser.post(way(session, one, "report/member"), data=HATE)
    assert len(rows(session, Report)) == 2
    assert post(session, one).standing is Standing.SHOWN


def test_what_a_moderator_showed_again_reports_never_hide_again(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    reported(browser, session, made, one, None, None)
    assert post(session, one).standing is Standing.HIDDEN
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), act="shown") == 303
    reported(browser, session, made, one, None, None, None)
    assert post(session, one).standing is Standing.SHOWN
    in_office(browser, session, made, Office.DEPUTY)
    assert decide(browser, way(session, one, "look"), act="hidden", reason="hate") == 303
    assert post(session, one).standing is Standing.HIDDEN


def test_what_was_changed_after_somebody_looked_is_hidden_once_more(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author)
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), act="left") == 303
    reported(browser, session, made, one, None, None)
    assert post(session, one).standing is Standing.SHOWN
    first = post(session, one)
    posts.edit(session, one, first, {"title": "T", "text": "Hateful.", "language": "en"})
    session.commit()
    reported(browser, session, made, one, None)
    assert post(session, one).standing is Standing.HIDDEN
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), act="shown") == 303
    reported(browser, session, made, one, None, None)
    assert post(session, one).standing is Standing.SHOWN


def test_a_file_that_was_added_after_somebody_looked_is_hidden_once_more(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made, member(session))
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), act="left") == 303
    number = post(session, one).id or 0
    session.add(Attachment(post_id=number, filename="a.pdf", size=1, content=b"a"))
    session.commit()
    reported(browser, session, made, one, None, None)
    assert post(session, one).standing is Standing.HIDDEN


def test_nobody_reads_who_reported_and_the_reports_go_once_it_is_decided(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    women = group(session, "Valley Women")
    (reporter,) = reported(browser, session, made, one, women)
    in_office(browser, session, made, Office.CHAIR)
    for path in (f"{HERE}/today", f"{HERE}/queue", way(session, one, "look"), f"{HERE}/log.csv"):
        page = browser.get(path).text
        for telling in (reporter.id, reporter.email or "?", "Valley Women"):
            assert telling not in page
    decide(browser, way(session, one, "look"), act="left")
    assert rows(session, Report) == []
    assert decisions(session)[-1].reported == {"hate": 1}


def test_hate_leads_to_speaking_up_and_danger_to_the_numbers(
    browser: TestClient, session: Session
) -> None:
    one = topic(session, body(session))
    path = way(session, one, "report")
    assert "/en/help/speak-up" in browser.get(path).text
    page = browser.post(path, data={"reason": "danger"}).text
    assert "tel:999" in page
    assert "/en/help/speak-up" in page


def test_the_page_changes_its_language_and_keeps_what_was_typed(
    browser: TestClient, session: Session
) -> None:
    one = topic(session, body(session))
    data = {"reason": "hate", "words": "See below", "_switch": "ur"}
    page = browser.post(way(session, one, "report"), data=data)
    assert 'lang="ur"' in page.text
    assert "See below" in page.text
    assert rows(session, Report) == []
