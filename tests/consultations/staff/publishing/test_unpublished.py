"""Corrections that wait: everybody is told, and nobody publishes or copies them unknowingly."""

import re
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.consultations.staff import queries
from portal.consultations.staff.building.importing import drafted
from portal.consultations.staff.publishing import corrections
from portal.council import queries as council_queries
from portal.council.rules import Council
from portal.features import FEATURES
from portal.store.audit import AuditEntry
from portal.store.db import now
from portal.web import feature
from tests.accounts import factories
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE, stored
from tests.members.factories import member
from tests.members.factories import sign_in as sign_member_in
from tests.query_plans import asked

HERE = f"{BASE}/buses"
PUBLISH = f"{HERE}/publish"
DETAILS = f"{HERE}/details"
DISCARD = f"{HERE}/discard"
NEW = f"{BASE}/new"
DRAFT = {"staff_consultation", "edit_consultation", "preview_page", "publish", "discard_changes"}
"""The pages that show what is not published."""
UNTITLED = {"new_section", "edit_question"}
"""The pages of one part, which has a title of its own, or will have one."""
OTHER = {
    *("document", "staff_document", "export_csv", "export_dictionary"),  # files
    *("log_opening", "respond_saved", "respond_check", "respond_section", "respond_equality"),
    *("respond_resume", "respond_done"),  # nobody has begun
    "delete_document",  # it names the document alone
    *("organisation_text", "response", "written_answer", "equality_text"),  # nobody has answered
    "answer_together",  # members sign in first
}


@pytest.fixture(autouse=True)
def officer(browser: TestClient, session: Session) -> Account:
    """Publish a consultation, and let Amina change three of its texts afterwards."""
    council_queries.save(session, Council(languages=("en", "cy", "ur")))
    make.drafted(session, opens=now())
    account = factories.account(session, Role.OFFICER, Role.ANALYST, name="Amina Ali")
    factories.sign_in(browser, session, account)
    reason = "The Urdu comes on Monday"
    assert pages.change(browser, PUBLISH, reason=reason).status_code == 303
    pages.change(browser, DETAILS, title__en="Trams", title__cy="Tramiau")
    pages.change(browser, question_page(session), options__often__label__cy="Yn aml")
    return account


def question_page(session: Session, place: int = 0) -> str:
    question = queries.questions(session, stored(session))[place]
    return f"{HERE}/questions/{question.id}"


def pages_of_one(session: Session) -> dict[str, str]:
    """Find the address of every page that is about one consultation, as the routes have it."""
    numbers = {
        "edit_section": str(queries.sections(session, stored(session))[0].id),
        "edit_question": str(queries.questions(session, stored(session))[0].id),
    }
    found = {}
    one = "/consultations/{slug}"
    for route in feature.routes(FEATURES):
        if "GET" in (route.methods or ()) and one in route.path and route.name not in OTHER:
            address = route.path.replace("{slug}", "buses")
            found[route.name] = "/en" + address.replace("{id}", numbers.get(route.name, ""))
    return found


def words(page: str) -> str:
    """Give the words of a page as they are read."""
    inline = re.sub(r"</?(bdi|span|a)\b[^>]*>", "", page)
    return " ".join(re.sub(r"<[^>]+>", " ", inline).split())


def log(session: Session, action: str) -> list[dict[str, Any]]:
    session.rollback()
    return [one.details for one in session.exec(select(AuditEntry)) if one.action == action]


def begin_copy(browser: TestClient, start: str) -> str:
    return browser.post(NEW, data={"title": "Copy", "start": start}).text


def test_what_a_colleague_saved_meanwhile_is_not_discarded(
    browser: TestClient, session: Session
) -> None:
    checked = pages.form(browser.get(DISCARD), DISCARD)
    pages.change(browser, question_page(session, 1), label__en="Why not?")
    before = drafted(session, stored(session))
    answer = browser.post(DISCARD, data=checked)
    assert answer.status_code == 409
    assert "Something was changed since you opened this page." in answer.text
    assert "Why not?" in answer.text
    assert drafted(session, stored(session)) == before
    assert log(session, "consultation.changes_discarded") == []


def test_only_what_was_edited_is_compared_again(browser: TestClient, session: Session) -> None:
    assert "3 changes not published" in words(browser.get(BASE).text)
    with asked(session.get_bind()) as statements:  # type: ignore[arg-type]
        assert "3 changes not published" in words(browser.get(BASE).text)
    assert not [one for one, _ in statements if "question_draft.label" in one or "content" in one]
    pages.change(browser, question_page(session, 1), label__en="Why not?")
    assert "4 changes not published" in words(browser.get(BASE).text)


