"""An address is left apart from all answers; nobody learns who left one, and nobody is flooded."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response as Page
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.app import create_app
from portal.consultations.models import Consultation, Response
from portal.consultations.rules import Stage
from portal.feedback.models import OutcomeAddress
from portal.settings import Settings
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from portal.store.tables import UNORDERED
from tests.consultations.answering.test_responding import CHECK, HOME, S1, carried, code_in
from tests.consultations.factories import consultation
from tests.feedback import factories as made
from tests.members.factories import all_of
from tests.visitor import Visitor

HEAR = "/en/feedback/parks/hear"
OFFER = "Hear once what came of it"


def leave(browser: TestClient, email: str = "amina@mail.example", **more: str) -> Page:
    return browser.post(HEAR, data={"email": email, "language": "en"} | more)


def left(session: Session) -> list[tuple[str, str]]:
    rows = all_of(session, OutcomeAddress)
    return sorted((one.email, one.language) for one in rows)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"email": ""}, "Your email address"),
        ({"email": "nobody"}, "Write an email address"),
        ({"email": "a@b.example\nbcc: c@d.example"}, "Write an email address"),
        ({"email": "a@b.example, c@d.example"}, "Write an email address"),
        ({"email": f"{'x' * 260}@b.example"}, "254"),
        ({"language": "xx"}, "Choose one of the answers listed."),
        ({"language": ""}, "Language of the mail"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    browser: TestClient, session: Session, said: dict[str, str], problem: str
) -> None:
    consultation(session)
    page = leave(browser, **said)
    assert page.status_code == 422
    assert problem in page.text
    assert left(session) == []


def test_an_unpublished_consultation_is_not_found(browser: TestClient, session: Session) -> None:
    consultation(session, stage=Stage.DRAFT)
    assert browser.get(HEAR).status_code == 404
    assert leave(browser).status_code == 404
    assert browser.get("/en/feedback/nothing/hear").status_code == 404
    assert left(session) == []


@pytest.mark.parametrize(
    "changes",
    [{"report_back": None}, {"report_back": (now() - timedelta(days=2)).date()}],
)
def test_where_nothing_is_to_come_nothing_is_asked_or_kept(
    browser: TestClient, session: Session, changes: dict[str, Any]
) -> None:
    made.closed(session, **changes)
    assert OFFER not in browser.get(HOME).text
    assert "There is nothing to wait for any more." in browser.get(HEAR).text
    assert leave(browser).status_code == 409
    assert left(session) == []


def test_what_is_answered_already_is_not_waited_for(browser: TestClient, session: Session) -> None:
    report = made.report(session)
    report.closed = now().date()
    session.add(report)
    session.commit()
    assert leave(browser).status_code == 409
    assert left(session) == []


def test_another_site_leaves_no_address(browser: TestClient, session: Session) -> None:
    consultation(session)
    said = {"email": "a@b.example", "language": "en"}
    page = browser.post(HEAR, data=said, headers={"sec-fetch-site": "cross-site"})
    assert page.status_code == 403
    assert left(session) == []


def test_a_flood_waits_and_loses_nothing(browser: TestClient, session: Session) -> None:
    consultation(session)
    pages = [leave(browser, f"a{number}@mail.example") for number in range(130)]
    last = pages[-1]
    assert last.status_code == 429
    assert 'value="a129@mail.example"' in last.text
    assert int(last.headers["retry-after"]) > 0
    assert len(left(session)) < 130


def test_an_address_that_is_known_is_answered_as_any_other(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    first, second = leave(browser), leave(browser, "AMINA@mail.example", language="ur")
    assert first.text == second.text
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert "amina" not in first.text.lower()
    assert left(session) == [("amina@mail.example", "en")]


def test_no_mail_goes_out_when_it_is_left(browser: TestClient, session: Session) -> None:
    consultation(session)
    leave(browser)
    assert all_of(session, OutgoingMail) == []


def test_it_lies_in_no_order_and_leads_to_no_answer(browser: TestClient, session: Session) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    browser.post(CHECK, data=carried(browser.get(CHECK).text))
    leave(browser, language="ur")
    (one,) = all_of(session, OutcomeAddress)
    (response,) = all_of(session, Response)
    assert set(OutcomeAddress.model_fields) == {"id", "consultation_id", "email", "language"}
    shared = {str(one.id), one.email} & {str(value) for value in response.model_dump().values()}
    assert not shared
    assert OutcomeAddress.__table_args__[-1] == UNORDERED


def test_the_receipt_asks_for_it_and_a_closed_consultation_asks_anybody(
    browser: TestClient, session: Session
) -> None:
    item = consultation(session)
    assert OFFER not in browser.get(HOME).text
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(browser.post(CHECK, data=carried(browser.get(CHECK).text)).text)
    done = browser.get(f"{HOME}/respond/done").text
    assert OFFER in done
    assert f'action="{HEAR}"' in done
    assert OFFER in browser.post("/en/receipt", data={"receipt_code": code}).text
    item.closes = now() - timedelta(minutes=1)
    session.add(item)
    session.commit()
    browser.cookies.clear()
    assert OFFER in browser.get(HOME).text


def test_another_language_of_the_page_keeps_what_was_typed(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    page = leave(browser, "amina@mail", _switch="ur", language="pl")
    assert page.url.path == "/ur/feedback/parks/hear"
    assert page.status_code == 200
    assert 'value="amina@mail"' in page.text
    assert re.search(r'value="pl"[^>]* selected', page.text)
    assert left(session) == []


@pytest.mark.both
def test_it_is_deleted_with_the_consultation(browser: TestClient, session: Session) -> None:
    consultation(session)
    leave(browser)
    session.rollback()
    session.delete(session.exec(select(Consultation)).one())
    session.commit()
    assert left(session) == []


def test_a_portal_whose_mails_lead_nowhere_asks_nobody(
    session: Session, settings: Settings
) -> None:
    consultation(session)
    app = create_app(replace(settings, public_url=""))
    with Visitor(app, base_url="https://voices.example") as lost:
        lost.headers["sec-fetch-site"] = "same-origin"
        assert leave(lost).status_code == 409
    assert left(session) == []
