"""Topics and replies in any language, edited with their history, and taken back with all of it."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.bodies.rules import Office
from portal.forum.topics.models import Post, PostVersion, Topic
from portal.forum.topics.rules import Room, Standing, Voice
from tests.bodies.factories import HERE, body, chair, in_body, in_office, joined, only, read, rows
from tests.forum.factories import at, topic, written
from tests.groups.factories import group
from tests.members.factories import member, sign_in

NEW = f"{HERE}/rooms/members/new"
PUBLIC = f"{HERE}/rooms/public/new"
URDU = {"title": "سڑک کی بتیاں", "text": "رات کو اندھیرا ہوتا ہے۔", "language": "ur"}
REPLY = {"text": "So is ours.", "language": "en"}


def test_nobody_writes_who_is_no_member(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    assert browser.post(at(one, "/reply"), data=REPLY).status_code == 403
    sign_in(browser, session, member(session))
    assert browser.post(PUBLIC, data=URDU).status_code == 403
    assert browser.post(at(one, "/reply"), data=REPLY).status_code == 403
    assert len(written(session, one)) == 1


def test_a_member_writes_in_no_room_of_the_chair(browser: TestClient, session: Session) -> None:
    in_body(browser, session, body(session))
    assert browser.post(f"{HERE}/rooms/chair/new", data=URDU).status_code == 403


def test_what_is_empty_too_long_or_in_no_language_is_refused_and_kept(
    browser: TestClient, session: Session
) -> None:
    in_body(browser, session, body(session))
    page = browser.post(NEW, data=URDU | {"title": "", "text": "x" * 60_000, "language": "klm"})
    assert page.status_code == 422
    for said in ("Fill in this field.", "at most 10000 characters", "Choose the language."):
        assert said in page.text
    assert "x" * 60_000 in page.text
    assert rows(session, Topic) == []


def test_words_are_shown_in_their_own_language_and_direction(
    browser: TestClient, session: Session
) -> None:
    in_body(browser, session, body(session))
    browser.post(NEW, data=URDU)
    one = only(session, Topic)
    assert one.language == "ur"
    page = browser.get(at(one)).text
    assert f'<bdi lang="ur" dir="rtl">{URDU["title"]}</bdi>' in page
    assert 'dir="rtl" lang="ur">' in page
    assert URDU["text"] in page


def test_two_taps_on_a_button_write_once(browser: TestClient, session: Session) -> None:
    in_body(browser, session, body(session))
    for _ in range(2):
        browser.post(NEW, data=URDU | {"_key": "one"})
    one = only(session, Topic)
    for _ in range(2):
        browser.post(at(one, "/reply"), data=REPLY | {"_key": "two"})
    assert [post.text for post in written(session, one)] == [URDU["text"], REPLY["text"]]


def test_the_first_three_public_posts_of_a_newcomer_wait(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person = in_body(browser, session, made)
    browser.post(PUBLIC, data=URDU)
    one = only(session, Topic)
    assert "waits until the chair or a moderator" in browser.get(at(one)).text
    browser.cookies.clear()
    assert browser.get(at(one)).status_code == 404
    assert URDU["title"] not in browser.get(HERE).text
    in_office(browser, session, made, Office.MODERATOR)
    release = f"{HERE}/waiting/{one.id}/{written(session, one)[0].id}"
    browser.post(release, data={"_do": "show"})
    assert URDU["title"] in browser.get(HERE).text
    for _ in range(2):
        topic(session, made, person)
    sign_in(browser, session, person)
    browser.post(at(one, "/reply"), data=REPLY)
    assert written(session, one)[-1].standing is Standing.SHOWN


def test_nobody_releases_their_own_post_and_what_is_not_put_stays_its_authors(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    author = in_body(browser, session, made)
    browser.post(PUBLIC, data=URDU)
    one = only(session, Topic)
    release = f"{HERE}/waiting/{one.id}/{written(session, one)[0].id}"
    assert browser.post(release, data={"_do": "show"}).status_code == 403
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(release, data={"_do": "not_put"})
    assert written(session, one)[0].standing is Standing.NOT_PUT
    sign_in(browser, session, author)
    assert "Not put in the room" in browser.get(at(one)).text


def test_everybody_is_shown_as_they_chose_in_one_word(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    in_body(browser, session, made, group(session, "Valley Women"), name="Ann", name_shown=True)
    for author in ("member", "named", "of_group", "group"):
        browser.post(at(one, "/reply"), data=REPLY | {"author": author})
    browser.post(at(one, "/reply"), data=REPLY | {"author": "of_group", "spoken": "yes"})
    chair(browser, session, made)
    browser.post(at(one, "/reply"), data=REPLY)
    page = browser.get(at(one)).text
    for said in (
        "A member, <",
        "A member of <",
        "A group: <",
        "spoken, written down by a helper",
        "The chair</strong>",
    ):
        assert said in page or said.replace(" <", "&nbsp;<") in page, said
    voices = [post.voice for post in written(session, one)[-6:]]
    assert voices == [*[Voice.MEMBER] * 3, Voice.GROUP, Voice.MEMBER, Voice.CHAIR]


def test_nobody_writes_for_a_group_for_which_they_did_not_join_nor_as_the_chair(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    in_body(browser, session, made)
    for author in ("group", "of_group", "chair", "named", "council"):
        page = browser.post(at(one, "/reply"), data=REPLY | {"author": author})
        assert page.status_code == 422
        assert REPLY["text"] in page.text
    assert len(written(session, one)) == 1


def test_one_member_does_not_fill_the_forum(browser: TestClient, session: Session) -> None:
    made = body(session)
    in_body(browser, session, made)
    for _ in range(3):
        assert browser.post(NEW, data=URDU).status_code == 200
    page = browser.post(NEW, data=URDU)
    assert page.status_code == 422
    assert "begun 3 topics today" in page.text
    one = session.exec(select(Topic)).first()
    assert one
    for _ in range(17):
        browser.post(at(one, "/reply"), data=REPLY)
    page = browser.post(at(one, "/reply"), data=REPLY)
    assert page.status_code == 422
    assert "written 20 times today" in page.text


def test_a_locked_topic_takes_nothing_and_loses_nothing_that_was_typed(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(at(one, "/lock"), data={"locked": "yes"})
    person = in_body(browser, session, made)
    page = browser.post(at(one, "/reply"), data=REPLY)
    assert page.status_code == 422
    assert "Nothing can be added" in page.text
    assert REPLY["text"] in page.text
    mine = topic(session, made, person)
    mine.locked = True
    session.add(mine)
    session.commit()
    number = written(session, mine)[0].id
    assert browser.post(at(mine, f"/posts/{number}/edit"), data=REPLY).status_code == 403


def test_nobody_edits_or_takes_back_what_another_wrote_not_even_the_chair(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made, member(session))
    number = written(session, one)[0].id
    for enter in (in_body, chair):
        enter(browser, session, made)
        for way in ("edit", "take-back", "files"):
            path = at(one, f"/posts/{number}/{way}")
            assert browser.get(path).status_code == 403
            assert browser.post(path, data={"sure": "yes"} | REPLY).status_code == 403
    assert written(session, one)[0].text == "They are broken."


def test_an_edited_post_shows_how_it_read_before(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made, in_body(browser, session, made))
    post = written(session, one)[0]
    path = at(one, f"/posts/{post.id}/edit")
    sent = {"title": "Lights", "text": "Mended.", "language": "en", "_version": str(post.revision)}
    browser.post(path, data=sent)
    assert "Mended." in browser.get(at(one)).text
    browser.cookies.clear()
    history = browser.get(at(one, f"/posts/{post.id}/history")).text
    assert "They are broken." in history
    assert "Street lights" in history


def test_two_windows_lose_nothing_of_each_other(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made, in_body(browser, session, made))
    post = written(session, one)[0]
    path = at(one, f"/posts/{post.id}/edit")
    stale = {"title": "Lights", "language": "en", "_version": str(post.revision)}
    browser.post(path, data=stale | {"text": "First."})
    page = browser.post(path, data=stale | {"text": "Second."})
    assert page.status_code == 409
    assert "First." in page.text
    assert "Second." in page.text
    assert written(session, one)[0].text == "First."


def test_taking_back_leaves_no_version_and_nothing_that_was_lent(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made, in_body(browser, session, made), title="My name is")
    post = written(session, one)[0]
    edited = {"title": "x", "text": "y", "language": "en", "_version": str(post.revision)}
    browser.post(at(one, f"/posts/{post.id}/edit"), data=edited)
    browser.post(at(one, "/bring"))
    back = at(one, f"/posts/{post.id}/take-back")
    assert browser.post(back).status_code == 422
    browser.post(back, data={"sure": "yes"})
    assert rows(session, PostVersion) == []
    gone = read(session, session.get(Post, post.id))
    assert (gone.text, gone.standing) == ("", Standing.TAKEN_BACK)
    kept = read(session, one)
    assert (kept.title, kept.brought, kept.newest) == ("", None, 0)
    assert browser.get(at(one)).status_code == 404


def test_what_others_wrote_stays_when_a_topic_is_taken_back(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    author, other = member(session), member(session)
    for person in (author, other):
        joined(session, made, person)
    one = topic(session, made, author, Room.MEMBERS)
    sign_in(browser, session, other)
    browser.post(at(one, "/reply"), data=REPLY)
    sign_in(browser, session, author)
    path = at(one, f"/posts/{written(session, one)[0].id}/take-back")
    browser.post(path, data={"sure": "yes"})
    page = browser.get(at(one)).text
    assert "Taken back by whoever wrote it" in page
    assert REPLY["text"] in page
    assert "They are broken." not in page


def test_whoever_left_takes_back_what_they_wrote(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made, in_body(browser, session, made), Room.MEMBERS)
    browser.post(f"{HERE}/join/leave", data={"sure": "yes"})
    path = at(one, f"/posts/{written(session, one)[0].id}/take-back")
    browser.post(path, data={"sure": "yes"})
    assert written(session, one)[0].standing is Standing.TAKEN_BACK


@pytest.mark.both
def test_posts_are_read_a_page_at_a_time(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    for number in range(30):
        session.add(
            Post(
                topic_id=one.id,
                standing=Standing.SHOWN,
                voice=Voice.MEMBER,
                text=f"Post {number:02}",
                language="en",
                key=f"k{number}",
            )
        )
        session.flush()
    session.commit()
    first = browser.get(at(one)).text
    assert "Post 23" in first
    assert "Post 24" not in first
    path = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    assert "Post 24" in browser.get(path).text
