"""An officer who changes the language of a page finds every word in its field, and nothing done."""

import re
from html import escape, unescape

import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, AccountSession, Role
from portal.consultations import models
from portal.consultations.models import Consultation
from portal.web import typed_forms
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import response
from tests.consultations.building_factories import drafted
from tests.consultations.factories import consultation

URDU = "آگے 'NHS' <i>\n& نیچے"
ENTRY = "/en/staff/consultations/parks/entry"
DETAILS = "/en/staff/consultations/buses/details"


@pytest.fixture
def officer(browser: TestClient, session: Session) -> Account:
    consultation(session)
    drafted(session)
    made = account(session, *Role)
    sign_in(browser, session, made)
    return made


def hidden(page: Response, path: str) -> dict[str, str]:
    """Read the hidden fields of the form for a path."""
    form = re.search(rf'<form[^>]* action="{path}".*?</form>', page.text, re.DOTALL)
    assert form
    pairs = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in pairs}


def field(page: Response, name: str) -> str:
    """Read what stands in a text field."""
    area = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    line = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page.text)
    found = area or line
    assert found, name
    return unescape(found[1])


def test_a_form_of_somebody_elses_page_is_shown_to_nobody(
    browser: TestClient, session: Session, officer: Account
) -> None:
    typed = hidden(browser.get(ENTRY), ENTRY) | {"_name": URDU, "_switch": "ur"}
    sign_in(browser, session, account(session, *Role))
    answer = browser.post(ENTRY, data=typed)
    assert answer.status_code == 403
    assert "NHS" not in answer.text


def test_another_site_cannot_ask_for_it(browser: TestClient, officer: Account) -> None:
    browser.headers["sec-fetch-site"] = "cross-site"
    assert browser.post(ENTRY, data={"_switch": "ur"}).status_code == 403


def test_a_page_that_the_role_may_not_open_is_not_shown(
    browser: TestClient, session: Session, officer: Account
) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))
    for page in ("/staff/accounts", "//evil.example", "/help", "/nothing", "/account/sign-out"):
        answer = browser.post(ENTRY, data={"_page": page, "_switch": "en", "_how": URDU})
        assert answer.status_code in (403, 404, 409)
        assert 'href="//' not in answer.text


def test_a_language_that_there_is_not_is_not_found(browser: TestClient, officer: Account) -> None:
    assert browser.post(ENTRY, data={"_switch": "xx"}).status_code == 404


def test_words_of_a_paper_form_stay_while_one_reads_in_another_language(
    browser: TestClient, session: Session, officer: Account
) -> None:
    page = browser.get(f"{ENTRY}?from=list")
    typed = hidden(page, ENTRY) | {"_channel": "paper", "_language": "ur", "idea": URDU}
    urdu = browser.post(ENTRY, data=typed | {"_switch": "ur"})
    assert (urdu.status_code, urdu.url.path) == (200, ENTRY.replace("/en/", "/ur/"))
    assert field(urdu, "idea") == URDU
    assert 'value="ur" selected' in urdu.text
    assert re.search(r'value="paper" checked', urdu.text)
    assert hidden(urdu, ENTRY.replace("/en/", "/ur/")) == hidden(page, ENTRY)
    assert session.exec(select(models.Response)).all() == []


def test_a_form_that_was_refused_keeps_its_words_too(browser: TestClient, officer: Account) -> None:
    there = "/en/staff/consultations/buses/preview"
    page = browser.get(there)
    share = hidden(page, f"{there}/share")
    assert share["_page"] == "/staff/consultations/buses/preview"
    answer = browser.post(f"{there}/share", data=share | {"days": "99", "_switch": "cy"})
    assert answer.status_code == 200
    assert 'lang="cy"' in answer.text


def test_who_was_shown_both_versions_is_shown_them_again(
    browser: TestClient, session: Session, officer: Account
) -> None:
    typed = hidden(browser.get(DETAILS), DETAILS) | {"title.en": "Mine"}
    kept = session.exec(select(Consultation).where(Consultation.slug == "buses")).one()
    kept.title, kept.revision = {"en": "Theirs"}, kept.revision + 1
    session.commit()
    refused = browser.post(DETAILS, data=typed)
    assert refused.status_code == 409
    again = hidden(refused, DETAILS) | {"title.en": "Mine", "_switch": "ur"}
    urdu = browser.post(DETAILS, data=again)
    assert field(urdu, "title.en") == "Mine"
    there = DETAILS.replace("/en/", "/ur/")
    saved = browser.post(there, data=hidden(urdu, there) | {"title.en": "Mine"})
    assert saved.status_code == 409
    assert "Theirs" in saved.text


def test_what_has_no_field_any_more_stands_beside_the_page(
    browser: TestClient, officer: Account
) -> None:
    typed = hidden(browser.get(DETAILS), DETAILS) | {"title.pl": "Słowa", "_switch": "ur"}
    urdu = browser.post(DETAILS, data=typed)
    assert "Słowa" in urdu.text
    assert 'name="title.pl"' not in urdu.text


