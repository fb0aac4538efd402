"""A case is passed on as far as its reporter agreed, and the agency sees what was chosen."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, delete, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.case_models import ContactRequest, Referral, ReferralCopy
from portal.incidents.models import ReportFile, ReportKey
from portal.incidents.rules import State
from portal.incidents.staff.sharing import fields, referrals
from portal.languages.i18n import today
from portal.sealing.boxes import seal_record
from portal.store.db import now
from tests.incidents import agencies
from tests.incidents.agencies import TOLD, refer, referral
from tests.incidents.factories import approvers, open_vault, person, report, team


def shown(browser: TestClient, session: Session) -> str:
    return browser.get(f"/en/staff/referrals/{referral(session).id}").text


def test_nothing_is_passed_on_to_an_agency_that_the_reporter_did_not_agree_to(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    police = agencies.agency(session, "police", "Police")
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    reply = refer(browser, kept, police, "what")
    session.rollback()
    assert reply.status_code == 422
    assert "has not agreed that this agency" in reply.text
    assert "CANARY-purpose" in reply.text
    assert session.exec(select(Referral)).all() == []


def test_the_last_word_about_sharing_counts(browser: TestClient, session: Session) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    kept = agencies.report(session, "support")
    agencies.agree(session, kept)
    open_vault(browser, session, one)
    assert refer(browser, kept, support, "what").status_code == 422
    agencies.agree(session, kept, "support")
    assert refer(browser, kept, support, "what").status_code == 303


def test_statistics_only_forbids_every_sharing(browser: TestClient, session: Session) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    kept = agencies.report(session, "support", "police", "statistics")
    open_vault(browser, session, one)
    assert refer(browser, kept, support, "what").status_code == 422


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ([{"role": "helper", "who_knows": "unaware"}], False),
        ([{"role": "helper", "who_knows": "knows"}], False),
        ([{"role": "helper", "who_knows": "unsure"}], False),
        ([{"role": "centre", "who_knows": "unaware"}], False),
        ([{"role": "helper"}], False),
        ([{"role": "witness", "who_knows": "unaware"}], False),
        ([{"who_knows": "unaware"}], False),
        ([{"role": "helper", "who_knows": "agrees"}, {"who_knows": "knows"}], False),
        ([{"role": "helper", "who_knows": "agrees"}], True),
        ([{"role": "centre", "who_knows": "unsure"}, {"who_knows": "agrees"}], True),
        ([{"role": "helper", "who_knows": "unaware"}, {"role": "victim"}], True),
        ([{"role": "witness"}], True),
        ([{"strands": ["race"]}], True),
        ([], True),
    ],
)
def test_what_a_helper_ticks_counts_only_if_the_person_knows_and_agrees(
    said: list[dict[str, object]], counts: bool
) -> None:
    about = [("addition", {"section": "about", **one}) for one in said]
    ticked = ("addition", {"section": "consent", "police": True, "support": False})
    for records in ([*about, ticked], [ticked, *about]):
        assert fields.consents(records) == ({"police"} if counts else set())


def test_a_helper_who_says_that_the_person_does_not_know_has_nothing_passed_on(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    police = agencies.agency(session, "police", "Police")
    kept = report(session)
    agencies.add(session, kept, "about", role="helper", who_knows="unaware")
    agencies.agree(session, kept, "police")
    open_vault(browser, session, one)
    assert refer(browser, kept, police, "what").status_code == 422
    choices = browser.get(f"/en/staff/cases/{kept.reference}/refer").text
    assert "The reporter agrees." not in choices
    assert "The reporter has not agreed." in choices
    case = browser.get(f"/en/staff/cases/{kept.reference}").text
    assert "That is no consent." in case
    assert "You may pass it to the police." not in case


def test_only_somebody_with_the_key_of_the_case_passes_it_on(
    browser: TestClient, session: Session
) -> None:
    one, other = team(session)
    support = agencies.agency(session)
    kept = agencies.report(session, "support")
    session.exec(delete(ReportKey).where(col(ReportKey.holder_id) == other.vault.holder.id))
    open_vault(browser, session, other)
    assert refer(browser, kept, support, "what").status_code == 404
    open_vault(browser, session, one)
    assert refer(browser, kept, support, "what").status_code == 303


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"fields": []}, "Choose at least one thing"),
        ({"fields": ["contact"]}, "not there any more"),
        ({"fields": ["equality"]}, "not there any more"),
        ({"purpose": " "}, "Fill in: What the agency is to do"),
        ({"days": "181"}, "from 1 to 180"),
        ({"days": "0"}, "from 1 to 180"),
        ({"agency": "elsewhere"}, "Choose an agency"),
        ({"files": ["elsewhere"]}, "not there any more"),
    ],
)
def test_a_choice_that_cannot_be_passed_on_is_said_and_keeps_what_was_typed(
    browser: TestClient, session: Session, changes: dict[str, object], told: str
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    reply = refer(browser, kept, support, "what", **({"purpose": "Please visit"} | changes))
    assert reply.status_code == 422
    assert told in reply.text
    assert changes.get("purpose") == " " or "Please visit" in reply.text


def test_a_case_that_is_over_is_not_passed_on(browser: TestClient, session: Session) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    kept = agencies.report(session, "support")
    kept.state = State.WITHDRAWN
    session.add(kept)
    session.commit()
    open_vault(browser, session, one)
    assert refer(browser, kept, support, "what").status_code == 422


def test_every_field_but_contact_and_equality_can_be_chosen(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    agencies.agency(session)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    page = browser.get(f"/en/staff/cases/{kept.reference}/refer").text
    hidden = ("CANARY-telephone", "CANARY-safe<", "CANARY-equality", "CANARY-link", "CANARY-note")
    assert [text for text in hidden if text in page] == []
    assert set(TOLD) == set(fields.LABELS)
    assert [code for code in TOLD if f'value="{code}"' not in page] == []


def test_what_was_passed_on_is_kept_with_the_case_and_its_hashes(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    agencies.partner(session, support)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    page = browser.get(refer(browser, kept, support, "area").headers["location"]).text
    assert fields.digest("CANARY-area") in page
    assert "Offered" in page
    assert b"CANARY" not in referral(session).details


def test_an_agency_without_a_key_gets_a_printed_referral(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    kept = agencies.report(session, "support")
    file = ReportFile(report_id=kept.id, number=1, details=b"", content=b"")
    known = {"name": "photo.jpg", "type": "image/jpeg", "size": 3, "sha256": "ab" * 32}
    file.details = seal_record(kept.public_key, known, f"report_file:{kept.id}:{file.id}:details")
    session.add(file)
    session.commit()
    open_vault(browser, session, one)
    where = refer(browser, kept, support, "area", files=[file.id]).headers["location"]
    page = browser.get(f"{where}/print").text
    assert referral(session).state == "printed"
    assert f'For <bdi dir="ltr">{support.name}</bdi> only. Printed on' in page
    for told in (kept.reference, "CANARY-purpose", fields.digest("CANARY-area"), "ab" * 32):
        assert told in page
    assert "CANARY-what" not in page


def test_nothing_is_printed_once_the_reporter_has_changed_their_mind(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    kept, support = agencies.report(session, "support"), agencies.agency(session)
    open_vault(browser, session, one)
    where = refer(browser, kept, support, "area").headers["location"]
    agencies.agree(session, kept)
    refused = browser.get(f"{where}/print", follow_redirects=False)
    assert refused.status_code == 303
    assert "does not agree to this any more" in browser.get(refused.headers["location"]).text


def test_somebody_whose_key_came_later_reads_only_what_is_shared_again(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    agencies.partner(session, support)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    where = refer(browser, kept, support, "area").headers["location"]
    newcomer = agencies.partner(session, support)
    number = referral(session).id
    open_vault(browser, session, newcomer)
    assert browser.get(f"/en/staff/referrals/{number}").status_code == 404
    agencies.add(session, kept, "when_where", area="CANARY-elsewhere")
    open_vault(browser, session, one)
    browser.post(f"{where}/share")
    open_vault(browser, session, newcomer)
    assert "CANARY-area" in shown(browser, session)
    assert "CANARY-elsewhere" not in shown(browser, session)


def test_nothing_is_shared_again_once_the_reporter_has_changed_their_mind(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    agencies.partner(session, support)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    where = refer(browser, kept, support, "area").headers["location"]
    newcomer = agencies.partner(session, support)
    agencies.agree(session, kept)
    assert "does not agree to this any more" in browser.get(where).text
    browser.post(f"{where}/share")
    open_vault(browser, session, newcomer)
    assert browser.get(f"/en/staff/referrals/{referral(session).id}").status_code == 404


def test_a_referral_of_another_case_is_not_there(browser: TestClient, session: Session) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    kept, other = agencies.report(session, "support"), agencies.report(session, "support")
    open_vault(browser, session, one)
    refer(browser, kept, support, "area")
    path = f"/en/staff/cases/{other.reference}/referrals/{referral(session).id}"
    assert browser.get(path).status_code == 404
    assert browser.get(f"{path}/print").status_code == 404
    assert browser.post(f"{path}/revoke").status_code == 404


def test_what_has_expired_is_deleted_and_the_log_says_so(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    agencies.partner(session, support)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    refer(browser, kept, support, "area", days="1")
    session.rollback()
    referrals.expire(session, now() + timedelta(days=1))
    session.commit()
    assert referral(session).state == "offered"
    referrals.expire(session, now() + timedelta(days=2))
    session.commit()
    assert referral(session).state == "expired"
    assert session.exec(select(ReferralCopy)).all() == []


DANGER = {"danger": "Somebody may be killed tonight."}


def test_in_serious_danger_an_approver_may_allow_what_the_reporter_did_not(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    approver = approvers(session)[0]
    police = agencies.agency(session, "police", "Police")
    officer = agencies.partner(session, police)
    kept = agencies.report(session)
    open_vault(browser, session, one)
    assert refer(browser, kept, police, "area", **DANGER).status_code == 303
    number = referral(session).id
    open_vault(browser, session, officer)
    assert browser.get(f"/en/staff/referrals/{number}").status_code == 404
    open_vault(browser, session, approver)
    page = browser.get("/en/staff/contacts").text
    assert "Somebody may be killed tonight." in page
    assert "CANARY" not in page
    decision = {"answer": "allow", "reason": "A life is at risk."}
    browser.post(f"/en/staff/contacts/{number}", data=decision)
    open_vault(browser, session, officer)
    assert "CANARY-area" in shown(browser, session)


def test_a_copy_that_waits_for_an_approver_opens_for_nobody(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    approvers(session)
    police = agencies.agency(session, "police", "Police")
    officer = agencies.partner(session, police)
    kept = agencies.report(session)
    open_vault(browser, session, one)
    refer(browser, kept, police, "area", **DANGER)
    waiting = referral(session)
    waiting.state = "offered"
    session.add(waiting)
    session.commit()
    open_vault(browser, session, officer)
    assert browser.get(f"/en/staff/referrals/{waiting.id}").status_code == 404


def test_what_an_approver_refuses_is_not_passed_on(browser: TestClient, session: Session) -> None:
    one, _ = team(session)
    approver = approvers(session)[0]
    police = agencies.agency(session, "police", "Police")
    agencies.partner(session, police)
    kept = agencies.report(session)
    open_vault(browser, session, one)
    where = refer(browser, kept, police, "area", **DANGER).headers["location"]
    open_vault(browser, session, approver)
    decision = {"answer": "refuse", "reason": "Call 999 instead."}
    browser.post(f"/en/staff/contacts/{referral(session).id}", data=decision)
    open_vault(browser, session, one)
    assert referral(session).state == "refused"
    assert session.exec(select(ReferralCopy)).all() == []
    assert "Call 999 instead." in browser.get(where).text


def test_a_proposal_that_is_taken_back_is_not_decided_any_more(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    approver = approvers(session)[0]
    police = agencies.agency(session, "police", "Police")
    kept = agencies.report(session)
    open_vault(browser, session, one)
    where = refer(browser, kept, police, "area", **DANGER).headers["location"]
    browser.post(f"{where}/revoke")
    open_vault(browser, session, approver)
    decision = {"answer": "allow", "reason": "Yes."}
    path = f"/en/staff/contacts/{referral(session).id}"
    assert browser.post(path, data=decision).status_code == 404
    assert session.exec(select(ContactRequest)).all() == []


def test_a_proposal_that_has_expired_is_not_allowed_any_more(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    approver = approvers(session)[0]
    police = agencies.agency(session, "police", "Police")
    kept = agencies.report(session)
    open_vault(browser, session, one)
    refer(browser, kept, police, "area", days="1", **DANGER)
    session.rollback()
    referrals.expire(session, now() + timedelta(days=3))
    session.commit()
    open_vault(browser, session, approver)
    path = f"/en/staff/contacts/{referral(session).id}"
    decision = {"answer": "allow", "reason": "Yes."}
    assert kept.reference not in browser.get("/en/staff/contacts").text
    assert browser.post(path, data=decision).status_code == 422
    assert referral(session).state == "expired"


def test_without_approvers_nothing_is_passed_on_against_the_reporters_word(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    police = agencies.agency(session, "police", "Police")
    kept = agencies.report(session)
    open_vault(browser, session, one)
    reply = refer(browser, kept, police, "area", **DANGER)
    assert reply.status_code == 422
    assert "Somebody may be killed tonight." in reply.text


def test_the_form_says_who_would_read_for_the_agency(browser: TestClient, session: Session) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    reader = agencies.partner(session, support)
    without_key = person(session, Role.CASEWORKER)
    agencies.join(session, support, without_key)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    page = browser.get(f"/en/staff/cases/{kept.reference}/refer").text
    assert f'read it in the portal: <bdi dir="ltr">{reader.account.name}</bdi>' in page
    assert without_key.account.name not in page.partition("read it in the portal")[2]


def test_the_day_until_which_a_referral_runs_is_counted_from_today(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    refer(browser, kept, support, "what", days="180")
    assert referral(session).expires == today() + timedelta(days=180)


def test_nothing_is_handed_over_once_the_reporter_has_withdrawn(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    where = refer(browser, kept, support, "area").headers["location"]
    assert browser.get(f"{where}/print").status_code == 200
    session.rollback()
    kept.kept, kept.state = True, State.WITHDRAWN
    session.commit()
    agencies.partner(session, support)
    assert browser.get(f"{where}/print").status_code == 404
    browser.post(f"{where}/share")
    session.rollback()
    assert session.exec(select(ReferralCopy)).all() == []


def test_a_proposal_whose_reason_nobody_opens_any_more_can_still_be_refused(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    approver = approvers(session)[0]
    police = agencies.agency(session, "police", "Police")
    agencies.partner(session, police)
    kept = agencies.report(session)
    open_vault(browser, session, one)
    refer(browser, kept, police, "area", **DANGER)
    session.rollback()
    asked = session.exec(select(ContactRequest)).one()
    asked.reason = b"sealed to a key that was lost"
    session.commit()
    open_vault(browser, session, approver)
    decision = {"answer": "refuse", "reason": "Nobody can read why."}
    browser.post(f"/en/staff/contacts/{referral(session).id}", data=decision)
    assert referral(session).state == "refused"
    assert session.exec(select(ReferralCopy)).all() == []
