"""What an operator types, and what the portal answers."""

import os
import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal import migrations
from portal.accounts.models import Account, Role
from portal.settings import Settings
from portal.store import audit, ownership
from portal.store.audit import AuditEntry
from portal.store.jobs import JobRun
from tests.accounts.factories import account
from tests.cli.conftest import Portal

pytestmark = pytest.mark.both

SERVICE = 65534
COMMANDS = (("migrate",), ("work",), ("serve",), ("audit", "verify"), ("backup", "copy"))


def log(session: Session, settings: Settings) -> None:
    """Have something in the log, anchored outside the database."""
    audit.record(session, "officer", "consultation.published", "buses")
    session.commit()
    audit.publish_head(session, settings.anchor)


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_secret_key_nothing_is_done(portal: Portal, command: tuple[str, ...]) -> None:
    answer = portal(*command, PORTAL_SECRET_KEY="short")
    assert answer.exit_code == 1
    assert "PORTAL_SECRET_KEY must be set" in answer.output


@pytest.mark.parametrize("url", ["mysql://localhost/voices", "voices.db", ""])
def test_an_address_of_no_database_is_told_in_words(portal: Portal, url: str) -> None:
    answer = portal("migrate", PORTAL_DATABASE_URL=url)
    assert answer.exit_code == 1
    assert "PORTAL_DATABASE_URL must begin with" in answer.output


def test_a_database_that_does_not_answer_is_told_in_words(portal: Portal) -> None:
    answer = portal("migrate", PORTAL_DATABASE_URL="postgresql+psycopg://u:hidden@127.0.0.1:1/x")
    assert answer.exit_code == 1
    assert "The database does not answer" in answer.output
    assert "hidden" not in answer.output


def test_looking_for_a_database_does_not_create_it(portal: Portal, tmp_path: Path) -> None:
    missing = tmp_path / "missing.db"
    answer = portal("audit", "verify", PORTAL_DATABASE_URL=f"sqlite:///{missing}")
    assert answer.exit_code == 1
    assert "There is no database" in answer.output
    assert not missing.exists()


def test_an_account_without_a_known_role_is_refused(portal: Portal, session: Session) -> None:
    answer = portal("account", "create", "a@council.example", "Ann", "--role", "queen")
    assert answer.exit_code == 2
    assert "'officer', 'analyst', 'administrator', 'auditor'" in answer.output
    assert session.exec(select(Account)).all() == []


def test_an_address_has_one_account(portal: Portal, session: Session) -> None:
    existing = account(session, Role.OFFICER)
    answer = portal("account", "create", existing.email, "Ann", "--role", "officer")
    assert answer.exit_code == 1
    assert "An account already uses this address." in answer.output


def test_a_link_that_would_lead_nowhere_is_not_made(portal: Portal, session: Session) -> None:
    answer = portal(
        "account", "create", "a@council.example", "Ann", "--role", "officer", PORTAL_PUBLIC_URL=""
    )
    assert answer.exit_code == 1
    assert "PORTAL_PUBLIC_URL must be set" in answer.output
    assert session.exec(select(Account)).all() == []


def test_an_account_is_created_and_its_owner_can_follow_the_link(
    portal: Portal, session: Session, browser: TestClient
) -> None:
    roles = ("--role", "officer", "--role", "administrator")
    answer = portal("account", "create", "Ann@Council.example", "Ann", *roles)
    assert answer.exit_code == 0
    made = session.exec(select(Account)).one()
    assert (made.email, made.roles) == ("ann@council.example", ["officer", "administrator"])
    link = re.search(r"https://voices\.example(/en/\S+)", answer.output)
    assert link
    assert browser.get(link[1]).status_code == 200


def test_creating_an_account_is_logged_and_the_log_anchored(
    portal: Portal, session: Session, settings: Settings
) -> None:
    portal("account", "create", "a@council.example", "Ann", "--role", "officer")
    entry = session.exec(select(AuditEntry)).one()
    assert (entry.actor, entry.action) == ("operator", "account.invited")
    assert settings.anchor.read_text().startswith(f"{entry.id} {entry.digest} ")


def test_nobody_is_let_in_anew_without_an_account(portal: Portal) -> None:
    answer = portal("account", "reset", "nobody@council.example")
    assert answer.exit_code == 1
    assert "There is no account with this address." in answer.output


