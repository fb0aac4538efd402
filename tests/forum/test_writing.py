"""Topics and replies in any language, edited with their history, and taken back with all of it."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forum.topics import authorship, posts
from portal.forum.topics.models import Post, PostVersion, Topic
from portal.forum.topics.rules import Room, Standing, Voice
from portal.languages.i18n import today
from portal.membership import keeping
from portal.membership.rules import NAMED, Role
from tests.bodies.factories import (
    HERE,
    body,
    chair,
    holder,
    in_body,
    in_office,
    joined,
    only,
    read,
    rows,
)
from tests.forum.factories import at, topic, written
from tests.members.factories import member, sign_in
from tests.membership.factories import verified
from tests.moderation.factories import decide

NEW = f"{HERE}/rooms/members/new"
PUBLIC = f"{HERE}/rooms/public/new"
URDU = {"title": "سڑک کی بتیاں", "text": "رات کو اندھیرا ہوتا ہے۔", "language": "ur"}
REPLY = {"text": "So is ours.", "language": "en"}


def long_known(browser: TestClient, session: Session, made: Body) -> Topic:
    """Have a member look at a body in whom everybody trusts, and give a topic of theirs."""
    person = in_body(browser, session, made)
    one, *_ = [topic(session, made, person) for _ in range(3)]
    return one


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
    for said in ("Fill in: What is it about?", "at most 10000 characters", "Choose the language."):
        assert said in page.text
    assert "x" * 60_000 in page.text
    assert rows(session, Topic) == []


@pytest.mark.parametrize("page", ["en", "cy", "ur"])
def test_the_language_of_the_page_is_only_the_default_of_a_topic(
    browser: TestClient, session: Session, page: str
) -> None:
    in_body(browser, session, body(session))
    form = browser.get(NEW.replace("/en/", f"/{page}/")).text
    chosen = re.findall(r'<option value="([\w-]+)" selected', form.partition('id="language"')[2])
    assert chosen == [page]
    browser.post(NEW.replace("/en/", f"/{page}/"), data=URDU | {"language": "so"})
    assert only(session, Topic).language == "so"


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


def test_a_page_that_is_gone_back_to_and_sent_again_writes_once(
    browser: TestClient, session: Session
) -> None:
    in_body(browser, session, body(session))
    for key in ("one", "two"):
        browser.post(NEW, data=URDU | {"_key": key})
    one = only(session, Topic)
    for key in ("three", "four"):
        browser.post(at(one, "/reply"), data=REPLY | {"_key": key})
    browser.post(at(one, "/reply"), data=REPLY | {"_key": "five", "text": "And another thing."})
    assert len(written(session, one)) == 3
    chair(browser, session, only(session, Body))
    browser.post(at(one, "/reply"), data=REPLY)
    assert [post.voice for post in written(session, one)][-1] is Voice.CHAIR


def test_the_same_words_are_written_again_once_time_has_passed(
    browser: TestClient, session: Session
) -> None:
    in_body(browser, session, body(session))
    browser.post(NEW, data=URDU)
    one = only(session, Topic)
    browser.post(at(one, "/reply"), data=REPLY)
    earlier = written(session, one)[-1]
    earlier.made -= timedelta(hours=2)
    session.add(earlier)
    session.commit()
    browser.post(at(one, "/reply"), data=REPLY)
    assert len(written(session, one)) == 3


def test_what_waits_is_not_said_to_be_written_and_what_was_done_leads_to_it(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    in_body(browser, session, made)
    began = browser.post(PUBLIC, data=URDU)
    replied = browser.post(at(one, "/reply"), data=REPLY)
    for page in (began, replied):
        assert "It is written." not in page.text
        told = page.text.partition('role="alert"')[2].partition("</h1>")[0]
        assert "waits until the chair or a moderator has looked at it" in told
    last = written(session, one)[-1].id
    assert f'href="#post-{last}"' in replied.text
    assert "#" not in str(replied.url)
    room = browser.post(NEW, data=URDU | {"title": "Among us"})
    assert "It is written." in room.text
    assert "waits until" not in room.text.partition('role="alert"')[2].partition("</h1>")[0]


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
    asked = browser.post(release, data={"_do": "not_put"}, follow_redirects=False)
    look = at(one, f"/posts/{written(session, one)[0].id}/look")
    assert asked.headers["location"] == look
    assert written(session, one)[0].standing is Standing.WAITING
    said = {"act": "not_put", "reason": "elsewhere"}
    assert decide(browser, look, **said) == 303
    assert written(session, one)[0].standing is Standing.NOT_PUT
    sign_in(browser, session, author)
    assert "Not put in the room" in browser.get(at(one)).text


def test_everybody_is_shown_as_they_chose_in_one_word(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    valley = verified(session)
    keeping.add(
        session,
        valley,
        in_body(browser, session, made, valley, name="Ann", name_shown=True),
        today(),
        Role.HELPER,
    )
    session.commit()
    for author in ("member", "named", "of_group", "group", "spoken"):
        browser.post(at(one, "/reply"), data=REPLY | {"author": author})
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


def test_who_shows_their_name_beside_what_they_write_finds_it_chosen(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    in_body(browser, session, made, verified(session), name="Ann", name_shown=True)
    for path in (at(one), NEW):
        assert re.findall(r'value="(\w+)" checked', browser.get(path).text) == ["named"]
    in_body(browser, session, made, verified(session), name="Ann")
    for path in (at(one), NEW):
        assert re.findall(r'value="(\w+)" checked', browser.get(path).text) == ["member"]


def test_the_chair_reads_how_what_they_write_is_signed(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, amina = topic(session, made), member(session)
    holder(session, made, Office.CHAIR, amina, shown="Amina Yusuf")
    sign_in(browser, session, amina)
    for path in (at(one), NEW):
        assert "The chair, Amina Yusuf" in browser.get(path).text


@pytest.mark.parametrize("role", [Role.HELPER, Role.REPRESENTATIVE, Role.MEMBER, None])
def test_only_whoever_helps_a_group_or_speaks_for_it_writes_down_what_others_said(
    browser: TestClient, session: Session, role: Role | None
) -> None:
    made, valley = body(session), verified(session)
    one = topic(session, made)
    person = in_body(browser, session, made, valley)
    if role:
        keeping.add(session, valley, person, today(), role)
        session.commit()
    may = role in NAMED
    assert ('value="spoken"' in browser.get(at(one)).text) is may
    page = browser.post(at(one, "/reply"), data=REPLY | {"author": "spoken"})
    assert page.status_code == (200 if may else 422)
    assert [post.spoken for post in written(session, one)] == ([False, True] if may else [False])


@pytest.mark.parametrize("name", ["Amina Yusuf", "amina  yusuf", "\u0410mina Yusuf (chair)"])
def test_nobody_writes_under_the_name_of_whoever_runs_the_body(
    browser: TestClient, session: Session, name: str
) -> None:
    made = body(session)
    one = topic(session, made)
    holder(session, made, Office.CHAIR, member(session), shown="Amina Yusuf")
    in_body(browser, session, made, name=name, name_shown=True)
    assert name not in browser.get(at(one)).text
    page = browser.post(at(one, "/reply"), data=REPLY | {"author": "named"})
    assert page.status_code == 422
    assert browser.post(at(one, "/reply"), data=REPLY).status_code == 200


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
    for number in range(3):
        assert browser.post(NEW, data=URDU | {"title": f"{number}"}).status_code == 200
    page = browser.post(NEW, data=URDU)
    assert page.status_code == 422
    assert "begun 3 topics today" in page.text
    one = session.exec(select(Topic)).first()
    assert one
    for number in range(17):
        browser.post(at(one, "/reply"), data=REPLY | {"text": f"{number}"})
    page = browser.post(at(one, "/reply"), data=REPLY)
    assert page.status_code == 422
    assert "written 20 times today" in page.text


def test_a_locked_topic_takes_nothing_and_loses_nothing_that_was_typed(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(at(one, "/lock"), data={"locked": "yes", "reason": "elsewhere"})
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
    one = long_known(browser, session, made)
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
    one = long_known(browser, session, made)
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
    assert "This cannot be undone." in browser.get(back).text
    assert read(session, post).standing is not Standing.TAKEN_BACK
    assert "It is taken back." not in browser.get(at(one)).text
    browser.post(back)
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


def test_whoever_left_changes_nothing_that_they_wrote(
    browser: TestClient, session: Session
) -> None:
    one = long_known(browser, session, body(session))
    post = written(session, one)[0]
    browser.post(f"{HERE}/join/leave", data={"sure": "yes"})
    edited = {"title": "Lights", "text": "Mended.", "language": "en"}
    for way in ("edit", "files"):
        path = at(one, f"/posts/{post.id}/{way}")
        assert browser.get(path).status_code == 403
        page = browser.post(path, data=edited | {"_version": str(post.revision)})
        assert page.status_code == 403
    assert written(session, one)[0].text == "They are broken."


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
                text=f"Words {number:02}",
                language="en",
                key=f"k{number}",
            )
        )
        session.flush()
    session.commit()
    first = browser.get(at(one)).text
    assert "Words 08" in first
    assert "Words 09" not in first
    path = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    assert "Words 09" in browser.get(path).text


def test_whoever_writes_in_a_long_topic_is_led_to_what_they_wrote(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    for number in range(30):
        author = authorship.Author(Voice.MEMBER, trusted=True)
        posts.reply(session, one, author, REPLY, f"k{number}")
    session.commit()
    in_office(browser, session, made, Office.MODERATOR)
    page = browser.post(at(one, "/reply"), data=REPLY | {"text": "The last of all."})
    assert "The last of all." in page.text
    last = written(session, one)[-1].id
    assert f'id="post-{last}"' in page.text
