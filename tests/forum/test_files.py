"""Files beside a post: made anew, for whoever reads the post, and pictures from a few only."""

from io import BytesIO

import pytest
from httpx2 import Response
from PIL import Image
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.forum.topics.models import Attachment, Topic
from portal.forum.topics.rules import Room
from tests.bodies.factories import body, chair, in_body, only, rows
from tests.forum.factories import at, topic, written
from tests.members.factories import member, sign_in
from tests.pdfs import pdf

TEXT = ("notes.txt", b"The lights are broken.", "text/plain")


def picture() -> tuple[str, bytes, str]:
    drawn = BytesIO()
    Image.new("RGB", (9, 9)).save(drawn, "PNG")
    return ("lamp.png", drawn.getvalue(), "image/png")


def begun(browser: TestClient, session: Session, made: Body, room: Room = Room.PUBLIC) -> Topic:
    return topic(session, made, in_body(browser, session, made), room)


def send(
    browser: TestClient, session: Session, one: Topic, file: tuple[str, bytes, str], **more: str
) -> Response:
    path = at(one, f"/posts/{written(session, one)[0].id}/files")
    return browser.post(path, files={"file": file}, data=more)


def test_a_file_stands_beside_a_post_for_whoever_reads_it(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = begun(browser, session, made, Room.MEMBERS)
    assert send(browser, session, one, TEXT).status_code == 200
    file = only(session, Attachment)
    path = at(one, f"/posts/{file.post_id}/files/{file.id}")
    reply = browser.get(path)
    assert reply.content == TEXT[1]
    assert reply.headers["content-disposition"].startswith("attachment")
    sign_in(browser, session, member(session))
    assert browser.get(path).status_code == 403


@pytest.mark.parametrize(
    "file",
    [
        ("notes.txt", b"<script>alert(1)</script>", "text/plain"),
        ("notes.pdf", b"MZ\x90\x00", "application/pdf"),
        ("notes.txt", b"", "text/plain"),
        ("notes.pdf", pdf(b"<< /S /JavaScript /JS (x) >>", catalog=b"/OpenAction 4 0 R"), "x/y"),
        picture(),
    ],
    ids=["markup", "program", "empty", "script", "picture"],
)
def test_a_file_that_is_not_what_it_says_and_a_members_picture_are_refused(
    browser: TestClient, session: Session, file: tuple[str, bytes, str]
) -> None:
    one = begun(browser, session, body(session))
    assert send(browser, session, one, file, agreed="yes").status_code == 422
    assert rows(session, Attachment) == []


def test_a_picture_of_the_chair_takes_their_word_that_everybody_agreed(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    chair(browser, session, made)
    browser.post(
        "/en/forum/race-equality/rooms/public/new",
        data={"title": "A day out", "text": "We met.", "language": "en"},
    )
    one = only(session, Topic)
    assert send(browser, session, one, picture()).status_code == 422
    assert send(browser, session, one, picture(), agreed="yes").status_code == 200


def test_three_files_stand_beside_a_post_and_one_is_taken_away(
    browser: TestClient, session: Session
) -> None:
    one = begun(browser, session, body(session))
    for _ in range(3):
        send(browser, session, one, TEXT)
    assert send(browser, session, one, TEXT).status_code == 422
    session.rollback()
    first, *others = rows(session, Attachment)
    browser.post(at(one, f"/posts/{first.post_id}/files"), data={"away": first.id})
    session.rollback()
    assert len(rows(session, Attachment)) == len(others)


def test_files_go_when_a_post_is_taken_back(browser: TestClient, session: Session) -> None:
    one = begun(browser, session, body(session))
    send(browser, session, one, TEXT)
    path = at(one, f"/posts/{written(session, one)[0].id}/take-back")
    browser.post(path, data={"sure": "yes"})
    assert rows(session, Attachment) == []


def test_nobody_sends_a_file_who_is_not_signed_in(browser: TestClient, session: Session) -> None:
    one = begun(browser, session, body(session))
    browser.cookies.clear()
    assert send(browser, session, one, TEXT).status_code == 403
    assert rows(session, Attachment) == []
