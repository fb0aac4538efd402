"""Work that is due is done once, and a job that fails stops no other."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal import jobs
from portal.db import now
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
