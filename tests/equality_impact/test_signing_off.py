"""An assessment is signed off by somebody who neither wrote nor decided any of it."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.equality_impact.models import AssessmentEdition
from portal.equality_impact.rules import Standing
from portal.store import audit
from tests.accounts.factories import account, sign_in
from tests.equality_impact.factories import (
    ONE,
    PUBLIC,
    asked,
    assessment,
    editions,
    kept,
    officer,
    signed,
)

AGREE = {"_do": "agree", "sure": "yes"}


def waiting(session: Session, writer: Account | None = None) -> tuple[str, AssessmentEdition]:
    """Have an assessment wait to be signed off; give the address where it is."""
    by = (writer or account(session, Role.OFFICER)).id or 0
    edition = asked(session, assessment(session, by), by)
    return f"{ONE}/sign/{edition.id}", edition


def is_unsigned(browser: TestClient, session: Session) -> bool:
    browser.cookies.clear()
    return not any(one.published for one in editions(session)) and (
        browser.get(PUBLIC).status_code == 404
    )


def test_nobody_signs_off_what_they_decided(browser: TestClient, session: Session) -> None:
    here, _ = waiting(session, officer(browser, session))
    page = browser.get(here).text
    assert 'value="agree"' not in page
    assert browser.post(here, data=AGREE).status_code == 422
    assert is_unsigned(browser, session)


@pytest.mark.both
def test_nobody_signs_off_what_they_wrote_although_somebody_else_asked(
    browser: TestClient, session: Session
) -> None:
    writer = officer(browser, session)
    one = assessment(session, writer.id or 0)
    edition = asked(session, one, account(session, Role.OFFICER).id or 0)
    here = f"{ONE}/sign/{edition.id}"
    page = browser.post(here, data=AGREE)
    assert page.status_code == 422
    assert "You wrote some of this" in page.text
    assert is_unsigned(browser, session)


def test_nobody_signs_off_who_was_let_in_by_whoever_wrote_it(
    browser: TestClient, session: Session
) -> None:
    writer = account(session, Role.OFFICER, Role.ADMINISTRATOR)
    here, _ = waiting(session, writer)
    second = officer(browser, session)
    audit.record(session, writer.id or 0, "account.invited", second.email, roles=second.roles)
    session.commit()
    assert browser.post(here, data=AGREE).status_code == 422
    assert is_unsigned(browser, session)


def test_it_is_not_signed_off_unless_the_box_is_ticked(
    browser: TestClient, session: Session
) -> None:
    here, _ = waiting(session)
    officer(browser, session)
    assert browser.post(here, data={"_do": "agree"}).status_code == 422
    assert browser.post(here, data={"_do": "else"}).status_code == 422
    assert is_unsigned(browser, session)


def test_nobody_is_asked_to_sign_off_what_lacks_something(
    browser: TestClient, session: Session
) -> None:
    assessment(session, decision=None)
    officer(browser, session)
    page = browser.post(f"{ONE}/ask", data={"note": ""})
    assert page.status_code == 422
    assert "Something is missing" in page.text
    assert "the decision" in page.text
    assert editions(session) == []


def test_nobody_but_who_asked_takes_it_back(browser: TestClient, session: Session) -> None:
    here, _ = waiting(session)
    officer(browser, session)
    assert browser.post(here, data={"_do": "withdraw"}).status_code == 422
    assert [one.waits for one in editions(session)] == [True]


@pytest.mark.parametrize("role", [one for one in Role if one not in ("officer", "administrator")])
def test_no_other_role_signs_off(browser: TestClient, session: Session, role: Role) -> None:
    here, _ = waiting(session)
    sign_in(browser, session, account(session, role))
    assert browser.get(here).status_code == 403
    assert browser.post(here, data=AGREE).status_code == 403
    assert is_unsigned(browser, session)


@pytest.mark.both
def test_once_a_second_person_signs_it_off_everybody_reads_it(
    browser: TestClient, session: Session
) -> None:
    assessment(session)
    first = officer(browser, session)
    page = browser.post(f"{ONE}/ask", data={"note": ""})
    assert "Somebody else is asked to sign it off." in page.text
    assert browser.get(PUBLIC).status_code == 404
    (edition,) = editions(session)
    second = account(session, Role.ADMINISTRATOR)
    sign_in(browser, session, second)
    page = browser.post(f"{ONE}/sign/{edition.id}", data=AGREE)
    assert "Everybody can read it." in page.text
    (edition,) = editions(session)
    assert (edition.asked_by, edition.agreed_by) == (first.id, second.id)
    assert kept(session).standing is Standing.ASSESSED
    assert kept(session).next_on == kept(session).review_on
    browser.cookies.clear()
    shown = browser.get(PUBLIC).text
    assert "We keep both until we know more" in shown
    assert first.name not in shown


def test_asked_twice_it_waits_once(browser: TestClient, session: Session) -> None:
    assessment(session)
    officer(browser, session)
    for _ in range(2):
        browser.post(f"{ONE}/ask", data={"note": ""})
    assert len(editions(session)) == 1


def test_a_second_person_says_what_has_to_change_first(
    browser: TestClient, session: Session
) -> None:
    here, _ = waiting(session)
    officer(browser, session)
    page = browser.post(here, data={"_do": "refuse", "answer": "Say <who> sleeps outside"})
    assert "It is not signed off." in page.text
    assert "Say &lt;who&gt; sleeps outside" in page.text
    late = browser.post(here, data=AGREE)
    assert "Somebody decided this meanwhile" in late.text
    assert is_unsigned(browser, session)


def test_while_it_waits_nothing_of_it_can_be_changed(browser: TestClient, session: Session) -> None:
    waiting(session)
    officer(browser, session)
    page = browser.post(f"{ONE}/gaps", data={"no_evidence": "Nothing"})
    assert page.status_code in (409, 422)
    measure = {"words": "Something", "lead": "Somebody"}
    assert browser.post(f"{ONE}/measures", data=measure).status_code == 422
    learned = {"key": "-", "title": "A survey", "learned": "Much"}
    assert browser.post(f"{ONE}/evidence", data=learned).status_code == 422
    assert kept(session).no_evidence == "We do not know who sleeps outside"


@pytest.mark.both
def test_what_was_signed_off_keeps_its_old_words_and_day_when_it_is_changed(
    browser: TestClient, session: Session
) -> None:
    one = assessment(session)
    first = signed(session, one)
    one = kept(session)
    one.decision_reason = {"en": "The second shelter closes"}
    session.add(one)
    session.commit()
    assert "The second shelter closes" not in browser.get(PUBLIC).text
    signed(session, one, note="The council voted")
    now = browser.get(PUBLIC).text
    assert "The second shelter closes" in now
    assert "The council voted" in now
    assert "We keep both until we know more" not in now
    before = browser.get(f"{PUBLIC}/editions/{first.id}").text
    assert "We keep both until we know more" in before
    assert "This is how it read before it was changed." in before


def test_an_edition_that_was_never_signed_off_is_nobodys_to_read(
    browser: TestClient, session: Session
) -> None:
    one = assessment(session)
    signed(session, one)
    edition = asked(session, kept(session), account(session, Role.OFFICER).id or 0)
    assert browser.get(f"{PUBLIC}/editions/{edition.id}").status_code == 404
    assert browser.get(f"{PUBLIC}/editions/nothing").status_code == 404
