"""Staff are reminded at fixed times, and nobody learns from a mail whether anything arrived."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Account
from portal.incidents.models import KeyHolder
from portal.incidents.records import danger
from portal.incidents.rules import Circle
from portal.incidents.staff.cases import notices
from portal.languages.calendar import Calendar
from portal.settings import Settings
from portal.store import jobs, mail
from portal.store.jobs import JobRun
from portal.store.noted import Noted
from portal.store.outgoing import OutgoingMail
from tests.council.factories import council
from tests.incidents.factories import arrange, report, team
from tests.mail_server import MailServer, free_port, running

pytestmark = pytest.mark.both

TO = ("ann@council.example", "bob@council.example")
MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # in winter, London keeps this time


def at(days: int, hours: int, minutes: int = 0) -> datetime:
    """Give a time of the week that begins on `MONDAY`."""
    return MONDAY + timedelta(days=days, hours=hours, minutes=minutes)


@pytest.fixture
def reminded(session: Session) -> Session:
    """Have a team that is reminded at nine and at two, and a job that ran on Sunday evening."""
    team(session)
    arrange(session, notice_to=TO, notice_times=("09:00", "14:00"))
    session.add(JobRun(name=notices.NAME, ran=at(-1, 20)))
    session.commit()
    return session


def pass_by(
    engine: Engine, settings: Settings, *moments: datetime, due: jobs.Jobs = (notices.JOB,)
) -> None:
    """Let the job run at these times, as if the portal had been started anew for each."""
    for moment in moments:
        jobs.run_due(due, engine, settings, moment)


def written(session: Session) -> list[str]:
    """List the subjects that wait for the first of those who are reminded."""
    session.rollback()
    query = select(OutgoingMail).where(OutgoingMail.recipient == TO[0])
    return sorted(waiting.subject for waiting in session.exec(query))


def take(session: Session) -> list[OutgoingMail]:
    """Take the mails out of the outbox, as if they had been sent."""
    session.rollback()
    mails = list(session.exec(select(OutgoingMail).order_by(OutgoingMail.recipient)))
    for waiting in mails:
        session.delete(waiting)
    session.commit()
    return mails


def test_nobody_is_reminded_before_the_council_names_somebody(
    engine: Engine, session: Session, settings: Settings
) -> None:
    team(session)
    pass_by(engine, settings, at(0, 8), at(0, 9, 1))
    assert take(session) == []


def test_a_report_causes_no_mail(engine: Engine, reminded: Session, settings: Settings) -> None:
    pass_by(engine, settings, at(0, 10))
    take(reminded)
    report(reminded)
    pass_by(engine, settings, at(0, 10, 1), at(0, 10, 2), at(0, 13, 59))
    assert take(reminded) == []


def test_no_mail_is_written_at_weekends(
    engine: Engine, reminded: Session, settings: Settings
) -> None:
    pass_by(engine, settings, at(4, 15))
    take(reminded)
    pass_by(engine, settings, at(5, 9), at(5, 14), at(6, 9), at(6, 14))
    assert take(reminded) == []


def test_each_person_is_sent_one_mail_at_each_time_though_nothing_arrived(
    engine: Engine, reminded: Session, settings: Settings
) -> None:
    pass_by(engine, settings, at(0, 8, 59))
    assert take(reminded) == []
    pass_by(engine, settings, at(0, 9), at(0, 9, 1), at(0, 9, 2))
    assert [sent.recipient for sent in take(reminded)] == list(TO)
    pass_by(engine, settings, at(0, 13, 59), at(0, 14), at(0, 14, 1))
    assert [sent.recipient for sent in take(reminded)] == list(TO)


def test_a_time_that_was_missed_is_made_up_for_once(
    engine: Engine, reminded: Session, settings: Settings
) -> None:
    pass_by(engine, settings, at(0, 8), at(3, 11))
    assert len(take(reminded)) == len(TO)
    pass_by(engine, settings, at(3, 11, 1))
    assert take(reminded) == []


def test_a_portal_that_slept_for_weeks_reminds_once(
    engine: Engine, reminded: Session, settings: Settings
) -> None:
    pass_by(engine, settings, at(27, 12))  # a Sunday
    assert len(take(reminded)) == len(TO)


def test_the_times_are_those_of_the_councils_clocks(
    engine: Engine, reminded: Session, settings: Settings
) -> None:
    council(reminded, timezone="Asia/Karachi")
    pass_by(engine, settings, at(0, 3, 59))
    assert take(reminded) == []
    pass_by(engine, settings, at(0, 4))
    assert len(take(reminded)) == len(TO)


@pytest.mark.parametrize(
    "day", [datetime(2026, 3, 30, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC)]
)
def test_when_the_clocks_change_the_mail_follows_them(day: datetime) -> None:
    london, clocks = Calendar("Europe/London"), [time(9)]
    summer = day.month == 3
    nine = day + timedelta(hours=8 if summer else 9)
    before, after = nine - timedelta(minutes=1), nine + timedelta(minutes=1)
    assert not london.has_come(clocks, nine - timedelta(hours=20), before)
    assert london.has_come(clocks, before, nine)
    assert not london.has_come(clocks, nine, after)


def test_a_mail_that_no_server_took_is_replaced_and_not_heaped_up(
    engine: Engine, reminded: Session, settings: Settings
) -> None:
    pass_by(engine, settings, at(0, 9), at(0, 14), at(1, 9))
    assert written(reminded) == ["Please look at the portal today"]


def test_one_wrong_address_keeps_nobody_else_from_being_reminded_and_is_told_in_the_log(
    engine: Engine, reminded: Session, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    arrange(reminded, notice_to=("ann@council..example", *TO))
    pass_by(engine, settings, at(0, 9))
    assert [sent.recipient for sent in take(reminded)] == list(TO)
    assert "has no address that can be written to" in caplog.text
    assert "ann@" not in caplog.text


def test_what_is_sent_is_the_same_to_the_byte_whether_or_not_anything_arrived(
    engine: Engine, reminded: Session, settings: Settings
) -> None:
    server = MailServer(free_port())
    portal = replace(settings, smtp_url=server.url)
    with running(server):
        pass_by(engine, portal, at(0, 9))
        send(engine, portal)
        for number in range(3):
            report(reminded, f"They shouted at me {number} times.")
        pass_by(engine, portal, at(0, 14))
        send(engine, portal)
    first, second = [one for one in server.taken if one.rcpt_tos == [TO[0]]]
    assert lines(first.content) == lines(second.content)
    assert len(first.content or b"") == len(second.content or b"")
    (body, *_) = {mail.get_content() for mail in server.mails}
    assert "https://voices.example/staff/cases" in body
    assert not any(figure in body for figure in "0123456789")


def send(engine: Engine, settings: Settings) -> None:
    mail.send_due(partial(jobs.transaction, engine, settings), at(1, 0))


def lines(content: bytes | str | None) -> list[bytes]:
    """Give the lines of a mail, without the two that differ with each."""
    assert isinstance(content, bytes)
    differing = (b"Date:", b"Message-ID:")
    return [line for line in content.splitlines() if not line.startswith(differing)]


@pytest.fixture
def endangered(engine: Engine, reminded: Session, settings: Settings) -> Session:
    """Have the portal at ten on Monday, with nothing in the outbox."""
    pass_by(engine, settings, at(0, 10))
    take(reminded)
    return reminded


def keyed(session: Session) -> list[str]:
    """List the addresses of the team."""
    session.rollback()
    query = select(Account.email).join(KeyHolder, col(KeyHolder.account_id) == Account.id)
    return list(session.exec(query))


def in_danger(session: Session) -> None:
    """Take in a report that speaks of danger, as far as notices go."""
    session.commit()
    danger.tell(session, Circle.TEAM)
    session.commit()


def test_danger_is_told_within_the_minute(
    engine: Engine, endangered: Session, settings: Settings
) -> None:
    in_danger(endangered)
    pass_by(engine, settings, at(0, 10, 1), at(0, 10, 2))
    sent = take(endangered)
    assert {*TO, *keyed(endangered)} == {one.recipient for one in sent}
    assert {one.subject for one in sent} == {"Please look at the portal now"}
    assert "https://voices.example/staff/cases" in sent[0].body


def test_danger_is_in_the_mail_the_next_time_that_work_is_done(
    engine: Engine, endangered: Session, settings: Settings
) -> None:
    server = MailServer(free_port())
    in_danger(endangered)
    with running(server):
        due = (mail.JOB, notices.JOB)
        pass_by(engine, replace(settings, smtp_url=server.url), at(0, 10, 1), due=due)
    to = sorted(envelope.rcpt_tos[0] for envelope in server.taken)
    assert to == sorted([*TO, *keyed(endangered)])


def test_a_report_that_was_not_kept_tells_no_danger(
    engine: Engine, endangered: Session, settings: Settings
) -> None:
    danger.tell(endangered, Circle.TEAM)
    endangered.rollback()
    pass_by(engine, settings, at(0, 10, 1))
    assert take(endangered) == []


def test_danger_is_told_at_most_once_an_hour_and_never_forgotten(
    engine: Engine, endangered: Session, settings: Settings
) -> None:
    in_danger(endangered)
    in_danger(endangered)
    pass_by(engine, settings, at(0, 10, 1))
    assert len(take(endangered)) == len(TO) + len(keyed(endangered))
    in_danger(endangered)
    pass_by(engine, settings, at(0, 10, 2), at(0, 11))
    assert take(endangered) == []
    pass_by(engine, settings, at(0, 11, 1))
    assert len(take(endangered)) == len(TO) + len(keyed(endangered))


def test_danger_is_told_on_a_sunday_night_too(
    engine: Engine, reminded: Session, settings: Settings
) -> None:
    in_danger(reminded)
    pass_by(engine, settings, at(-1, 23))
    assert len(take(reminded)) == len(TO) + len(keyed(reminded))


def test_of_a_report_about_danger_no_time_is_written_down(
    engine: Engine, endangered: Session, settings: Settings
) -> None:
    in_danger(endangered)
    flags = endangered.exec(select(Noted)).all()
    assert {flag.at.year for flag in flags} == {1970}
    pass_by(engine, settings, at(0, 10, 1))
    take(endangered)
    # Then stands that of the mail, until somebody has looked.
    assert [one.at for one in endangered.exec(select(Noted))] == [at(0, 10, 1)]
    danger.look(endangered, Circle.TEAM)
    endangered.commit()
    assert endangered.exec(select(Noted.name)).all() == []


def test_a_clock_that_was_wrong_keeps_no_danger_from_being_told(
    engine: Engine, endangered: Session, settings: Settings
) -> None:
    in_danger(endangered)
    pass_by(engine, settings, at(400, 10, 1))
    take(endangered)
    in_danger(endangered)
    pass_by(engine, settings, at(0, 10, 2))
    assert {one.subject for one in take(endangered)} == {"Please look at the portal now"}
