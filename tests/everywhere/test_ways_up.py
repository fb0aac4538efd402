"""An address that takes only forms leads, when it is fetched, to the page of the form."""

import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.council import queries
from portal.features import FEATURES
from portal.web import feature
from tests.accounts.factories import account, sign_in
from tests.consultations.factories import consultation

ROUTES = feature.routes(FEATURES)
PAGES = {route.path for route in ROUTES if "GET" in (route.methods or {"GET"})}
ONLY_FORMS = sorted({route.path for route in ROUTES} - PAGES)
SAID = re.compile(r"{[^}]+}")

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def led_to(browser: TestClient, path: str, method: str = "GET") -> str:
    answer = browser.request(method, path, follow_redirects=False)
    assert answer.status_code == 303, path
    location: str = answer.headers["location"]
    return location


def test_every_address_that_takes_only_forms_leads_to_a_page(
    browser: TestClient, session: Session
) -> None:
    assert len(ONLY_FORMS) >= 57
    for signed_in in (False, True):
        if signed_in:
            sign_in(browser, session, account(session, *Role))
        for path in ONLY_FORMS:
            address = f"/ur{SAID.sub('nobodys', path)}?page=2"
            location = led_to(browser, address)
            assert led_to(browser, address, "HEAD") == location
            assert location.startswith("/ur/")
            assert location.endswith("?page=2")
            page = browser.get(location)
            assert page.status_code in (200, 404, 410), (path, location)
            assert 'lang="ur"' in page.text


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/receipt/withdraw", "/receipt"),
        ("/consultations/parks/respond/clear", "/consultations/parks/respond"),
        ("/account/sign-out", "/"),
        ("/account/password", "/account"),
        ("/staff/cases/held", "/staff/cases"),
        ("/staff/cases/team/3/give", "/staff/cases/team"),
        ("/staff/cases/ABCD-2345/note", "/staff/cases/ABCD-2345"),
        ("/staff/cases/ABCD-2345/release", "/staff/cases/ABCD-2345/hold"),
        ("/staff/cases/ABCD-2345/separate", "/staff/cases/ABCD-2345/merge"),
        ("/staff/cases/ABCD-2345/reopen", "/staff/cases/ABCD-2345/close"),
        ("/staff/consultations/parks/documents/2/move", "/staff/consultations/parks/documents"),
        ("/staff/consultations/parks/sections/2/delete", "/staff/consultations/parks/questions"),
        ("/staff/consultations/parks/questions/2/move", "/staff/consultations/parks/questions"),
    ],
)
def test_it_is_the_page_on_which_the_form_stands(browser: TestClient, path: str, page: str) -> None:
    answer = browser.get(f"/cy{path}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cy{page}")


@pytest.mark.parametrize("name", ["%5Cevil.example", "%0D%0Aset-cookie:%20a=b", "%3Fa=b", ".."])
def test_what_an_address_names_stays_a_part_of_it(browser: TestClient, name: str) -> None:
    answer = browser.get(f"/en/staff/accounts/{name}/disable", follow_redirects=False)
    location = answer.headers.get("location", "/en/staff/accounts/-")
    assert location.startswith("/en/staff/accounts/")
    assert location.count("/") == 4
    assert "?" not in location
    assert "set-cookie" not in answer.headers


def test_a_receipt_that_is_loaded_again_shows_nothing(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    refused = browser.post("/en/receipt/withdraw", data={"receipt_code": "x"})
    assert "no-store" in refused.headers["cache-control"]
    for tag in queries.current(session).languages:
        page = browser.get(f"/{tag}/receipt/withdraw")
        assert page.status_code == 200
        assert page.url.path == f"/{tag}/receipt"


def test_the_languages_of_a_refused_form_lead_to_a_page(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    refused = browser.post("/en/account/password", data={"current": "wrong"})
    assert refused.status_code == 422
    links = re.findall(r'href="([^"]*)"[^>]* hreflang="\w+"[^>]* dir=', refused.text)
    assert len(links) == len(queries.current(session).languages) - 1
    for link in links:
        assert browser.get(link).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_nothing_else_is_taken(browser: TestClient, method: str) -> None:
    assert browser.request(method, "/en/account/password").status_code == 405
