"""Staff and what a reporter took back: locked, or kept for 28 days if two people say why."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.case_models import Keeping
from portal.incidents.models import Report
from portal.incidents.records import codes, pieces, withdrawing
from portal.incidents.records.pieces import Item
from portal.incidents.rules import State
from portal.incidents.staff.cases import destruction
from portal.incidents.staff.sharing import disclosures, referrals
from portal.incidents.way_back import gone_on
from portal.languages.i18n import day, today
from portal.store import audit
from tests.accounts.factories import account, sign_in
from tests.incidents import agencies
from tests.incidents.factories import Person, open_vault, report, team

CODE = codes.new()
WHY = "A court hears of it in two weeks."


@pytest.fixture
def people(session: Session) -> list[Person]:
    return team(session, size=3)


@pytest.fixture
def kept(session: Session, browser: TestClient, people: list[Person]) -> Report:
    """Keep a case that was passed on with consent, and then taken back."""
    support = agencies.agency(session)
    made = report(session, "CANARY-what", code=CODE)
    agencies.agree(session, made, "support")
    open_vault(browser, session, people[0])
    assert agencies.refer(browser, made, support, "what").status_code == 303
    take_back(session, made)
    return made


def take_back(session: Session, made: Report) -> None:
    session.rollback()
    row = session.get_one(Report, made.id, populate_existing=True)
    withdrawing.withdraw(session, row, codes.reporter_key(CODE), today())
    session.commit()


def at(made: Report) -> str:
    return f"/en/staff/cases/{made.reference}/taken-back"


def keep(browser: TestClient, made: Report, reason: str = WHY) -> int:
    sent = browser.post(at(made), data={"reason": reason}, follow_redirects=False)
    return sent.status_code


def goes(session: Session, made: Report) -> object:
    session.rollback()
    return session.get_one(Report, made.id, populate_existing=True).destroy_on


def test_what_is_locked_is_opened_and_kept_by_nobody(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    made = report(session, code=CODE)
    take_back(session, made)
    open_vault(browser, session, people[0])
    page = browser.get(f"/en/staff/cases/{made.reference}")
    assert page.url.path.endswith("/taken-back")
    assert "It is locked" in page.text
    assert "They shouted" not in page.text
    assert "Withdrawn by the reporter on" in page.text
    assert day(gone_on(today())) in page.text
    assert keep(browser, made) == 422
    assert goes(session, made) == gone_on(today())


def test_whoever_had_no_key_learns_nothing_of_it(
    browser: TestClient, session: Session, kept: Report
) -> None:
    newcomer = team(session, size=1)[0]
    open_vault(browser, session, newcomer)
    for path in (at(kept), f"/en/staff/cases/{kept.reference}"):
        page = browser.get(path)
        assert page.status_code == 404
        assert "This case was not given to you" in page.text
        assert page.history == []
    assert keep(browser, kept) == 404


def test_one_person_alone_keeps_nothing(
    browser: TestClient, session: Session, people: list[Person], kept: Report
) -> None:
    open_vault(browser, session, people[0])
    assert keep(browser, kept, reason="") == 422
    assert keep(browser, kept) == 303
    assert "A second person has to do so, too." in browser.get(at(kept)).text
    assert keep(browser, kept) == 422
    assert goes(session, kept) == gone_on(today())


@pytest.mark.parametrize("act", ["account.invited", "account.password_reset"])
def test_nobody_agrees_whom_the_first_made_or_reset(
    browser: TestClient, session: Session, people: list[Person], kept: Report, act: str
) -> None:
    open_vault(browser, session, people[0])
    keep(browser, kept)
    session.rollback()
    audit.record(session, people[0].number, act, people[1].account.email)
    session.commit()
    open_vault(browser, session, people[1])
    assert keep(browser, kept) == 422
    assert goes(session, kept) == gone_on(today())


def test_two_people_keep_it_for_28_days_and_no_longer(
    browser: TestClient, session: Session, people: list[Person], kept: Report
) -> None:
    for one in people[:2]:
        open_vault(browser, session, one)
        assert keep(browser, kept, reason=f"{WHY} {one.number}") == 303
    assert goes(session, kept) == today() + timedelta(days=28)
    open_vault(browser, session, people[2])
    assert keep(browser, kept) == 422
    page = browser.get(at(kept)).text
    assert "Two people wrote down why it has to stay until that day." in page
    assert WHY not in page
    notes = browser.get(f"/en/staff/cases/{kept.reference}").text
    assert notes.count(WHY) == 2


def test_its_code_brings_it_back_although_two_people_keep_it(
    browser: TestClient, session: Session, people: list[Person], kept: Report
) -> None:
    for one in people[:2]:
        open_vault(browser, session, one)
        keep(browser, kept)
    session.rollback()
    row = session.get_one(Report, kept.id, populate_existing=True)
    withdrawing.bring_back(session, row, codes.reporter_key(CODE))
    session.commit()
    assert session.exec(select(Keeping)).all() == []
    assert goes(session, kept) is None
    assert browser.get(at(kept)).status_code == 404


def test_a_hold_of_one_person_is_refused_and_nothing_is_passed_on(
    browser: TestClient, session: Session, people: list[Person], kept: Report
) -> None:
    open_vault(browser, session, people[0])
    one = f"/en/staff/cases/{kept.reference}"
    assert browser.post(f"{one}/hold", data={"reason": WHY}).status_code == 422
    session.rollback()
    assert session.get_one(Report, kept.id, populate_existing=True).kept is False
    support = agencies.agency(session, name="Another")
    assert agencies.refer(browser, kept, support, "what").status_code == 422
    page = browser.get(one).text
    assert "The reporter took this case back." in page
    assert f"{one}/refer" not in page


def test_risk_that_staff_find_decides_whether_it_is_locked(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    made = report(session, code=CODE)
    open_vault(browser, session, people[0])
    answers = {
        "danger": "no",
        "repeated": "no",
        "offender": "stranger",
        "injuries": "no",
        "fear": "no",
        "children": "yes",
    }
    path = f"/en/staff/cases/{made.reference}/risk"
    sent = browser.post(path, data=answers | {"_version": str(made.version)})
    assert sent.status_code == 200
    take_back(session, made)
    assert people[1].vault.report_private(session, session.get_one(Report, made.id))


def test_what_was_passed_on_stays_readable_without_the_words(
    browser: TestClient, session: Session, people: list[Person], kept: Report
) -> None:
    open_vault(browser, session, people[1])
    page = browser.get(at(kept)).text
    for said in ("Helping Hands", "The reporter agreed", people[0].account.name, "What happened"):
        assert said in page
    private = people[1].vault.report_private(session, session.get_one(Report, kept.id)) or b""
    stored = referrals.details(agencies.referral(session), private)
    copy = referrals.passed_on(stored["purpose"], stored["values"], stored["languages"])
    assert stored["values"] == {"what": "CANARY-what"}
    assert disclosures.digest(copy) in page
    assert "CANARY" not in page


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.AUDITOR, 200), (Role.CASEWORKER, 200), (Role.INDEPENDENT, 404), (Role.OFFICER, 403)],
)
def test_what_was_passed_on_stays_readable_when_it_is_gone(
    browser: TestClient, session: Session, kept: Report, role: Role, status: int
) -> None:
    reference = kept.reference
    session.rollback()
    row = session.get_one(Report, kept.id, populate_existing=True)
    destruction.destroy(session, row, "retention", today(), reason=destruction.WITHDRAWN)
    session.commit()
    browser.cookies.clear()
    sign_in(browser, session, account(session, role))
    page = browser.get(f"/en/staff/reports/destroyed/{reference}")
    assert page.status_code == status
    assert ("Helping Hands" in page.text) is (status == 200)
    assert browser.get("/en/staff/reports/destroyed/AAAA-AAAA").status_code in (404, 403)


def test_reasons_are_sealed_in_the_case(
    browser: TestClient, session: Session, people: list[Person], kept: Report
) -> None:
    open_vault(browser, session, people[0])
    keep(browser, kept)
    session.rollback()
    row = session.get_one(Report, kept.id, populate_existing=True)
    private = people[0].vault.report_private(session, row) or b""
    notes = [said for _, said in _notes(session, row, private)]
    assert [one["text"] for one in notes if one.get("hold")] == [WHY]
    assert row.state is State.WITHDRAWN


def _notes(session: Session, row: Report, private: bytes) -> list[tuple[object, dict[str, str]]]:
    return list(pieces.opened(session, row, private, Item.NOTE))
