"""Whoever leaves the portal says whether what they wrote stays; a seat is never erased."""

from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.bodies.held import OF_MEMBERS as OF_BODIES
from portal.bodies.models import Ending, Membership
from portal.bodies.rules import Office
from portal.forum.topics import posts
from portal.forum.topics.authorship import Author
from portal.forum.topics.leaving import OF_MEMBERS as OF_FORUM
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Room, Standing, Voice
from portal.joining.held import OF_MEMBERS as OF_JOINING
from portal.languages.i18n import today
from portal.membership.rules import Role
from tests.bodies.factories import (
    HERE,
    body,
    holder,
    in_body,
    in_office,
    joined,
    read,
    rows,
    seat,
)
from tests.bodies.test_founding import UNTIL
from tests.forum.factories import at, topic, written
from tests.groups.factories import group
from tests.members.factories import member, sign_in
from tests.membership.factories import belongs, verified


def test_what_is_held_of_somebody_has_no_title_that_they_cannot_read(
    browser: TestClient, session: Session
) -> None:
    made, person = body(session), in_body(browser, session, body(session, slug="another"))
    joined(session, made, person)
    public, closed = (
        topic(session, made, title="Hateful title"),
        topic(session, made, room=Room.MEMBERS, title="Among us"),
    )
    topic(session, made, person, room=Room.MEMBERS, title="My own")
    for one in (public, closed):
        browser.post(at(one, "/reply"), data={"text": "So is ours.", "language": "en"})
        browser.post(at(one, "/follow"), data={"pace": "weekly"})
    browser.post(at(public, "/ask"))
    for title in ("Hateful title", "Among us", "My own"):
        assert title in browser.get("/en/member/held").text
    (post, *_) = written(session, public)
    posts.stand(session, session.get_one(Topic, public.id), post, Standing.HIDDEN)
    session.commit()
    browser.post(f"{HERE}/join/leave", data={"sure": "yes"})
    held = browser.get("/en/member/held").text
    assert "So is ours." in held
    assert "My own" in held
    assert "Hateful title" not in held
    assert "Among us" not in held


