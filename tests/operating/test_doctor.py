import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session
from starlette.datastructures import Secret

from portal.incidents import report_settings
from portal.incidents.report_settings import Arrangements
from portal.languages import i18n
from portal.operating.doctor import Finding, Severity, examine, findings, python_findings
from portal.settings import Settings
from portal.store import disk, ownership
from portal.store.db import now
from portal.store.mail import WAITS
from portal.store.outgoing import OutgoingMail
from tests.council.factories import council
from tests.everywhere.test_unavailable import locked

pytestmark = pytest.mark.both


def found(wrong: list[Finding], word: str) -> list[Severity]:
    """Give how severe the findings are that say a word."""
    return [finding.severity for finding in wrong if word in finding.message]


@pytest.fixture
def healthy(settings: Settings, session: Session) -> Settings:
    council(session)
    return replace(settings, smtp_url="smtp://mail.example", source_header="x-visitor-network")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda s: replace(s, secret_key=Secret("short")), "secret key"),
        (lambda s: replace(s, debug=True), "Debugging"),
        (lambda s: replace(s, https=False), "HTTPS"),
        (lambda s: replace(s, public_url=""), "its own address"),
        (lambda s: replace(s, public_url="http://voices.example"), "https://"),
        (lambda s: replace(s, database_url="sqlite:////nowhere/portal.db"), "does not exist"),
        (lambda s: replace(s, database_url="portal.db"), "cannot be read"),
        (lambda s: replace(s, database_url="mysql://localhost/x"), "cannot use"),
        (
            lambda s: replace(s, database_url="postgresql+psycopg://x@127.0.0.1:1/x"),
            "cannot be reached",
        ),
    ],
)
def test_what_makes_the_portal_unsafe_or_broken_is_an_error(
    healthy: Settings, change: Callable[[Settings], Settings], word: str
) -> None:
    assert found(findings(change(healthy), {}), word) == [Severity.ERROR]


