"""Danger and children: who is mailed at once and again, who looked, and what comes first."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.case_models import AgencyMember
from portal.incidents.models import Report
from portal.incidents.records import danger, pieces, take_in
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle, Clocks, hours_late
from portal.incidents.staff.cases import conflicts, notices
from portal.settings import Settings
from portal.store import jobs
from portal.store.db import now
from portal.store.noted import Noted
from portal.store.outgoing import OutgoingMail
from tests.accounts.factories import sign_in
from tests.council.factories import council
from tests.incidents import agencies
from tests.incidents.agencies import refer
from tests.incidents.factories import (
    Person,
    approvers,
    arrange,
    open_vault,
    person,
    report,
    team,
)
from tests.incidents.reporter import Reporter
from tests.walking import fields

pytestmark = pytest.mark.both

QUEUE = "/en/staff/cases"
DESK = "desk@council.example"
CASES = "Please look at the portal now"
REQUESTS = "Please look at the requests for approval now"
REFERRALS = "Please look at the referrals now"
CALM = dict.fromkeys(("danger", "repeated", "injuries", "fear", "children"), "no")
CALM |= {"offender": "stranger", "band": "", "reason": ""}

Run = Callable[..., list[OutgoingMail]]


@pytest.fixture
def run(engine: Engine, session: Session, settings: Settings) -> Run:
    """Let the job run some time from now, and take the mails out of the outbox."""

    def passing(**later: float) -> list[OutgoingMail]:
        session.commit()
        jobs.run_due((notices.JOB,), engine, settings, now() + timedelta(**later))
        session.rollback()
        mails = list(session.exec(select(OutgoingMail).order_by(OutgoingMail.recipient)))
        for one in mails:
            session.delete(one)
        session.commit()
        return mails

    return passing


def to(mails: list[OutgoingMail], subject: str = CASES) -> list[str]:
    """List to whom the mails with a subject go."""
    return [one.recipient for one in mails if one.subject == subject]


def urgent(day: datetime, **said: bool) -> dict[str, Any]:
    """Write the slip of a report that came at this time."""
    return (
        {"risk": "unknown"}
        | danger.slip(day, danger=False, child=False)
        | danger.slip(day, **{"danger": False, "child": False} | said)
    )


def send(browser: TestClient, **said: str) -> Reporter:
    return Reporter(browser).begin().tell("They are outside.", **said).wish().send()


def judge(browser: TestClient, where: str, **answers: str) -> None:
    """Answer the risk questions of a case, as they stand on their page."""
    sent = fields(browser.get(where).text) | CALM | answers
    assert browser.post(where, data=sent, follow_redirects=False).status_code == 303


def rows(session: Session) -> list[str]:
    session.rollback()
    return list(session.exec(select(Noted.name).order_by(Noted.name)))


# Nobody is mailed without need, and no mail and no row says more than it has to.


def test_a_report_without_danger_or_a_child_mails_nobody(
    browser: TestClient, session: Session, run: Run
) -> None:
    team(session)
    arrange(session, notice_to=(DESK,))
    send(browser)
    assert run(minutes=1) == []


def test_a_council_that_wants_no_mails_gets_none(
    browser: TestClient, session: Session, run: Run
) -> None:
    people = team(session)
    arrange(session, danger_notice=False)
    send(browser, danger="yes")
    assert rows(session) == []
    danger.tell(session, people[0].vault.holder.circle)
    assert run(minutes=1) == []


def test_a_mail_that_was_wanted_before_the_council_ended_them_is_not_sent(
    browser: TestClient, session: Session, run: Run
) -> None:
    team(session)
    send(browser, danger="yes")
    arrange(session, danger_notice=False)
    assert run(minutes=1) == []


def test_beside_a_report_stands_neither_danger_nor_an_hour(
    browser: TestClient, session: Session, run: Run
) -> None:
    people = team(session)
    reporter = send(browser, danger="yes", child="yes")
    session.rollback()
    kept = take_in.found(session, reporter.code)
    assert kept
    private = people[0].vault.report_private(session, kept)
    assert private
    slip = pieces.slip(session, kept, private)
    assert (slip["danger"], slip["child"]) == (True, True)
    hour = datetime.fromisoformat(slip["told"])
    assert (hour.minute, hour.second) == (0, 0)
    calm = report(session)
    clear = ("state", "circle", "held", "assigned", "seen", "version")
    assert [getattr(kept, name) for name in clear] == [getattr(calm, name) for name in clear]
    flags = session.exec(select(Noted)).all()
    assert [(one.name, one.at.year) for one in flags] == [("incidents.news.team", 1970)]
    run(minutes=1)
    assert kept.id not in str(rows(session))


@pytest.mark.parametrize("said", [{"danger": "yes"}, {"child": "yes"}])
def test_danger_and_a_child_are_mailed_at_once_to_who_holds_keys_and_to_the_addresses(
    browser: TestClient, session: Session, run: Run, said: dict[str, str]
) -> None:
    people = team(session)
    waiting = person(session, Role.CASEWORKER)
    waiting.vault.holder.waiting = True
    gone = person(session, Role.CASEWORKER)
    gone.account.disabled = True
    person(session, Role.INDEPENDENT)
    arrange(session, notice_to=(DESK,))
    reporter = send(browser, **said)
    mails = run(minutes=1)
    assert to(mails) == sorted([DESK, *(one.account.email for one in people)])
    assert len(mails) == 3
    reference = session.exec(select(Report.reference)).one()
    for mail in mails:
        assert "https://voices.example/staff/cases" in mail.body
        assert [word for word in (reference, reporter.code) if word in mail.body] == []
    assert len({mail.body for mail in mails}) == 1


def test_danger_in_a_report_about_the_council_is_told_to_nobody_of_the_council(
    browser: TestClient, session: Session, run: Run
) -> None:
    team(session)
    outside = person(session, Role.INDEPENDENT)
    arrange(session, notice_to=(DESK,))
    send(browser, danger="yes", about_council="yes")
    mails = run(minutes=1)
    assert to(mails) == [outside.account.email]
    assert len(mails) == 1


@pytest.mark.parametrize("said", [{"risk_now": "yes"}, {"child_now": "yes"}])
def test_what_is_added_is_mailed_as_what_was_sent_first(
    browser: TestClient, session: Session, run: Run, said: dict[str, str]
) -> None:
    people = team(session)
    reporter = send(browser)
    reporter.post("more", _back="harm")
    reporter.post("harm", kinds="threats")
    assert run(minutes=1) == []
    reporter.post("harm", page="two", **said)
    assert len(to(run(minutes=3))) == len(people)


@pytest.mark.parametrize("answer", ["danger", "children"])
def test_what_staff_note_is_mailed_when_it_is_new(
    browser: TestClient, session: Session, run: Run, answer: str
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    where = f"{QUEUE}/{case.reference}/risk"
    judge(browser, where)
    assert run(minutes=1) == []
    judge(browser, where, **{answer: "yes"})
    assert len(to(run(minutes=3))) == 2
    judge(browser, where, **{answer: "yes"})
    assert run(minutes=5) == []


# Again, until somebody has looked.


def test_the_mails_go_again_until_somebody_has_looked(
    browser: TestClient, session: Session, run: Run
) -> None:
    someone, _ = team(session)
    send(browser, danger="yes")
    assert len(to(run(minutes=1))) == 2
    assert run(minutes=119) == []
    assert len(to(run(minutes=122))) == 2
    assert len(to(run(minutes=243))) == 2
    open_vault(browser, session, someone)
    assert browser.get(QUEUE).status_code == 200
    assert rows(session) == []
    assert run(days=1) == []


def test_they_go_again_after_the_hours_that_the_council_chose(
    browser: TestClient, session: Session, run: Run
) -> None:
    team(session)
    arrange(session, clocks=Clocks(danger_hours=6, child_hours=8))
    send(browser, child="yes")
    run(minutes=1)
    assert run(hours=5) == []
    assert len(to(run(hours=6, minutes=2))) == 2


def test_what_comes_meanwhile_is_mailed_within_the_hour(
    browser: TestClient, session: Session, run: Run
) -> None:
    team(session)
    arrange(session, clocks=Clocks(danger_hours=6, child_hours=8))
    send(browser, danger="yes")
    run(minutes=1)
    send(browser, danger="yes")
    assert run(minutes=50) == []
    assert len(to(run(minutes=62))) == 2


def test_whoever_cannot_see_what_came_has_not_looked(
    browser: TestClient, session: Session, run: Run
) -> None:
    someone, other = team(session)
    reporter = send(browser, danger="yes")
    session.rollback()
    case = take_in.found(session, reporter.code)
    assert case
    conflicts.block(session, case, someone.number, "A relative.", by=other.number)
    session.commit()
    run(minutes=1)
    open_vault(browser, session, someone)
    browser.get(QUEUE)
    assert "incidents.told.team" in rows(session)
    open_vault(browser, session, other)
    browser.get(f"{QUEUE}?view=over")
    assert "incidents.told.team" in rows(session)
    browser.get(QUEUE)
    assert rows(session) == []


def test_what_is_held_back_is_looked_at_in_its_tray(
    browser: TestClient, session: Session, run: Run
) -> None:
    someone, _ = team(session)
    report(session, held=True, slip=urgent(now(), danger=True))
    danger.tell(session, Circle.TEAM)
    run(minutes=1)
    open_vault(browser, session, someone)
    browser.get(QUEUE)
    assert rows(session) != []
    browser.get(f"{QUEUE}?view=held")
    assert rows(session) == []


def test_opening_the_case_is_looking_and_ends_its_hours(
    browser: TestClient, session: Session, run: Run
) -> None:
    someone, _ = team(session)
    case = report(session, slip=urgent(now() - timedelta(hours=9), danger=True))
    danger.tell(session, Circle.TEAM)
    open_vault(browser, session, someone)
    browser.get(f"{QUEUE}/{case.reference}")
    assert rows(session) == []
    page = browser.get(QUEUE).text
    assert "Says there is danger" in page
    assert "Late by" not in page
    session.rollback()
    browser.get(f"{QUEUE}/{case.reference}")
    looked = list(pieces.stored(session, case, Item.SLIP))
    assert len(looked) == 2


# Approvers and agencies.


def test_a_request_is_mailed_to_approvers_until_one_who_may_decide_has_looked(
    browser: TestClient, session: Session, run: Run
) -> None:
    one, _ = team(session)
    deciding = approvers(session, 2)
    support = agencies.agency(session)
    agencies.partner(session, support)
    case = agencies.report(session)
    open_vault(browser, session, one)
    refer(browser, case, support, "area", danger="A child is hurt.")
    mails = run(minutes=1)
    assert to(mails, REQUESTS) == sorted(one.account.email for one in deciding)
    assert len(mails) == 2
    assert case.reference not in mails[0].body
    assert len(to(run(hours=3), REQUESTS)) == 2
    open_vault(browser, session, deciding[0])
    assert browser.get("/en/staff/contacts").status_code == 200
    assert run(hours=9) == []


def test_a_request_that_nobody_can_decide_any_more_is_not_mailed(
    browser: TestClient, session: Session, run: Run
) -> None:
    team(session)
    approvers(session)
    danger.tell(session, Circle.APPROVER)
    assert run(minutes=1) == []
    assert rows(session) == []


def test_what_is_passed_on_is_mailed_to_the_people_of_that_agency_alone(
    browser: TestClient, session: Session, run: Run
) -> None:
    one, _ = team(session)
    support, other = agencies.agency(session), agencies.agency(session, name="Others")
    told = agencies.partner(session, support)
    agencies.partner(session, other)
    case = agencies.report(session, "support")
    open_vault(browser, session, one)
    refer(browser, case, support, "area")
    mails = run(minutes=1)
    assert to(mails, REFERRALS) == [told.account.email]
    assert len(mails) == 1
    assert [said for said in (case.reference, support.name) if said in mails[0].body] == []
    assert len(run(hours=3)) == 1
    open_vault(browser, session, told)
    assert browser.get("/en/staff/referrals").status_code == 200
    assert run(hours=9) == []


def test_whoever_left_the_agency_is_not_mailed(
    browser: TestClient, session: Session, run: Run
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    gone, stays = agencies.partner(session, support), agencies.partner(session, support)
    case = agencies.report(session, "support")
    open_vault(browser, session, one)
    refer(browser, case, support, "area")
    session.rollback()
    session.delete(session.get_one(AgencyMember, gone.number))
    assert to(run(minutes=1), REFERRALS) == [stays.account.email]


# What the start page and the queue show.


def start(browser: TestClient) -> str:
    page = browser.get("/en/staff").text
    return page.partition("What needs doing")[2].partition("</main>")[0]


def test_the_start_page_counts_danger_and_children_for_whoever_has_a_key_open(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    report(session, slip=urgent(now(), danger=True))
    report(session, slip=urgent(now(), child=True))
    report(session)
    open_vault(browser, session, someone)
    page = start(browser)
    order = ("Says there is danger", "A child at risk", "Nobody has looked", "At work")
    places = [page.find(said) for said in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "Nothing is due" not in page


def test_without_an_open_key_the_start_page_says_only_that_something_urgent_came(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    report(session, slip=urgent(now(), danger=True))
    sign_in(browser, session, someone.account)
    assert "At work" in start(browser)
    assert "urgent" not in start(browser)
    danger.tell(session, Circle.TEAM)
    session.commit()
    page = start(browser)
    assert "Something urgent came: open your key and look" in page
    assert "Says there is danger" not in page


def test_the_start_pages_of_approver_and_partner_put_danger_first(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    (deciding,) = approvers(session)
    support = agencies.agency(session)
    told = agencies.partner(session, support)
    case = agencies.report(session)
    open_vault(browser, session, one)
    refer(browser, case, support, "area", danger="A child is hurt.")
    open_vault(browser, session, deciding)
    assert "Passing on without consent, in danger" in start(browser)
    number = browser.get("/en/staff/contacts").text.partition("/staff/contacts/")[2][:22]
    browser.post(f"/en/staff/contacts/{number}", data={"answer": "allow", "reason": "Yes."})
    assert "Passing on without consent, in danger" not in start(browser)
    open_vault(browser, session, told)
    assert "Passed on without consent, in danger" in start(browser)


def test_the_queue_shows_danger_first_then_children_and_how_late_it_is(
    browser: TestClient, session: Session
) -> None:
    council(session)
    someone, _ = team(session)
    calm = report(session, day=datetime(2026, 1, 5, tzinfo=UTC).date())
    child = report(session, slip=urgent(now() - timedelta(hours=1), child=True))
    late = report(session, slip=urgent(now() - timedelta(hours=7), danger=True))
    open_vault(browser, session, someone)
    page = browser.get(QUEUE).text
    places = [page.find(one.reference) for one in (late, child, calm)]
    assert places == sorted(places)
    rows_of = {one.reference: page[page.find(one.reference) :] for one in (late, child)}
    assert "Late by 6 hours" in rows_of[late.reference].partition("</tr>")[0]
    shown = rows_of[child.reference].partition("</tr>")[0]
    assert "Open it by" in shown
    assert "Late by" not in shown


def test_a_case_with_danger_names_whom_to_call(browser: TestClient, session: Session) -> None:
    someone, _ = team(session)
    arrange(session, duty_children="01632 960101")
    case = report(session, slip=urgent(now(), child=True))
    calm = report(session)
    open_vault(browser, session, someone)
    assert "01632 960101" in browser.get(f"{QUEUE}/{case.reference}").text
    assert "01632 960101" not in browser.get(f"{QUEUE}/{calm.reference}").text


def test_not_to_know_of_children_takes_nothing_back(browser: TestClient, session: Session) -> None:
    someone, _ = team(session)
    case = report(session, slip=urgent(now(), child=True))
    open_vault(browser, session, someone)
    where = f"{QUEUE}/{case.reference}/risk"
    judge(browser, where, children="unsure")
    assert _slip(session, someone, case)["child"] is True
    judge(browser, where)
    assert _slip(session, someone, case)["child"] is False


def _slip(session: Session, someone: Person, case: Report) -> dict[str, Any]:
    session.rollback()
    private = someone.vault.report_private(session, case)
    assert private
    return pieces.slip(session, case, private)


@pytest.mark.parametrize(
    ("danger", "child", "hours"),
    [(False, False, None), (True, False, 2), (False, True, 4), (True, True, 2)],
)
def test_the_shorter_time_counts(*, danger: bool, child: bool, hours: int | None) -> None:
    assert Clocks().hours_to_look(danger=danger, child=child) == hours


@given(st.integers(0, 400), st.integers(1, 72))
def test_hours_late_count_from_the_moment_that_was_promised(minutes: int, hours: int) -> None:
    told = datetime(2026, 12, 25, 3, tzinfo=UTC)
    by = told + timedelta(hours=hours)
    assert hours_late(told, hours, by - timedelta(minutes=minutes)) == 0
    late = hours_late(told, hours, by + timedelta(minutes=minutes))
    assert late * 60 >= minutes > (late - 1) * 60
