"""Feeds of what is public in a body: valid Atom (RFC 4287), bounded, and asked for in vain."""

from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Stage
from portal.forum.topics.rules import Room, Standing
from portal.translations.rules import State
from tests.bodies.factories import body, in_body
from tests.following.factories import reply, stand
from tests.forum.factories import topic
from tests.forum.test_translating import translated

ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"
FEED = "/data/forum/race-equality/en.atom"


def read(browser: TestClient, path: str = FEED) -> Element:
    """Read a feed, and hold it against what the RFC demands of every feed and entry."""
    answer = browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - we wrote it
    assert feed.tag == f"{ATOM}feed"
    for one in (feed, *entries(feed)):
        for name in ("id", "title", "updated"):
            assert len(one.findall(ATOM + name)) == 1
            assert text(one, name)
        assert text(one, "id").startswith("https://voices.example/data/forum/race-equality/")
        assert datetime.fromisoformat(text(one, "updated")).tzinfo
        links = [link for link in one.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert [link.get("href", "")[:23] for link in links] == ["https://voices.example/"]
        assert one.findall(f"{ATOM}author/{ATOM}name")
    names = [text(one, "id") for one in entries(feed)]
    assert len(names) == len(set(names))
    assert [one.get("rel") for one in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"https://voices.example{path}"  # type: ignore[union-attr]
    return feed


def entries(feed: Element) -> list[Element]:
    return feed.findall(f"{ATOM}entry")


def text(one: Element, name: str) -> str:
    return one.findtext(ATOM + name) or ""


@pytest.mark.parametrize(
    "path",
    [
        "/data/forum/nothing/en.atom",
        "/data/forum/race-equality/xx.atom",
        "/data/forum/race-equality/en-XA.atom",
        "/data/forum/race-equality/en",
    ],
)
def test_there_is_no_other_feed(browser: TestClient, session: Session, path: str) -> None:
    body(session)
    assert browser.get(path).status_code == 404


def test_a_body_that_is_not_open_yet_has_none(browser: TestClient, session: Session) -> None:
    body(session, stage=Stage.DRAFT)
    assert browser.get(FEED).status_code == 404


def test_closed_rooms_and_what_was_taken_away_stand_in_no_feed(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    in_body(browser, session, made)
    topic(session, made, room=Room.MEMBERS, title="Among us")
    for standing in (Standing.HIDDEN, Standing.TAKEN_BACK, Standing.REDACTED):
        stand(session, topic(session, made, title=f"A {standing.value} topic"), standing)
    one = topic(session, made, title="Shown")
    stand(session, one, Standing.HIDDEN, reply(session, one, text="Hidden words."))
    feed = read(browser)
    assert [text(entry, "title") for entry in entries(feed)] == ["Shown"]
    assert "Hidden words." not in browser.get(FEED).text


def test_an_empty_feed_is_a_feed(browser: TestClient, session: Session) -> None:
    body(session)
    assert entries(read(browser)) == []


@pytest.mark.both
def test_topics_stand_in_it_in_their_own_language_the_latest_first(
    browser: TestClient, session: Session
) -> None:
    made = body(session, name={"en": "Race equality forum", "cy": "Fforwm"})
    first = topic(session, made, title="سڑک", text="رات", language="ur")
    topic(session, made, title="Second <b> & more")
    assert [text(one, "title") for one in entries(read(browser))] == ["Second <b> & more", "سڑک"]
    reply(session, first, text="Where is that?")
    feed = read(browser, FEED.replace("en.atom", "cy.atom"))
    assert text(feed, "title") == "Fforwm"
    newest = entries(feed)[0]
    assert newest.find(f"{ATOM}title").get(f"{XML}lang") == "ur"  # type: ignore[union-attr]
    assert newest.find(f"{ATOM}summary").get(f"{XML}lang") == "en"  # type: ignore[union-attr]
    assert text(newest, "summary") == "Where is that?"
    assert newest.find(f"{ATOM}link").get("href") == (  # type: ignore[union-attr]
        f"https://voices.example/cy/forum/race-equality/topics/{first.id}#post-1"
    )


def test_who_comes_again_is_told_that_nothing_changed(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    first = browser.get(FEED)
    assert first.headers["x-robots-tag"] == "noindex"
    assert first.headers["cache-control"] == "no-cache"
    again = {"if-none-match": first.headers["etag"]}
    unchanged = browser.get(FEED, headers=again)
    assert unchanged.status_code == 304
    assert unchanged.content == b""
    reply(session, one)
    assert browser.get(FEED, headers=again).status_code == 200


def test_it_is_bounded_and_takes_any_words(browser: TestClient, session: Session) -> None:
    made = body(session)
    for number in range(35):
        topic(
            session, made, title=f"Topic {number}", text="\x0b\x1f]]>&amp;\ufffe" + "word " * 1_500
        )
    assert len(entries(read(browser))) == 30
    assert len(browser.get(FEED).content) < 40_000


def test_the_page_of_a_body_names_its_feed(browser: TestClient, session: Session) -> None:
    body(session)
    page = browser.get("/cy/forum/race-equality").text
    assert 'rel="alternate" type="application/atom+xml"' in page
    assert 'href="/data/forum/race-equality/cy.atom"' in page


def test_a_feed_in_a_language_has_the_translations_into_it_that_were_checked(
    browser: TestClient, session: Session
) -> None:
    one = topic(session, body(session), title="سڑک کی بتیاں", text="اندھیرا", language="ur")
    words = {"title": "Lampy uliczne", "text": "W nocy jest ciemno."}
    translated(session, one, language="pl", words=words, state=State.CHECKED)
    polish = read(browser, FEED.replace("/en.", "/pl.")).findall(f"{ATOM}entry")[0]
    title = polish.find(f"{ATOM}title")
    assert title is not None
    assert (title.text, title.get(f"{XML}lang")) == ("Lampy uliczne", "pl")
    assert text(polish, "summary") == "W nocy jest ciemno."
    assert "Tłumaczenie" in (polish.findtext(f"{ATOM}author/{ATOM}name") or "")
    assert text(entries(read(browser))[0], "title") == "سڑک کی بتیاں"
