"""Requests that no page of ours makes are answered too, and never with a fault."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from tests.accounts.factories import account, sign_in
from tests.consultations.factories import consultation, question

SECTION = "/en/consultations/parks/respond/s1"
NUL = "a\0b"
ENDLESS = "9" * 5000


@pytest.mark.parametrize(
    "path", [SECTION, SECTION.replace("s1", "organisation"), "/en/receipt", "/en/staff/accounts"]
)
def test_who_asks_only_for_the_head_gets_what_a_reader_gets(
    browser: TestClient, session: Session, path: str
) -> None:
    consultation(session)
    sign_in(browser, session, account(session, *Role))
    head = browser.head(path)
    assert head.status_code == 200
    assert head.headers["content-type"] == browser.get(path).headers["content-type"]


@pytest.mark.parametrize(
    "path", ["consultations/a%00b", "consultations?q=a%00b", "staff/audit/%00"]
)
def test_an_address_with_a_nul_is_not_found(browser: TestClient, path: str) -> None:
    assert browser.get(f"/en/{path}").status_code == 404


def test_a_form_with_a_nul_is_read_without_it(browser: TestClient, session: Session) -> None:
    consultation(session)
    sent = {"email": NUL, "password": NUL}
    assert browser.post("/en/account/sign-in", data=sent).status_code == 422
    assert browser.post("/en/receipt", data={"receipt_code": NUL}).status_code == 422
    group = {"name": f"Elders{NUL}", "asked": "5"}
    page = browser.post(SECTION.replace("s1", "organisation"), data=group)
    assert [step.status_code for step in page.history] == [307, 303]
    browser.post(SECTION, data={"idea": NUL, "_shown": "idea"})
    sent_page = browser.post(SECTION.replace("s1", "check"), data={"key": NUL})
    assert "Eldersab" in sent_page.text


@pytest.mark.parametrize(
    ("kind", "field"),
    [("scale", "q"), ("ranking", "q.yes"), ("number", "q"), ("date", "q.year"), ("date", "q.day")],
)
def test_a_number_without_end_is_a_mistake_and_no_fault(
    browser: TestClient, session: Session, kind: str, field: str
) -> None:
    consultation(session, [question("q", kind)])
    whole = {"q.day": "1", "q.month": "1", "q.year": "2026"} if kind == "date" else {}
    for number in (ENDLESS, "99999999999999999999"):
        page = browser.post(SECTION, data=whole | {field: number, "_shown": "q"})
        assert page.status_code == 422
        assert kind == "scale" or number in page.text


def test_a_form_sent_where_none_is_taken_says_what_is(browser: TestClient) -> None:
    refused = browser.post("/en/help")
    assert refused.status_code == 405
    assert "GET" in refused.headers["allow"]


@pytest.mark.parametrize(
    ("page", "name"), [("entry", "_day"), ("extend", "closes"), ("dates", "report_back")]
)
def test_a_year_without_end_is_a_mistake_of_staff_and_no_fault(
    browser: TestClient, session: Session, page: str, name: str
) -> None:
    consultation(session)
    sign_in(browser, session, account(session, Role.OFFICER))
    day = {f"{name}.day": "31", f"{name}.month": "12", "reason.en": "More time", "_version": "0"}
    for year in ("9999", "9" * 15, ENDLESS):
        sent = day | {f"{name}.year": year, "closes_time": "17:00"}
        answer = browser.post(f"/en/staff/consultations/parks/{page}", data=sent)
        assert answer.status_code == 422
        assert year in answer.text


def test_a_fault_is_told_to_staff_on_a_page_with_a_way_on(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))

    def fails(_session: Session, number: str) -> None:
        _session.rollback()
        raise RuntimeError(number)

    monkeypatch.setattr("portal.consultations.staff.queries.by_slug", fails)
    with TestClient(browser.app, str(browser.base_url), raise_server_exceptions=False) as careful:
        careful.cookies = browser.cookies
        page = careful.get("/cy/staff/consultations/parks")
    assert page.status_code == 500
    assert 'href="/cy/help"' in page.text


@pytest.mark.parametrize(
    "path", [f"accounts/{ENDLESS}", f"audit?after={ENDLESS}", f"audit?page={ENDLESS}"]
)
def test_a_number_without_end_in_an_address_is_no_fault(
    browser: TestClient, session: Session, path: str
) -> None:
    sign_in(browser, session, account(session, *Role))
    assert browser.get(f"/en/staff/{path}").status_code in (200, 404)
