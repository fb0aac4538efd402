"""The weekly mail is written once to everybody, by four processes or by one that is killed."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session, select

from portal.features import FEATURES, JOBS
from portal.following import weekly
from portal.following.models import Untold, WeeklyMail, WeeklyMailTo
from portal.languages.i18n import today
from portal.members.models import Member
from portal.members.rules import month_of
from portal.settings import Settings
from portal.store import jobs, noted
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.bodies.factories import body, joined, only, rows
from tests.conftest import SECRET
from tests.following.factories import A_WEEK, Mailing, earlier, reply
from tests.forum.factories import topic
from tests.members.factories import member

pytestmark = pytest.mark.both

PEOPLE = 120
PATIENCE = 60.0
_WRITE = """
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from portal.features import FEATURES, LINKS
from portal.following import weekly
from portal.settings import from_environment
from portal.store import jobs, noted
from portal.store.db import now
from portal.store.db import open_engine
from portal.web import links
links.use(LINKS)
weekly.BATCH = 4
settings = from_environment()
engine = open_engine(settings.database_url)
begun = partial(jobs.transaction, engine, settings)
weekly.run(FEATURES, begun, datetime.fromisoformat(sys.argv[1]))
"""


def crowd(session: Session) -> set[str]:
    """Have many people belong to a body in which something is new."""
    made = body(session)
    topic(session, made)
    session.rollback()
    people = [
        Member(email=f"crowd{number}@mail.example", language="en", here=month_of(today()))
        for number in range(PEOPLE)
    ]
    session.add_all(people)
    session.commit()
    for person in people:
        session.refresh(person)
        joined(session, made, person)
    return {person.email or "" for person in people}


def written(session: Session) -> Counter[str]:
    session.rollback()
    return Counter(session.exec(select(OutgoingMail.recipient)))


def begin(settings: Settings, due: datetime) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_VAR": str(settings.var),
        "PORTAL_PUBLIC_URL": settings.public_url,
        "PORTAL_SMTP_URL": settings.smtp_url,
    }
    command = (sys.executable, "-c", _WRITE, due.isoformat())
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, env=environment, cwd=root)  # noqa: S603


def write(mailing: Mailing) -> None:
    weekly.run(FEATURES, partial(jobs.transaction, mailing.engine, mailing.settings), mailing.due)


def test_one_that_is_killed_half_way_loses_and_doubles_nobody(
    session: Session, mailing: Mailing
) -> None:
    people = crowd(session)
    process = begin(mailing.settings, mailing.due)
    deadline = time.monotonic() + PATIENCE
    while len(written(session)) < 12:
        assert time.monotonic() < deadline, "Nothing was written."
        assert process.poll() is None, "It was done before it could be killed."
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)
    half = written(session)
    assert 12 <= len(half) < PEOPLE
    assert not only(session, WeeklyMail).done
    assert len(rows(session, WeeklyMailTo)) == len(half)
    session.rollback()
    write(mailing)
    whole = written(session)
    assert set(whole) == people
    assert set(whole.values()) == {1}
    assert only(session, WeeklyMail).done


def test_four_processes_write_to_everybody_once(session: Session, mailing: Mailing) -> None:
    people = crowd(session)
    processes = [begin(mailing.settings, mailing.due) for _ in range(4)]
    for process in processes:
        process.wait(PATIENCE)
    # Who waited too long for SQLite's one writer comes again with the next minute.
    write(mailing)
    whole = written(session)
    assert set(whole) == people
    assert set(whole.values()) == {1}


def test_it_is_written_before_mails_are_sent_and_after_all_else_was_done() -> None:
    names = [job.name for job in JOBS]
    assert names.index("following.weekly") < names.index("mail.send")
    assert names.index("following.at_once") < names.index("mail.send")


def test_what_is_too_old_to_be_told_at_once_after_a_halt_stands_in_the_weekly_mail(
    session: Session, mailing: Mailing
) -> None:
    made, writer = body(session), member(session)
    joined(session, made, writer)
    one = topic(session, made, writer)
    old, new = reply(session, one, text="The old answer."), reply(session, one, text="A new one.")
    earlier(session, old, 4)
    noted.note(session, "following.told", now() - timedelta(days=5))
    session.commit()
    (told,) = mailing.at_once()
    assert ("The old answer." in told.body, "A new one." in told.body) == (False, True)
    (late,) = mailing.weekly()
    assert ("The old answer." in late.body, "A new one." in late.body) == (True, False)
    assert new.id
    assert mailing.weekly(mailing.due + A_WEEK) == []
    assert rows(session, Untold) == []


def test_what_no_mail_could_tell_stands_in_the_weekly_one(
    session: Session, mailing: Mailing
) -> None:
    made, writer = body(session), member(session)
    joined(session, made, writer)
    reply(session, topic(session, made, writer), text="The answer.")
    without = replace(mailing, settings=replace(mailing.settings, smtp_url=""))
    for minutes in (2, 7):
        assert without.at_once(now() + timedelta(minutes=minutes)) == []
    only(session, Untold)
    assert mailing.at_once(now() + timedelta(minutes=12)) == []
    (late,) = mailing.weekly()
    assert "The answer." in late.body