def test_a_file_where_the_folder_should_be_is_an_error(healthy: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    wrong = findings(replace(healthy, var=tmp_path / "file"), {})
    assert found(wrong, "cannot be written") == [Severity.ERROR]


def test_a_database_without_tables_is_an_error(healthy: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty.db").write_bytes(b"")
    wrong = findings(replace(healthy, database_url=f"sqlite:///{tmp_path / 'empty.db'}"), {})
    assert found(wrong, "another version") == [Severity.ERROR]


def test_a_missing_secret_is_said_and_nothing_else_is_tried(tmp_path: Path) -> None:
    wrong = examine({"PORTAL_VAR": str(tmp_path / "var")})
    assert found(wrong, "PORTAL_SECRET_KEY") == [Severity.ERROR]
    assert not (tmp_path / "var").exists()


def test_a_secret_in_the_environment_is_a_warning(healthy: Settings) -> None:
    wrong = findings(healthy, {"PORTAL_SECRET_KEY": "x" * 40})
    assert found(wrong, "environment") == [Severity.WARNING]


def test_no_mail_server_is_a_warning(healthy: Settings) -> None:
    wrong = findings(replace(healthy, smtp_url=""), {})
    assert found(wrong, "mail server") == [Severity.WARNING]


def test_a_proxy_that_tells_no_network_is_a_warning(healthy: Settings) -> None:
    wrong = findings(replace(healthy, source_header=""), {})
    assert found(wrong, "one network") == [Severity.WARNING]
    assert found(wrong, "strangers can keep staff waiting") == [Severity.WARNING]


def test_a_council_that_has_not_finished_is_a_warning(healthy: Settings, session: Session) -> None:
    council(session, never_recipients={})
    wrong = findings(healthy, {})
    assert found(wrong, "to whom answers are not sent") == [Severity.WARNING]


def take_reports_in(session: Session, settings: Settings, *notice_to: str) -> None:
    """Open the service for reports, with a backup that was made today."""
    report_settings.save(session, Arrangements(enabled=True, notice_to=notice_to))
    session.commit()
    settings.last_backup.parent.mkdir(parents=True, exist_ok=True)
    settings.last_backup.write_text(i18n.today().isoformat())


def test_reminders_without_a_mail_server_are_an_error(healthy: Settings, session: Session) -> None:
    take_reports_in(session, healthy, "ann@council.example")
    assert found(findings(healthy, {}), "told of danger or reminded by mail") == []
    wrong = findings(replace(healthy, smtp_url=""), {})
    assert found(wrong, "told of danger or reminded by mail") == [Severity.ERROR]


def test_an_address_for_reminders_that_is_none_is_an_error(
    healthy: Settings, session: Session
) -> None:
    take_reports_in(session, healthy, "ann@council..example")
    assert found(findings(healthy, {}), "which is no address") == [Severity.ERROR]


def test_reports_of_which_nobody_is_reminded_are_a_warning(
    healthy: Settings, session: Session
) -> None:
    take_reports_in(session, healthy)
    assert found(findings(healthy, {}), "Nobody is reminded") == [Severity.WARNING]


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://x?from=nobody@"])
def test_an_address_that_is_no_mail_servers_is_an_error(healthy: Settings, url: str) -> None:
    wrong = findings(replace(healthy, smtp_url=url), {})
    assert found(wrong, "mail server cannot be used") == [Severity.ERROR]


def test_mails_that_no_server_took_are_an_error(healthy: Settings, session: Session) -> None:
    kept = OutgoingMail(recipient="a@b.example", subject="x", body="x", due=now())
    kept.attempts, kept.last_error = len(WAITS) + 1, "550 Nobody of this name"
    session.add(kept)
    session.commit()
    wrong = findings(healthy, {})
    assert found(wrong, "550 Nobody of this name") == [Severity.ERROR]


@pytest.mark.parametrize("days", [None, 8, -400])
def test_reports_without_a_recent_backup_are_a_warning(
    healthy: Settings, session: Session, days: int | None
) -> None:
    take_reports_in(session, healthy, "ann@council.example")
    healthy.last_backup.unlink()
    if days is not None:
        healthy.last_backup.write_text((i18n.today() - timedelta(days=days)).isoformat())
    assert found(findings(healthy, {}), "No backup was made") == [Severity.WARNING]


def test_every_finding_says_what_to_do(settings: Settings) -> None:
    wrong = findings(replace(settings, debug=True, https=False, public_url=""), {})
    assert wrong
    assert all(finding.remedy for finding in wrong)


@pytest.mark.parametrize(
    ("version", "said"),
    [((3, 11, 9), 1), ((3, 11, 10), 0), ((3, 12, 5), 1), ((3, 12, 6), 0), ((3, 13, 0), 0)],
)
def test_a_python_that_strangers_keep_busy_is_a_warning(
    version: tuple[int, int, int], said: int
) -> None:
    assert [one.severity for one in python_findings(version)] == [Severity.WARNING] * said


def test_a_healthy_installation_has_no_findings(healthy: Settings) -> None:
    assert findings(healthy, {}) == []


def test_what_belongs_to_somebody_else_is_an_error(healthy: Settings) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    healthy.documents.mkdir(parents=True)
    for path in ownership.kept(healthy):
        os.chown(path, 65534, 65534)
    assert found(findings(healthy, {}), "cannot read or write") == []
    os.chown(healthy.documents, 0, 0)
    assert found(findings(healthy, {}), "cannot read or write") == [Severity.ERROR]


def test_a_database_that_cannot_be_written_is_an_error(healthy: Settings, engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with locked(engine):
            wrong = findings(healthy, {})
    else:
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            name = f'"{engine.url.database}"'
            connection.execute(
                text(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
            )
            wrong = findings(healthy, {})
            connection.execute(text(f"ALTER DATABASE {name} RESET default_transaction_read_only"))
    assert found(wrong, "cannot be written") == [Severity.ERROR]


@pytest.mark.parametrize(
    ("limit", "severity"), [("FILES_NEED", Severity.WARNING), ("WORDS_NEED", Severity.ERROR)]
)
def test_little_room_is_said_before_it_hurts(
    healthy: Settings, monkeypatch: pytest.MonkeyPatch, limit: str, severity: Severity
) -> None:
    monkeypatch.setattr(disk, "FILES_NEED", 2**62)
    monkeypatch.setattr(disk, limit, 2**62)
    assert found(findings(healthy, {}), "are free") == [severity]


def test_a_head_to_be_mailed_without_a_mail_server_is_an_error(
    healthy: Settings, session: Session
) -> None:
    council(session, audit_email="auditor@council.example")
    assert found(findings(healthy, {}), "head of the audit log is to be sent") == []
    wrong = findings(replace(healthy, smtp_url=""), {})
    assert found(wrong, "head of the audit log is to be sent") == [Severity.ERROR]
