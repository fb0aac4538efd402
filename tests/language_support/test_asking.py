"""A resident asks for an interpreter, a format or a call, in any language and without a name."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.language_support import crowding, keeping
from portal.language_support.rules import State
from portal.languages.i18n import today
from portal.store.memory import Memory
from tests.consultations.factories import consultation
from tests.council.factories import council
from tests.erasing import files
from tests.incidents.factories import team
from tests.incidents.reporter import Reporter
from tests.language_support.factories import NUMBER, SENT, counts, requests

PAGE = "/en/help/ask"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reach": ""}, "reach"),
        ({"reach": "\u200b\u2060"}, "reach"),
        ({"reach": "0" * 301}, "reach"),
        ({"kind": ""}, "kind"),
        ({"kind": "money"}, "kind"),
        ({"service": ""}, "service"),
        ({"service": "hate"}, "service"),
        ({"language": ""}, "language"),
        ({"language": "tlh"}, "language"),
        ({"language": "other"}, "spoken"),
        ({"language": "other", "spoken": "x" * 121}, "spoken"),
        ({"about": "x" * 301}, "about"),
        ({"when": "x" * 121}, "when"),
    ],
)
def test_what_nobody_could_answer_is_refused_and_nothing_typed_is_lost(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    page = browser.post(PAGE, data=SENT | {"when": "After <five>"} | changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    if field != "when":
        assert "After &lt;five&gt;" in page.text
    assert 'name="_key" value="a-key"' in page.text
    assert requests(session) == []


@pytest.mark.parametrize("about", ["<b>bold", "x" * 5000, "\u202e\u200b", "a\r\nb"])
def test_what_an_address_says_it_is_about_is_words_to_be_changed_and_sends_nothing(
    browser: TestClient, session: Session, about: str
) -> None:
    page = browser.get(PAGE, params={"about": about})
    assert page.status_code == 200
    assert "<b>bold" not in page.text
    assert "x" * 301 not in page.text
    assert requests(session) == []


def test_whoever_comes_from_a_page_does_not_write_its_name_again(browser: TestClient) -> None:
    page = browser.get(PAGE, params={"about": "Race equality plan"}).text
    assert re.search(r'id="about"[^>]*>\s*Race equality plan</textarea>', page)


def test_a_form_with_nothing_in_it_is_refused(browser: TestClient, session: Session) -> None:
    assert browser.post(PAGE, data={}).status_code == 422
    assert requests(session) == []


def test_who_asks_too_often_is_told_so_and_keeps_what_they_wrote(
    browser: TestClient, session: Session, memory: Memory
) -> None:
    here = memory.of(crowding.Asking)
    here.rise(crowding.EVERYBODY, crowding.SECONDS_EACH_OF_ALL, crowding.USUAL_OF_ALL)
    page = browser.post(PAGE, data=SENT)
    assert page.status_code == 429
    assert int(page.headers["retry-after"]) > 0
    assert "Your request was not sent yet" in page.text
    assert NUMBER in page.text
    assert requests(session) == []


def test_what_nobody_could_answer_in_a_day_is_not_taken_in_one_go(
    browser: TestClient, session: Session
) -> None:
    answers = [browser.post(PAGE, data=SENT | {"_key": str(number)}) for number in range(70)]
    assert answers[-1].status_code == 429
    assert len(requests(session)) == crowding.USUAL_OF_ALL == 60


def test_one_network_does_not_crowd_out_the_others(
    browser: TestClient, session: Session, memory: Memory
) -> None:
    settings = browser.app_state["settings"]
    browser.app_state["settings"] = replace(settings, source_header="x-network")
    for number in range(crowding.USUAL + 1):
        sent = SENT | {"_key": str(number)}
        answer = browser.post(PAGE, data=sent, headers={"x-network": "192.0.2.0"})
    assert answer.status_code == 429
    browser.post(PAGE, data=SENT, headers={"x-network": "198.51.100.0"})
    assert len(requests(session)) == crowding.USUAL + 1
    assert memory.of(crowding.Asking).level(crowding.EVERYBODY, 1e9) > crowding.USUAL


@pytest.mark.both
def test_a_request_is_kept_by_its_day_with_all_that_was_said_under_seal(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    page = browser.post(PAGE, data=SENT)
    assert page.url.path == "/en/help/ask/done"
    assert "Your request is sent" in page.text
    assert "set-cookie" not in page.headers
    (one,) = requests(session)
    assert (one.language, one.kind, one.service) == ("en", "interpreter", "meeting")
    assert (one.state, one.asked) == (State.WAITING, today())
    told = keeping.told(session, one)
    assert told["reach"] == NUMBER
    assert told["written_in"] == "en"
    assert NUMBER.encode() not in files(engine)
    assert counts(session) == []


@pytest.mark.both
def test_the_same_page_sent_twice_asks_once(browser: TestClient, session: Session) -> None:
    for _ in range(3):
        assert browser.post(PAGE, data=SENT).status_code == 200
    assert len(requests(session)) == 1


def test_a_correction_is_not_lost(browser: TestClient, session: Session) -> None:
    browser.post(PAGE, data=SENT)
    browser.post(PAGE, data=SENT | {"reach": "01632 960778"})
    assert {keeping.told(session, one)["reach"] for one in requests(session)} == {
        NUMBER,
        "01632 960778",
    }


def test_each_page_that_is_opened_asks_for_itself(browser: TestClient, session: Session) -> None:
    for _ in range(2):
        (key,) = re.findall(r'name="_key" value="([^"]+)"', browser.get(PAGE).text)
        browser.post(PAGE, data=SENT | {"_key": key})
    assert len(requests(session)) == 2


def test_a_language_that_is_not_listed_is_kept_as_it_was_written(
    browser: TestClient, session: Session
) -> None:
    browser.post(PAGE, data=SENT | {"language": "other", "spoken": "ትግርኛ"})
    (one,) = requests(session)
    assert one.language == "und"
    assert keeping.told(session, one)["spoken"] == "ትግርኛ"


def test_the_language_is_changed_without_losing_a_word(
    browser: TestClient, session: Session
) -> None:
    council(session)
    switched = browser.post(PAGE, data=SENT | {"_switch": "ur", "_typed_in": "en", "kind": ""})
    assert switched.status_code == 200
    assert 'lang="ur" dir="rtl"' in switched.text
    assert NUMBER in switched.text
    assert '<option value="ur" selected>' in switched.text
    assert requests(session) == []
    chosen = browser.post(PAGE, data=SENT | {"_switch": "ur", "language": "pl"})
    assert re.search(r'<option value="pl"[^>]* selected>', chosen.text)


def test_whoever_asks_in_urdu_has_their_words_kept_as_urdu(
    browser: TestClient, session: Session
) -> None:
    browser.post("/ur/help/ask", data=SENT | {"about": "جمعرات کی میٹنگ", "language": "ur"})
    (one,) = requests(session)
    assert keeping.told(session, one)["written_in"] == "ur"


@pytest.mark.parametrize("tag", ["en", "cy", "pl", "ur", "ar"])
def test_the_page_begins_in_the_readers_own_language(
    browser: TestClient, session: Session, tag: str
) -> None:
    council(session)
    page = browser.get(f"/{tag}/help/ask").text
    assert re.search(rf'<option value="{tag}"[^>]* selected>', page)
    assert len(page.encode()) < 30 * 1024


def test_a_link_says_for_what_somebody_comes_and_nonsense_says_nothing(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    landing = browser.get("/en/consultations/parks").text
    assert 'href="/en/help/ask?service=consultation"' in landing
    page = browser.get(f"{PAGE}?service=consultation&kind=call").text
    assert 'value="consultation" checked' in page
    assert 'value="call" checked' in page
    assert " checked" not in browser.get(f"{PAGE}?service=hate&kind=<b>").text


def test_help_and_the_card_lead_here(browser: TestClient) -> None:
    assert 'href="/en/help/ask"' in browser.get("/en/help").text
    assert 'href="/en/help/ask?kind=call"' in browser.get("/en/help/card").text


def test_no_page_of_a_report_leads_here(browser: TestClient, session: Session) -> None:
    team(session)
    reporter = Reporter(browser)
    pages = [reporter.begin().text, reporter.tell("They shouted.").text, reporter.wish().text]
    pages.append(reporter.send().text)
    assert not any("/help/ask" in page for page in pages)


def test_the_page_says_until_when_somebody_is_answered_and_their_number_kept(
    browser: TestClient, session: Session
) -> None:
    council(session, support_reply_days=3, support_days=14)
    page = browser.get(PAGE).text
    assert "within 3 working days" in page
    assert "after 14 days at the latest" in page
    assert "after 14 days at the latest" in browser.get("/en/privacy").text
