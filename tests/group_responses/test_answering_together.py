"""From a consultation to the groups with which a member can answer it."""

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.rules import Stage
from portal.groups.rules import State
from tests.consultations.factories import consultation
from tests.members.factories import member, sign_in
from tests.membership.factories import belongs, verified

TOGETHER = "/en/member/consultations/parks"
LANDING = "/en/consultations/parks"


def test_who_is_not_signed_in_is_asked_who_they_are(browser: TestClient, session: Session) -> None:
    consultation(session)
    assert browser.get(TOGETHER, follow_redirects=False).status_code == 303


def test_what_residents_do_not_see_leads_nowhere(browser: TestClient, session: Session) -> None:
    consultation(session, stage=Stage.DRAFT)
    sign_in(browser, session, member(session))
    assert browser.get(TOGETHER).status_code == 404


def test_only_groups_that_can_answer_are_listed(browser: TestClient, session: Session) -> None:
    consultation(session)
    verified(session, name="Strangers")
    sign_in(browser, session, belongs(session, verified(session, state=State.PAUSED)))
    page = browser.get(TOGETHER).text
    assert "You belong to no group that can answer here." in page
    sign_in(browser, session, belongs(session, verified(session, name="Elders")))
    page = browser.get(TOGETHER).text
    assert "/en/member/groups/elders/consultations/parks" in page
    assert "Strangers" not in page


def test_the_page_of_a_consultation_is_the_same_for_members_and_leads_there(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    nobody = browser.get(LANDING)
    assert TOGETHER in nobody.text
    sign_in(browser, session, belongs(session, verified(session)))
    signed_in = browser.get(LANDING)
    assert signed_in.text == nobody.text
    assert "set-cookie" not in signed_in.headers
    first = browser.get(f"{LANDING}/respond/s1")
    assert "You are answering as yourself." in first.text
    assert "set-cookie" not in first.headers


def test_who_answers_for_an_organisation_reads_its_name_on_every_page(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    told = {"name": "Elders", "asked": "5", "how": "We rang."}
    browser.post(f"{LANDING}/respond/organisation", data=told)
    for page in ("respond", "respond/s1", "respond/check"):
        html = browser.get(f"{LANDING}/{page}").text
        assert "You are answering for" in html
        assert "as yourself" not in html
