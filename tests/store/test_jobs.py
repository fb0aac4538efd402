"""Work that is due is done once, and a job that fails stops no other."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.features import JOBS
from portal.settings import Settings
from portal.store import jobs
from portal.store.audit import AuditEntry
from portal.store.db import begin, now
from portal.store.jobs import Job, JobRun, Transaction

pytestmark = pytest.mark.both

LEAP = timedelta(days=400)

done: list[datetime] = []


ours: list[Job] = []


@pytest.fixture(autouse=True)
def only_ours() -> None:
    ours.clear()
    done.clear()


def note(_session: Session, moment: datetime) -> None:
    done.append(moment)


def fail(_session: Session, _moment: datetime) -> None:
    raise RuntimeError("the disk is full")


def test_a_failing_job_is_tried_again_and_stops_no_other(
    engine: Engine, settings: Settings
) -> None:
    ours.append(Job("fails", timedelta(hours=1), fail))
    ours.append(Job("works", timedelta(hours=1), note))
    assert jobs.run_due(ours, engine, settings, now()) == ["works"]
    assert jobs.run_due(ours, engine, settings, now()) == []


def test_a_job_runs_again_when_its_time_has_come(engine: Engine, settings: Settings) -> None:
    ours.append(Job("works", timedelta(hours=1), note))
    start = now()
    for hours in (0, 0.5, 1, 1.5, 2):
        jobs.run_due(ours, engine, settings, start + timedelta(hours=hours))
    assert len(done) == 3


def test_an_errand_keeps_nobody_from_writing(
    engine: Engine, session: Session, settings: Settings
) -> None:
    def write_meanwhile(transaction: Transaction, moment: datetime) -> None:
        begin(session, writes=True)
        session.add(JobRun(name="meanwhile", ran=moment))
        session.commit()
        with transaction() as own:
            done.append(own.get_one(JobRun, "meanwhile").ran)

    start = now()
    ours.append(Job("leads outside", timedelta(minutes=1), errand=write_meanwhile))
    assert jobs.run_due(ours, engine, settings, start) == ["leads outside"]
    assert done == [start]


def test_an_errand_that_fails_has_had_its_turn_and_stops_nothing(
    engine: Engine, settings: Settings
) -> None:
    def go_wrong(_transaction: Transaction, _moment: datetime) -> None:
        raise OSError("the network is down")

    ours.append(Job("fails", timedelta(minutes=1), errand=go_wrong))
    ours.append(Job("works", timedelta(minutes=1), note))
    start = now()
    assert jobs.run_due(ours, engine, settings, start) == ["works"]
    assert jobs.run_due(ours, engine, settings, start) == []
    assert jobs.run_due(ours, engine, settings, start + timedelta(minutes=1)) == ["works"]


def deleting(engine: Engine, settings: Settings, *moments: datetime) -> list[datetime]:
    """Run what is due at these times; give the times at which something was deleted."""
    for moment in moments:
        jobs.run_due(ours, engine, settings, moment)
    return done


def hourly(start: datetime, hours: int) -> list[datetime]:
    return [start + timedelta(hours=hour) for hour in range(hours + 1)]


def test_a_clock_that_was_wrong_for_a_minute_stops_no_work(
    engine: Engine, settings: Settings
) -> None:
    ours.append(Job("works", timedelta(hours=1), note))
    start = now()
    for moment in (start, start + LEAP, start + timedelta(hours=1), start + timedelta(hours=2)):
        assert jobs.run_due(ours, engine, settings, moment) == ["works"]


def test_a_clock_that_leaps_deletes_nothing_and_deletion_goes_on_when_it_is_right_again(
    engine: Engine, settings: Settings
) -> None:
    ours.append(Job("deletes", timedelta(hours=1), note, deletes=True))
    start, later = now(), now() + timedelta(hours=1)
    moments = (start, start + LEAP, start + LEAP + timedelta(minutes=1), later)
    assert deleting(engine, settings, *moments) == [start, later]


def test_two_leaps_are_no_day_of_running(engine: Engine, settings: Settings) -> None:
    ours.append(Job("deletes", timedelta(hours=1), note, deletes=True))
    start = now()
    again = start + LEAP + timedelta(days=2)
    assert deleting(engine, settings, start, start + LEAP, again) == [start]


def test_a_job_that_is_new_deletes_nothing_either_while_the_others_wait(
    engine: Engine, settings: Settings
) -> None:
    ours.append(Job("deletes", timedelta(hours=1), fail, deletes=True))
    ours.append(Job("tidies", timedelta(hours=1), note, deletes=True))
    start = now()
    assert deleting(engine, settings, start) == [start]
    ours.append(Job("is new", timedelta(hours=1), note, deletes=True))
    assert deleting(engine, settings, start + LEAP) == [start]


def test_after_a_holiday_deletion_waits_for_a_day_of_running_and_nothing_else_does(
    engine: Engine, settings: Settings
) -> None:
    ran: list[datetime] = []
    ours.append(Job("deletes", timedelta(hours=1), note, deletes=True))
    ours.append(Job("works", timedelta(hours=1), lambda _session, moment: ran.append(moment)))
    start = now()
    back = start + timedelta(days=8)
    moments = hourly(back, 26)
    assert deleting(engine, settings, start, *moments) == [start, *moments[24:]]
    assert ran == [start, *moments]


def test_a_weekend_is_no_reason_to_wait(engine: Engine, settings: Settings) -> None:
    ours.append(Job("deletes", timedelta(hours=1), note, deletes=True))
    start = now()
    back = start + timedelta(days=6, hours=23)
    assert deleting(engine, settings, start, back) == [start, back]


def test_hours_in_which_nothing_ran_are_no_day_of_running_but_those_that_did_add_up(
    engine: Engine, settings: Settings
) -> None:
    ours.append(Job("deletes", timedelta(hours=1), note, deletes=True))
    start = now()
    back = start + timedelta(days=8)
    office_hours = [moment for day in range(4) for moment in hourly(back + timedelta(days=day), 8)]
    ran = deleting(engine, settings, start, *office_hours)
    assert ran == [start, *office_hours[9 * 2 + 4 :]]


def test_whoever_has_the_work_done_once_a_day_does_not_wait_for_ever(
    engine: Engine, settings: Settings
) -> None:
    ours.append(Job("deletes", timedelta(hours=1), note, deletes=True))
    start = now()
    days = [start + timedelta(days=8 + day) for day in range(14)]
    assert deleting(engine, settings, start, *days) == [start, *days[12:]]


def test_a_job_that_always_fails_keeps_the_others_from_deleting_on_no_day(
    engine: Engine, settings: Settings
) -> None:
    ours.append(Job("fails", timedelta(hours=1), fail, deletes=True))
    ours.append(Job("deletes", timedelta(hours=1), note, deletes=True))
    start = now()
    days = [start + timedelta(days=day) for day in range(10)]
    assert deleting(engine, settings, *days) == days


def test_whoever_says_that_the_clock_is_right_lets_deletion_go_on_and_is_logged(
    engine: Engine, settings: Settings, session: Session
) -> None:
    ours.append(Job("deletes", timedelta(hours=1), note, deletes=True))
    start = now().replace(microsecond=0)
    back = start + timedelta(days=8)
    deleting(engine, settings, start, back)
    assert jobs.believe_clock(session, ours, 7, back)
    session.commit()
    assert deleting(engine, settings, back + timedelta(minutes=1))[1:] == [
        back + timedelta(minutes=1)
    ]
    entry = session.exec(select(AuditEntry)).one()
    assert (entry.actor, entry.action) == ("7", "deletion.resumed")
    assert entry.details == {"clock": str(back), "last": str(start)}
    assert not jobs.believe_clock(session, ours, 7, back + timedelta(minutes=2))


def test_a_word_about_one_clock_is_none_about_the_next(
    engine: Engine, settings: Settings, session: Session
) -> None:
    ours.append(Job("deletes", timedelta(hours=1), note, deletes=True))
    start = now()
    back = start + timedelta(days=8)
    deleting(engine, settings, start, back)
    jobs.believe_clock(session, ours, 7, back)
    session.commit()
    assert deleting(engine, settings, back + LEAP) == [start]


def test_whatever_deletes_by_the_date_says_so() -> None:
    assert {job.name for job in JOBS if not job.deletes} == {
        "audit.head_mail",
        # It asks for no date: what is deleted was deleted already.
        "database.erasure",
        # They tell somebody of what waits, is new or is to come.
        "body.concerns",
        "body.rota",
        "body.vacancies",
        "complaints.reminder",
        "feedback.late",
        "feedback.reminder",
        # Whom it wrote to it forgets when it begins anew, and a wrong clock begins it as well.
        "following.weekly",
        "following.at_once",
        "forum.owed",
        # A consultation that closed gets its report; a wrong clock begins one early.
        "feedback.draft",
        # A quote was taken back by its writer, or the answer behind what is said of one is gone.
        "feedback.quotes",
        # A group that does not answer rests, and comes back with one press.
        "groups.yearly",
        # What was to come is over; nothing of it goes.
        "meetings.held",
        "meetings.late_actions",
        "meetings.offer",
        "meetings.tell",
        # Pages of an hour ago, which nobody was promised to find.
        "incidents.memory",
        "incidents.notices",
        "language_support.reminder",
        "mail.quotes",
        "mail.send",
        # A link that was asked for is mailed, and that somebody asked is then forgotten.
        "members.send_links",
        # Whoever leads something is mailed their link, and reminded once.
        "plans.leads",
    }