def test_a_page_that_is_gone_gives_the_words_back(
    browser: TestClient, session: Session, officer: Account
) -> None:
    typed = hidden(browser.get(DETAILS), DETAILS) | {"title.en": URDU, "_switch": "ur"}
    session.delete(session.exec(select(Consultation).where(Consultation.slug == "buses")).one())
    session.commit()
    answer = browser.post(DETAILS, data=typed)
    assert answer.status_code == 409
    assert "NHS" in answer.text


def test_files_cannot_be_kept_and_one_is_told(browser: TestClient, officer: Account) -> None:
    there = "/en/staff/consultations/buses/documents"
    typed = hidden(browser.get(there), there) | {"title.en": "Plan", "_switch": "cy"}
    answer = browser.post(there, data=typed, files={"file": ("plan.pdf", b"%PDF-1.7")})
    assert field(answer, "title.en") == "Plan"
    assert "plan.pdf" not in answer.text
    assert 'class="govuk-inset-text"' in answer.text


def test_no_secret_is_written_into_a_page(browser: TestClient, officer: Account) -> None:
    secret = "nine quiet herons over water"
    sent = {"passphrase": secret, "again": secret, "circle": "team", "_page": "/staff/vault"}
    answer = browser.post("/en/staff/vault/new", data=sent | {"_switch": "cy"})
    assert answer.status_code == 200
    assert secret not in answer.text
    assert 'value="team" checked' in answer.text


def test_a_session_that_ends_meanwhile_does_not_do_it_after_signing_in(
    browser: TestClient, session: Session, officer: Account
) -> None:
    there = "/en/staff/consultations/new"
    typed = hidden(browser.get(there), there) | {"title": URDU, "start": "nothing"}
    for one in session.exec(select(AccountSession)):
        session.delete(one)
    session.commit()
    asked = browser.post(there, data=typed | {"_switch": "ur"})
    sealed = re.search(r'name="_form" value="([^"]+)"', asked.text)
    assert sealed
    sign_in(browser, session, officer)
    answer = browser.post("/ur/staff/consultations/new", data={"_form": unescape(sealed[1])})
    assert field(answer, "title") == URDU
    assert len(session.exec(select(Consultation)).all()) == 2


def test_enter_presses_what_it_pressed_before(browser: TestClient, officer: Account) -> None:
    page = browser.get("/en/staff/consultations/buses/questions/1").text
    first = re.search(r'<button[^>]* form="([\w-]+)"[^>]*>', page)
    assert first
    assert 'name="_do" value="save"' in first[0]
    assert page.index(first[0]) < page.index('name="_switch"')


def test_what_a_browser_sends_of_other_forms_is_back_in_them_too(
    browser: TestClient, session: Session, officer: Account
) -> None:
    parks = session.exec(select(Consultation).where(Consultation.slug == "parks")).one()
    one = response(session, parks, organisation={"name": "Choir", "how": "By telephone"})
    here = f"/en/staff/consultations/parks/responses/{one.id}"
    page = browser.get(here)
    beside = f"{here}/language?part=how&language=rom&_typed_in=en&gone=Lost+words%00"
    typed = hidden(page, f"{here}/set-aside") | {"reason": URDU, "_beside": beside}
    urdu = browser.post(f"{here}/set-aside", data=typed | {"_switch": "ur"}).text
    assert re.search(r'value="how" checked', urdu)
    assert 'value="rom" selected' in urdu
    assert f'value="{escape(URDU)}"' in urdu
    assert "Lost words" in urdu
    assert "_beside" not in urdu


def test_a_page_with_one_form_has_buttons_and_no_links(
    browser: TestClient, officer: Account
) -> None:
    page = browser.get(DETAILS).text
    assert page.count('name="_switch"') == 4
    assert " hreflang=" not in page.partition("<main")[0].partition("<body")[2]


def test_a_page_on_which_nothing_is_typed_keeps_its_links(
    browser: TestClient, officer: Account
) -> None:
    page = browser.get("/en/staff/consultations/buses/questions").text
    assert 'name="_switch"' not in page
    assert page.count(" hreflang=") == 4


@given(st.text(), st.text())
def test_whatever_is_typed_is_read_back_and_never_markup(line: str, area: str) -> None:
    form = (
        '<form action="/en/staff/x" method="post" novalidate>'
        '<input type="text" name="a" value="old &gt; selected"><textarea name="b">\nold</textarea>'
        "</form>"
    )
    html, left = typed_forms.filled(form, "/staff/x", "/staff/x", [("a", line), ("b", area)])
    assert left == []
    assert unescape(re.findall(r'name="a" value="([^"]*)"', html)[0]) == line
    assert unescape(re.findall(r'name="b">\n([^<]*)<', html)[0]) == area
    assert html.count("<") == form.count("<")
