"""The fullest pages that residents can come upon weigh no more than every other one."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal import lengths
from portal.bodies.models import Body, Seat
from portal.forum.topics import translated
from portal.forum.topics.models import TITLE, TRANSLATED, WORDS, Attachment, Topic
from portal.groups.rules import State
from portal.languages.i18n import today
from portal.meetings.models import Action, Item, Paper
from portal.meetings.rules import ACTION, MOST_ITEMS, SUMMARY, Owner, What
from portal.translations.models import Translation
from portal.translations.rules import Hand, fingerprint
from tests.bodies.factories import body, chair, in_body
from tests.everywhere.weights import KILOBYTE, prose, weigh
from tests.following.factories import reply
from tests.forum.factories import at, topic, written
from tests.groups.factories import group
from tests.meetings.factories import at as at_meeting
from tests.meetings.factories import meeting
from tests.meetings.factories import written as minuted

SPOKEN = ("so", "en", "ur", "ar", "pl")
TAGS = ("en", "cy", "ur", "ar")
WRITTEN_IN = ("ur", "pl", "ar")


def is_light(browser: TestClient, address: str) -> bool:
    """Tell whether a first visit to a page costs no more than any may."""
    weight, requests = weigh(browser, address)
    return weight <= 30 * KILOBYTE and requests <= 4


def long_topic(session: Session, where: Body, posts: int) -> Topic:
    """Have people write as much as they can in three languages, translated, with three files."""
    one = topic(session, where, text=prose("ur", WORDS), language="ur")
    for number in range(1, posts):
        tag = WRITTEN_IN[number % len(WRITTEN_IN)]
        reply(session, one, text=prose(tag, WORDS, number * 7919), language=tag)
    for post in written(session, one):
        source = translated.source(one, post)
        words = {"title": "Goleuadau", "text": prose("cy", TRANSLATED, (post.id or 0) * 6007)}
        made_of = fingerprint(source.words)
        made = Translation(owner=source.owner, source=made_of, language="cy", words=words)
        made.hand = Hand.MEMBER
        session.add(made)
        for name in ("letter.pdf", "plan.pdf", "notes.pdf"):
            session.add(Attachment(post_id=post.id or 0, filename=name, size=9, content=b"x"))
    session.commit()
    return one


@pytest.fixture
def made(session: Session) -> Body:
    return body(session, name={tag: prose(tag, 40) for tag in TAGS})


def test_a_page_of_the_longest_posts_is_light_for_visitors_and_members(
    browser: TestClient, session: Session, made: Body
) -> None:
    here = at(long_topic(session, made, 25))
    for tag in TAGS:
        assert is_light(browser, here.replace("/en/", f"/{tag}/"))
        assert is_light(browser, here.replace("/en/", f"/{tag}/") + "?post=2")
    for sign_in in (in_body, chair):
        sign_in(browser, session, made)
        assert is_light(browser, here.replace("/en/", "/cy/"))


def test_a_page_of_the_directory_is_light(browser: TestClient, session: Session) -> None:
    for number in range(26):
        tag = WRITTEN_IN[number % len(WRITTEN_IN)]
        words = {
            "name": prose(tag, lengths.NAME, number * 5003),
            "serves": prose(tag, lengths.PARAGRAPH, number * 7919),
            "meets": prose(tag, lengths.HEADING, number * 6007),
            "email": f"group{number}@groups.example",
        }
        group(session, state=State.VERIFIED, language=tag, speaks=list(SPOKEN), **words)
    for tag in TAGS:
        assert is_light(browser, f"/{tag}/groups")


def test_the_page_of_a_full_meeting_is_light(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = meeting(session, made, days=-3)
    for number in range(MOST_ITEMS):
        tag = WRITTEN_IN[number % len(WRITTEN_IN)]
        title = prose(tag, TITLE, number * 7919)
        session.add(Item(meeting_id=one.id, title=title, language=tag, position=number))
    for number in range(20):
        session.add(Paper(meeting_id=one.id, filename=f"paper-{number}.pdf", size=9, content=b"x"))
        words = prose("ur", ACTION // 2, number * 7919)
        agreed = Action(
            meeting_id=one.id, owner=Owner.COUNCIL, words=words, language="ur", due=today()
        )
        session.add(agreed)
    session.commit()
    minuted(session, one, What.SUMMARY, text=prose("ur", SUMMARY), language="ur")
    for tag in TAGS:
        assert is_light(browser, at_meeting(one, lang=tag))


def test_the_page_of_a_body_with_thirty_seats_is_light(
    browser: TestClient, session: Session, made: Body
) -> None:
    for number in range(30):
        title = {tag: prose(tag, 120, number * 7919) for tag in TAGS}
        session.add(Seat(body_id=made.id or 0, title=title))
    session.commit()
    for tag in TAGS:
        for way in ("", "/join"):
            assert is_light(browser, f"/{tag}/forum/race-equality{way}")
