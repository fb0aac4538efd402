"""Work that is due is done once, and a job that fails stops no other."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal import jobs
from portal.db import begin, now
from portal.jobs import JobRun, Transaction
from portal.settings import Settings

done: list[datetime] = []


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_jobs", {})
    done.clear()


def note(_session: Session, moment: datetime) -> None:
    done.append(moment)


def fail(_session: Session, _moment: datetime) -> None:
    raise RuntimeError("the disk is full")


def test_a_failing_job_is_tried_again_and_stops_no_other(
    engine: Engine, settings: Settings
) -> None:
    jobs.register("fails", timedelta(hours=1), fail)
    jobs.register("works", timedelta(hours=1), note)
    assert jobs.run_due(engine, settings, now()) == ["works"]
    assert jobs.run_due(engine, settings, now()) == []


def test_a_job_runs_again_when_its_time_has_come(engine: Engine, settings: Settings) -> None:
    jobs.register("works", timedelta(hours=1), note)
    start = now()
    for hours in (0, 0.5, 1, 1.5, 2):
        jobs.run_due(engine, settings, start + timedelta(hours=hours))
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
    jobs.register_errand("leads outside", timedelta(minutes=1), write_meanwhile)
    assert jobs.run_due(engine, settings, start) == ["leads outside"]
    assert done == [start]


def test_an_errand_that_fails_has_had_its_turn_and_stops_nothing(
    engine: Engine, settings: Settings
) -> None:
    def go_wrong(_transaction: Transaction, _moment: datetime) -> None:
        raise OSError("the network is down")

    jobs.register_errand("fails", timedelta(minutes=1), go_wrong)
    jobs.register("works", timedelta(minutes=1), note)
    start = now()
    assert jobs.run_due(engine, settings, start) == ["works"]
    assert jobs.run_due(engine, settings, start) == []
    assert jobs.run_due(engine, settings, start + timedelta(minutes=1)) == ["works"]