def test_whoever_lost_everything_begins_anew(portal: Portal, session: Session) -> None:
    existing = account(session, Role.OFFICER)
    email = existing.email
    session.commit()
    answer = portal("account", "reset", email)
    session.refresh(existing)
    assert "https://voices.example/en/" in answer.output
    assert not existing.enrolled


def test_a_log_that_was_altered_is_told_row_by_row(
    portal: Portal, session: Session, settings: Settings
) -> None:
    log(session, settings)
    session.connection().execute(sa.text("UPDATE audit_entry SET actor = 'nobody'"))
    session.commit()
    answer = portal("audit", "verify")
    assert answer.exit_code == 1
    assert "Row 1: this row was altered" in answer.output


def test_a_log_that_was_cut_is_noticed(
    portal: Portal, session: Session, settings: Settings
) -> None:
    log(session, settings)
    session.connection().execute(sa.text("DELETE FROM audit_entry"))
    session.commit()
    answer = portal("audit", "verify")
    assert answer.exit_code == 1
    assert "the log ends before" in answer.output


def test_a_head_that_was_mailed_shows_what_was_cut_and_written_anew(
    portal: Portal, session: Session, settings: Settings
) -> None:
    log(session, settings)
    mailed = settings.anchor.read_text()
    assert portal("audit", "verify", "--head", mailed).exit_code == 0
    session.connection().execute(sa.text("DELETE FROM audit_entry"))
    session.commit()
    settings.anchor.unlink()
    audit.record(session, "somebody", "topic.closed", "written afterwards")
    session.commit()
    audit.publish_head(session, settings.anchor)
    assert portal("audit", "verify").exit_code == 0
    answer = portal("audit", "verify", "--head", mailed)
    assert answer.exit_code == 1
    assert "the log ends before" in answer.output


