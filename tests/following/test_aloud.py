"""What is new in a body as a sheet to read aloud: public things alone, numbered, with a QR code."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Office, Stage
from portal.forum.topics.rules import Room, Standing
from portal.moderation.models import Report
from tests.bodies.factories import HERE, body, in_body, in_office, rows
from tests.following.factories import reply, stand
from tests.forum.factories import topic
from tests.forum.test_translating import URDU, translated
from tests.moderation.factories import decide, way

SHEET = f"{HERE}/aloud"


def test_there_is_no_sheet_of_what_nobody_sees(browser: TestClient, session: Session) -> None:
    body(session, stage=Stage.DRAFT)
    assert browser.get(SHEET).status_code == 404
    assert browser.get("/en/forum/nothing/aloud").status_code == 404


def test_closed_rooms_and_what_was_hidden_stand_on_no_sheet(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    in_body(browser, session, made)
    topic(session, made, room=Room.MEMBERS, title="Among us")
    stand(session, topic(session, made, title="A hidden topic"), Standing.HIDDEN)
    one = topic(session, made, title="Shown")
    stand(session, one, Standing.HIDDEN, reply(session, one, text="Hidden words."))
    page = browser.get(SHEET).text
    assert "Shown" in page
    for word in ("Among us", "A hidden topic", "Hidden words."):
        assert word not in page


@pytest.mark.both
def test_what_is_new_is_numbered_the_latest_first_and_the_code_leads_to_the_body(
    browser: TestClient, session: Session
) -> None:
    made = body(session, name={"en": "Race equality forum", "ur": "نسلی مساوات فورم"})
    assert "Nothing new stands here." in browser.get(SHEET).text
    for number in range(8):
        topic(session, made, title=f"Topic {number}", text="Where?")
    page = browser.get(SHEET.replace("/en/", "/ur/")).text
    places = [page.find(f"Topic {number}") for number in range(8)]
    assert places[:2] == [-1, -1]
    assert places[2:] == sorted(places[2:], reverse=True)
    assert 'dir="rtl"' in page
    assert "https://voices.example/ur/forum/race-equality</bdi>" in page
    assert 'src="data:image/svg+xml' in page
    assert f'href="{SHEET}"' in browser.get(HERE).text


def test_what_is_reported_stands_on_no_sheet_until_somebody_has_looked(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    topic(session, made, title="Shown", text="Where is the light?")
    bought = topic(session, made, title="Buy now", text="Cheap watches.")
    browser.post(way(session, bought, "report"), data={"reason": "spam"})
    assert rows(session, Report)
    page = browser.get(SHEET).text
    assert "Where is the light?" in page
    assert "Cheap watches." not in page
    in_office(browser, session, made, Office.MODERATOR)
    decide(browser, way(session, bought, "look"), act="left")
    assert "Cheap watches." in browser.get(SHEET).text


def test_a_title_is_read_in_the_language_of_the_sheet_as_on_the_pages_of_the_forum(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made, title="Nalka jidka", text="Waa mugdi.", language="so")
    translated(session, one)
    page = browser.get(SHEET.replace("/en/", "/ur/")).text
    assert URDU["title"] in page
    assert "Waa mugdi." in page
    assert "Soomaali" in page
