"""Somebody has a film or sound: it is not taken, and they can say that they have it."""

import html

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.files import recordings
from portal.incidents.models import Report, ReportFile
from portal.incidents.records import pieces
from portal.incidents.records.pieces import Item
from portal.incidents.reporting import files
from portal.incidents.safety.returns import FILMS
from tests.incidents.afterwards import add, additions, open_section, page_of, private_key
from tests.incidents.factories import Person, open_vault, team
from tests.incidents.reporter import Reporter

WORDS = "They shouted at me on the stairs."
SEEN = "My neighbour at the door, shouting."
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2"
FILMED: list[tuple[str, bytes]] = [
    ("VID_1.mp4", MP4),
    ("voice.m4a", b"\0\0\0\x1cftypM4A \0\0\0\0"),
    ("clip.mov", b"\0\0\0\x14ftypqt  \0\0\0\0"),
    ("old.mov", b"\0\0\0\x08wide\0\0\0\0mdat"),
    ("film.webm", b"\x1aE\xdf\xa3\x9fB\x86\x81\x01"),
    ("PTT.opus", b"OggS\0\x02\0\0\0\0"),
    ("said.mp3", b"ID3\x04\0\0\0\0\0\0"),
    ("said.mp3", b"\xff\xfb\x90\x64\0\0"),
    ("said.wav", b"RIFF\x24\0\0\0WAVEfmt "),
    ("film.avi", b"RIFF\x24\0\0\0AVI LIST"),
    ("call.amr", b"#!AMR\n\x0c\0"),
    ("film.wmv", b"0&\xb2u\x8ef\xcf\x11\xa6\xd9"),
    ("film.mpg", b"\0\0\1\xba\x44\0"),
    ("photo.jpg", MP4),
    ("broken.mp4", b"\0\0\0\0\0\0\0\0"),
    ("huge.mp4", MP4 + b"\0" * files.ACCEPTED.largest),
]


@pytest.fixture
def people(session: Session, browser: TestClient) -> list[Person]:
    return team(session)


@pytest.fixture
def reporter(browser: TestClient, people: list[Person]) -> Reporter:
    reporter = Reporter(browser)
    reporter.report(WORDS)
    return reporter


def send(reporter: Reporter, *contents: tuple[str, bytes]) -> Response:
    open_section(reporter, "files")
    uploads = [("files", (name, one, "video/mp4")) for name, one in contents]
    return reporter.post("files", files=uploads, page=page_of(reporter))


def kept(session: Session) -> list[ReportFile]:
    session.rollback()
    return list(session.exec(select(ReportFile)))


@pytest.mark.parametrize(("name", "content"), FILMED)
def test_a_film_that_is_sent_anyway_is_refused_with_the_words_that_stood_there_before(
    reporter: Reporter, session: Session, name: str, content: bytes
) -> None:
    open_section(reporter, "files")
    assert html.unescape(reporter.text).count(FILMS) == 1
    page = send(reporter, (name, content))
    assert page.status_code == 422
    assert html.unescape(page.text).count(FILMS) > 1
    assert f'<bdi dir="ltr">{name}</bdi>' in page.text
    assert kept(session) == []


def test_a_film_larger_than_all_that_is_taken_is_refused_with_the_same_words(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    page = send(reporter, ("VID_1.mp4", MP4 + b"\0" * 40 * 1024 * 1024))
    assert page.status_code == 422
    assert html.unescape(page.text).count(FILMS) > 1
    assert "together they are too large" not in page.text
    assert kept(session) == []
    add(reporter, "recording", recording="film", recording_words=SEEN)
    assert additions(session, people[0])[0]["recording_words"] == SEEN


def test_many_photos_are_not_taken_for_a_film(reporter: Reporter) -> None:
    page = send(reporter, *[(f"{n}.txt", b"x" * 7 * 1024 * 1024) for n in range(5)])
    assert page.status_code == 422
    assert "together they are too large" in page.text


def test_a_film_takes_neither_the_photos_nor_the_words_with_it(
    reporter: Reporter, session: Session
) -> None:
    page = send(reporter, ("a.txt", b"words"), ("b.mp4", MP4))
    assert page.status_code == 422
    assert "We have 1 more file." in page.text
    assert len(kept(session)) == 1
    assert session.exec(select(Report)).one()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1"),
        ("photo.avif", b"\0\0\0\x1cftypavif\0\0\0\0"),
        ("said.txt", b"ID3 is what he said"),
        ("letter.doc", b"\xd0\xcf\x11\xe0"),
        ("mp4", b"words"),
    ],
)
def test_what_is_neither_film_nor_sound_is_not_called_one(name: str, content: bytes) -> None:
    called = recordings.is_called_one(name)
    assert called == (name == "mp4")
    assert recordings.is_one(content, name) == (content[:3] == b"ID3" or called)


def test_a_text_that_begins_like_a_recording_is_kept(reporter: Reporter, session: Session) -> None:
    assert send(reporter, ("said.txt", b"ID3 is what he said")).status_code == 200
    assert len(kept(session)) == 1


def test_that_somebody_has_a_film_is_sealed_with_the_report_and_nothing_tells_of_it(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    open_section(reporter, "recording")
    assert FILMS in html.unescape(reporter.text)
    add(reporter, "recording", recording=["film", "sound"], recording_words=SEEN)
    assert "We have it. Thank you." in reporter.text
    told = {"section": "recording", "recording": ["film", "sound"], "recording_words": SEEN}
    assert additions(session, people[0]) == [told]
    report = session.exec(select(Report)).one()
    rows = pieces.stored(session, report)
    assert {item.kind for item in rows} <= {"report", "slip", "addition"}
    assert not any(b"recording" in item.sealed or SEEN.encode() in item.sealed for item in rows)


def test_the_case_says_what_they_have_and_how_it_is_handed_over_is_noted_sealed(
    reporter: Reporter, browser: TestClient, session: Session, people: list[Person]
) -> None:
    add(reporter, "recording", recording="film", recording_words=SEEN)
    case = session.exec(select(Report)).one()
    open_vault(browser, session, people[0])
    address = f"/en/staff/cases/{case.reference}"
    page = browser.get(address).text
    assert "A film or sound that they have" in page
    assert SEEN in page
    assert "Nobody has noted yet how it is handed over" in page
    session.rollback()
    sent = {"_version": str(case.version), "note": "PC Rees takes it.", "handed_over": "yes"}
    page = browser.post(f"{address}/note", data=sent).text
    assert "Read how it is handed over" in page
    assert "How the film or sound is handed over" in page
    private = private_key(session, people[0])
    [(row, note)] = pieces.opened(session, case, private, Item.NOTE)
    assert (note["text"], note["about"]) == ("PC Rees takes it.", "recording")
    assert b"PC Rees" not in row.sealed


def test_a_note_on_a_case_without_a_film_is_not_about_one(
    browser: TestClient, session: Session, reporter: Reporter, people: list[Person]
) -> None:
    case = session.exec(select(Report)).one()
    open_vault(browser, session, people[0])
    page = browser.get(f"/en/staff/cases/{case.reference}").text
    assert "handed over" not in page
    assert "handed_over" not in page
