"""What was written of meetings, and what joins them, is kept through the revisions."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal import migrations
from portal.meetings import translated
from portal.meetings.models import Record, RecordVersion
from portal.meetings.rules import What
from portal.store.db import now
from portal.translations.models import Translation
from portal.translations.rules import Hand, State, fingerprint
from tests.bodies.factories import body
from tests.meetings.factories import kept, meeting, written
from tests.migrations.test_migrations import go_back

pytestmark = pytest.mark.own_database


def test_minutes_in_further_languages_become_translations_and_stand_apart_on_the_way_back(
    engine: Engine, session: Session
) -> None:
    over = meeting(session, body(session), days=-9)
    first = written(session, over, What.MINUTES, text="We talked.", made=now())
    kept(session, RecordVersion(record_id=first.id or 0, text="Wee", language="en", made=now()))
    number = over.id
    session.rollback()
    go_back(engine, "0041")
    later = "INSERT INTO meeting_record (meeting_id, what, language, text, revision, made) VALUES "
    with engine.begin() as connection:
        for tag, text, made in (
            ("ur", "بات ہوئی", now() + timedelta(hours=1)),
            ("pl", "Rozmowa", now() - timedelta(days=1)),
        ):
            values = {"meeting": number, "tag": tag, "text": text, "made": made}
            connection.execute(
                sa.text(f"{later} (:meeting, 'minutes', :tag, :text, 1, :made)"), values
            )
    migrations.upgrade(engine)
    session.expire_all()
    assert session.exec(select(RecordVersion.language)).all() == ["en"]
    (record,) = session.exec(select(Record)).all()
    source = translated.source(record)
    found = {one.language: one for one in session.exec(select(Translation)).all()}
    assert {one.owner for one in found.values()} == {source.owner}
    assert found["ur"].words == {"text": "بات ہوئی"}
    assert (found["ur"].source, found["ur"].state) == (fingerprint(source.words), State.DRAFT)
    assert (found["pl"].source, found["pl"].state) == ("", State.STALE)
    assert {(one.hand, one.checked, one.member_id) for one in found.values()} == {
        (Hand.CHAIR, None, None)
    }
    session.rollback()
    go_back(engine, "0041")
    with engine.begin() as connection:
        tags = connection.execute(sa.text("SELECT language FROM meeting_record ORDER BY id"))
        assert sorted(tags.scalars()) == ["en", "pl", "ur"]
        assert connection.execute(sa.text("SELECT count(*) FROM translation")).scalar() == 0
