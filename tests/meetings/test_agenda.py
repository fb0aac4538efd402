"""The agenda: topics that were brought, items of the chair's, minutes to agree, and papers."""

import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.forum.topics import posts
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Room
from portal.languages.i18n import day
from portal.meetings.models import Item, Meeting, Paper
from portal.meetings.rules import MOST_ITEMS, State
from tests.bodies.factories import HERE, body, chair, in_body, only, read, rows
from tests.forum import factories as forum
from tests.forum.factories import topic, written
from tests.forum.test_translating import URDU, translated
from tests.meetings.factories import at, hold, meeting, shows
from tests.meetings.factories import written as minuted
from tests.members.factories import member, sign_in

TEXT = ("notes.txt", b"The lights are broken.", "text/plain")


def agenda(browser: TestClient, one: Meeting) -> list[str]:
    """Read the agenda of a meeting as it is shown, one item after the other."""
    main = browser.get(at(one)).text.partition("<main")[2].partition("</main>")[0]
    listed = main.partition("<ol")[2].partition("</ol>")[0]
    return [re.sub(r"<[^>]+>", "", item).strip() for item in listed.split("<li>")[1:]]


def brought(browser: TestClient, session: Session, one: Topic) -> None:
    browser.post(forum.at(one, "/bring"))
    session.rollback()