def test_what_somebody_wrote_goes_with_them_or_stays_and_is_nobodys(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    goes, stays = member(session), member(session, name="Ann", name_shown=True)
    gone, kept = topic(session, made, goes), topic(session, made, stays)
    OF_FORUM.leave(session, goes.id, False)
    OF_FORUM.leave(session, stays.id, True)
    for person in (goes, stays):
        session.delete(person)
    session.commit()
    assert (written(session, gone)[0].text, written(session, gone)[0].member_id) == ("", None)
    assert written(session, gone)[0].standing is Standing.TAKEN_BACK
    assert (written(session, kept)[0].text, written(session, kept)[0].member_id) == (
        "They are broken.",
        None,
    )


@pytest.mark.parametrize(
    ("author", "label"),
    [
        ({"voice": Voice.MEMBER, "shown": "Ann"}, "A former member"),
        ({"voice": Voice.MEMBER, "spoken": True}, "A former member"),
        ({"voice": Voice.GROUP}, "A former member"),
        ({"voice": Voice.CHAIR, "shown": "Ann"}, "The chair"),
    ],
)
def test_what_stays_says_only_what_the_page_promises_wherever_it_is_read(
    browser: TestClient, session: Session, author: dict[str, Any], label: str
) -> None:
    made, valley = body(session), group(session, "Valley Women")
    one, person = topic(session, made), member(session)
    of = None if author["voice"] is Voice.CHAIR else valley.id
    by = Author(member=person.id, group=of, trusted=True, **author)
    posts.reply(session, one, by, {"text": "I was here.", "language": "en"}, "k")
    session.commit()
    told = [problem.message for problem in OF_FORUM.told(session, person.id)]
    assert any("“The chair”" in message for message in told) is (label == "The chair")
    OF_FORUM.leave(session, person.id, True)
    session.delete(person)
    session.commit()
    feed = browser.get("/data/forum/race-equality/en.atom").text
    for page in (browser.get(at(one)).text, feed, browser.get(f"{HERE}/search?q=here").text):
        assert label in page
        assert "Valley Women" not in page.partition("<main")[2] + feed
        assert "Ann" not in page


def test_a_seat_falls_vacant_and_nobody_on_one_is_erased_for_being_unheard(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    seated, chairing, neither = (member(session) for _ in range(3))
    taken = seat(session, made, member_id=seated.id, until=UNTIL)
    holder(session, made, Office.CHAIR, chairing)
    for person in (seated, neither):
        joined(session, made, person)
    every = [seated.id, chairing.id, neither.id]
    assert set(OF_BODIES.needed(session, every)) == {seated.id, chairing.id}
    for feature in (OF_JOINING, OF_BODIES):
        feature.leave(session, seated.id, True)
    session.commit()
    assert read(session, taken).member_id is None
    assert [one.member_id for one in session.exec(select(Membership))] == [neither.id]


def test_a_member_is_told_and_handed_all_of_it(browser: TestClient, session: Session) -> None:
    made, person = body(session), member(session)
    joined(session, made, person, why="My reasons.")
    topic(session, made, person, text="My words.")
    assert len([*OF_JOINING.told(session, person.id), *OF_FORUM.told(session, person.id)]) == 2
    held = str({**OF_JOINING.held(session, person.id), **OF_FORUM.held(session, person.id)})
    assert "My reasons." in held
    assert "My words." in held


def test_who_wants_the_council_asked_is_handed_that(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made, member(session), title="Street lights")
    person = in_body(browser, session, made)
    browser.post(at(one, "/ask"))
    session.rollback()
    (title,) = OF_FORUM.held(session, person.id)["topics with which you want the council asked"]
    assert title == "Street lights"


@pytest.mark.both
def test_titles_that_somebody_cannot_read_are_not_handed_to_them(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    hidden = topic(session, made, member(session), title="Hidden title")
    closed = topic(session, made, member(session), Room.MEMBERS, title="Closed title")
    in_body(browser, session, made)
    for one in (hidden, closed):
        browser.post(at(one, "/ask"))
        browser.post(at(one, "/follow"), data={"pace": "weekly"})
        browser.post(at(one, "/reply"), data={"text": "My own words.", "language": "en"})
    before = browser.get("/en/member/held").text
    assert (before.count("Hidden title"), before.count("Closed title")) == (3, 2)
    session.rollback()
    posts.stand(session, hidden, written(session, hidden)[0], Standing.HIDDEN)
    session.commit()
    browser.post(f"{HERE}/join/leave", data={"sure": "yes"})
    after = browser.get("/en/member/held").text
    assert "My own words." in after
    assert "Hidden title" not in after
    assert "Closed title" not in after


def test_who_began_a_topic_is_handed_its_title_also_when_it_is_hidden(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person = in_body(browser, session, made)
    one = topic(session, made, person, title="My own title")
    posts.stand(session, one, written(session, one)[0], Standing.HIDDEN)
    session.commit()
    assert "My own title" in browser.get("/en/member/held").text


def test_the_page_says_which_words_stay_whatever_one_chooses(
    browser: TestClient, session: Session
) -> None:
    made, person = body(session), member(session)
    chair = holder(session, made, Office.CHAIR, member(session))
    joined(session, made, person)
    minute = Ending(
        office_id=chair.id or 0,
        member_id=person.id,
        day=today(),
        present=3,
        in_favour=3,
        against=0,
        words="Voted.",
        language="en",
    )
    session.add(minute)
    session.commit()
    sign_in(browser, session, person)
    assert "Minutes of a vote that you wrote stay" in browser.get("/en/member/leave").text
    gone = browser.post("/en/member/leave", data={"words": "goes", "sure": "yes"}).text
    assert "except for what the page before named" in gone
    (kept,) = rows(session, Ending)
    assert (kept.words, kept.member_id) == ("Voted.", None)


def test_who_held_an_office_reads_that_what_they_wrote_in_it_stays(
    browser: TestClient, session: Session
) -> None:
    in_office(browser, session, body(session), Office.MODERATOR)
    assert "What you wrote in an office" in browser.get("/en/member/leave").text


def test_who_speaks_for_a_group_reads_that_what_they_wrote_to_its_members_stays(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, belongs(session, verified(session), Role.REPRESENTATIVE))
    assert "What you wrote to the members of a group" in browser.get("/en/member/leave").text
