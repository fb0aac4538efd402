"""A file of a case is handed to whoever holds its key, as bytes that no browser opens."""

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, delete, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.models import Report, ReportFile, ReportKey
from portal.incidents.records import attachments
from portal.incidents.staff.cases import conflicts, evidence
from portal.sealing.boxes import seal_padded, seal_record
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.incidents.factories import Person, open_vault, report, team

KNOWN = {"name": "photo.jpg", "type": "image/jpeg", "size": 7}
HASHES = {"sha256": "ab" * 32, "original_sha256": "cd" * 32}
CLEAN, ORIGINAL = b"cleaned", b"<svg onload=alert(1)>"


def keep_file(session: Session, kept: Report, **changes: Any) -> ReportFile:
    session.rollback()
    file = ReportFile(report_id=kept.id, number=1, details=b"", content=b"")
    key = kept.public_key
    file.details = seal_record(key, KNOWN | HASHES | changes, attachments.place(file, "details"))
    file.content = seal_padded(key, CLEAN, attachments.place(file, "content"))
    file.original = seal_padded(key, ORIGINAL, attachments.place(file, "original"))
    session.add(file)
    session.commit()
    session.refresh(file)
    return file


def path(kept: Report, file: ReportFile) -> str:
    return f"/en/staff/cases/{kept.reference}/files/{file.id}"


@pytest.fixture
def reader(session: Session) -> Person:
    """Keep a case team, of which one is returned."""
    return team(session)[0]


@pytest.fixture
def kept(session: Session, reader: Person) -> Report:
    """Keep a report."""
    return report(session)


def test_the_number_of_a_file_opens_nothing_without_the_key_of_its_case(
    browser: TestClient, session: Session, reader: Person, kept: Report
) -> None:
    file = keep_file(session, kept)
    session.exec(delete(ReportKey).where(col(ReportKey.holder_id) == reader.vault.holder.id))
    open_vault(browser, session, reader)
    assert browser.get(path(kept, file)).status_code == 404
    assert browser.post(f"{path(kept, file)}/content").status_code == 404
    assert browser.post(f"{path(kept, file)}/original").status_code == 404


def test_a_file_is_not_there_under_another_case(
    browser: TestClient, session: Session, reader: Person, kept: Report
) -> None:
    file, other = keep_file(session, kept), report(session)
    open_vault(browser, session, reader)
    assert browser.get(path(other, file)).status_code == 404
    assert browser.post(f"{path(other, file)}/content").status_code == 404


def test_a_conflict_of_interest_keeps_files_away(
    browser: TestClient, session: Session, reader: Person, kept: Report
) -> None:
    file = keep_file(session, kept)
    conflicts.block(session, kept, reader.number, "A relative.", by=1)
    session.commit()
    open_vault(browser, session, reader)
    assert browser.post(f"{path(kept, file)}/content").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.APPROVER, Role.PARTNER, Role.ANALYST])
def test_nobody_but_caseworkers_gets_a_file(
    browser: TestClient, session: Session, kept: Report, role: Role
) -> None:
    file = keep_file(session, kept)
    sign_in(browser, session, account(session, role))
    assert browser.post(f"{path(kept, file)}/content").status_code == 403


def test_bytes_that_were_moved_to_another_file_do_not_open(
    browser: TestClient, session: Session, reader: Person, kept: Report
) -> None:
    file, other = keep_file(session, kept), keep_file(session, kept)
    session.refresh(file)
    other.content, other.original = file.content, file.content
    session.add(other)
    session.commit()
    session.refresh(other)
    open_vault(browser, session, reader)
    assert browser.post(f"{path(kept, other)}/content").status_code == 404
    assert browser.post(f"{path(kept, other)}/original").status_code == 404


def test_a_file_is_never_shown_by_the_browser(
    browser: TestClient, session: Session, reader: Person, kept: Report
) -> None:
    file = keep_file(session, kept)
    open_vault(browser, session, reader)
    for part, content in (("content", CLEAN), ("original", ORIGINAL)):
        sent = browser.post(f"{path(kept, file)}/{part}")
        assert sent.content == content
        assert sent.headers["content-type"] == "application/octet-stream"
        assert sent.headers["content-disposition"].startswith("attachment;")
        assert sent.headers["x-content-type-options"] == "nosniff"
        assert sent.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert sent.headers["cache-control"] == "no-store"


def test_every_download_is_logged_without_the_name_of_the_file(
    browser: TestClient, session: Session, reader: Person, kept: Report
) -> None:
    file = keep_file(session, kept, name="CANARY.jpg")
    open_vault(browser, session, reader)
    browser.get(path(kept, file))
    browser.post(f"{path(kept, file)}/content")
    browser.post(f"{path(kept, file)}/original")
    session.rollback()
    entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    actions = [entry.action for entry in entries][-3:]
    assert actions == [
        "case.file_looked_up",
        "case.file_downloaded",
        "case.original_downloaded",
    ]
    assert "CANARY" not in str([entry.details for entry in entries])


def test_the_page_of_a_file_shows_its_hashes_and_a_button_of_its_own_for_the_original(
    browser: TestClient, session: Session, reader: Person, kept: Report
) -> None:
    file = keep_file(session, kept)
    open_vault(browser, session, reader)
    page = browser.get(path(kept, file)).text
    assert HASHES["sha256"] in page
    assert HASHES["original_sha256"] in page
    assert f'action="{path(kept, file)}/original"' in page


def test_without_an_original_there_is_no_button_for_it(
    browser: TestClient, session: Session, reader: Person, kept: Report
) -> None:
    file = keep_file(session, kept)
    file.original = None
    session.add(file)
    session.commit()
    session.refresh(file)
    open_vault(browser, session, reader)
    assert "/original" not in browser.get(path(kept, file)).text
    assert browser.post(f"{path(kept, file)}/original").status_code == 404


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("\u202egpj.exe", "R gpj.jpg"),
        ("../../etc/passwd", "R passwd.jpg"),
        ("C:\\evil\\photo.exe", "R photo.jpg"),
        ("a\r\nSet-Cookie: x=1.jpg", "R aSet-Cookie x 1.jpg"),
        ('"; filename=evil.html', "R filename evil.jpg"),
        ("CON.txt", "R CON.jpg"),
        ("", "R document.jpg"),
        (".htaccess", "R htaccess.jpg"),
        ("تصویر.jpg", "R تصویر.jpg"),
    ],
)
def test_a_hostile_name_is_made_safe(name: str, offered: str) -> None:
    assert evidence.name({"name": name, "type": "image/jpeg"}, "R") == offered


@given(st.text(max_size=120))
def test_no_name_steers_a_browser_or_leaves_its_folder(name: str) -> None:
    safe = evidence.name({"name": name, "type": "text/plain"}, "R")
    assert safe.startswith("R ")
    assert safe.endswith(".txt")
    assert not set(safe) & set('/\\"\r\n\0\u202e\u202d\u2066;=%')


def test_a_name_in_any_script_reaches_the_browser(
    browser: TestClient, session: Session, reader: Person, kept: Report
) -> None:
    file = keep_file(session, kept, name="تصویر.jpg")
    open_vault(browser, session, reader)
    sent = browser.post(f"{path(kept, file)}/content").headers["content-disposition"]
    assert quote(f"{kept.reference} تصویر.jpg", safe="") in sent
    assert sent.isascii()
