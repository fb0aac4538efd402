"""The drill: copy, put back elsewhere, check, and what an operator is told of it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.incidents.models import Report
from portal.incidents.records import pieces
from portal.incidents.records.pieces import Item
from portal.incidents.staff.cases import destruction
from portal.store import mail
from portal.store.audit import AuditEntry
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.cli.conftest import Portal
from tests.incidents.factories import TODAY, Person, report, team_at_hand

pytestmark = pytest.mark.own_database


@pytest.fixture
def people(session: Session) -> list[Person]:
    return team_at_hand(session)


@pytest.fixture
def reported(session: Session, people: list[Person]) -> Report:
    kept = report(session)
    session.expunge(kept)
    session.rollback()
    return kept


def read(engine: Engine, someone: Person) -> list[str]:
    """Read every report that somebody's key opens."""
    with Session(engine) as session:
        reports = session.exec(select(Report)).all()
        keys = [(one, someone.vault.report_private(session, one)) for one in reports]
        return [
            record["what"]
            for one, key in keys
            if key
            for _, record in pieces.opened(session, one, key, Item.REPORT)
        ]


def test_without_a_folder_for_keys_the_operator_is_told_what_is_missing(
    portal: Portal, reported: Report, tmp_path: Path
) -> None:
    answer = portal("backup", tmp_path / "copy")
    assert "with it alone nobody reads a report" in answer.output
    assert "--keys FOLDER" in answer.output


def test_the_operator_is_told_when_to_delete_both(
    portal: Portal, reported: Report, tmp_path: Path
) -> None:
    answer = portal("backup", tmp_path / "copy", "--keys", tmp_path / "keys")
    assert answer.exit_code == 0
    assert "Delete the copy after 30 days" in answer.output
    assert "Delete the keys after 7 days" in answer.output
    assert "Not copied: who is signed in" in answer.output


def test_a_restore_that_forgets_the_keys_is_refused(
    portal: Portal, engine: Engine, people: list[Person], reported: Report, tmp_path: Path
) -> None:
    portal("backup", tmp_path / "copy")
    refused = portal("restore", tmp_path / "copy", "--yes")
    assert refused.exit_code == 1
    assert "--keys FOLDER" in refused.output
    assert read(engine, people[0]) == ["They shouted at me."]
    done = portal("restore", tmp_path / "copy", "--yes", "--without-keys")
    assert "no report can be read" in done.output
    assert read(engine, people[0]) == []


def test_a_copy_and_its_keys_are_put_back_and_the_log_is_intact(
    portal: Portal, engine: Engine, people: list[Person], reported: Report, tmp_path: Path
) -> None:
    portal("backup", tmp_path / "copy", "--keys", tmp_path / "keys")
    done = portal("restore", tmp_path / "copy", "--keys", tmp_path / "keys", "--yes")
    assert done.exit_code == 0
    assert "Everybody was signed out" in done.output
    assert read(engine, people[1]) == ["They shouted at me."]
    assert "The log is intact." in portal("audit", "verify").output


def test_reports_destroyed_since_are_named_and_stay_destroyed(
    portal: Portal,
    engine: Engine,
    session: Session,
    people: list[Person],
    reported: Report,
    tmp_path: Path,
) -> None:
    portal("backup", tmp_path / "copy", "--keys", tmp_path / "keys")
    destruction.destroy(session, reported, "retention", TODAY, reason=destruction.PERIOD)
    session.commit()
    done = portal("restore", tmp_path / "copy", "--keys", tmp_path / "keys", "--yes")
    assert "destroyed again" in done.output
    assert reported.reference in done.output
    log = session.exec(select(AuditEntry).where(AuditEntry.action == destruction.ACTION)).one()
    assert log.subject == reported.reference
    assert {"day", "keys_gone", "copies_gone"} <= log.details.keys()
    assert "The log is intact." in portal("audit", "verify").output
    assert read(engine, people[0]) == []


def test_mails_that_were_given_up_are_sent_anew(portal: Portal, session: Session) -> None:
    attempts = len(mail.WAITS) + 1
    session.add(
        OutgoingMail(recipient="a@b.example", subject="x", body="x", due=now(), attempts=attempts)
    )
    session.commit()
    assert "done next: 1" in portal("resend").output
    assert session.exec(select(OutgoingMail.attempts)).one() == 0