@pytest.mark.parametrize("form", ["documents", "extend", "close", "dates"])
def test_what_residents_read_at_once_is_in_the_languages_that_they_have(
    browser: TestClient, session: Session, form: str
) -> None:
    pages.change(browser, DETAILS, languages__ur="yes")
    assert stored(session).languages == ["en", "cy", "ur"]
    page = browser.get(f"{HERE}/{form}").text
    name = "title" if form == "documents" else "reason"
    assert f'name="{name}.cy"' in page
    assert f'name="{name}.ur"' not in page
    assert '<option value="ur"' not in page
    reason = {f"{name}__ur": "اردو", "language": "ur"}
    assert pages.change(browser, f"{HERE}/{form}", **reason).status_code == 422
    assert 'name="note.ur"' in browser.get(PUBLISH).text


def test_what_a_colleague_published_meanwhile_is_not_called_discarded(
    browser: TestClient, session: Session
) -> None:
    checked = pages.form(browser.get(DISCARD), DISCARD)
    pages.change(browser, PUBLISH, note__en="The name was wrong.", reason="As agreed before")
    answer = browser.post(DISCARD, data=checked)
    assert answer.status_code == 409
    assert stored(session).title["en"] == "Trams"
    assert log(session, "consultation.changes_discarded") == []


def test_a_draft_has_nothing_to_discard(browser: TestClient, session: Session) -> None:
    session.rollback()
    make.drafted(session, "parks")
    assert browser.get(f"{BASE}/parks/discard").status_code == 404
    assert browser.post(f"{BASE}/parks/discard").status_code == 404
    assert "not published" not in browser.get(f"{BASE}/parks").text


def test_a_copy_takes_no_change_that_residents_have_not_read(
    browser: TestClient, session: Session
) -> None:
    begin_copy(browser, "copy:buses")
    assert drafted(session, stored(session, "copy"))["sections"] == make.content()["sections"]


def test_whoever_asks_for_the_changes_gets_them(browser: TestClient, session: Session) -> None:
    begin_copy(browser, "draft:buses")
    copied = drafted(session, stored(session, "copy"))["sections"]
    assert copied == drafted(session, stored(session))["sections"]
    assert copied != make.content()["sections"]


def test_both_are_offered_only_where_they_differ(browser: TestClient, session: Session) -> None:
    page = words(browser.get(NEW).text)
    assert "Buses (en) As published" in page
    assert "Trams With 3 changes that are not published" in page
    pages.change(browser, DISCARD)
    page = browser.get(NEW).text
    assert 'value="copy:buses"' in page
    assert 'value="draft:buses"' not in page


def test_a_copy_says_what_it_leaves_behind_before_and_after(
    browser: TestClient, session: Session
) -> None:
    for page in (browser.get(NEW).text, begin_copy(browser, "copy:buses")):
        assert "leaves behind the translations of the title, the dates, the documents" in words(
            page
        )
    assert "leaves behind" not in begin_copy(browser, "nothing")


def test_one_figure_on_every_page(browser: TestClient, session: Session) -> None:
    assert "3 changes not published" in words(browser.get(BASE).text)
    assert "3 changes not published" in words(browser.get(HERE).text)
    assert "3 changes go out" in words(browser.get(PUBLISH).text)
    assert "Discard 3 changes" in words(browser.get(DISCARD).text)
    assert "With 3 changes" in words(browser.get(NEW).text)


def test_pages_that_speak_of_what_is_public_have_its_title(
    browser: TestClient, session: Session
) -> None:
    for name, address in pages_of_one(session).items():
        page = browser.get(address)
        assert page.status_code == 200, address
        assert ("Trams" in page.text) == (name in DRAFT), address
        assert ("Buses (en)" in page.text) == (name not in UNTITLED), address
    for address in (BASE, "/en/staff", NEW):
        assert "Buses (en)" in browser.get(address).text, address
    sign_member_in(browser, session, member(session))
    together = browser.get("/en/member/consultations/buses").text
    assert "Buses (en)" in together
    assert "Trams" not in together
    for address in (BASE, HERE):
        assert "Title not published yet: Trams" in words(browser.get(address).text)
    assert "Trams" not in browser.get("/en/staff").text


def test_a_page_that_asks_before_answers_are_deleted_has_the_title_that_is_public(
    browser: TestClient,
) -> None:
    sooner = {"delete_written__month": "6", "delete_written__year": "2035"}
    asked = pages.change(browser, f"{HERE}/dates", **sooner, reason__en="Why")
    assert "Answers will be deleted sooner" in asked.text
    assert "Buses (en)" in asked.text
    assert "Trams" not in asked.text


