"""What an administrator decides about reports, and what residents are told of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents import report_settings
from portal.incidents.models import IncidentArrangements
from portal.incidents.records import take_in
from portal.incidents.report_settings import Arrangements, LocalStrand, NamedReader
from portal.incidents.rules import Circle, Clocks
from portal.incidents.signposts import Support
from portal.incidents.staff.settings.sections import sections
from portal.incidents.staff.settings.settings_form import from_form, to_form
from portal.languages.i18n import calendar, today
from portal.operating.doctor import findings
from portal.settings import Settings
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.council.factories import council
from tests.incidents.factories import arrange, person, team
from tests.walking import fields

PAGE = "/en/staff/reports/settings"
FULL = Arrangements(
    enabled=True,
    readers={"en": "Two people of the equality team.", "ur": "دو افراد"},
    police_access={"en": "Only with your consent."},
    home_office_access={"en": "No."},
    danger={"en": "We tell the police when a child is in danger."},
    elsewhere={"en": "The ombudsman."},
    named_readers=(NamedReader("reader-a1b2c3", "dai@council.example", {"en": "Dai"}),),
    support=(Support("Stop Hate UK", "0800 138 1625", words={"en": "Day and night"}),),
    local_strands=(LocalStrand("local-a1b2c3", {"en": "Gypsies and Travellers"}),),
    notice_to=("team@council.example",),
    recovery_decided=True,
    recovery_wanted=True,
    duty_out_of_hours="01632 960100",
    duty_children="01632 960101",
    duty_adults="01632 960102",
    who_looks={"en": "The duty officer, day and night."},
)
DUTY = {
    "duty_out_of_hours": "01632 960100",
    "duty_children": "01632 960101",
    "duty_adults": "01632 960102",
    "who_looks__en": "The duty officer, day and night.",
}


@pytest.fixture(autouse=True)
def administrator(browser: TestClient, session: Session) -> None:
    council(session)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))


def save(browser: TestClient, section: str, **changes: str) -> Response:
    shown = fields(browser.get(f"{PAGE}/{section}").text)
    sent = shown | {name.replace("__", "."): value for name, value in changes.items()}
    return browser.post(f"{PAGE}/{section}", data=sent, follow_redirects=False)


def kept(session: Session) -> Arrangements:
    session.rollback()
    return report_settings.current(session)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_decide(browser: TestClient, session: Session, role: Role) -> None:
    sign_in(browser, session, account(session, role))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}/opening").status_code == 403


def test_a_page_that_is_not_there_is_not_found(browser: TestClient) -> None:
    assert browser.get(f"{PAGE}/nothing").status_code == 404


@pytest.mark.parametrize(
    ("section", "wrong"),
    [
        ("opening", {"quiet_days": "0"}),
        ("clocks", {"clocks__acknowledge_days": "soon"}),
        ("notices", {"notice_to": "a@council.example\nnobody"}),
        ("notices", {"notice_to": "a@council..example"}),
        ("notices", {"notice_times": "25:00"}),
        ("notices", {"notice_times": ""}),
        ("retention", {"retention_months__spam": "-1"}),
        ("retention", {"key_backup_days": "400"}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    browser: TestClient, session: Session, section: str, wrong: dict[str, str]
) -> None:
    before = kept(session)
    answer = save(browser, section, **wrong)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    typed = list(wrong.values())[-1]
    assert typed in answer.text
    assert kept(session) == before


@pytest.mark.parametrize("section", [one.code for one in sections(FULL)])
def test_saving_a_page_unchanged_changes_nothing(
    browser: TestClient, session: Session, section: str
) -> None:
    report_settings.save(session, FULL)
    session.commit()
    assert save(browser, section).status_code == 303
    assert kept(session) == FULL
    assert session.exec(select(AuditEntry)).all() == []


def test_decisions_survive_their_form() -> None:
    assert from_form(to_form(FULL)) == FULL
    assert from_form(to_form(Arrangements())) == Arrangements()


def test_what_was_decided_before_a_setting_came_keeps_its_default() -> None:
    stored = report_settings.to_json(FULL)
    del stored["equality_more"], stored["retention_months"]["counted"]
    assert report_settings.from_json(stored) == FULL


def test_every_page_keeps_what_is_decided_on_it(browser: TestClient, session: Session) -> None:
    save(browser, "texts", readers__en="Two people.", readers__ur="دو افراد")
    save(browser, "strands", local_strands__1__label__en="Sex workers")
    save(browser, "equality", equality_more="carer")
    save(browser, "clocks", clocks__acknowledge_days="2")
    save(browser, "notices", notice_to="b@c.example\na@c.example", notice_times="16:00\n08:30")
    save(browser, "retention", retention_months__civil="48", backup_days="21")
    save(browser, "recovery", recovery="no")
    save(browser, "danger", clocks__danger_hours="1", danger_notice="no", **DUTY)
    save(browser, "opening", enabled="yes", quiet_days="3")
    now = kept(session)
    assert now.readers == {"en": "Two people.", "ur": "دو افراد"}
    assert [one.label for one in now.local_strands] == [{"en": "Sex workers"}]
    assert now.equality_more == ("carer",)
    assert now.clocks == Clocks(acknowledge_days=2, danger_hours=1)
    assert now.notice_to == ("b@c.example", "a@c.example")
    assert now.notice_times == ("08:30", "16:00")
    assert (now.retention_months["civil"], now.backup_days) == (48, 21)
    assert (now.recovery_decided, now.recovery_wanted) == (True, False)
    assert (now.enabled, now.quiet_days, now.danger_notice) == (True, 3, False)


def test_a_local_ground_keeps_its_code_when_others_go(
    browser: TestClient, session: Session
) -> None:
    two = (*FULL.local_strands, LocalStrand("local-ffffff", {"en": "Age"}))
    report_settings.save(session, replace(FULL, local_strands=two))
    session.commit()
    save(browser, "strands", local_strands__0__label__en="", local_strands__1__label__cy="Oedran")
    left = kept(session).local_strands
    assert left == (LocalStrand("local-ffffff", {"en": "Age", "cy": "Oedran"}),)


def test_two_administrators_do_not_overwrite_each_other(
    browser: TestClient, session: Session
) -> None:
    opened = fields(browser.get(f"{PAGE}/opening").text)
    save(browser, "opening", quiet_days="4")
    answer = browser.post(f"{PAGE}/opening", data=opened | {"quiet_days": "9"})
    assert answer.status_code == 409
    assert "Somebody else changed these settings" in answer.text
    assert kept(session).quiet_days == 4


def test_it_is_said_why_no_reports_are_taken_in(browser: TestClient, session: Session) -> None:
    assert "has not opened this service" in browser.get(PAGE).text
    save(browser, "danger", **DUTY)
    save(browser, "opening", enabled="yes")
    assert "at least two people need a key" in browser.get(PAGE).text
    session.rollback()
    team(session)
    assert "Reports are taken in." in browser.get(PAGE).text
    session.rollback()
    row = session.get_one(IncidentArrangements, 1)
    row.queue_opened = today() - timedelta(days=30)
    session.commit()
    assert "nobody has opened the queue" in browser.get(PAGE).text


def test_what_is_missing_is_named_here_by_the_guide_and_by_the_doctor(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    said = "It does not say whether the police can receive reports."
    assert said in browser.get(PAGE).text
    assert said not in browser.get("/en/staff/start").text
    assert said not in [finding.message for finding in findings(settings, {})]
    session.rollback()  # the doctor has tried to write
    arrange(session, enabled=True)
    assert said in browser.get("/en/staff/start").text
    assert said in [finding.message for finding in findings(settings, {})]
    report_settings.save(session, FULL)
    session.commit()
    assert said not in browser.get("/en/staff/start").text
    assert said not in [finding.message for finding in findings(settings, {})]


def test_reports_are_not_taken_in_before_there_are_numbers_and_somebody_looks(
    browser: TestClient, session: Session
) -> None:
    for missing in DUTY:
        save(browser, "danger", **DUTY | {missing: ""})
        refused = save(browser, "opening", enabled="yes")
        assert refused.status_code == 422
        assert "Fill in “Danger and children” first." in refused.text
        assert not kept(session).enabled
    save(browser, "danger", **DUTY)
    assert save(browser, "opening", enabled="yes").status_code == 303
    assert kept(session).enabled


@pytest.mark.parametrize("missing", list(DUTY))
def test_while_reports_are_taken_in_no_number_is_taken_away(
    browser: TestClient, session: Session, missing: str
) -> None:
    report_settings.save(session, FULL)
    session.commit()
    refused = save(browser, "danger", **{missing: ""})
    assert refused.status_code == 422
    assert "this cannot be left empty" in refused.text
    assert kept(session) == FULL


def test_hours_that_cannot_be_are_refused(browser: TestClient, session: Session) -> None:
    for wrong in ("0", "73", "soon", "-1"):
        assert save(browser, "danger", clocks__child_hours=wrong).status_code == 422
    assert kept(session).clocks == Clocks()


def test_a_service_of_an_earlier_portal_stays_open_and_is_asked_for_its_numbers_each_day(
    browser: TestClient, session: Session
) -> None:
    team(session)
    row = session.get_one(IncidentArrangements, 1)
    row.values = {"enabled": True, "quiet_days": 5, "clocks": {"acknowledge_days": 1}}
    session.commit()
    assert take_in.why_closed(session, today(), calendar()) is None
    session.rollback()
    said = "Say whom to call in danger, and who looks"
    for _ in range(2):
        assert said in browser.get("/en/staff").text
    # It may be filled in bit by bit, and everything else can be changed meanwhile.
    assert save(browser, "opening", quiet_days="6").status_code == 303
    assert save(browser, "danger", duty_children="01632 960101").status_code == 303
    assert said in browser.get("/en/staff").text
    save(browser, "danger", **DUTY)
    assert said not in browser.get("/en/staff").text


def test_only_who_may_change_settings_is_asked_for_the_numbers(
    browser: TestClient, session: Session
) -> None:
    arrange(session, enabled=True)
    sign_in(browser, session, account(session, Role.AUDITOR))
    assert "Say whom to call in danger" not in browser.get("/en/staff").text


def test_the_hours_are_said_to_run_on_bank_holidays_too(browser: TestClient) -> None:
    assert "at weekends and on bank holidays too" in browser.get(f"{PAGE}/danger").text


def test_a_choice_that_is_not_offered_is_refused(browser: TestClient, session: Session) -> None:
    assert save(browser, "opening", enabled="perhaps").status_code == 422
    assert not kept(session).enabled


def test_the_privacy_notice_says_whether_there_is_a_recovery_key_and_how_long_backups_stay(
    browser: TestClient, session: Session
) -> None:
    assert "recovery key" not in browser.get("/en/privacy").text
    arrange(session, enabled=True, backup_days=21, key_backup_days=3)
    page = browser.get("/en/privacy").text
    assert "There is no recovery key" in page
    assert "21 days" in page
    assert "3 days" in page
    paper = person(session, Role.CASEWORKER).vault.holder
    paper.circle, paper.account_id = Circle.RECOVERY, None
    session.add(paper)
    session.commit()
    assert "There is a recovery key on paper" in browser.get("/en/privacy").text