@pytest.mark.both
def test_a_topic_that_is_brought_stands_on_the_agenda_of_the_next_meeting_by_itself(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    later, soon = meeting(session, made, days=40), meeting(session, made, days=5)
    one = topic(session, made)
    in_body(browser, session, made)
    brought(browser, session, one)
    browser.cookies.clear()
    assert "Street lights" in agenda(browser, soon)[0]
    assert agenda(browser, later) == []


def test_a_topic_of_a_closed_room_tells_others_only_that_it_is_there(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    soon = meeting(session, made)
    person = in_body(browser, session, made)
    brought(browser, session, topic(session, made, person, Room.MEMBERS, title="Secret matter"))
    assert "Secret matter" in agenda(browser, soon)[0]
    browser.cookies.clear()
    assert "A topic of a closed room" in agenda(browser, soon)[0]
    assert "Secret matter" not in browser.get(at(soon)).text
    in_body(browser, session, made)
    assert "Secret matter" in agenda(browser, soon)[0]


def test_a_topic_is_read_in_the_language_of_the_page_with_its_own_title_beside_it(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    soon = meeting(session, made)
    one = topic(session, made)
    translated(session, one)
    in_body(browser, session, made)
    brought(browser, session, one)
    assert agenda(browser, soon) == ["Street lights"]
    for page in (at(soon, lang="ur"), at(soon, "/agenda", lang="ur")):
        chair(browser, session, made)
        shown = browser.get(page).text
        assert (URDU["title"] in shown, "Street lights" in shown) == (True, True)


def test_what_is_taken_back_is_gone_from_the_agenda(browser: TestClient, session: Session) -> None:
    made = body(session)
    soon = meeting(session, made)
    person = in_body(browser, session, made)
    one = topic(session, made, person)
    brought(browser, session, one)
    chair(browser, session, made)
    browser.get(at(soon, "/agenda"))
    assert only(session, Item).topic_id == one.id
    session.rollback()
    posts.take_back(session, session.merge(one), session.merge(written(session, one)[0]))
    session.commit()
    assert agenda(browser, soon) == []


def test_the_chair_puts_topics_and_items_of_their_own_in_order(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    soon = meeting(session, made)
    in_body(browser, session, made)
    one = topic(session, made)
    brought(browser, session, one)
    chair(browser, session, made)
    path = at(soon, "/agenda")
    assert browser.post(path, data={"language": "en"}).status_code == 422
    browser.post(path, data={"title": "خیر مقدم", "language": "ur"})
    first, second = rows(session, Item)
    own = first if first.title else second
    browser.post(path, data={"item": own.id, "_do": "up"})
    browser.post(path, data={"item": own.id, "_do": "up"})
    browser.cookies.clear()
    shown = agenda(browser, soon)
    assert ("خیر" in shown[0], "Street lights" in shown[1]) == (True, True)
    chair(browser, session, made)
    topics = second if own is first else first
    browser.post(path, data={"item": topics.id, "_do": "away"})
    assert read(session, one).brought is None
    assert only(session, Item).title == "خیر مقدم"


def test_the_same_item_is_added_once(browser: TestClient, session: Session) -> None:
    made = body(session)
    soon = meeting(session, made)
    chair(browser, session, made)
    for _ in range(2):
        browser.post(at(soon, "/agenda"), data={"_do": "add", "title": "Tea", "language": "en"})
    assert only(session, Item).title == "Tea"


def test_members_do_not_put_an_agenda_in_order(browser: TestClient, session: Session) -> None:
    made = body(session)
    soon = meeting(session, made)
    in_body(browser, session, made)
    assert browser.get(at(soon, "/agenda")).status_code == 403
    assert browser.post(at(soon, "/agenda"), data={"title": "x"}).status_code == 403
    assert rows(session, Item) == []


def test_an_agenda_holds_so_many_items(browser: TestClient, session: Session) -> None:
    made = body(session)
    soon = meeting(session, made)
    for number in range(MOST_ITEMS):
        session.add(Item(meeting_id=soon.id, title="x", language="en", position=number))
    session.commit()
    chair(browser, session, made)
    page = browser.post(at(soon, "/agenda"), data={"title": "One more", "language": "en"})
    assert page.status_code == 422
    assert "One more" in page.text


@pytest.mark.both
def test_what_was_on_the_agenda_of_a_meeting_that_is_over_waits_for_no_other(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    in_body(browser, session, made)
    one = topic(session, made)
    brought(browser, session, one)
    over = meeting(session, made, days=-1, state=State.PLANNED)
    soon = meeting(session, made)
    hold(session)
    assert read(session, over).state is State.HELD
    assert read(session, one).brought is None
    assert "Street lights" in agenda(browser, over)[0]
    assert agenda(browser, soon) == []
    assert shows(browser, forum.at(one), f"On the agenda of the meeting on {day(over.starts)}")
    brought(browser, session, one)
    assert "Street lights" in agenda(browser, soon)[0]


def test_what_was_brought_to_a_cancelled_meeting_waits_for_the_next(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    in_body(browser, session, made)
    one = topic(session, made)
    brought(browser, session, one)
    soon, later = meeting(session, made), meeting(session, made, days=30)
    chair(browser, session, made)
    browser.get(at(soon, "/agenda"))
    browser.post(at(soon, "/cancel"), data={"sure": "yes"})
    assert "Street lights" in agenda(browser, later)[0]


def test_minutes_that_are_drafted_are_an_item_of_the_next_meeting(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    over, soon = meeting(session, made, days=-20), meeting(session, made)
    assert agenda(browser, soon) == []
    minuted(session, over)
    assert f"Agree the minutes of {day(over.starts)}" in agenda(browser, soon)[0]


def test_a_paper_is_read_by_everybody_or_by_members_alone(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    soon = meeting(session, made)
    chair(browser, session, made)
    path = at(soon, "/papers")
    for closed in ("", "yes"):
        browser.post(path, files={"file": TEXT}, data={"closed": closed})
    papers = {one.closed: at(soon, f"/papers/{one.id}") for one in rows(session, Paper)}
    browser.cookies.clear()
    assert browser.get(papers[False]).content == TEXT[1]
    assert browser.get(papers[True]).status_code == 403
    assert browser.get(at(soon)).text.count("notes.txt") == 1
    in_body(browser, session, made)
    assert browser.get(papers[True]).content == TEXT[1]


@pytest.mark.parametrize(
    "file",
    [
        ("notes.txt", b"<script>alert(1)</script>", "text/plain"),
        ("notes.pdf", b"MZ\x90\x00", "application/pdf"),
        ("notes.txt", b"", "text/plain"),
    ],
    ids=["markup", "program", "empty"],
)
def test_a_paper_that_is_not_what_it_says_is_refused(
    browser: TestClient, session: Session, file: tuple[str, bytes, str]
) -> None:
    made = body(session)
    soon = meeting(session, made)
    chair(browser, session, made)
    assert browser.post(at(soon, "/papers"), files={"file": file}).status_code == 422
    assert rows(session, Paper) == []


def test_nobody_else_adds_a_paper_or_takes_one_away(browser: TestClient, session: Session) -> None:
    made = body(session)
    soon = meeting(session, made)
    chair(browser, session, made)
    browser.post(at(soon, "/papers"), files={"file": TEXT})
    there = only(session, Paper)
    in_body(browser, session, made)
    for data in ({}, {"away": there.id}):
        assert browser.post(at(soon, "/papers"), data=data).status_code == 403
    sign_in(browser, session, member(session))
    assert browser.post(at(soon, "/papers"), files={"file": TEXT}).status_code == 403
    assert only(session, Paper).id == there.id
    chair_again = chair(browser, session, made)
    assert chair_again.id
    browser.post(at(soon, "/papers"), data={"away": there.id})
    assert rows(session, Paper) == []


def test_the_page_of_today_leads_to_the_next_meeting_and_to_planning_one(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    chair(browser, session, made)
    assert shows(browser, f"{HERE}/today", "No meeting is planned.")
    assert shows(browser, f"{HERE}/today", f"{HERE}/meetings/new")
    soon = meeting(session, made)
    assert shows(browser, f"{HERE}/today", at(soon))


def test_what_others_wrote_is_named_by_its_language(browser: TestClient, session: Session) -> None:
    made = body(session)
    soon = meeting(session, made, title={"pl": "Spotkanie"}, area="Rynek")
    session.add(Item(meeting_id=soon.id, title="Herbata", language="pl", position=1))
    session.commit()
    for lang, times in (("ur", 2), ("pl", 0)):
        page = browser.get(at(soon, lang=lang)).text.partition("<h1")[2].partition("<footer")[0]
        assert page.count("Polski") + page.count("polski") == times
        assert ('<bdi lang="pl" dir="ltr">Herbata</bdi>' in page) is True