def test_the_overview_shows_what_waits_and_who_changed_it(
    browser: TestClient, session: Session
) -> None:
    ben = factories.account(session, Role.OFFICER, name="Ben Officer")
    factories.sign_in(browser, session, ben)
    pages.change(browser, question_page(session, 1), label__en="Why not?")
    cara = factories.account(session, Role.OFFICER, name="Cara Looks")
    factories.sign_in(browser, session, cara)
    for address in (HERE, PUBLISH, DISCARD):
        page = words(browser.get(address).text)
        assert "Changed by: Amina Ali, Ben Officer" in page, address
        assert "Title · English Before: Buses (en) After: Trams" in page, address
        assert "Before: Often (cy) After: Yn aml" in page, address
        assert "Why not?" in page, address
        assert "Cara" not in page.split("Changed by")[1]
    page = browser.get(HERE).text
    assert f'href="{PUBLISH}"' in page
    assert f'href="{DISCARD}"' in page


def test_an_analyst_reads_what_waits_and_cannot_touch_it(
    browser: TestClient, session: Session
) -> None:
    factories.sign_in(browser, session, factories.account(session, Role.ANALYST))
    page = browser.get(HERE).text
    assert "3 changes not published" in words(page)
    assert DISCARD not in page
    assert browser.get(DISCARD).status_code == 403


def test_discarding_puts_the_words_back_that_residents_read_and_nothing_else(
    browser: TestClient, session: Session
) -> None:
    pages.change(browser, DETAILS, languages__ur="yes", minutes="9")
    pages.change(browser, DETAILS, title__ur="ٹرام")
    untouched = question_page(session, 1)
    theirs = pages.form(browser.get(untouched), untouched) | {"label.en": "Why not?"}
    before = stored(session)
    assert pages.change(browser, DISCARD).status_code == 303
    one = stored(session)
    assert drafted(session, one) == make.content()
    assert (one.opens, one.closes, one.report_back, one.edition) == (
        before.opens, before.closes, before.report_back, before.edition,
    )  # fmt: skip
    page = browser.get(f"{HERE}?done=discarded").text
    assert "Nothing waits to be published." in page
    assert "not published" not in page
    logged = log(session, "consultation.changes_discarded")
    assert [sorted(one["changed"]) for one in logged] == [[
        "languages", "minutes",
        "sections · buses · questions · use · options · often · label · cy",
        "title · cy", "title · en", "title · ur",
    ]]  # fmt: skip
    answer = browser.post(untouched, data=theirs | {"_do": "save"}, follow_redirects=False)
    assert answer.status_code == 303
    assert "Changed by: Amina Ali" in words(browser.get(HERE).text)


def test_a_page_open_on_words_that_were_discarded_shows_both(
    browser: TestClient, session: Session
) -> None:
    address = question_page(session)
    mine = pages.form(browser.get(address), address) | {"label.en": "How often?", "_do": "save"}
    pages.change(browser, DISCARD)
    answer = browser.post(address, data=mine)
    assert answer.status_code == 409
    assert "Yn aml" in answer.text
    assert "How often?" in answer.text


def test_two_taps_on_discard_are_harmless(browser: TestClient, session: Session) -> None:
    checked = pages.form(browser.get(DISCARD), DISCARD)
    for _ in range(2):
        answer = browser.post(DISCARD, data=checked, follow_redirects=False)
        assert answer.status_code == 303
    assert len(log(session, "consultation.changes_discarded")) == 1


def test_a_new_language_is_named_and_counted_as_one_change(
    browser: TestClient, session: Session
) -> None:
    pages.change(browser, DISCARD)
    pages.change(browser, DETAILS, languages__ur="yes")
    page = words(browser.get(HERE).text)
    assert "1 change not published" in page
    assert "Languages Before: English, Cymraeg After: English, Cymraeg, اردو" in page


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, 0),
        ({"title": make.words("Trams")}, 2),
        ({"title": {"en": "Buses (en)"}}, 1),
        ({"minutes": 9, "summary": {"en": "More", "cy": "About buses (cy)"}}, 2),
        ({"sections": []}, 0),
    ],
)
def test_a_change_is_one_text_in_one_language(changes: dict[str, Any], number: int) -> None:
    published = make.content()
    assert len(corrections.changes(published, published | changes)) == number


def test_what_nobody_reads_has_no_changes() -> None:
    assert corrections.changes(None, make.content()) == []
