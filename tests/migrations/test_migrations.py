"""The revisions make the tables that the portal works with, and keep what is in them."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

import portal
from portal import migrations
from portal.accounts.models import Role
from portal.consultations import hidden_texts
from portal.consultations.models import Consultation, DateChange, Document, Edition
from portal.consultations.rules import ResponseState, Stage, Told
from portal.feedback import queries as feedback
from portal.feedback.models import Entry, ReportBackEdition, ReportBackLanguage
from portal.forum.topics import posts
from portal.forum.topics import queries as topics
from portal.forum.topics.models import PostVersion, Searched
from portal.forum.topics.rules import Standing, Voice
from portal.incidents.models import KeyHolder, Report
from portal.incidents.records import danger, keys
from portal.incidents.rules import Circle, State, TeamKeyPurpose
from portal.operating import opening
from portal.settings import Settings
from portal.store import audit
from portal.store.db import now, open_engine
from portal.store.jobs import JobRun
from portal.store.noted import NO_TIME, Noted
from tests.accounts.factories import account
from tests.analysis.factories import QUESTIONS, response, why
from tests.bodies.factories import body
from tests.consultations.factories import consultation
from tests.feedback.factories import frozen, written
from tests.feedback.factories import report as report_back
from tests.forum.factories import topic
from tests.groups.factories import group
from tests.incidents.factories import TODAY, approvers
from tests.members.factories import member

pytestmark = pytest.mark.own_database


@pytest.fixture
def empty(database_url: str, tmp_path: Path) -> Iterator[Engine]:
    """Open a database that has no tables yet."""
    engine = open_engine(database_url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))
    if engine.dialect.name == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names())


def pretend_newer(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))


def test_a_database_of_a_newer_version_is_left_alone(engine: Engine) -> None:
    pretend_newer(engine)
    with pytest.raises(migrations.SchemaError, match="newer version"):
        migrations.upgrade(engine)
    with pytest.raises(migrations.SchemaError, match="newer version"):
        migrations.require_newest(engine)


def test_a_database_without_tables_is_not_up_to_date(empty: Engine) -> None:
    assert migrations.current(empty) == ""
    with pytest.raises(migrations.SchemaError, match="portal migrate"):
        migrations.require_newest(empty)


def test_a_change_that_fails_changes_nothing(empty: Engine) -> None:
    def change() -> None:
        with migrations.connected(empty) as connection:
            connection.execute(sa.text("CREATE TABLE half_done (id INTEGER)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert tables(empty) == set()


def test_an_empty_database_is_brought_up_to_date(empty: Engine) -> None:
    migrations.upgrade(empty)
    migrations.require_newest(empty)
    assert migrations.current(empty) == migrations.head()
    assert {"consultation", "response", "audit_entry"} <= tables(empty)


def test_bringing_it_up_to_date_again_changes_nothing(engine: Engine, session: Session) -> None:
    session.add(Consultation(slug="buses"))
    session.commit()
    migrations.upgrade(engine)
    assert session.exec(select(Consultation.slug)).all() == ["buses"]


def test_what_is_up_to_date_is_opened_while_somebody_else_writes(
    engine: Engine, settings: Settings
) -> None:
    with (
        engine.connect().execution_options(writes=True) as writer,
        writer.begin(),
        opening.ready(settings) as opened,
    ):
        assert migrations.current(opened) == migrations.head()


def test_the_revisions_make_the_tables_of_the_portal(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, migrations.metadata()) == []


def test_every_table_is_brought_by_a_feature() -> None:
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    alone = "from portal import migrations; print(*migrations.metadata().tables)"
    known = subprocess.check_output([sys.executable, "-c", alone], text=True).split()  # noqa: S603
    homes = {mapper.class_ for mapper in SQLModel._sa_registry.mappers}
    ours = {home.__tablename__ for home in homes if home.__module__.startswith("portal.")}
    assert ours == set(known)


def test_a_table_that_is_copied_keeps_its_rows_and_those_that_refer_to_it(
    engine: Engine, session: Session
) -> None:
    consultation = Consultation(slug="buses")
    session.add(consultation)
    session.flush()
    session.add(
        DateChange(consultation_id=consultation.id or 0, closed_before=now(), closes_now=now())
    )
    session.commit()
    with migrations.connected(engine) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("consultation", recreate="auto") as table:
            table.alter_column("slug", type_=sa.String(100))
    assert session.exec(select(Consultation.slug)).all() == ["buses"]
    assert session.exec(select(DateChange.consultation_id)).all() == [consultation.id]


def test_references_are_enforced_again_afterwards(engine: Engine, session: Session) -> None:
    migrations.upgrade(engine)
    session.add(DateChange(consultation_id=77, closed_before=now(), closes_now=now()))
    with pytest.raises(sa.exc.IntegrityError):
        session.commit()


def go_back(engine: Engine, revision: str) -> None:
    """Have the tables as they were at an earlier revision."""
    with migrations.connected(engine) as connection:
        command.downgrade(migrations.config(connection), revision)


def test_what_staff_had_closed_gets_its_time_and_what_reporters_took_back_stays_so(
    engine: Engine, session: Session
) -> None:
    day, later = date(2026, 11, 2), date(2026, 11, 30)
    said = {
        "staff": (State.WITHDRAWN, day),
        "code": (State.WITHDRAWN, day),
        "spam": (State.SPAM, date(2026, 11, 3)),
        "long": (State.CLOSED, date(2032, 11, 2)),
    }
    for reference, (state, due) in said.items():
        kept = Report(reference=reference, public_key=b"", day=day, state=state)
        kept.closed, kept.destroy_on = day, due
        session.add(kept)
    for reference, ended in (("staff", "withdrawn"), ("spam", "spam"), ("long", "closed")):
        audit.record(session, 1, "case.closed", reference, state=ended, counted=False)
    session.commit()
    go_back(engine, "0004")
    migrations.upgrade(engine)
    session.expire_all()
    found = {one.reference: (one.state, one.destroy_on) for one in session.exec(select(Report))}
    assert found == {
        "staff": (State.CLOSED, later),
        "code": (State.WITHDRAWN, day),
        "spam": (State.SPAM, later),
        "long": (State.CLOSED, date(2032, 11, 2)),
    }


def test_why_answers_are_hidden_is_kept_and_what_was_said_of_withdrawn_ones_goes(
    engine: Engine, session: Session
) -> None:
    parks = consultation(session, QUESTIONS)
    gone = response(session, parks, state=ResponseState.WITHDRAWN, reason="spam: Names a child")
    kept = response(session, parks, texts={"why": "Shade"}, reason="restored: A meeting")
    hidden_texts.hide(session, [kept.id], "why", "Names a neighbour")
    session.commit()
    go_back(engine, "0010")
    migrations.upgrade(engine)
    session.expire_all()
    assert why(session) == {"why": "Names a neighbour"}
    assert (gone.reason, kept.reason) == ("", "restored: A meeting")


def test_the_key_of_an_account_that_is_disabled_rests(engine: Engine, session: Session) -> None:
    for disabled in (True, False):
        someone = account(session, Role.CASEWORKER)
        someone.disabled = disabled
        holder = KeyHolder(account_id=someone.id, circle=Circle.TEAM, public_key=b"", since=TODAY)
        session.add_all([someone, holder])
    session.commit()
    go_back(engine, "0004")
    migrations.upgrade(engine)
    session.expire_all()
    resting = [one.resting_since is not None for one in session.exec(select(KeyHolder))]
    assert sorted(resting) == [False, True]


def test_copies_of_shared_keys_name_their_key_and_one_each_is_kept_on_the_way_back(
    engine: Engine, session: Session
) -> None:
    holder = approvers(session)[0].vault
    (earlier,) = holder.team_privates(session, TeamKeyPurpose.CONTACT)
    present = keys.make_team_key(session, TeamKeyPurpose.CONTACT, [holder.holder])
    session.commit()
    assert holder.team_privates(session, TeamKeyPurpose.CONTACT) == [present, earlier]
    session.rollback()
    go_back(engine, "0004")
    migrations.upgrade(engine)
    session.expire_all()
    assert holder.team_privates(session, TeamKeyPurpose.CONTACT) == [present]


def test_the_title_that_residents_read_is_kept_beside_the_one_being_corrected(
    engine: Engine, session: Session
) -> None:
    for slug, stage in (("buses", Stage.PUBLISHED), ("parks", Stage.DRAFT)):
        one = Consultation(slug=slug, stage=stage, edition=1, title={"en": "Corrected"})
        session.add(one)
        session.flush()
        content = {"title": {"en": "Old"}}
        session.add(Edition(consultation_id=one.id or 0, number=1, content=content))
    session.commit()
    go_back(engine, "0010")
    migrations.upgrade(engine)
    titles = {one.slug: one.published_title for one in session.exec(select(Consultation))}
    assert titles == {"buses": {"en": "Old"}, "parks": {}}


def test_every_move_of_a_closing_date_is_kept(engine: Engine, session: Session) -> None:
    moments = (now(), now() + timedelta(days=7))
    consultation = Consultation(slug="buses")
    session.add(consultation)
    session.flush()
    number = consultation.id or 0
    told = DateChange(consultation_id=number, closed_before=moments[0], closes_now=moments[1])
    told.reason = {"en": "Floods"}
    later = DateChange(consultation_id=number, which=Told.REPORT_BACK, day_now=date(2027, 1, 1))
    gone = Document(consultation_id=number, language="en", filename="a", media_type="b", size=1)
    gone.removed = now()
    session.add_all([told, later, gone])
    session.commit()
    go_back(engine, "0010")
    migrations.upgrade(engine)
    session.expire_all()
    kept = [
        (one.which, (one.closed_before, one.closes_now), one.day_now, one.reason)
        for one in session.exec(select(DateChange))
    ]
    assert kept == [(Told.CLOSES, moments, None, {"en": "Floods"})]
    assert session.exec(select(Document)).all() == []


def test_danger_that_nobody_was_told_of_yet_is_still_told_after_the_upgrade(
    engine: Engine, session: Session
) -> None:
    danger.tell(session, Circle.TEAM)
    session.add(JobRun(name="mail.outbox", ran=now()))
    session.commit()
    go_back(engine, "0016")
    assert set(session.execute(sa.text("SELECT name FROM job_run")).scalars()) == {
        "incidents.danger_wanted",
        "mail.outbox",
    }
    session.commit()
    migrations.upgrade(engine)
    session.expire_all()
    assert session.exec(select(Noted.name, Noted.at)).all() == [("incidents.news.team", NO_TIME)]
    assert session.exec(select(JobRun.name)).all() == ["mail.outbox"]


def test_posts_that_were_shown_before_there_was_a_search_are_found(
    engine: Engine, session: Session
) -> None:
    forum = body(session)
    shown, hidden = (topic(session, forum, title=f"Zażółć {way}") for way in ("this", "that"))
    posts.stand(session, hidden, topics.opening(session, hidden), Standing.HIDDEN)
    session.commit()
    go_back(engine, "0022")
    migrations.upgrade(engine)
    session.expire_all()
    found = session.exec(select(Searched)).all()
    number = topics.opening(session, shown).id
    assert [(one.post_id, one.language) for one in found] == [(number, "en")]
    assert found[0].folded == "zazolc this they are broken"


def test_posts_of_members_who_are_gone_say_so_and_what_waited_goes_on_the_way_back(
    engine: Engine, session: Session
) -> None:
    forum, valley = body(session), group(session, "Valley Women")
    gone, known = topic(session, forum), topic(session, forum, member(session))
    theirs = topics.opening(session, gone)
    theirs.group_id, theirs.spoken = valley.id, True
    change = posts.version_of(known, topics.opening(session, known))
    change.standing = Standing.WAITING
    session.add_all([theirs, change])
    session.commit()
    go_back(engine, "0034")
    migrations.upgrade(engine)
    session.expire_all()
    read = topics.opening(session, gone)
    assert (read.voice, read.group_id, read.spoken) == (Voice.FORMER, None, False)
    assert topics.opening(session, known).voice is Voice.MEMBER
    assert session.exec(select(PostVersion)).all() == []


def test_a_report_back_keeps_what_belongs_to_it_and_goes_with_all_of_it(
    engine: Engine, session: Session
) -> None:
    made = report_back(session)
    written(session, made)
    edition = frozen(session, made, "en")
    checked = ReportBackLanguage(report_back_id=made.id or 0, language="ur", source="a")
    session.add(checked)
    session.commit()
    before = [edition.model_dump(), checked.model_dump()]
    go_back(engine, "0059")
    migrations.upgrade(engine)
    session.expire_all()
    assert [edition.model_dump(), checked.model_dump()] == before
    assert len(feedback.entries(session, made)) == 2
    session.delete(made)
    session.commit()
    for table in (Entry, ReportBackEdition, ReportBackLanguage):
        assert session.exec(select(table)).all() == []