def test_what_root_puts_back_belongs_to_the_user_of_the_portal(
    portal: Portal, session: Session, settings: Settings, tmp_path: Path
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    log(session, settings)
    session.close()
    settings.documents.mkdir()
    (settings.documents / "plan").write_bytes(b"%PDF")
    portal("backup", tmp_path / "copy")
    for path in ownership.kept(settings):
        os.chown(path, SERVICE, SERVICE)
    for path, mode in ((settings.documents, 0o750), (settings.documents / "plan", 0o640)):
        path.chmod(mode)
    settings.anchor.chmod(0o640)
    assert portal("restore", tmp_path / "copy", "--yes").exit_code == 0
    portal("account", "create", "a@council.example", "Ann", "--role", "officer")
    kept = {path.name: path.stat() for path in ownership.kept(settings)}
    assert {"documents", "plan", "audit-head", "last-backup"} <= kept.keys()
    assert {(one.st_uid, one.st_gid) for one in kept.values()} == {(SERVICE, SERVICE)}
    assert stat.S_IMODE(kept["documents"].st_mode) == 0o750
    assert stat.S_IMODE(kept["plan"].st_mode) == 0o640
    assert stat.S_IMODE(kept["audit-head"].st_mode) == 0o640


@pytest.mark.parametrize("joined", ["symlink_to", "hardlink_to"])
def test_root_gives_away_no_file_that_is_only_linked_from_the_folder(
    portal: Portal, session: Session, settings: Settings, tmp_path: Path, joined: str
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    log(session, settings)
    session.close()
    (roots := tmp_path / "shadow").write_text("root's own")
    os.chown(settings.var, SERVICE, SERVICE)
    getattr(settings.var / "evil", joined)(roots)
    (settings.var / "gone").symlink_to(tmp_path / "nowhere")
    assert portal("audit", "verify").exit_code == 0
    assert roots.stat().st_uid == 0
    assert settings.anchor.stat().st_uid == SERVICE


@pytest.mark.parametrize("name", ["audit-head.new", "last-backup", "last-backup.new"])
def test_root_writes_through_no_link_that_stands_in_the_folder(
    portal: Portal, settings: Settings, tmp_path: Path, name: str
) -> None:
    (roots := tmp_path / "crontab").write_text("root's own")
    settings.var.mkdir(exist_ok=True)
    (settings.var / name).symlink_to(roots)
    portal("account", "create", "a@council.example", "Ann", "--role", "officer")
    assert portal("backup", tmp_path / "copy").exit_code == 0
    assert roots.read_text() == "root's own"


def test_an_intact_log_is_confirmed(portal: Portal, session: Session, settings: Settings) -> None:
    log(session, settings)
    answer = portal("audit", "verify")
    assert (answer.exit_code, answer.output) == (0, "The log is intact.\n")


@pytest.mark.own_database
def test_a_server_is_not_migrated_by_serving(
    portal: Portal, session: Session, settings: Settings
) -> None:
    session.connection().execute(sa.text("DELETE FROM alembic_version"))
    session.commit()
    answer = portal("work")
    refused = "postgresql" in settings.database_url
    assert answer.exit_code == 1
    assert ("Run first: portal migrate" in answer.output) is refused


def test_migrating_says_where_the_database_stands(portal: Portal) -> None:
    answer = portal("migrate")
    assert answer.exit_code == 0
    assert migrations.head() in answer.output


def test_work_that_is_due_is_done_once(portal: Portal) -> None:
    first, second = portal("work"), portal("work")
    assert "Done: consultations.retention" in first.output
    assert "Done: accounts.end_expired_sessions" in first.output
    assert second.output == ""


def test_an_operator_who_looked_at_the_clock_has_deletion_go_on(
    portal: Portal, session: Session
) -> None:
    portal("work")
    for ran in session.exec(select(JobRun)):
        ran.ran -= timedelta(days=8)
    session.commit()
    waits, goes_on = portal("work"), portal("work", "--clock-is-right")
    assert "incidents.notices" in waits.output
    assert "consultations.retention" not in waits.output
    assert "Done: consultations.retention" in goes_on.output
    said = select(AuditEntry.actor).where(AuditEntry.action == "deletion.resumed")
    assert session.exec(said).all() == ["operator"]


def test_a_backup_replaces_nothing_unless_told_to(
    portal: Portal, session: Session, settings: Settings, tmp_path: Path
) -> None:
    log(session, settings)
    made = portal("backup", tmp_path / "copy")
    assert made.exit_code == 0
    assert "Keep the secret key apart" in made.output
    refused = portal("restore", tmp_path / "copy")
    assert refused.exit_code == 1
    assert "--yes" in refused.output


def test_a_backup_is_put_back_and_its_log_is_intact(
    portal: Portal, session: Session, settings: Settings, tmp_path: Path
) -> None:
    log(session, settings)
    portal("backup", tmp_path / "copy")
    portal("account", "create", "a@council.example", "Ann", "--role", "officer")
    session.close()
    answer = portal("restore", tmp_path / "copy", "--yes")
    assert answer.exit_code == 0
    assert "The portal is again as it was" in answer.output
    assert "PORTAL_SECRET_KEY" not in answer.output
    assert session.exec(select(Account)).all() == []
    [_, restored] = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    assert (restored.actor, restored.action) == ("restore", "portal.restored")
    assert portal("audit", "verify").exit_code == 0


def test_a_backup_restored_with_another_key_says_so(
    portal: Portal, session: Session, settings: Settings, tmp_path: Path
) -> None:
    log(session, settings)
    portal("backup", tmp_path / "copy")
    session.close()
    answer = portal("restore", tmp_path / "copy", "--yes", PORTAL_SECRET_KEY="another" * 8)
    assert answer.exit_code == 0
    assert "not of this PORTAL_SECRET_KEY" in answer.output


def test_nobody_else_may_read_a_backup(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    portal("backup", tmp_path / "copy")
    files = [file for file in (tmp_path / "copy").rglob("*") if file.is_file()]
    assert len(files) == 2
    assert [file.stat().st_mode & 0o077 for file in files] == [0, 0]


def test_the_doctor_names_errors_and_fails(portal: Portal) -> None:
    answer = portal("doctor", PORTAL_HTTPS="false", PORTAL_PUBLIC_URL="http://voices.example")
    assert answer.exit_code == 1
    assert "ERROR: HTTPS is off" in answer.output


def test_the_doctor_tells_what_is_only_missing_without_failing(
    portal: Portal, settings: Settings
) -> None:
    answer = portal("doctor")
    assert answer.exit_code == 0
    assert "WARNING: There is no mail server" in answer.output
    assert "ERROR" not in answer.output


def test_the_version_is_told(portal: Portal) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", portal("--version").output)
