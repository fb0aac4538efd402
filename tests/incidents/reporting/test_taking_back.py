"""A report is taken back: locked at once, brought back by the code, and gone some days later."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents.models import Reply, Report, ReportItem, ReportKey
from portal.incidents.records import codes, pieces, replies, withdrawing
from portal.incidents.records.pieces import Item
from portal.incidents.rules import State
from portal.incidents.staff.sharing import referrals
from portal.incidents.staff.sharing.referrals import Passing, Stage
from portal.incidents.way_back import gone_on
from portal.languages.i18n import day, today
from tests.incidents import agencies
from tests.incidents.afterwards import only_report, private_key
from tests.incidents.factories import Person, team
from tests.incidents.reporter import Reporter

WORDS = "They shouted at me on the stairs."
TOOK_BACK = "You took your report back"


@pytest.fixture
def people(session: Session, browser: TestClient) -> list[Person]:
    return team(session)


@pytest.fixture
def reporter(browser: TestClient, people: list[Person]) -> Reporter:
    return Reporter(browser)


@pytest.fixture
def code(reporter: Reporter) -> str:
    return reporter.report(WORDS)


def take_back(reporter: Reporter, code: str) -> str:
    reporter.come_back(codes.digits(code))
    return reporter.post("withdraw", sure="yes").text


def keys_of(session: Session) -> list[bytes]:
    session.rollback()
    query = select(ReportKey.sealed_key).order_by(ReportKey.holder_id)
    return list(session.exec(query))


def test_it_takes_a_second_press(reporter: Reporter, session: Session, code: str) -> None:
    reporter.come_back(codes.digits(code))
    before = keys_of(session)
    asked = reporter.post("withdraw").text
    assert "Do you want to take your report back?" in asked
    assert "For three days you can bring it back with the code." in asked
    assert keys_of(session) == before
    assert only_report(session).state is State.RECEIVED


def test_it_is_locked_to_everybody_at_once(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    before = keys_of(session)
    page = take_back(reporter, code)
    assert TOOK_BACK in page
    assert "After a few minutes nobody here can read it." in page
    report = only_report(session)
    assert (report.state, report.destroy_on) == (State.WITHDRAWN, gone_on(today()))
    assert [one.vault.report_private(session, report) for one in people] == [None, None]
    assert not set(before) & set(keys_of(session))


def test_the_page_says_until_when_it_can_be_brought_back(reporter: Reporter, code: str) -> None:
    page = take_back(reporter, code)
    assert day(today() + timedelta(days=3)) in page
    assert day(today() + timedelta(days=4)) in page


def test_what_two_people_keep_can_be_brought_back_for_as_long(
    reporter: Reporter, session: Session, code: str
) -> None:
    take_back(reporter, code)
    report = only_report(session)
    report.destroy_on = gone_on(today(), held=True)
    session.add(report)
    session.commit()
    page = reporter.come_back(codes.digits(code)).text
    assert day(today() + timedelta(days=27)) in page
    assert day(today() + timedelta(days=3)) not in page


def test_what_was_taken_back_can_be_neither_added_to_nor_read_nor_ended(
    reporter: Reporter, session: Session, code: str
) -> None:
    take_back(reporter, code)
    held = len(session.exec(select(ReportItem)).all())
    for step in ("more", "about", "files", "status", "add", "withdraw", "delete_replies", "end"):
        page = reporter.post(step, what="more", sure="yes", role="victim")
        assert TOOK_BACK in page.text
    assert TOOK_BACK in reporter.come_back(codes.digits(code)).text
    session.rollback()
    assert len(session.exec(select(ReportItem)).all()) == held


def test_another_code_brings_nothing_back(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    take_back(reporter, code)
    report = only_report(session)
    withdrawing.bring_back(session, report, codes.reporter_key(codes.new()))
    assert people[0].vault.report_private(session, report) is None
    session.rollback()
    reporter.post("bring_back", so_far="")
    assert only_report(session).state is State.WITHDRAWN


def test_the_code_brings_it_back_as_it_was(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    report = only_report(session)
    replies.write(session, report, "We will help.", today())
    report.state = State.ACTION
    session.add(report)
    session.commit()
    before = keys_of(session)
    take_back(reporter, code)
    reporter.come_back(codes.digits(code))
    page = reporter.post("bring_back").text
    assert "Your report is back." in page
    assert "We will help." in page
    assert keys_of(session) == before
    report = only_report(session)
    assert (report.state, report.closed, report.destroy_on) == (State.ACTION, None, None)
    opened = pieces.opened(session, report, private_key(session, people[1]), Item.REPORT)
    assert [record["what"] for _, record in opened] == [WORDS]
    assert len(session.exec(select(Reply)).all()) == 1
    # A second tap finds it there.
    assert "Your report is back." in reporter.post("bring_back").text


def test_what_was_closed_is_looked_at_afresh_when_it_comes_back(
    reporter: Reporter, session: Session, code: str
) -> None:
    report = only_report(session)
    report.state, report.closed = State.CLOSED, today()
    session.add(report)
    session.commit()
    take_back(reporter, code)
    reporter.post("bring_back")
    assert only_report(session).state is State.TRIAGE


@pytest.mark.parametrize("graver", [True, False])
def test_what_staff_found_to_be_grave_is_not_locked_and_the_page_says_so_before(
    reporter: Reporter, session: Session, people: list[Person], code: str, graver: bool
) -> None:
    report = only_report(session)
    withdrawing.mark(report, graver=graver)
    session.add(report)
    session.commit()
    reporter.come_back(codes.digits(code))
    said = "So it is not locked when you take it back."
    assert (said in reporter.post("withdraw").text) is graver
    assert (said in reporter.post("withdraw", sure="yes").text) is graver
    report = only_report(session)
    assert (people[0].vault.report_private(session, report) is not None) is graver
    reporter.post("bring_back")
    assert only_report(session).state is State.RECEIVED


def test_what_was_passed_on_is_not_locked(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    report = only_report(session)
    support = agencies.agency(session)
    passing = Passing(support, "To help.", today() + timedelta(days=28), {})
    referrals.keep(session, report, passing, Stage.EXPIRED, today())
    session.commit()
    take_back(reporter, code)
    assert people[0].vault.report_private(session, only_report(session))


def test_whether_staff_found_it_grave_is_for_its_reporter_alone_to_open(
    session: Session, reporter: Reporter, code: str
) -> None:
    report = only_report(session)
    sealed = []
    for graver in (True, False):
        withdrawing.mark(report, graver=graver)
        sealed.append(report.graver or b"")
    assert len({len(one) for one in sealed}) == 1
    other = codes.reporter_key(codes.new())
    assert not withdrawing.may_be_held(session, report, other)
    assert isinstance(session.get(Report, report.id), Report)
