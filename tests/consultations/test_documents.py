"""Documents of a consultation: what is accepted, who may read it, and that none is lost."""

import os
import time
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.audit import AuditEntry
from portal.consultations import document_files, editor_queries, uploads
from portal.consultations.models import Document
from portal.db import now
from portal.problems import Problem
from portal.settings import Settings
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE

DOCUMENTS = f"{BASE}/buses/documents"
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size).save(file, kind)
    return file.getvalue()


def packed(content: bytes) -> bytes:
    """Write a PDF that hides something in a compressed stream of objects."""
    head = b"%PDF-1.7\n2 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\n"
    return head + zlib.compress(content) + b"\nendstream endobj\n%%EOF"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("WEBP"), "image/webp"),
        (packed(b"1 0 << /Type /Page >>"), "application/pdf"),
        (PDF.replace(b"1 0 obj", b"stream\n/JS /Launch\nendstream 1 0 obj"), "application/pdf"),
        (PDF.replace(b"/Type", b"/JSON /Type"), "application/pdf"),
    ],
)
def test_documents_are_known_by_their_content(content: bytes, kind: str) -> None:
    assert uploads.media_type(content) == kind


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Choose a file."),
        (b"<html><script>alert(1)</script>", "The file must be a PDF"),
        (b"PK\x03\x04" + b"0" * 50, "The file must be a PDF"),
        (b"GIF89a" + b"0" * 50, "The file must be a PDF"),
        (b" " + PDF, "The file must be a PDF"),
        (PDF[:-7], "its end is missing"),
        (PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript >> /Type"), "holds scripts"),
        (PDF.replace(b"/Type", b"/S /J#61vaScript /Type"), "holds scripts"),
        (PDF.replace(b"/Type", b"/Launch /Type"), "holds scripts"),
        (PDF.replace(b"/Type", b"/EmbeddedFiles 3 0 R /Type"), "holds scripts"),
        (PDF.replace(b"/Type", b"/Encrypt 3 0 R /Type"), "locked with a password"),
        (packed(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>"), "holds scripts"),
        (picture()[:40], "damaged or too large"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "damaged or too large"),
        (b"\xff\xd8\xff" + b"0" * 100, "damaged or too large"),
        (PDF + b"0" * uploads.LARGEST, "larger than 10 MB"),
    ],
)
def test_anything_else_is_refused(content: bytes, message: str) -> None:
    refused = uploads.media_type(content)
    assert isinstance(refused, Problem)
    assert message in refused.message


def test_a_script_in_packed_objects_is_found_however_their_kind_is_spelt() -> None:
    spelt = packed(b"<< /JS (app.alert) >>").replace(b"/ObjStm", b"/Obj#53tm")
    assert isinstance(uploads.media_type(spelt), Problem)


@pytest.mark.parametrize("filling", [b"<<" * 500_000, b"stream\n" * 100_000])
def test_no_file_can_be_made_to_hold_up_the_portal(filling: bytes) -> None:
    began = time.monotonic()
    uploads.media_type(b"%PDF-1.7\n" + filling + b"\n%%EOF")
    assert time.monotonic() - began < 10


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    bomb = bytearray(picture())
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    assert isinstance(uploads.media_type(bytes(bomb)), Problem)


@given(
    st.binary(max_size=200), st.sampled_from([b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"RIFF1234WEBP"])
)
def test_whatever_is_uploaded_is_judged_without_a_fault(rest: bytes, start: bytes) -> None:
    assert uploads.media_type(start + rest)


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
    assert uploads.safe_name(name, "application/pdf") == safe


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
    assert browser.get(f"{DOCUMENTS}/{one.id}").content == PDF
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
    assert answer.content == PDF
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
    browser.post(f"{DOCUMENTS}/{gone}/delete")
    assert [one.id for one in documents(session)] == [kept]
    assert files(settings) == [kept]
    browser.post(f"{DOCUMENTS}/{gone}/delete")
    session.rollback()
    assert [entry.action for entry in session.exec(select(AuditEntry))] == [
        "document.added", "document.added", "document.moved", "document.deleted",
    ]  # fmt: skip


def test_a_deletion_that_fails_keeps_the_file(
    session: Session, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "kept"
    file.write_bytes(PDF)
    make.drafted(session)
    document_files.remove_after_commit(session, [file])
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
    for name in ("old", kept):
        os.utime(settings.documents / name, (long_ago, long_ago))
    document_files.sweep(session, now())
    assert files(settings) == sorted([kept, "new"])
    assert editor_queries.document_ids(session) == {kept}
