"""Files from a reporter: cleaned in a process apart, sealed, and never in clear on a disk."""

import hashlib
import io
import os
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from anyio import CapacityLimiter
from httpx2 import Response
from PIL import Image
from sqlmodel import Session, select
from starlette.formparsers import MultiPartParser
from starlette.testclient import TestClient

from portal.files import pictures
from portal.incidents.models import ReportFile
from portal.incidents.records import attachments
from portal.incidents.reporting import files
from portal.web import body as received
from tests.incidents.afterwards import additions, open_section, page_of, private_key
from tests.incidents.factories import Person, team
from tests.incidents.reporter import Reporter
from tests.pdfs import LINK, LOCKED, PDF, SCRIPT, pdf

pytestmark = pytest.mark.both

CANARY = b"CanaryOfTheCamera"
Upload = tuple[str, tuple[str, bytes, str]]


@pytest.fixture
def people(session: Session, browser: TestClient) -> list[Person]:
    return team(session)


@pytest.fixture
def reporter(browser: TestClient, people: list[Person]) -> Reporter:
    reporter = Reporter(browser)
    reporter.report("They shouted at me on the stairs.")
    open_section(reporter, "files")
    return reporter


def photo(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    """Draw a photo that tells where it was taken, lies on its side and has words in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 28.0, 38.0)
    drawn = io.BytesIO()
    options = {"comment": CANARY} if kind == "JPEG" else {}
    Image.new("RGB", size, "teal").save(drawn, kind, exif=exif, **options)
    return drawn.getvalue()


def moving(kind: str) -> bytes:
    drawn = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(drawn, kind, save_all=True, append_images=frames[1:])
    return drawn.getvalue()


def png(width: int, height: int, points: bytes = b"") -> bytes:
    """Write a PNG that claims a size, whatever it holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(points)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def send(reporter: Reporter, *contents: tuple[str, bytes], **fields: str) -> Response:
    uploads: list[Upload] = [("files", (name, one, "image/jpeg")) for name, one in contents]
    return reporter.post("files", files=uploads, page=page_of(reporter), **fields)


def kept(session: Session) -> list[ReportFile]:
    session.rollback()
    return list(session.exec(select(ReportFile).order_by(ReportFile.number)))  # type: ignore[arg-type]


def opened(session: Session, someone: Person) -> tuple[ReportFile, bytes, bytes]:
    """Read the one file there is: its row, its bytes, and the key of its report."""
    private = private_key(session, someone)
    (file,) = kept(session)
    content = attachments.content(file, private)
    assert content is not None
    return file, content, private


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
HOSTILE: list[tuple[str, bytes, str]] = [
    ("picture.svg", SVG, "must be a photo"),
    ("picture.jpg", SVG, "must be a photo"),
    ("page.txt", b"  <script>alert(1)</script>", "must be a photo"),
    ("program.txt", b"MZ\x90\x00\x03", "must be a photo"),
    ("moving.gif", b"GIF89a\x01\x00\x01\x00", "must be a photo"),
    ("archive.pdf", b"PK\x03\x04%PDF-1.7 %%EOF", "must be a photo"),
    ("empty.jpg", b"", "The file is empty."),
    ("huge.txt", b"a" * (files.ACCEPTED.largest + 1), "The file is larger than 8 MB."),
    ("script.pdf", pdf(catalog=b"/OpenAction " + SCRIPT), "holds scripts"),
    ("cut.pdf", PDF[:30], "The PDF file is damaged."),
    ("locked.pdf", LOCKED, "locked with a password"),
    ("cut.jpg", photo(size=(640, 480))[:900], "The picture is damaged."),
    ("bomb.png", png(1, 1_000_000_000), "too many points"),
    ("bomb.png", png(40_000, 40_000), "too many points"),
    ("large.png", png(10_000, 10_000), "too many points"),
    ("liar.png", png(6000, 6000, b"\0"), "The picture is damaged."),
    ("moving.png", moving("PNG"), "Moving pictures cannot be cleaned."),
    ("moving.webp", moving("WEBP"), "Moving pictures cannot be cleaned."),
]


@pytest.mark.parametrize(("name", "content", "why"), HOSTILE)
def test_what_could_harm_or_cannot_be_cleaned_is_refused_and_said_why(
    reporter: Reporter, session: Session, name: str, content: bytes, why: str
) -> None:
    page = send(reporter, (name, content))
    assert page.status_code == 422
    assert why in page.text
    assert f'<bdi dir="ltr">{name}</bdi>' in page.text
    assert kept(session) == []


def test_a_refused_file_takes_neither_the_others_nor_the_report_with_it(
    reporter: Reporter, session: Session
) -> None:
    page = send(reporter, ("a.txt", b"words"), ("b.svg", SVG), ("c.png", photo("PNG")))
    assert page.status_code == 422
    assert "We have 2 more files." in page.text
    assert '<bdi dir="ltr">b.svg</bdi>' in page.text
    assert len(kept(session)) == 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "MPO"])
