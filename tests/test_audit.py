"""The audit chain: whoever alters, removes or cuts off a row is found, and nobody forks it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from portal import audit
from portal.audit import AuditEntry
from portal.crypto import installation_key
from portal.db import begin
from portal.settings import Settings

WRITERS, EACH = 4, 20


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
    return [fault.entry for fault in audit.verify(session, key, anchor)]


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
    entry.digest = audit._digest(entry, installation_key(b"another secret", "audit"))
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
