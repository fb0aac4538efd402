"""A resident writes a comment card, gets a code, and may tell something about themselves."""

import gzip
import re
from dataclasses import replace

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.complaints import keeping, sending
from portal.complaints.rules import State
from portal.groups import arrangements as lists
from portal.groups.arrangements import Area, Arrangements
from portal.languages.i18n import today
from portal.sealing import crypto
from portal.store.memory import Memory
from tests.complaints.factories import (
    CARD,
    CODE,
    COMPLAIN,
    SENT_CARD,
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

ABOUT = "/en/comment/about"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"well": "", "wrong": ""}, "well"),
        ({"well": "\u200b", "wrong": "\u2060"}, "well"),
        ({"well": "x" * 4001}, "well"),
        ({"wrong": "x" * 4001}, "wrong"),
        ({"service": "hate"}, "service"),
        ({"area": "moon"}, "area"),
        ({"language": "nonsense"}, "language"),
        ({"language": ""}, "language"),
    ],
)
def test_what_nobody_could_answer_is_refused_and_nothing_typed_is_lost(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    page = browser.post(CARD, data=SENT_CARD | changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    if not {"well", "wrong"} & set(changes):
        assert "The bins were emptied." in page.text
    assert code_on(page.text) == CODE
    assert comments(session) == []


def test_an_empty_form_is_refused(browser: TestClient, session: Session) -> None:
    assert browser.post(CARD, data={}).status_code == 422
    assert comments(session) == []


def test_too_many_at_once_wait_and_keep_what_they_wrote(
    browser: TestClient, session: Session, memory: Memory
) -> None:
    here = memory.of(sending.Sending)
    here.rise(b"everybody", here.seconds_each_of_all, here.usual_of_all)
    page = browser.post(CARD, data=SENT_CARD)
    assert page.status_code == 429
    assert int(page.headers["retry-after"]) > 0
    assert "This was not sent yet" in page.text
    assert "The bins were emptied." in page.text
    assert comments(session) == []


def test_one_network_does_not_crowd_out_the_others(browser: TestClient, session: Session) -> None:
    settings = browser.app_state["settings"]
    browser.app_state["settings"] = replace(settings, source_header="x-network")
    for _ in range(sending.Sending.usual + 1):
        sent = SENT_CARD | {"code": crypto.new_code()}
        answer = browser.post(CARD, data=sent, headers={"x-network": "192.0.2.0"})
    assert answer.status_code == 429
    browser.post(CARD, data=SENT_CARD, headers={"x-network": "198.51.100.0"})
    assert len(comments(session)) == sending.Sending.usual + 1


def test_who_has_no_code_is_asked_nothing_about_themselves(
    browser: TestClient, session: Session
) -> None:
    for code in ("", "nonsense", crypto.new_code()):
        page = browser.post(ABOUT, data={"code": code, "_skip": "yes"})
        assert page.url.path == "/en/receipt"
    assert told(session) == []


@pytest.mark.both
def test_a_card_is_kept_by_its_day_under_a_code_that_nothing_else_names(
    browser: TestClient, session: Session
) -> None:
    page = browser.post(CARD, data=SENT_CARD)
    assert page.status_code == 200
    assert "Your card has arrived" in page.text
    assert crypto.format_code(CODE) in page.text
    assert "set-cookie" not in page.headers
    (one,) = comments(session)
    assert (one.kind, one.state, one.day) == ("card", State.RECEIVED, today())
    assert (one.well, one.wrong) == (SENT_CARD["well"], SENT_CARD["wrong"])
    assert one.receipt == keeping.name(CODE) != CODE
    assert steps(session) == [State.RECEIVED]


@pytest.mark.both
def test_the_same_page_sent_twice_is_one_card(browser: TestClient, session: Session) -> None:
    for _ in range(3):
        page = browser.post(CARD, data=SENT_CARD)
        assert page.status_code == 200
        assert crypto.format_code(CODE) in page.text
    assert len(comments(session)) == 1
    assert steps(session) == [State.RECEIVED]


def test_whoever_goes_back_and_writes_more_loses_neither(
    browser: TestClient, session: Session
) -> None:
    browser.post(CARD, data=SENT_CARD)
    page = browser.post(CARD, data=SENT_CARD | {"wrong": "And nobody came."})
    assert page.status_code == 409
    assert crypto.format_code(CODE) in page.text
    assert "And nobody came." in page.text
    new = code_on(page.text)
    assert new != CODE
    assert len(comments(session)) == 1
    browser.post(CARD, data=SENT_CARD | {"wrong": "And nobody came.", "code": new})
    assert {one.wrong for one in comments(session)} == {SENT_CARD["wrong"], "And nobody came."}


def test_each_page_that_is_opened_has_a_code_of_its_own(browser: TestClient) -> None:
    assert code_on(browser.get(CARD).text) != code_on(browser.get(CARD).text)


def test_a_crowd_does_not_keep_a_second_press_from_its_code(
    browser: TestClient, memory: Memory
) -> None:
    browser.post(CARD, data=SENT_CARD)
    here = memory.of(sending.Sending)
    here.rise(b"everybody", here.seconds_each_of_all, here.usual_of_all)
    assert crypto.format_code(CODE) in browser.post(CARD, data=SENT_CARD).text


def test_services_and_areas_are_those_of_the_council(browser: TestClient, session: Session) -> None:
    session.rollback()
    parks, upper = Area("parks", {"en": "Parks", "cy": "Parciau"}), Area("upper", {"en": "Upper"})
    lists.save(session, Arrangements((upper,), (parks,)))
    session.commit()
    page = browser.get("/cy/comment").text
    assert re.search(r'<option value="parks"[^>]*>Parciau', page)
    assert re.search(r'<option value="other"[^>]* selected>', page)
    assert re.search(r'<option value="everywhere"[^>]* selected>', page)
    browser.post(CARD, data=SENT_CARD | {"service": "parks", "area": "upper"})
    assert [(one.service, one.area) for one in comments(session)] == [("parks", "upper")]


def test_who_comes_from_a_page_about_a_service_finds_it_chosen(
    browser: TestClient, session: Session
) -> None:
    session.rollback()
    lists.save(session, Arrangements((), (Area("parks", {"en": "Parks"}),)))
    session.commit()
    page = browser.get(f"{CARD}?service=parks").text
    assert re.search(r'<option value="parks"[^>]* selected>', page)
    for nonsense in ("nothing", "", "everywhere"):
        page = browser.get(f"{CARD}?service={nonsense}").text
        assert re.search(r'<option value="other"[^>]* selected>', page)


def test_the_language_is_changed_without_losing_a_word(
    browser: TestClient, session: Session
) -> None:
    council(session)
    page = browser.post(CARD, data=SENT_CARD | {"_switch": "ur", "_typed_in": "en"})
    assert page.status_code == 200
    assert 'lang="ur" dir="rtl"' in page.text
    assert "The bins were emptied." in page.text
    assert code_on(page.text) == CODE
    assert comments(session) == []


@pytest.mark.parametrize(("address", "sent"), [(CARD, SENT_CARD), (COMPLAIN, SENT_COMPLAINT)])
def test_all_languages_come_once_somebody_asks_for_them_and_no_word_is_lost(
    browser: TestClient, session: Session, address: str, sent: dict[str, str]
) -> None:
    page = browser.get(address).text
    assert '<option value="so">' in page
    assert '<option value="wo">' not in page
    assert f'formaction="{address}?all=languages#language" name="_switch"' in page
    more = browser.post(f"{address}?all=languages", data=sent | {"_switch": ""})
    assert more.status_code == 200
    assert '<option value="wo">' in more.text
    assert sent.get("well", sent.get("happened", "")) in more.text
    assert code_on(more.text) == CODE
    assert comments(session) == []
    wrong = browser.post(address, data=sent | {"service": "nowhere", "language": "wo"})
    assert '<option value="wo" selected>' in wrong.text
    browser.post(address, data=sent | {"language": "wo"})
    assert [one.language for one in comments(session)] == ["wo"]


def test_questions_about_oneself_come_after_it_and_are_kept_apart_and_once(
    browser: TestClient, session: Session
) -> None:
    page = browser.post(CARD, data=SENT_CARD).text
    assert "About you" in page
    assert code_on(page) == CODE
    answered = browser.post(ABOUT, data={"code": CODE, "_step": "1", "sex": "female"})
    assert "It has arrived" in answered.text
    assert crypto.format_code(CODE) in answered.text
    browser.post(ABOUT, data={"code": CODE, "_step": "1", "sex": "male"})
    (one,) = told(session)
    assert one.answers["sex"]["codes"] == ["female"]
    assert one.answers["religion"]["state"] == "skipped"


def test_a_second_page_asks_what_follows_and_carries_the_code(
    browser: TestClient, session: Session
) -> None:
    browser.post(CARD, data=SENT_CARD)
    page = browser.post(ABOUT, data={"code": CODE, "_step": "1", "ethnic_group": "asian"})
    assert "These last questions follow" in page.text
    assert code_on(page.text) == CODE
    assert told(session) == []


def test_who_skips_the_questions_has_sent_the_card(browser: TestClient, session: Session) -> None:
    browser.post(CARD, data=SENT_CARD)
    page = browser.post(ABOUT, data={"code": CODE, "_step": "1", "_skip": "yes"})
    assert "It has arrived" in page.text
    (one,) = told(session)
    assert {answer["state"] for answer in one.answers.values()} == {"skipped"}


def test_the_code_shows_how_far_it_is_in_the_language_of_the_reader(
    browser: TestClient, session: Session
) -> None:
    decide(session, card_days=3)
    one = comment(session, code=CODE, wrong="Nobody came.")
    page = browser.post("/en/receipt", data={"receipt_code": CODE}).text
    assert "Nobody came." in page
    assert "Received" in page
    assert "3 days left" in page or "4 days left" in page or "5 days left" in page
    moved(session, one, State.READ, State.ANSWERED)
    page = browser.post("/en/receipt", data={"receipt_code": CODE}).text
    assert "Answered by: <bdi" in page
    assert "Housing team" in page
    assert "We are sorry." in page
    assert "days left" not in page


def test_a_late_answer_is_shown_as_late_to_whoever_waits(
    browser: TestClient, session: Session
) -> None:
    comment(session, code=CODE, days_ago=40)
    page = browser.post("/en/receipt", data={"receipt_code": CODE}).text
    assert re.search(r"Overdue by \d+ days", page)


@pytest.mark.parametrize("tag", ["en", "cy", "pl", "ur", "ar"])
def test_the_page_is_light_in_every_language(
    browser: TestClient, session: Session, tag: str
) -> None:
    council(session)
    page = browser.get(f"/{tag}/comment").text
    assert re.search(rf'<option value="{tag}"[^>]* selected>', page)
    assert len(gzip.compress(page.encode())) < 20 * 1024


@pytest.mark.parametrize("tag", ["en", "cy", "pl", "ur", "ar"])
def test_every_page_leads_to_the_card_and_to_complaints(
    browser: TestClient, session: Session, tag: str
) -> None:
    council(session)
    for address in (f"/{tag}/", f"/{tag}/help"):
        page = browser.get(address).text
        assert f'href="/{tag}/comment"' in page
        assert f'href="/{tag}/complaints"' in page