def test_a_photo_is_drawn_anew_upright_and_tells_nothing_of_its_place(
    reporter: Reporter, session: Session, people: list[Person], kind: str
) -> None:
    original = photo(kind)
    assert CANARY in original
    assert send(reporter, ("IMG_1.jpg", original)).status_code == 200
    file, content, private = opened(session, people[0])
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (48, 64)
        assert not image.getexif()
        assert image.format == ("JPEG" if kind == "MPO" else kind)
    assert CANARY not in content
    assert attachments.original(file, private) is None
    assert (attachments.details(file, private) or {})["original_sha256"] is None


def test_a_file_that_is_two_things_at_once_is_only_a_picture_afterwards(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    send(reporter, ("both.jpg", photo() + b"<script>alert(1)</script>PK\x03\x04" + PDF))
    _, content, _ = opened(session, people[0])
    assert not [one for one in (b"script", b"PK\x03\x04", b"%PDF") if one in content]


def test_the_original_is_kept_only_as_evidence_and_with_its_hash(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    original = photo()
    send(reporter, ("IMG_1.jpg", original), original="yes")
    file, content, private = opened(session, people[0])
    assert attachments.original(file, private) == original
    assert attachments.details(file, private) == {
        "name": "IMG_1.jpg",
        "type": "image/jpeg",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "original_sha256": hashlib.sha256(original).hexdigest(),
    }


def test_to_keep_the_original_is_not_ticked_beforehand(reporter: Reporter) -> None:
    assert 'name="original"' in reporter.text
    assert " checked" not in reporter.text


def test_a_text_is_kept_as_it_is_and_the_page_warns_of_what_it_tells(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    assert "We cannot remove it from a PDF or a text file." in reporter.text
    content = "وہ چلائے\n".encode()
    send(reporter, ("said.txt", content), original="yes")
    file, found, private = opened(session, people[0])
    assert found == content
    assert (attachments.details(file, private) or {})["type"] == "text/plain"
    assert file.original is None


def test_a_pdf_is_written_anew_and_nothing_in_it_can_tell_that_it_was_read(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    author = b"<< /Author (%s) >>" % CANARY
    link = LINK % b"https://canary.example/"
    sent = pdf(author, page=link, trailer=b"/Info 4 0 R", after=CANARY)
    assert send(reporter, ("letter.pdf", sent), original="yes").status_code == 200
    file, found, private = opened(session, people[0])
    assert found.startswith(b"%PDF-")
    assert CANARY not in found
    assert b"canary" not in found
    assert (attachments.details(file, private) or {})["type"] == "application/pdf"
    assert file.original is None


def test_a_file_is_cleaned_while_every_long_page_is_busy(
    reporter: Reporter, session: Session
) -> None:
    browser = reporter.browser
    long: CapacityLimiter = browser.app_state["limits"].long
    assert browser.portal
    for _ in range(int(long.total_tokens)):
        browser.portal.call(long.acquire_on_behalf_of, object())
    assert send(reporter, ("wall.jpg", photo())).status_code == 200
    assert len(kept(session)) == 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\Canary\\note.exe", "note.txt"),
        ("photo\u202egpj.exe", "photogpj.txt"),
        ("a\r\nContent-Type: x;.txt", "a"),
        (".htaccess", "htaccess.txt"),
        ("تصویر.txt", "تصویر.txt"),
    ],
)
def test_a_name_is_sealed_and_can_steer_nothing(
    reporter: Reporter, session: Session, people: list[Person], name: str, safe: str
) -> None:
    send(reporter, (name, b"words"))
    file, _, private = opened(session, people[0])
    shown = (attachments.details(file, private) or {})["name"]
    assert shown.startswith(safe)
    assert not set(shown) & set('/\\\r\n\u202e";:')


def test_neither_name_nor_content_lies_in_the_database_in_clear(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    send(reporter, ("canary-name.txt", b"canary content"))
    file, _, private = opened(session, people[0])
    assert b"canary" not in file.details + file.content
    assert len(file.content) == 80 + 1 + 24 + 1024 + 16
    file.id = "somewhere-else"
    assert attachments.content(file, private) is None
    session.rollback()


def test_a_small_picture_of_endless_scans_is_refused_at_once(reporter: Reporter) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (5500, 5500), "red").save(picture, "JPEG", quality=20, progressive=True)
    whole = picture.getvalue()
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    page = send(reporter, ("a.jpg", whole[:-2] + 3000 * scan + whole[-2:]), ("a.jpg", whole))
    assert "The picture is damaged." in page.text
    assert "We have 1 more file." in page.text


def test_files_that_take_too_long_together_are_sent_by_themselves(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.incidents.reporting.files._MOST_SECONDS", -1)
    page = send(reporter, ("a.txt", b"words"))
    assert "Checking these files took too long." in page.text
    monkeypatch.undo()
    assert "Checking" not in send(reporter, ("a.txt", b"words")).text


def test_files_that_are_sent_twice_are_kept_once(reporter: Reporter, session: Session) -> None:
    page, so_far = page_of(reporter), reporter.so_far
    for _ in range(2):
        upload: list[Upload] = [("files", ("a.txt", b"words", "text/plain"))]
        reporter.post("files", files=upload, page=page, so_far=so_far)
    assert len(kept(session)) == 1


def test_no_more_than_ten_files_are_taken(reporter: Reporter, session: Session) -> None:
    for number in range(3):
        words = [(f"{one}.txt", f"{number} {one}".encode()) for one in range(4)]
        page = send(reporter, *words)
    assert page.status_code == 422
    assert "You have added as many files as we can take." in page.text
    assert 'type="file"' not in page.text
    assert len(kept(session)) == files.MOST


def test_as_many_photos_as_a_telephone_offers_are_taken_at_once(
    reporter: Reporter, session: Session
) -> None:
    assert send(reporter, *[(f"{one}.jpg", photo(size=(9, one))) for one in range(1, 6)])
    assert "We have 5 more files." in reporter.text
    assert len(kept(session)) == 5


@pytest.mark.parametrize(
    "contents",
    [
        [(f"{one}.txt", b"words") for one in range(received.MOST_FILES + 1)],
        [(f"{one}.txt", b"x" * 7 * 1024 * 1024) for one in range(5)],
        [("n" * 5000 + ".jpg", b"words")],
    ],
    ids=["too many", "too large together", "a very long name"],
)
def test_files_that_do_not_fit_show_the_step_again_and_the_report_goes_on(
    reporter: Reporter, session: Session, contents: list[tuple[str, bytes]]
) -> None:
    page = send(reporter, *contents)
    assert page.status_code == 422
    assert "These files were not added" in page.text
    assert "up to 32 MB together" in page.text
    assert kept(session) == []
    assert send(reporter, ("wall.txt", b"words")).status_code == 200
    assert len(kept(session)) == 1


@pytest.mark.parametrize("upload", [None, [("files", ("a.txt", b"words", "text/plain"))]])
def test_words_that_do_not_fit_show_the_step_again_with_what_else_was_typed(
    reporter: Reporter, session: Session, people: list[Person], upload: list[Upload] | None
) -> None:
    open_section(reporter, "needs")
    typed = {"interpreter": "Canary Punjabi", "access": "x" * (received.FORM_BYTES + 1)}
    page = reporter.post("needs", files=upload, **typed)
    assert page.status_code == 422
    assert "One text was much too long" in page.text
    assert "Canary Punjabi" in page.text
    assert received.uploads_memory.taken == 0
    assert reporter.post("needs", interpreter="Punjabi").status_code == 200
    assert additions(session, people[0]) == [{"section": "needs", "interpreter": "Punjabi"}]


def test_choosing_no_file_is_said(reporter: Reporter) -> None:
    page = send(reporter, ("", b""))
    assert page.status_code == 422
    assert "Choose a file." in page.text


def test_files_are_never_shown_back(reporter: Reporter) -> None:
    page = send(reporter, ("canary.txt", b"words"))
    assert "We have 1 more file." in page.text
    assert "canary" not in page.text
    open_section(reporter, "files")
    assert "You can add 9 more files." in reporter.text
    assert "canary" not in reporter.text


def test_no_picture_is_read_for_somebody_without_a_report(
    browser: TestClient, people: list[Person], session: Session
) -> None:
    reporter = Reporter(browser).begin()
    page = send(reporter, ("a.jpg", photo()))
    assert "Tell us what happened" in page.text
    assert kept(session) == []


def test_an_upload_never_touches_the_disk(
    reporter: Reporter, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nowhere = tmp_path / "there-is-no-such-folder"
    monkeypatch.setattr(tempfile, "tempdir", str(nowhere))
    opened_files: list[str] = []
    open_really: Callable[..., int] = os.open

    def watched(path: object, *how: object, **more: object) -> int:
        opened_files.append(str(path))
        return open_really(path, *how, **more)

    monkeypatch.setattr(os, "open", watched)
    large = os.urandom(files.ACCEPTED.largest // 2).hex().encode()
    page = send(reporter, *[(f"{one}.txt", large[one:]) for one in range(4)])
    assert page.status_code == 200
    assert len(kept(session)) == 4
    assert not [path for path in opened_files if path.startswith(str(nowhere))]
    assert not nowhere.exists()


def test_the_spool_is_larger_than_the_largest_upload() -> None:
    assert MultiPartParser.spool_max_size > received.UPLOAD_BYTES
    assert 4 * files.ACCEPTED.largest <= received.UPLOAD_BYTES


def test_the_process_that_cleans_can_write_no_file(tmp_path: Path) -> None:
    written = tmp_path / "written"
    program = "import pathlib, sys; from portal.files import sandbox; sandbox.limit(); "
    program += "print('limited', flush=True); pathlib.Path(sys.argv[1]).write_bytes(b'words')"
    command = [sys.executable, "-c", program, str(written)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.stdout == "limited\n"
    assert "write_bytes" in ended.stderr
    assert not written.exists()


def test_a_picture_of_many_points_is_cleaned_within_the_limits() -> None:
    points = b"\0" * (3 * 7000 + 1) * 7000
    drawn = pictures.tried(png(7000, 7000, points))
    assert isinstance(drawn, bytes)
    assert pictures.tried(png(7200, 7200, points)) is pictures.Failure.TOO_LARGE


def test_files_are_read_only_where_they_are_expected(browser: TestClient) -> None:
    sent = browser.post("/en/receipt", files={"receipt_code": ("a", b"b", "text/plain")})
    assert sent.status_code == 422


def test_only_so_many_uploads_are_in_memory_and_all_give_their_room_back(
    reporter: Reporter, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert received.uploads_memory.taken == 0
    assert received.uploads_memory.most <= 4 * received.UPLOAD_BYTES
    send(reporter, ("a.txt", b"words"), ("b.svg", SVG))
    page = reporter.page
    send(reporter, *[(f"{one}.txt", b"words") for one in range(11)])
    reporter.page = page
    assert received.uploads_memory.taken == 0
    monkeypatch.setattr(received.uploads_memory, "most", received.FORM_BYTES + 1000)
    refused = send(reporter, ("a.txt", b"a" * (received.FORM_BYTES + 2000)))
    assert refused.status_code == 503
    assert "What you wrote is not lost" in refused.text
    assert "Choose them again afterwards." in refused.text
    assert received.uploads_memory.taken == 0
