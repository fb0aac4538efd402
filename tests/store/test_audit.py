"""The audit chain: whoever alters, removes or cuts off a row is found, and nobody forks it."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.operating.doctor import findings
from portal.sealing.crypto import installation_key
from portal.settings import Settings
from portal.store import audit, audit_head, staff_audit
from portal.store.audit import AuditEntry
from portal.store.audit_head import Head
from portal.store.db import begin, now
from portal.store.jobs import transaction
from tests.accounts.factories import account, sign_in
from tests.council.factories import council

pytestmark = pytest.mark.both

WRITERS, EACH = 4, 20
LATE = 10**17  # more than PostgreSQL has numbers for rows
WRITTEN = ("topic.closed", "innocent")


@pytest.fixture
def key(settings: Settings) -> bytes:
    return installation_key(settings.secret, "audit")


@pytest.fixture
def chain(session: Session, settings: Settings) -> Path:
    """Record five rows and publish their head; give the place of the anchor."""
    for number in range(5):
        audit.record(session, 1, "topic.closed", f"subject {number}", number=number, name="Zoë")
    session.commit()
    audit.publish_head(session, settings.anchor)
    return settings.anchor


def forge(session: Session, statement: str) -> None:
    session.execute(text(statement))
    session.commit()
    session.expire_all()


def faults(session: Session, key: bytes, anchor: Path) -> list[int]:
    return [fault.entry for fault in staff_audit.verify(session, key, anchor)]


def log(engine: Engine, settings: Settings, subject: str) -> None:
    """Write a row as the portal does."""
    with transaction(engine, settings) as session:
        audit.record(session, 1, "topic.closed", subject)


def told(session: Session) -> list[tuple[str, str]]:
    """List what the log says in this moment."""
    session.rollback()
    query = select(AuditEntry.action, AuditEntry.subject).order_by(col(AuditEntry.id))
    return [(action, subject) for action, subject in session.exec(query)]


def write(engine: Engine, settings: Settings, name: str) -> None:
    for number in range(EACH):
        with Session(engine, info=audit.session_info(settings)) as session:
            begin(session, writes=True)
            audit.record(session, name, "test.written", str(number))
            session.commit()
            audit.publish_head(session, settings.anchor)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET subject = 'forged' WHERE id = 3",
        "UPDATE audit_entry SET actor = '2' WHERE id = 3",
        "UPDATE audit_entry SET action = 'topic.opened' WHERE id = 3",
        "UPDATE audit_entry SET details = '{}' WHERE id = 3",
        "UPDATE audit_entry SET at = '2020-01-01 00:00:00+00:00' WHERE id = 3",
    ],
)
def test_an_altered_row_is_found(session: Session, key: bytes, chain: Path, statement: str) -> None:
    forge(session, statement)
    assert faults(session, key, chain) == [3]


def test_a_row_signed_again_without_the_key_is_found(
    session: Session, key: bytes, chain: Path
) -> None:
    entry = session.get_one(AuditEntry, 3)
    entry.subject = "forged"
    entry.digest = audit.digest(entry, installation_key(b"another secret", "audit"))
    session.commit()
    assert faults(session, key, chain) == [3, 4]


def test_a_removed_row_is_found(session: Session, key: bytes, chain: Path) -> None:
    forge(session, "DELETE FROM audit_entry WHERE id = 3")
    assert faults(session, key, chain) == [4]


def test_the_first_row_removed_is_found(session: Session, key: bytes, chain: Path) -> None:
    forge(session, "DELETE FROM audit_entry WHERE id = 1")
    assert faults(session, key, chain) == [2]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit_entry WHERE id > 4", "DELETE FROM audit_entry"]
)
def test_a_cut_tail_is_found_by_the_anchor_outside(
    session: Session, key: bytes, chain: Path, statement: str
) -> None:
    forge(session, statement)
    assert faults(session, key, chain) == [5]


def test_a_cut_tail_is_found_even_when_the_log_has_grown_again(
    session: Session, key: bytes, chain: Path
) -> None:
    forge(session, "DELETE FROM audit_entry WHERE id > 3")
    audit.record(session, 1, "topic.closed", "written afterwards")
    session.commit()
    assert faults(session, key, chain) == [5]


def test_a_row_that_was_rolled_back_moves_no_anchor(
    session: Session, key: bytes, chain: Path
) -> None:
    before = chain.read_text()
    audit.record(session, 1, "topic.closed", "never happened")
    session.rollback()
    assert chain.read_text() == before
    assert faults(session, key, chain) == []


def test_a_cut_tail_is_found_though_the_head_outside_was_written_anew_by_the_forger(
    session: Session, key: bytes, chain: Path
) -> None:
    kept = session.get_one(AuditEntry, 3)
    forge(session, "DELETE FROM audit_entry WHERE id > 3")
    other = installation_key(b"another secret", "audit")
    head = Head(3, kept.digest, signed=True)
    for line in (f"3 {kept.digest}", f"3 {kept.digest} ", audit_head.written(head, other)):
        chain.write_text(line)
        assert faults(session, key, chain) == [3]


@pytest.mark.parametrize("kept", [1, 4])
def test_rows_that_were_cut_off_are_told_of_by_the_next_one(
    session: Session, engine: Engine, settings: Settings, key: bytes, chain: Path, kept: int
) -> None:
    forge(session, f"DELETE FROM audit_entry WHERE id > {kept}")  # noqa: S608
    log(engine, settings, "innocent")
    log(engine, settings, "innocent")
    assert told(session)[kept:] == [(audit.RENEWED, "5"), WRITTEN, WRITTEN]
    assert faults(session, key, chain) == []


def test_each_cut_is_told_of_however_soon_though_the_head_is_taken_away(
    session: Session, engine: Engine, settings: Settings, key: bytes, chain: Path
) -> None:
    for _cut in range(2):
        log(engine, settings, "bad")
        forge(session, "DELETE FROM audit_entry WHERE subject = 'bad'")
        chain.unlink()
        log(engine, settings, "innocent")
    assert told(session)[5:] == [(audit.RENEWED, "0"), WRITTEN] * 2
    assert faults(session, key, chain) == []


def test_a_log_that_was_emptied_with_its_head_does_not_begin_like_a_new_one(
    session: Session, engine: Engine, settings: Settings, key: bytes, chain: Path
) -> None:
    account(session, created=now() - timedelta(days=1))
    forge(session, "DELETE FROM audit_entry")
    chain.unlink()
    log(engine, settings, "innocent")
    assert told(session) == [(audit.RENEWED, "0"), WRITTEN]
    assert faults(session, key, chain) == []


def test_a_new_log_begins_with_its_first_row_even_if_that_was_not_anchored(
    session: Session, engine: Engine, settings: Settings, key: bytes
) -> None:
    account(session)
    audit.record(session, 1, *WRITTEN)
    session.commit()  # and the process ends
    log(engine, settings, "innocent")
    assert told(session) == [WRITTEN, WRITTEN]
    assert faults(session, key, settings.anchor) == []


def test_a_machine_whose_head_is_behind_those_of_others_says_nothing(
    session: Session, engine: Engine, settings: Settings, key: bytes, chain: Path
) -> None:
    other = replace(settings, var=settings.var / "other")
    for one in (other, settings, other, settings):
        log(engine, one, "innocent")
    assert told(session)[5:] == [(audit.RENEWED, "0"), *[WRITTEN] * 4]
    assert faults(session, key, chain) == faults(session, key, other.anchor) == []


def test_a_head_of_a_later_row_that_nobody_signed_stops_none_that_is_signed(
    session: Session, engine: Engine, settings: Settings, key: bytes, chain: Path
) -> None:
    chain.write_text(f"{LATE} {'0' * 64}")
    assert [fault.entry for fault in staff_audit.head_faults(session, key, chain)] == [LATE]
    log(engine, settings, "innocent")
    assert told(session)[5:] == [(audit.RENEWED, str(LATE)), WRITTEN]
    assert faults(session, key, chain) == []


def test_a_row_that_is_written_while_somebody_reads_the_log_is_no_fault(
    session: Session, engine: Engine, settings: Settings, key: bytes, chain: Path
) -> None:
    assert session.exec(select(AuditEntry)).all()
    log(engine, settings, "innocent")
    assert faults(session, key, chain) == []
    assert staff_audit.head_faults(session, key, chain) == []


def test_a_head_of_an_older_version_is_a_fault_until_the_next_row_which_says_so(
    session: Session, engine: Engine, settings: Settings, key: bytes, chain: Path
) -> None:
    chain.write_text(" ".join(chain.read_text().split()[:2]))
    assert faults(session, key, chain) == [5]
    session.rollback()
    log(engine, settings, "innocent")
    log(engine, settings, "innocent")
    assert told(session)[5:] == [(audit.RENEWED, "5"), WRITTEN, WRITTEN]
    assert faults(session, key, chain) == []


def test_a_head_from_a_mail_finds_what_was_cut_and_anchored_anew(
    session: Session, key: bytes, chain: Path
) -> None:
    told = chain.read_text()
    assert staff_audit.verify(session, key, chain, told) == []
    forge(session, "DELETE FROM audit_entry WHERE id > 3")
    chain.unlink()
    audit.record(session, 1, "topic.closed", "written afterwards")
    session.commit()
    audit.publish_head(session, chain)
    assert faults(session, key, chain) == []
    assert [fault.entry for fault in staff_audit.verify(session, key, chain, told)] == [5]
    assert [fault.entry for fault in staff_audit.verify(session, key, chain, "nonsense")] == [0]


def test_an_empty_log_of_a_portal_that_has_accounts_is_a_fault(
    session: Session, key: bytes, settings: Settings
) -> None:
    account(session)
    assert faults(session, key, settings.anchor) == [0]


def test_what_was_committed_is_done_though_the_head_cannot_be_written(
    browser: TestClient, session: Session, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    council(session)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    in_the_way = settings.anchor.with_suffix(".new")
    in_the_way.mkdir(parents=True)
    assert change_leave_address(browser, "https://weather.example/1") == 303
    assert "was not written" in caplog.text
    [found] = [one for one in findings(settings, {}) if "audit log" in one.message]
    assert "missing" in found.message
    in_the_way.rmdir()
    assert change_leave_address(browser, "https://weather.example/2") == 303
    assert [one for one in findings(settings, {}) if "audit log" in one.message] == []


def change_leave_address(browser: TestClient, address: str) -> int:
    page = browser.get("/en/staff/settings/council").text
    pairs = re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', page)
    form = {html.unescape(name): html.unescape(value) for name, value in pairs}
    form.pop("_switch")  # its buttons are not pressed
    form |= {"nation": "wales", "leave_address": address}
    sent = browser.post("/en/staff/settings/council", data=form, follow_redirects=False)
    return sent.status_code


def test_an_intact_log_has_no_faults(session: Session, key: bytes, chain: Path) -> None:
    assert faults(session, key, chain) == []


def test_an_empty_log_is_intact(session: Session, key: bytes, settings: Settings) -> None:
    assert faults(session, key, settings.anchor) == []


def test_four_writers_at_once_do_not_fork_the_chain(
    engine: Engine, session: Session, settings: Settings, key: bytes
) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        written = [pool.submit(write, engine, settings, f"writer {n}") for n in range(WRITERS)]
        assert [one.result() for one in written] == [None] * WRITERS
    entries = session.exec(select(AuditEntry)).all()
    assert len({entry.previous for entry in entries}) == len(entries) == WRITERS * EACH
    assert faults(session, key, settings.anchor) == []


def test_a_missing_anchor_is_found(session: Session, key: bytes, chain: Path) -> None:
    chain.unlink()
    assert faults(session, key, chain) == [0]


def test_a_damaged_anchor_is_found_and_stops_nobody(
    session: Session, key: bytes, settings: Settings, chain: Path
) -> None:
    chain.write_text("")
    assert faults(session, key, chain) == [0]
    session.rollback()
    audit.record(session, 1, "topic.closed", "another")
    session.commit()
    audit.publish_head(session, settings.anchor)
    assert faults(session, key, chain) == []
