"""Files beside a post: made anew, for whoever reads the post, and pictures from a few only."""

from io import BytesIO

import pytest
from httpx2 import Response
from PIL import Image
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forum.topics.models import Attachment, Topic
from portal.forum.topics.rules import Room
from tests.bodies.factories import HERE, body, chair, in_body, in_office, only, rows
from tests.forum.factories import at, topic, written
from tests.members.factories import member, sign_in
from tests.moderation.factories import reported
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


def test_a_picture_that_cannot_stay_is_not_even_drawn(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = begun(browser, session, made)
    # Were it drawn, it would be refused because it is broken.
    broken = ("lamp.png", picture()[1][:40], "image/png")
    page = send(browser, session, one, broken)
    assert page.status_code == 422
    assert "must be a PDF or plain text" in page.text


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [("n" * 5_000, 5, "Give it a shorter name"), ("notes", 12_000_000, "larger than 5 MB")],
)
def test_what_could_not_be_read_is_refused_for_what_is_wrong_with_it(
    browser: TestClient, session: Session, name: str, size: int, said: str
) -> None:
    one = begun(browser, session, body(session))
    page = send(browser, session, one, (f"{name}.txt", b"x" * size, "text/plain"))
    assert said in page.text
    assert rows(session, Attachment) == []


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
    assert reply.headers["x-robots-tag"] == "noindex"
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


def test_a_locked_topic_takes_no_file_beside_a_post_of_ones_own(
    browser: TestClient, session: Session
) -> None:
    one = begun(browser, session, body(session))
    one.locked = True
    session.add(one)
    session.commit()
    assert send(browser, session, one, TEXT).status_code == 403
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


@pytest.mark.parametrize("page", ["queue", "today"])
def test_the_files_of_a_reported_post_stand_beside_the_one_press(
    browser: TestClient, session: Session, page: str
) -> None:
    made = body(session)
    one = begun(browser, session, made, Room.MEMBERS)
    send(browser, session, one, TEXT)
    reported(browser, session, made, one, None)
    in_office(browser, session, made, Office.MODERATOR)
    file = only(session, Attachment)
    shown = browser.get(f"{HERE}/{page}").text
    link = at(one, f"/posts/{file.post_id}/files/{file.id}")
    assert f'href="{link}"' in shown
    assert "TXT" in shown
    assert browser.get(link).status_code == 200


def test_nobody_sends_a_file_who_is_not_signed_in(browser: TestClient, session: Session) -> None:
    one = begun(browser, session, body(session))
    browser.cookies.clear()
    assert send(browser, session, one, TEXT).status_code == 403
    assert rows(session, Attachment) == []
