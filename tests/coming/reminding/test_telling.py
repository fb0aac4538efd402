"""Who takes part is reminded of a meeting, once, and told at once when it is moved or cancelled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.bodies.models import Body
from portal.bodies.rules import Joining, Office, Stage
from portal.coming.reminding import due
from portal.coming.reminding.models import MeetingNotice
from portal.features import LINKS
from portal.languages import i18n
from portal.meetings import acts
from portal.meetings.models import Meeting
from portal.members import wanted_mails
from portal.members.models import Member
from portal.members.rules import MailKind
from portal.settings import Settings
from portal.store import jobs
from portal.store.db import now, open_engine
from portal.store.outgoing import OutgoingMail
from portal.web import links
from tests.bodies.factories import body, holder, joined
from tests.coming.planned import CALL, PLACE, comes, planned
from tests.council.factories import council
from tests.members.factories import member, outbox

pytestmark = pytest.mark.both

WEEK, DAY, MINUTE = timedelta(days=7), timedelta(days=1), timedelta(minutes=1)


def told(session: Session, moment: datetime) -> list[OutgoingMail]:
    """Do what is due at a moment, and take what is mailed."""
    session.rollback()
    due.tell(session, moment)
    session.commit()
    return outbox(session)


def sitting(session: Session, made: Body, **changes: object) -> Member:
    """Keep somebody who sits in a body."""
    person = member(session, **changes)
    joined(session, made, person)
    return person


def moved(session: Session, meeting: Meeting, **changes: object) -> None:
    session.rollback()
    session.refresh(meeting)
    acts.change(session, meeting, acts.stored(meeting) | changes)
    session.commit()


def to(mails: list[OutgoingMail]) -> list[str]:
    return [one.recipient for one in mails]


def test_nobody_is_reminded_who_does_not_take_part(session: Session) -> None:
    made = body(session)
    for state in (Joining.WAITING, Joining.DECLINED, Joining.WITHDRAWN, Joining.ASKED_BACK):
        joined(session, made, member(session), state=state)
    no, left = sitting(session, made), member(session)
    sitting(session, made, email=None)
    one, event = planned(session, made), planned(session)
    comes(session, one, no, comes=False)
    comes(session, one, left)
    comes(session, event, no, comes=False)
    assert told(session, one.starts - DAY) == []


def test_nobody_is_told_of_a_meeting_of_a_body_that_is_closed(session: Session) -> None:
    made = body(session, stage=Stage.CLOSED)
    sitting(session, made)
    one = planned(session, made)
    assert told(session, one.starts - DAY) == []


def test_members_and_who_holds_an_office_are_reminded_a_week_and_a_day_before(
    session: Session,
) -> None:
    made = body(session)
    people = [sitting(session, made), sitting(session, made), member(session)]
    holder(session, made, Office.CHAIR, people[2])
    one = planned(session, made)
    everybody = sorted(str(person.email) for person in people)
    assert told(session, one.starts - timedelta(days=20)) == []
    assert told(session, one.starts - WEEK - MINUTE) == []
    assert to(told(session, one.starts - WEEK)) == everybody
    assert told(session, one.starts - WEEK + MINUTE) == []
    assert told(session, one.starts - DAY - MINUTE) == []
    assert to(told(session, one.starts - DAY)) == everybody
    assert told(session, one.starts - MINUTE) == []
    assert told(session, one.starts + MINUTE) == []


def test_of_an_event_who_comes_is_reminded(session: Session) -> None:
    person, _ = member(session), member(session)
    event = planned(session)
    comes(session, event, person)
    assert to(told(session, event.starts - DAY)) == [person.email]


def test_a_meeting_that_is_planned_at_short_notice_is_told_once(session: Session) -> None:
    made = body(session)
    sitting(session, made)
    one = planned(session, made, now() + timedelta(hours=5))
    assert len(told(session, now())) == 1
    assert told(session, one.starts - timedelta(hours=1)) == []


def test_a_mail_names_neither_body_nor_place_nor_what_it_is_about(session: Session) -> None:
    made = body(session)
    person = sitting(session, made)
    one = planned(session, made, title={"en": "Stop and search"})
    mails = told(session, one.starts - WEEK)
    moved(session, one, starts=one.starts + DAY)
    mails += told(session, now())
    acts.cancel(session, one)
    session.commit()
    mails += told(session, now())
    assert to(mails) == [person.email] * 3
    assert [one.subject for one in mails] == [
        "A reminder",
        "Something has changed",
        "Something has changed",
    ]
    for mail in mails:
        for word in ("Race", "race", "forum", "Stop", "Northside", PLACE, CALL):
            assert word not in mail.subject + mail.body
        assert f"https://voices.example/en/member/meetings/{one.id}\n" in mail.body


def test_a_reminder_says_the_day_and_hour_on_the_councils_clocks_in_the_readers_language(
    session: Session,
) -> None:
    council(session, timezone="Europe/London")
    made = body(session)
    sitting(session, made, language="pl")
    starts = datetime(2027, 6, 10, 17, 30, tzinfo=UTC)
    planned(session, made, starts)
    (mail,) = told(session, starts - DAY)
    assert "czwartek 10 czerwca 2027" in mail.body
    assert "18:30" in mail.body
    assert "/pl/member/meetings/" in mail.body
    assert i18n.language() == "en"


def test_who_takes_part_is_told_at_once_that_a_meeting_is_moved_and_reminded_anew(
    session: Session,
) -> None:
    made = body(session)
    coming, not_then = sitting(session, made), sitting(session, made)
    one = planned(session, made)
    comes(session, one, not_then, comes=False)
    before = one.starts
    assert len(told(session, before - DAY)) == 1
    moved(session, one, starts=before + timedelta(days=30))
    assert to(told(session, before - DAY + MINUTE)) == [coming.email]
    assert told(session, before - DAY + 2 * MINUTE) == []
    assert to(told(session, before + timedelta(days=23))) == [coming.email]


def test_whoever_stopped_mails_of_meetings_hears_of_no_change_and_each_mail_can_stop_them(
    session: Session,
) -> None:
    made = body(session)
    stays, stopped = sitting(session, made), sitting(session, made)
    one = planned(session, made)
    told(session, now())
    choice = wanted_mails.choices(session, [stopped.id])[stopped.id]
    wanted_mails.stop(session, choice, MailKind.MEETINGS)
    session.commit()
    moved(session, one, place="Elsewhere")
    (mail,) = told(session, now())
    assert mail.recipient == stays.email
    assert "/en/mails/" in mail.stop
    assert mail.stop in mail.body


@pytest.mark.parametrize("changes", [{"place": "Elsewhere"}, {"online": ""}, {"minutes": 30}])
def test_who_takes_part_is_told_of_another_place_or_end(
    session: Session, changes: dict[str, object]
) -> None:
    made = body(session)
    sitting(session, made)
    one = planned(session, made)
    told(session, now())
    moved(session, one, **changes)
    assert len(told(session, now())) == 1


def test_nobody_is_mailed_for_another_title(session: Session) -> None:
    made = body(session)
    sitting(session, made)
    one = planned(session, made)
    told(session, now())
    moved(session, one, title="Yearly meeting")
    assert told(session, now()) == []


def test_a_cancelled_meeting_is_told_once_and_nobody_is_reminded_of_it(session: Session) -> None:
    made = body(session)
    person, not_coming = sitting(session, made), sitting(session, made)
    one = planned(session, made)
    comes(session, one, not_coming, comes=False)
    told(session, now())
    acts.cancel(session, one)
    session.commit()
    assert to(told(session, now())) == [person.email]
    assert told(session, one.starts - WEEK) == []
    assert told(session, one.starts - DAY) == []


def test_a_meeting_that_nobody_knew_of_is_cancelled_in_silence(session: Session) -> None:
    made = body(session)
    sitting(session, made)
    one = planned(session, made)
    acts.cancel(session, one)
    session.commit()
    assert told(session, now()) == []


def test_four_processes_remind_everybody_once(
    session: Session, settings: Settings, engine: Engine
) -> None:
    made = body(session)
    people = [sitting(session, made) for _ in range(5)]
    one = planned(session, made)
    moment = one.starts - WEEK
    session.commit()
    engines = [open_engine(settings.database_url) for _ in range(4)]

    def process(own: Engine) -> list[str]:
        links.use(LINKS)
        return jobs.run_due([due.JOB], own, settings, moment)

    with ThreadPoolExecutor(4) as pool:
        ran = list(pool.map(process, engines))
    for own in engines:
        own.dispose()
    assert sorted(ran) == [[], [], [], ["meetings.tell"]]
    assert to(outbox(session)) == sorted(str(person.email) for person in people)
    assert [notice.stage for notice in session.exec(select(MeetingNotice))] == [1]


def test_a_run_that_fails_half_way_tells_nobody_and_the_next_one_everybody(
    session: Session, settings: Settings, engine: Engine
) -> None:
    made = body(session)
    people = [sitting(session, made) for _ in range(3)]
    one = planned(session, made)
    moment = one.starts - WEEK

    def stopped(session: Session, moment: datetime) -> None:
        due.tell(session, moment)
        raise OSError("the machine is gone")

    session.commit()
    broken = [jobs.Job(due.JOB.name, due.JOB.every, stopped)]
    assert jobs.run_due(broken, engine, settings, moment) == []
    assert outbox(session) == []
    assert jobs.run_due([due.JOB], engine, settings, moment) == ["meetings.tell"]
    assert len(outbox(session)) == len(people)
