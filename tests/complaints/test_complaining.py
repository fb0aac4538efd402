"""A resident complains or praises, says how to be answered, and reads who else decides."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.complaints import keeping, queries
from portal.complaints.rules import State
from portal.council.rules import Nation
from portal.sealing import crypto
from tests.complaints.factories import (
    CODE,
    COMPLAIN,
    SENT_COMPLAINT,
    code_on,
    comment,
    comments,
    decide,
    moved,
    steps,
    told,
)
from tests.council.factories import council
from tests.erasing import files
from tests.groups.factories import group

PAGE = "/en/complaints"
SEALED = "sealed@example.org"
"""An address that no other test writes anywhere, to look for it in files."""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "card"}, "kind"),
        ({"happened": ""}, "happened"),
        ({"happened": "x" * 4001}, "happened"),
        ({"wants": "x" * 4001}, "wants"),
        ({"how": ""}, "how"),
        ({"how": "pigeon"}, "how"),
        ({"email": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"how": "call"}, "telephone"),
        ({"how": "call", "telephone": "ring me"}, "telephone"),
        ({"language": "nonsense"}, "language"),
        ({"service": "hate"}, "service"),
    ],
)
def test_what_nobody_could_answer_is_refused_and_nothing_typed_is_lost(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    page = browser.post(COMPLAIN, data=SENT_COMPLAINT | changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    if field != "happened":
        assert SENT_COMPLAINT["happened"] in page.text
    assert code_on(page.text) == CODE
    assert comments(session) == []


@pytest.mark.both
def test_a_complaint_is_kept_once_and_how_to_reach_somebody_under_seal(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    for _ in range(2):
        page = browser.post(COMPLAIN, data=SENT_COMPLAINT | {"email": SEALED})
        assert "It has arrived" in page.text
        assert crypto.format_code(CODE) in page.text
    (one,) = comments(session)
    assert (one.kind, one.wrong, one.well) == ("complaint", SENT_COMPLAINT["happened"], "")
    assert (one.wants, one.how) == ("An apology.", "email")
    assert one.read_by
    assert one.due
    assert one.read_by < one.due
    assert keeping.told(session, one) == {"email": SEALED}
    assert SEALED.encode() not in files(engine)


def test_nothing_is_kept_of_a_way_to_reach_somebody_that_they_did_not_choose(
    browser: TestClient, session: Session
) -> None:
    sent = SENT_COMPLAINT | {"how": "code", "telephone": "01632 960001", "call_in": "Urdu"}
    browser.post(COMPLAIN, data=sent)
    (one,) = comments(session)
    assert (one.told, keeping.told(session, one)) == (b"", {})
    called = sent | {"how": "call", "code": crypto.new_code(), "happened": "Again."}
    browser.post(COMPLAIN, data=called)
    other = next(one for one in comments(session) if one.wrong == "Again.")
    assert keeping.told(session, other) == {"telephone": "01632 960001", "call_in": "Urdu"}


def test_a_corrected_address_is_not_lost(browser: TestClient, session: Session) -> None:
    browser.post(COMPLAIN, data=SENT_COMPLAINT)
    page = browser.post(COMPLAIN, data=SENT_COMPLAINT | {"email": "amina@example.com"})
    assert page.status_code == 409
    assert "amina@example.com" in page.text


def test_a_compliment_is_kept_as_what_went_well(browser: TestClient, session: Session) -> None:
    browser.post(COMPLAIN, data=SENT_COMPLAINT | {"kind": "compliment", "how": "code"})
    (one,) = comments(session)
    assert (one.kind, one.well, one.wrong) == ("compliment", SENT_COMPLAINT["happened"], "")


def test_nobody_who_complains_is_asked_about_themselves(
    browser: TestClient, session: Session
) -> None:
    browser.post(COMPLAIN, data=SENT_COMPLAINT)
    page = browser.post("/en/comment/about", data={"code": CODE, "_step": "1", "sex": "female"})
    assert page.url.path == "/en/receipt"
    assert told(session) == []


def test_the_page_says_how_long_it_takes_and_who_else_decides(
    browser: TestClient, session: Session
) -> None:
    council(session)
    decide(session, read_days=2, answer_days=8, passed_days=15)
    page = browser.get(PAGE).text
    assert "within 2 working days" in page
    assert "within 8 working days" in page
    assert "within 15 working days" in page
    assert "Public Services Ombudsman for Wales" in page
    assert "0300 790 0203" in page
    assert "within a year of the day on which you knew" in page
    assert "Equality and Human Rights Commission" in page
    assert "Its helpline" not in page
    assert "0808 800 0082" in page
    assert 'href="/en/complaints/new"' in page


def test_england_has_another_ombudsman(browser: TestClient, session: Session) -> None:
    council(session, nation=Nation.ENGLAND)
    page = browser.get(PAGE).text
    assert "Local Government and Social Care Ombudsman" in page
    assert "0300 061 0614" in page
    assert "Wales" not in page


def test_what_the_council_wrote_stands_in_place_of_what_holds_everywhere(
    browser: TestClient, session: Session
) -> None:
    council(session)
    decide(
        session,
        how={"en": "Write to Ms Rees.", "pl": "Napisz do pani Rees."},
        helpers={"en": "The law centre helps."},
        ombudsman={"en": "Ask the other ombudsman."},
    )
    page = browser.get(PAGE).text
    assert "Write to Ms Rees." in page
    assert "The law centre helps." in page
    assert "Ask the other ombudsman." in page
    assert "Public Services Ombudsman" not in page
    polish = browser.get("/pl/complaints").text
    assert "Napisz do pani Rees." in polish
    assert '<bdi lang="en" dir="ltr">The law centre helps.</bdi>' in polish


def test_groups_that_help_with_it_are_named_and_no_others(
    browser: TestClient, session: Session
) -> None:
    group(session, "Law Circle", helps=["complaints"])
    group(session, "Dancers", email="dance@groups.example", helps=["events"])
    page = browser.get(PAGE).text
    assert 'href="/en/groups/law-circle"' in page
    assert "Dancers" not in page
    assert 'href="/en/groups?help=complaints"' in page
    assert "Law Circle" in browser.get("/en/groups?help=complaints").text


@pytest.mark.parametrize("address", [PAGE, COMPLAIN, "/en/comment"])
def test_the_way_to_reports_is_shown_and_nothing_of_it_taken_along(
    browser: TestClient, address: str
) -> None:
    assert 'href="/en/help/speak-up"' in browser.get(address).text


def test_the_code_of_a_complaint_tells_all_that_became_of_it_with_its_days(
    browser: TestClient, session: Session
) -> None:
    one = comment(session, "complaint", code=CODE, wants="An apology.")
    moved(session, one, State.READ, State.ANSWERED, State.PASSED, State.ESCALATED)
    page = browser.post("/en/receipt", data={"receipt_code": CODE}).text
    for said in (
        "Received",
        "Read",
        "Answered by:",
        "We are sorry.",
        "Passed to the corporate complaints procedure",
        "The ombudsman",
        "An apology.",
        "/en/complaints#further",
    ):
        assert said in page


def test_an_answer_is_read_in_the_language_of_the_page_and_as_it_was_written(
    browser: TestClient, session: Session
) -> None:
    council(session)
    one = comment(session, "complaint", code=CODE)
    moved(session, one, State.READ, State.ANSWERED)
    keeping.translate(session, queries.steps(session, one)[-1], "pl", "Przepraszamy.")
    session.commit()
    polish = browser.post("/pl/receipt", data={"receipt_code": CODE}).text
    assert "Przepraszamy." in polish
    assert "We are sorry." in polish
    english = browser.post("/en/receipt", data={"receipt_code": CODE}).text
    assert "We are sorry." in english
    assert "Przepraszamy." not in english


def test_another_code_opens_nothing(browser: TestClient, session: Session) -> None:
    comment(session, code=CODE, wrong="Nobody came.")
    page = browser.post("/en/receipt", data={"receipt_code": crypto.new_code()})
    assert "Nobody came." not in page.text


def test_the_privacy_notice_says_what_is_kept_and_how_long(
    browser: TestClient, session: Session
) -> None:
    decide(session, keep_months=7)
    assert "7 months after the answer" in browser.get("/en/privacy").text


CONTEST = "/en/complaints/contest"


@pytest.mark.parametrize("states", [(), (State.READ,), (State.READ, State.PASSED)])
def test_what_was_not_answered_cannot_be_contested(
    browser: TestClient, session: Session, states: tuple[State, ...]
) -> None:
    one = comment(session, "complaint", code=CODE)
    moved(session, one, *states)
    page = browser.post(CONTEST, data={"receipt_code": CODE})
    assert "I am not content with the answer" not in page.text
    assert State.CONTESTED not in steps(session)


def test_nobody_contests_without_the_code(browser: TestClient, session: Session) -> None:
    moved(session, comment(session, "complaint"), State.READ, State.ANSWERED)
    for code in ("", crypto.new_code()):
        page = browser.post(CONTEST, data={"receipt_code": code})
        assert page.url.path == "/en/receipt"
    assert State.CONTESTED not in steps(session)


def test_an_answered_card_has_nothing_to_contest(browser: TestClient, session: Session) -> None:
    moved(session, comment(session, code=CODE), State.READ, State.ANSWERED)
    page = browser.post("/en/receipt", data={"receipt_code": CODE}).text
    assert "I am not content" not in page


@pytest.mark.both
def test_whoever_is_not_content_says_so_once_and_it_is_owed_again(
    browser: TestClient, session: Session
) -> None:
    one = comment(session, "complaint", code=CODE)
    moved(session, one, State.READ, State.ANSWERED)
    page = browser.post("/en/receipt", data={"receipt_code": CODE}).text
    assert "I am not content with the answer" in page
    for _ in range(2):
        page = browser.post(CONTEST, data={"receipt_code": CODE}).text
        assert "Whoever sent it is not content with the answer" in page
        assert "I am not content with the answer" not in page
    assert steps(session) == [State.RECEIVED, State.READ, State.ANSWERED, State.CONTESTED]
    (kept,) = comments(session)
    assert kept.due
