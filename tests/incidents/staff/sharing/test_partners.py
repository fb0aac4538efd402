"""Somebody of an agency reads what was passed on to it while it lasts, and nothing else."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.case_models import Agency, AgencyMember, ReferralCopy
from portal.incidents.models import Report
from portal.incidents.rules import State
from portal.incidents.staff.cases import conflicts
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.incidents import agencies
from tests.incidents.agencies import TOLD, refer, referral
from tests.incidents.factories import Person, open_vault, person, team
from tests.walking import versioned


@pytest.fixture
def reader(browser: TestClient, session: Session) -> Person:
    """Pass a case on to somebody of an agency and sign them in."""
    one, _ = team(session)
    support = agencies.agency(session)
    made = agencies.partner(session, support)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    refer(browser, kept, support, "area", "what")
    open_vault(browser, session, made)
    return made


def own(session: Session) -> str:
    return f"/en/staff/referrals/{referral(session).id}"


def answer(browser: TestClient, session: Session, **form: str) -> int:
    return browser.post(own(session), data=form, follow_redirects=False).status_code


def is_gone(browser: TestClient, session: Session) -> bool:
    listed = browser.get("/en/staff/referrals").text
    answers = {browser.get(own(session)).status_code, answer(browser, session, answer="accept")}
    return answers == {404} and referral(session).id not in listed


def test_row_11_the_partner_sees_exactly_the_consented_fields(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    reader = agencies.partner(session, support)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    numbers = {}
    for code in TOLD:
        reply = refer(browser, kept, support, code)
        numbers[code] = reply.headers["location"].rpartition("/")[2]
    open_vault(browser, session, reader)
    for code, number in numbers.items():
        page = browser.get(f"/en/staff/referrals/{number}").text
        others = [told for other, told in TOLD.items() if other != code and len(told) > 3]
        assert f">{TOLD[code]}<" in page
        assert [told for told in others if f">{told}<" in page] == []
        canaries = {f"CANARY-{code}", "CANARY-purpose"}
        assert {w for w in page.replace("<", " ").replace(">", " ").split() if "CANARY" in w} <= (
            canaries
        )


def test_row_11_a_copy_that_is_moved_to_another_referral_does_not_open(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    reader = agencies.partner(session, support)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    first = refer(browser, kept, support, "what").headers["location"].rpartition("/")[2]
    second = refer(browser, kept, support, "area").headers["location"].rpartition("/")[2]
    session.rollback()
    moved = session.get_one(ReferralCopy, (first, reader.vault.holder.id))
    target = session.get_one(ReferralCopy, (second, reader.vault.holder.id))
    target.sealed = moved.sealed
    session.add(target)
    session.commit()
    open_vault(browser, session, reader)
    assert browser.get(f"/en/staff/referrals/{second}").status_code == 404


def test_row_11_another_agency_does_not_see_what_was_passed_on(
    browser: TestClient, session: Session, reader: Person
) -> None:
    other = agencies.partner(session, agencies.agency(session, name="Somebody else"))
    open_vault(browser, session, other)
    assert is_gone(browser, session)


def test_a_partner_without_an_agency_sees_nothing(
    browser: TestClient, session: Session, reader: Person
) -> None:
    open_vault(browser, session, person(session, Role.PARTNER))
    assert is_gone(browser, session)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.PARTNER])
def test_nobody_else_opens_the_pages_of_partners(
    browser: TestClient, session: Session, reader: Person, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    assert browser.get(own(session)).status_code == 403


def test_a_partner_opens_no_page_about_the_case(
    browser: TestClient, session: Session, reader: Person
) -> None:
    session.rollback()
    kept = session.exec(select(Report)).one()
    for path in ("", "/refer", "/contact", "/contact/details"):
        assert browser.get(f"/en/staff/cases/{kept.reference}{path}").status_code == 403


def test_a_partner_reads_what_was_chosen_and_the_log_notes_it(
    browser: TestClient, session: Session, reader: Person
) -> None:
    page = browser.get(own(session)).text
    session.rollback()
    actions = session.exec(select(AuditEntry.action)).all()
    assert "CANARY-area" in page
    assert "CANARY-what" in page
    assert "CANARY-purpose" in page
    assert "CANARY-injuries" not in page
    assert actions[-1] == "referral.opened"


def test_what_was_revoked_is_gone(browser: TestClient, session: Session, reader: Person) -> None:
    session.rollback()
    kept = session.exec(select(Report)).one()
    caseworker = person(session, Role.CASEWORKER)
    assert not is_gone(browser, session)
    open_vault(browser, session, caseworker)
    path = f"/en/staff/cases/{kept.reference}/referrals/{referral(session).id}/revoke"
    assert browser.post(path).status_code == 404  # somebody without the key takes nothing back
    open_vault(browser, session, reader)
    assert not is_gone(browser, session)


def test_row_11_after_revoking_no_copy_is_left(browser: TestClient, session: Session) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    made = agencies.partner(session, support)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    where = refer(browser, kept, support, "area").headers["location"]
    browser.post(f"{where}/revoke")
    assert referral(session).state == "revoked"
    assert session.exec(select(ReferralCopy)).all() == []
    open_vault(browser, session, made)
    assert is_gone(browser, session)


def test_row_11_what_has_expired_is_gone_even_before_it_is_deleted(
    browser: TestClient, session: Session, reader: Person
) -> None:
    passed = referral(session)
    passed.expires = today() - timedelta(days=1)
    session.add(passed)
    session.commit()
    assert is_gone(browser, session)


def test_on_its_last_day_a_referral_can_be_read(
    browser: TestClient, session: Session, reader: Person
) -> None:
    passed = referral(session)
    passed.expires = today()
    session.add(passed)
    session.commit()
    assert browser.get(own(session)).status_code == 200


def test_declining_needs_a_reason(browser: TestClient, session: Session, reader: Person) -> None:
    assert answer(browser, session, answer="decline", reason=" ") == 422
    assert answer(browser, session, reason="We cannot.") == 422
    assert answer(browser, session, answer="decline", reason="x" * 1001) == 422
    assert referral(session).state == "offered"


def test_what_was_declined_is_gone_and_the_caseworker_reads_why(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    made = agencies.partner(session, support)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    where = refer(browser, kept, support, "area").headers["location"]
    open_vault(browser, session, made)
    assert answer(browser, session, answer="decline", reason="Not in our borough.") == 303
    assert is_gone(browser, session)
    assert session.exec(select(ReferralCopy)).all() == []
    open_vault(browser, session, one)
    page = browser.get(where).text
    assert "Not in our borough." in page
    assert "Declined" in page


def test_what_was_accepted_stays_until_its_day(
    browser: TestClient, session: Session, reader: Person
) -> None:
    assert answer(browser, session, answer="accept") == 303
    assert referral(session).state == "accepted"
    assert referral(session).answered == today()
    assert "Your agency accepted on" in browser.get(own(session)).text


def test_a_conflict_of_interest_takes_what_was_passed_on_away(
    browser: TestClient, session: Session, reader: Person
) -> None:
    session.rollback()
    kept = session.exec(select(Report)).one()
    conflicts.block(session, kept, reader.number, "A relative.", by=1)
    session.commit()
    assert is_gone(browser, session)


def test_somebody_with_a_conflict_of_interest_gets_no_copy(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    blocked, other = agencies.partner(session, support), agencies.partner(session, support)
    kept = agencies.report(session, "support")
    conflicts.block(session, kept, blocked.number, "A relative.", by=1)
    session.commit()
    open_vault(browser, session, one)
    refer(browser, kept, support, "area")
    session.rollback()
    assert session.exec(select(ReferralCopy.holder_id)).all() == [other.vault.holder.id]
    open_vault(browser, session, blocked)
    assert is_gone(browser, session)


def test_a_disabled_account_gets_no_copy(browser: TestClient, session: Session) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    disabled = agencies.partner(session, support)
    disabled.account.disabled = True
    session.add(disabled.account)
    session.commit()
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    refer(browser, kept, support, "area")
    assert referral(session).state == "printed"
    assert session.exec(select(ReferralCopy)).all() == []


def test_when_the_reporter_withdraws_the_agency_reads_nothing_more(
    browser: TestClient, session: Session, reader: Person
) -> None:
    session.rollback()
    kept = session.exec(select(Report)).one()
    kept.state = State.WITHDRAWN
    session.add(kept)
    session.commit()
    assert is_gone(browser, session)


def test_whoever_leaves_an_agency_loses_what_was_passed_on_to_it(
    browser: TestClient, session: Session, reader: Person
) -> None:
    session.rollback()
    support = session.exec(select(Agency)).one()
    form = {"name": support.name, "consent": "support", "active": "yes"}
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    page = f"/en/staff/agencies/{support.id}"
    browser.post(page, data=versioned(browser, page) | form)
    session.rollback()
    assert session.exec(select(AgencyMember)).all() == []
    assert session.exec(select(ReferralCopy)).all() == []
    agencies.join(session, support, reader)
    open_vault(browser, session, reader)
    assert is_gone(browser, session)


def test_an_agency_that_is_not_used_any_more_reads_nothing(
    browser: TestClient, session: Session, reader: Person
) -> None:
    session.rollback()
    support = session.exec(select(Agency)).one()
    support.active = False
    session.add(support)
    session.commit()
    assert is_gone(browser, session)


def agency_form(**changes: object) -> dict[str, object]:
    return {"name": "Victim Support", "consent": "support", "active": "yes"} | changes


def test_an_agency_needs_a_name_of_its_own_and_a_consent(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    for wrong in ({"name": " "}, {"consent": "statistics"}, {"consent": ""}):
        reply = browser.post("/en/staff/agencies", data=agency_form(**wrong))
        assert reply.status_code == 422
    browser.post("/en/staff/agencies", data=agency_form())
    assert "has this name" in browser.post("/en/staff/agencies", data=agency_form()).text


def test_an_administrator_chooses_who_reads_for_an_agency(
    browser: TestClient, session: Session
) -> None:
    mine, taken = (agencies.agency(session, name=name) for name in ("Housing", "Elsewhere"))
    free, elsewhere = person(session, Role.PARTNER), agencies.partner(session, taken)
    officer = person(session, Role.CASEWORKER)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    path = f"/en/staff/agencies/{mine.id}"
    shown = versioned(browser, path)
    for wrong in (elsewhere, officer):
        form = agency_form(name="Housing", members=[str(wrong.number)])
        assert browser.post(path, data=form | shown).status_code == 422
    form = agency_form(name="Housing", members=[str(free.number)])
    assert browser.post(path, data=form | shown, follow_redirects=False).status_code == 303
    session.rollback()
    member = session.get_one(AgencyMember, free.number)
    assert member.agency_id == mine.id
    late = browser.post(path, data=agency_form(name="Homes") | shown)
    assert late.status_code == 409
    assert "Somebody else saved this while you were writing." in late.text
    assert 'value="Homes"' in late.text
    session.rollback()
    assert session.get_one(AgencyMember, free.number).agency_id == mine.id


HOSTILE = "<script>alert(1)</script>\u202e<img src=x onerror=alert(1)>"


def test_what_others_wrote_is_shown_as_text_on_every_page_about_referrals(
    browser: TestClient, session: Session
) -> None:
    one, _ = team(session)
    support, paper = agencies.agency(session, name=HOSTILE), agencies.agency(session)
    reader = agencies.partner(session, support)
    kept = agencies.report(session, "support")
    agencies.add(session, kept, "when_where", area=HOSTILE)
    open_vault(browser, session, one)
    form = f"/en/staff/cases/{kept.reference}/refer"
    given = refer(browser, kept, support, "area", purpose=HOSTILE).headers["location"]
    printed = refer(browser, kept, paper, "area", purpose=HOSTILE).headers["location"]
    pages = [browser.get(path).text for path in (form, given, printed, f"{printed}/print")]
    open_vault(browser, session, reader)
    number = given.rpartition("/")[2]
    pages.append(browser.get(f"/en/staff/referrals/{number}").text)
    pages.append(refused(browser, number))
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    pages += [browser.get(f"/en/staff/agencies{at}").text for at in ("", f"/{support.id}")]
    assert ["&lt;script&gt;alert(1)" in page for page in pages] == [True] * len(pages)
    assert [page for page in pages if "<script>alert" in page or "<img src=x" in page] == []


def refused(browser: TestClient, number: str) -> str:
    form = {"answer": "decline", "reason": HOSTILE * 30}
    return browser.post(f"/en/staff/referrals/{number}", data=form).text


def test_as_many_read_for_an_agency_as_its_page_says_and_can(
    browser: TestClient, session: Session
) -> None:
    agency = Agency(name="The police", consent="police")
    session.add(agency)
    session.flush()
    roles = ([Role.PARTNER], [Role.PARTNER], [Role.OFFICER])
    people = [account(session, *one) for one in roles]
    session.add_all(AgencyMember(account_id=one.id or 0, agency_id=agency.id) for one in people)
    people[1].disabled = True
    session.commit()
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    assert "1 account reads for it." in browser.get("/en/staff/agencies").text
    page = browser.get(f"/en/staff/agencies/{agency.id}").text
    assert len(re.findall(r'name="members"[^>]* checked', page)) == 2
    assert f"{people[1].name} (account stopped)" in page
