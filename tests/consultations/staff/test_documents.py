"""Documents of a consultation: what is accepted, who may read it, and that none is lost."""

import os
import subprocess
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from PIL import Image
from pypdf import PdfReader
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations import document_files, queries
from portal.consultations.models import Document, Edition
from portal.consultations.staff.document_uploads import ACCEPTED
from portal.files import folder
from portal.files.filetypes import Taken, safe_name, taken
from portal.problems import Problem
from portal.settings import Settings
from portal.store import disk
from portal.store.audit import AuditEntry
from portal.store.db import now
from portal.web.body import UPLOAD_BYTES
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE
from tests.pdfs import LINK, PDF, SCRIPT, pdf

pytestmark = pytest.mark.both

DOCUMENTS = f"{BASE}/buses/documents"
PUBLIC = "/en/consultations/buses"
CANARY = b"CanaryOfAnOfficer"


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size).save(file, kind)
    return file.getvalue()


def telling(kind: str) -> bytes:
    """Draw a picture that tells who made it where, and has something behind its end."""
    exif = Image.Exif()
    exif[0x013B] = CANARY.decode()
    exif.get_ifd(0x8825)[2] = (51.0, 28.0, 38.0)
    file = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, kind, exif=exif)
    return file.getvalue() + CANARY


def made(content: bytes) -> Taken:
    upload = taken(content, ACCEPTED)
    assert isinstance(upload, Taken)
    return upload


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Choose a file."),
        (b"<html><script>alert(1)</script>", "The file must be a PDF"),
        (b"PK\x03\x04" + b"0" * 50, "The file must be a PDF"),
        (b"GIF89a" + b"0" * 50, "The file must be a PDF"),
        (b" " + PDF, "The file must be a PDF"),
        (pdf(catalog=b"/OpenAction " + SCRIPT), "holds scripts"),
        (pdf(page=LINK % b"file:///c:/plan.doc"), "leads neither to a website"),
        (picture()[:40], "The picture is damaged."),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "The picture is damaged."),
        (b"\xff\xd8\xff" + b"0" * 100, "The picture is damaged."),
        (PDF + b"0" * ACCEPTED.largest, "larger than 10 MB"),
    ],
)
def test_what_nobody_should_publish_is_refused(content: bytes, message: str) -> None:
    refused = taken(content, ACCEPTED)
    assert isinstance(refused, Problem)
    assert message in refused.message


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    bomb = bytearray(picture())
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    assert isinstance(taken(bytes(bomb), ACCEPTED), Problem)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_published_without_its_author_its_place_and_what_follows(kind: str) -> None:
    sent = telling(kind)
    assert CANARY in sent
    published = made(sent)
    assert published.kind == f"image/{kind.lower()}"
    assert CANARY not in published.content
    with Image.open(BytesIO(published.content)) as image:
        assert image.size == (8, 8)
        assert not image.getexif()


def test_a_pdf_is_published_with_its_title_and_its_links_and_without_its_author() -> None:
    author = b"<< /Title (The plan) /Author (%s) >>" % CANARY
    link = LINK % b"https://council.example/"
    sent = pdf(author, page=link, trailer=b"/Info 4 0 R", after=CANARY)
    published = made(sent)
    assert CANARY not in published.content
    document = PdfReader(BytesIO(published.content))
    assert document.metadata
    assert document.metadata.title == "The plan"
    links = [one.get_object()["/A"]["/URI"] for one in document.pages[0].annotations or []]
    assert links == ["https://council.example/"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\plan.exe", "plan.pdf"),
        ("gnp.\u202efdp.exe", "gnp.fdp.pdf"),
        ('a"; filename="b.html', "a filename b.pdf"),
        ("عربي.pdf", "عربي.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        ("x\r\nSet-Cookie: a.pdf", "xSet-Cookie a.pdf"),
        ("a" * 300 + ".pdf", "a" * 80 + ".pdf"),
    ],
)
def test_a_file_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, "application/pdf") == safe


def add(browser: TestClient, content: bytes = PDF, name: str = "plan.pdf", **more: Any) -> Response:
    sent = {"language": "en", "title.en": "The plan"} | more
    return browser.post(DOCUMENTS, data=sent, files={"file": (name, content)})


def documents(session: Session) -> list[Document]:
    session.rollback()
    session.expire_all()
    return list(session.exec(select(Document).order_by(Document.place)))  # type: ignore[arg-type]


def files(settings: Settings) -> list[str]:
    folder = settings.documents
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def public(browser: TestClient, session: Session) -> str:
    """Publish a consultation with one document; give the document's public address."""
    pages.officer(browser, session)
    consultation = make.drafted(session, stage="published", edition=1)
    add(browser)
    assert consultation.slug == "buses"
    return f"/en/consultations/buses/documents/{documents(session)[0].id}"


