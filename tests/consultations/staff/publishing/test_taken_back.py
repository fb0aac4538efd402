"""What was announced is taken back before it opens: nobody could answer, so all may change."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.models import Consultation, Draft, Response
from portal.consultations.rules import Stage
from portal.consultations.staff import queries
from portal.council import queries as council_queries
from portal.council.rules import Council
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts import factories
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE, stored

HERE = f"{BASE}/buses"
PUBLISH = f"{HERE}/publish"
DETAILS = f"{HERE}/details"
RESIDENTS = "/en/consultations/buses"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _published(browser: TestClient, session: Session) -> None:
    council_queries.save(session, Council(languages=("en", "cy")))
    make.drafted(session, delete_written=date(2036, 1, 1))
    session.commit()
    pages.officer(browser, session)
    assert pages.change(browser, PUBLISH).status_code == 303


def take_back(browser: TestClient) -> int:
    return browser.post(f"{HERE}/take-back", follow_redirects=False).status_code


def question_page(session: Session, place: int = 0) -> str:
    question = queries.questions(session, stored(session))[place]
    return f"{HERE}/questions/{question.id}"


def opens(session: Session, consultation: Consultation) -> None:
    """Let the moment of opening pass."""
    consultation.opens = now() - timedelta(seconds=1)
    session.commit()


def test_what_opened_between_looking_and_pressing_is_not_taken_back(
    browser: TestClient, session: Session
) -> None:
    assert "Take back before it opens" in browser.get(HERE).text
    opens(session, stored(session))
    answer = browser.post(f"{HERE}/take-back")
    assert answer.status_code == 409
    assert "It has opened meanwhile" in answer.text
    assert stored(session).stage is Stage.PUBLISHED
    assert "This consultation has been published" in browser.get(f"{HERE}/questions").text


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Response, {"edition": 1, "receipt": "r", "language": "en", "day": date(2026, 11, 1)}),
        (Draft, {"id": "d", "sealed": b"", "expires": datetime(2036, 1, 1, tzinfo=UTC)}),
    ],
    ids=["sent", "begun"],
)
def test_what_somebody_answers_is_never_taken_back(
    browser: TestClient, session: Session, table: Any, values: dict[str, Any]
) -> None:
    session.add(table(consultation_id=stored(session).id, **values))
    session.commit()
    assert take_back(browser) == 409
    assert stored(session).stage is Stage.PUBLISHED


def test_a_section_written_while_it_is_published_again_is_refused_and_its_words_are_shown(
    browser: TestClient, session: Session
) -> None:
    take_back(browser)
    for address, words in (
        ("sections/new", {"title.en": "Night buses", "intro.en": "After eleven"}),
        ("questions/new", {"kind": "single", "label.en": "How late?", "options.new": "Midnight"}),
    ):
        written = pages.form(browser.get(f"{HERE}/{address}"), f"{HERE}/{address}") | words
        pages.change(browser, PUBLISH)
        opens(session, stored(session))
        answer = browser.post(f"{HERE}/{address}", data=written)
        assert answer.status_code == 409
        assert all(text in answer.text for name, text in words.items() if name != "kind")
        consultation = stored(session)
        assert len(queries.sections(session, consultation)) == 2
        consultation.opens = now() + DAY
        session.commit()
        take_back(browser)


def test_an_order_of_answers_typed_before_it_opens_is_shown_when_it_has_opened(
    browser: TestClient, session: Session
) -> None:
    take_back(browser)
    address = question_page(session)
    mine = pages.form(browser.get(address), address) | {"required": "yes", "label.en": "How often?"}
    pages.change(browser, PUBLISH)
    opens(session, stored(session))
    answer = browser.post(address, data=mine | {"_do": "save"})
    assert answer.status_code == 409
    assert "Here you can correct words only." in answer.text
    assert "How often?" in answer.text
    # Only what differs is laid side by side: a section that nobody moved is not.
    rows = answer.text.split("<tbody")[1].split("</tbody>")[0]
    assert rows.count("<tr") == 2
    assert "Must be answered" in rows
    again = pages.form(answer, address) | {"_do": "save"}
    assert browser.post(address, data=again, follow_redirects=False).status_code == 303
    question = queries.questions(session, stored(session))[0]
    assert (question.label["en"], question.required) == ("How often?", False)


def test_words_corrected_on_a_page_from_before_wipe_nothing_that_it_did_not_show(
    browser: TestClient, session: Session
) -> None:
    take_back(browser)
    address = question_page(session)
    pages.change(browser, address, required="yes", options__often__other="yes", _do="save")
    pages.change(browser, PUBLISH)
    mine = pages.form(browser.get(address), address) | {"label.en": "How often?", "_do": "save"}
    take_back(browser)
    answer = browser.post(address, data=mine, follow_redirects=False)
    assert answer.status_code == 303
    question = queries.questions(session, stored(session))[0]
    assert question.label["en"] == "How often?"
    assert question.required
    assert question.options[0]["other"]


def test_details_of_a_page_from_before_are_compared_with_all_that_stands_now(
    browser: TestClient, session: Session
) -> None:
    mine = pages.form(browser.get(DETAILS), DETAILS) | {"title.en": "Buses and trams"}
    take_back(browser)
    before = stored(session)
    answer = browser.post(DETAILS, data=mine)
    assert answer.status_code == 409
    again = pages.form(answer, DETAILS)
    assert browser.post(DETAILS, data=again, follow_redirects=False).status_code == 303
    one = stored(session)
    assert one.title["en"] == "Buses and trams"
    assert (one.slug, one.opens, one.closes) == (before.slug, before.opens, before.closes)
    assert one.ask_equality


def test_taking_back_unlocks_questions_address_equality_and_dates(
    browser: TestClient, session: Session
) -> None:
    assert take_back(browser) == 303
    assert "have been published" not in browser.get(HERE).text
    assert "This consultation has been published." not in browser.get(DETAILS).text
    pages.delete(browser, question_page(session, 1))
    pages.change(browser, question_page(session), options__new="Sometimes", _do="save")
    pages.change(browser, f"{HERE}/sections/new", title__en="Trams", title__cy="Tramiau")
    changes = {"slug": "trams", "ask_equality": "", "delete_written__month": "6"}
    assert pages.change(browser, DETAILS, **changes).status_code == 303
    one = stored(session, "trams")
    assert not one.ask_equality
    assert one.delete_written == date(2036, 6, 1)
    codes = [question.code for question in queries.questions(session, one)]
    assert codes == ["use", "ideas"]
    assert [option["code"] for option in queries.questions(session, one)[0].options] == [
        "often", "never", "sometimes",
    ]  # fmt: skip
    assert [section.code for section in queries.sections(session, one)][2] == "trams"


def test_published_again_it_has_a_number_of_its_own_and_nothing_to_correct(
    browser: TestClient, session: Session
) -> None:
    assert "Buses (en)" in browser.get(RESIDENTS).text
    take_back(browser)
    assert browser.get(RESIDENTS).status_code == 404
    pages.change(browser, DETAILS, title__en="Buses and trams")
    pages.change(browser, question_page(session), label__en="How often?", _do="save")
    page = browser.get(PUBLISH).text
    assert "Checklist and publish" in page
    assert "Only words may change" not in page
    assert pages.change(browser, PUBLISH).status_code == 303
    one = stored(session)
    assert one.edition == 2
    first, second = reversed(queries.editions(session, one))
    assert first.content["title"]["en"] == "Buses (en)"
    assert second.content["title"]["en"] == "Buses and trams"
    page = browser.get(RESIDENTS).text
    assert "Buses and trams" in page
    assert "Corrections" not in page


def test_the_questions_of_before_are_kept_on_no_page(browser: TestClient, session: Session) -> None:
    take_back(browser)
    pages.change(browser, question_page(session), label__en="How often?", _do="save")
    pages.change(browser, PUBLISH)
    opens(session, stored(session))
    for _ in range(2):
        page = browser.get(f"{RESIDENTS}/respond/buses").text
        assert "How often?" in page
        assert "Use (en)" not in page


def test_corrections_and_moved_dates_of_before_are_not_told_again(
    browser: TestClient, session: Session
) -> None:
    pages.change(browser, DETAILS, title__en="Busses")
    pages.change(browser, PUBLISH, note__en="A letter was missing.")
    later = {"closes__day": "1", "closes__month": "6", "closes__year": "2035"}
    pages.change(browser, f"{HERE}/extend", **later, reason__en="The mosque asked for more time.")
    page = browser.get(RESIDENTS).text
    assert "A letter was missing." in page
    assert "The mosque asked for more time." in page
    take_back(browser)
    pages.change(browser, PUBLISH)
    page = browser.get(RESIDENTS).text
    assert "Busses" in page
    assert "A letter was missing." not in page
    assert "Corrections" not in page
    assert "The closing date was moved" not in page
    pages.change(browser, DETAILS, title__en="Buses")
    pages.change(browser, PUBLISH, note__en="A letter was too many.")
    page = browser.get(RESIDENTS).text
    assert "A letter was too many." in page
    assert "A letter was missing." not in page


def test_previews_and_posters_follow_the_new_words_and_address(
    browser: TestClient, session: Session
) -> None:
    browser.post(f"{HERE}/preview/share", data={"days": "7"})
    shared = browser.get(f"{HERE}/preview").text.split('value="https://voices.example')[1]
    take_back(browser)
    pages.change(browser, DETAILS, title__en="Trams", slug="trams")
    assert "Trams" in browser.get(shared.split('"')[0]).text
    poster = browser.get(f"{BASE}/trams/poster").text
    assert "Trams" in poster
    assert "Buses (en)" not in poster
    assert "https://voices.example/en/consultations/trams" in poster


def test_nothing_counts_as_published_while_it_is_taken_back(
    browser: TestClient, session: Session
) -> None:
    account = factories.account(session, Role.OFFICER, Role.ANALYST)
    factories.sign_in(browser, session, account)
    assert browser.get(f"{HERE}/results").status_code == 200
    take_back(browser)
    page = browser.get(HERE).text
    assert "Not published" in page
    assert f"{HERE}/results" not in page
    assert browser.get(f"{HERE}/results").status_code == 404
    session.rollback()
    log = [entry.action for entry in session.exec(select(AuditEntry))]
    assert log.count("consultation.taken_back") == 1