def test_a_visitor_may_not_upload(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    make.drafted(session)
    sent = {"language": "en", "title.en": "The plan", "file": "text"}
    assert browser.post(DOCUMENTS, data=sent).status_code == 403
    assert documents(session) == []
    assert files(settings) == []


def test_no_file_is_read_for_somebody_who_may_not_upload(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.drafted(session)
    monkeypatch.delattr(subprocess, "Popen")
    assert add(browser, picture()).status_code == 403


def test_an_almost_full_disk_takes_no_document_and_the_words_stay_in_the_form(
    browser: TestClient, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    monkeypatch.setattr(disk, "FILES_NEED", disk.free(settings) * 2)
    answer = add(browser, picture(), **{"title.cy": "Y cynllun"})
    assert answer.status_code == 422
    assert "the disk is almost full" in answer.text
    assert "Y cynllun" in answer.text
    assert files(settings) == []


def test_a_refused_file_leaves_nothing_behind_and_the_words_in_the_form(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    answer = add(browser, b"MZ", **{"title.cy": "Y cynllun", "language": "xx"})
    assert answer.status_code == 422
    assert "The file must be a PDF" in answer.text
    assert "Choose the language of the document." in answer.text
    assert "Y cynllun" in answer.text
    assert documents(session) == []
    assert files(settings) == []


def test_a_file_beyond_all_bounds_is_refused_and_the_words_stay_in_the_form(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    answer = add(browser, b"x" * (UPLOAD_BYTES + 1), **{"title.cy": "Y cynllun"})
    assert answer.status_code == 422
    assert "The file is larger than 10 MB." in answer.text
    assert "Y cynllun" in answer.text


def test_no_file_at_all_and_no_title_are_refused(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    answer = browser.post(DOCUMENTS, data={"language": "en", "file": "text"})
    assert answer.status_code == 422
    assert "Choose a file." in answer.text
    assert "Write a title" in answer.text


def test_a_document_of_a_hidden_consultation_is_not_found(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    add(browser)
    one = documents(session)[0]
    assert browser.get(f"{DOCUMENTS}/{one.id}").content.startswith(b"%PDF-")
    assert browser.get(f"/en/consultations/buses/documents/{one.id}").status_code == 404
    browser.cookies.clear()
    refused = browser.get(f"{DOCUMENTS}/{one.id}", follow_redirects=False)
    assert refused.status_code == 303


def test_a_document_of_another_consultation_is_not_found(
    browser: TestClient, session: Session, public: str
) -> None:
    make.drafted(session, "trains", stage="published", edition=1)
    assert browser.get(public.replace("buses", "trains")).status_code == 404


def test_anybody_may_download_a_document_but_never_run_it(browser: TestClient, public: str) -> None:
    browser.cookies.clear()
    answer = browser.get(public)
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="plan.pdf"'
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_that_has_gone_from_the_disk_is_not_found(
    browser: TestClient, settings: Settings, public: str
) -> None:
    for file in settings.documents.iterdir():
        file.unlink()
    assert browser.get(public).status_code == 404


def test_documents_are_listed_moved_and_deleted(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    add(browser)
    add(browser, picture(), "poster.jpeg.exe", language="cy")
    first, second = documents(session)
    assert (second.filename, second.media_type) == ("poster.jpeg.png", "image/png")
    kept, gone = first.id, second.id
    browser.post(f"{DOCUMENTS}/{gone}/move", data={"_do": "up"})
    assert [one.id for one in documents(session)] == [gone, kept]
    assert str(browser.get(f"{DOCUMENTS}/{gone}/delete").url).endswith(DOCUMENTS)
    browser.post(f"{DOCUMENTS}/{gone}/delete")
    assert [one.id for one in documents(session)] == [kept]
    assert files(settings) == [kept]
    browser.post(f"{DOCUMENTS}/{gone}/delete")
    session.rollback()
    assert [entry.action for entry in session.exec(select(AuditEntry))] == [
        "document.added", "document.added", "document.moved", "document.deleted",
    ]  # fmt: skip


def test_residents_read_when_a_document_was_added_or_removed_and_why(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    add(browser)
    pages.change(browser, f"{BASE}/buses/publish")
    assert "Added on" not in browser.get(PUBLIC).text
    add(browser, picture(), "map.png", **{"title.en": "The second plan"})
    assert browser.get(PUBLIC).text.count("Added on") == 1
    first = documents(session)[0].id
    delete = f"{DOCUMENTS}/{first}/delete"
    asked = browser.post(delete)
    assert browser.get(delete).text == asked.text
    assert browser.post(delete, data=pages.form(asked, delete)).status_code == 422
    assert first in files(settings)
    reason = {"reason.en": "It had a wrong map."}
    browser.post(delete, data=pages.form(asked, delete) | reason)
    page = browser.get(PUBLIC).text
    assert "was here until" in page
    assert "It had a wrong map." in page
    assert f"documents/{first}" not in page
    assert browser.get(f"{PUBLIC}/documents/{first}").status_code == 404
    assert first not in files(settings)


def test_a_note_with_the_first_edition_is_no_correction(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    add(browser)
    pages.change(browser, f"{BASE}/buses/publish", note__en="Nothing was corrected")
    page = browser.get(PUBLIC)
    assert page.status_code == 200
    assert "Nothing was corrected" not in page.text
    edition = session.exec(select(Edition)).one()
    edition.note = {"en": "Stored before"}
    session.commit()
    assert browser.get(PUBLIC).status_code == 200


def test_a_deletion_that_fails_keeps_the_file(
    session: Session, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    file.write_bytes(PDF)
    make.drafted(session)
    folder.remove_after_commit(session, [file])
    session.rollback()
    assert file.exists()


def test_only_old_files_without_a_document_are_swept_up(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    add(browser)
    kept = documents(session)[0].id
    for name in ("old", "new"):
        (settings.documents / name).write_bytes(b"left over")
    long_ago = (now() - timedelta(days=3)).timestamp()
    (settings.documents / "lost+found").mkdir()
    for name in ("old", kept, "lost+found"):
        os.utime(settings.documents / name, (long_ago, long_ago))
    document_files.sweep(session, now())
    assert files(settings) == sorted([kept, "lost+found", "new"])
    assert queries.document_ids(session) == {kept}
