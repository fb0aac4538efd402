"""Seeing a draft before it is published, and telling people about it afterwards."""

import re
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Response
from portal.consultations.staff.building import previewing
from portal.store.audit import AuditEntry
from portal.web.security import FRAMED_POLICY
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE


def shared(browser: TestClient, session: Session) -> str:
    """Make a preview link as an officer, and open what follows as a visitor."""
    pages.officer(browser, session)
    page = browser.post(f"{BASE}/buses/preview/share", data={"days": "7"})
    browser.cookies.clear()
    link = re.search(r'value="https://voices\.example(/en/preview/[^"]+)"', page.text)
    assert link is not None
    return link[1]


def test_an_invented_link_shows_nothing(browser: TestClient, session: Session) -> None:
    make.drafted(session)
    assert browser.get("/en/preview/1").status_code == 404
    assert browser.get("/en/preview/eyJpZCI6MX0.invented").status_code == 404


def test_an_expired_link_says_so_kindly(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.drafted(session)
    link = shared(browser, session)
    today = date.today()  # noqa: DTZ011 - the day is only moved
    monkeypatch.setattr(previewing, "_today", lambda: today + timedelta(days=9))
    answer = browser.get(link)
    assert answer.status_code == 410
    assert "This preview has ended" in answer.text
    assert "Buses (en)" not in answer.text


def test_a_link_is_taken_back_before_its_day(browser: TestClient, session: Session) -> None:
    make.drafted(session)
    first = shared(browser, session)
    second = shared(browser, session)
    pages.officer(browser, session)
    page = browser.get(f"{BASE}/buses/preview")
    assert page.text.count(">End this link<") == 2
    sent = pages.form(page, f"{BASE}/buses/preview/take-back")  # the newest
    browser.post(f"{BASE}/buses/preview/take-back", data=sent)
    browser.cookies.clear()
    answer = browser.get(second)
    assert answer.status_code == 410
    assert "was ended" in answer.text
    assert "Buses (en)" not in answer.text
    assert browser.get(first).status_code == 200
    session.rollback()
    entries = session.exec(select(AuditEntry.action)).all()
    assert entries.count("consultation.preview_taken_back") == 1


def test_publishing_ends_the_links_and_the_officer_is_told(
    browser: TestClient, session: Session
) -> None:
    make.drafted(session)
    link = shared(browser, session)
    pages.officer(browser, session)
    told = "Publishing ends the links to the preview"
    assert told in browser.get(f"{BASE}/buses/publish").text
    pages.change(browser, f"{BASE}/buses/publish")
    pages.change(browser, f"{BASE}/buses/details", title__en="Unpublished")
    assert told not in browser.get(f"{BASE}/buses/publish").text
    browser.cookies.clear()
    answer = browser.get(link)
    assert answer.status_code == 410
    assert "Unpublished" not in answer.text


def test_a_link_of_another_consultation_is_not_taken_back(
    browser: TestClient, session: Session
) -> None:
    make.drafted(session)
    make.drafted(session, slug="trams")
    link = shared(browser, session)
    pages.officer(browser, session)
    sent = pages.form(browser.get(f"{BASE}/buses/preview"), f"{BASE}/buses/preview/take-back")
    browser.post(f"{BASE}/trams/preview/take-back", data=sent)
    assert browser.get(link).status_code == 200


def test_a_link_shows_later_changes_and_says_so(browser: TestClient, session: Session) -> None:
    consultation = make.drafted(session)
    link = shared(browser, session)
    session.rollback()
    consultation.title = {"en": "Trams"}
    session.add(consultation)
    session.commit()
    page = browser.get(link).text
    assert "Trams" in page
    assert "this link shows the changed draft" in page


def test_a_link_shows_the_draft_without_signing_in_and_is_audited(
    browser: TestClient, session: Session
) -> None:
    make.drafted(session)
    link = shared(browser, session)
    page = browser.get(link)
    assert page.status_code == 200
    assert "This is a preview" in page.text
    assert 'content="noindex"' in page.text
    assert "Ideas (cy)" in browser.get(link.replace("/en/", "/cy/")).text
    session.rollback()
    entry = session.exec(select(AuditEntry)).one()
    assert entry.action == "consultation.preview_shared"
    assert "until" in entry.details


def test_the_preview_has_every_kind_of_question_and_may_be_framed_by_us(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    kinds = ("single", "multiple", "ranking", "matrix")
    questions = [make.choice(f"q_{kind}", "a", "b", kind=kind) for kind in kinds]
    questions[3]["rows"] = [{"code": "r", "label": make.words("Row")}]
    more = ("number", "date", "short", "long", "scale", "panel")
    condition = {"question": "q_single", "options": ["a"]}
    questions += [make.question(f"q_{kind}", kind, show_if=condition) for kind in more]
    make.drafted(session, content=make.content(make.section("one", *questions)))
    page = browser.get(f"{BASE}/buses/preview/page")
    assert page.headers["content-security-policy"] == FRAMED_POLICY
    for kind in (*kinds, *more):
        assert f"Q_{kind.title()} (en)" in page.text
    assert "Shown only after some answers" in page.text


def test_an_empty_draft_can_be_previewed(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)
    browser.post(f"{BASE}/new", data={"title": "Empty", "start": "nothing"})
    assert browser.get(f"{BASE}/empty/preview/page").status_code == 200


def test_the_preview_is_as_wide_as_a_phone_in_any_of_its_languages(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    page = browser.get(f"{BASE}/buses/preview?language=cy").text
    assert '<iframe width="360"' in page
    assert 'src="/cy/staff/consultations/buses/preview/page"' in page
    assert 'src="/en/' in browser.get(f"{BASE}/buses/preview?language=xx").text


def test_nothing_can_be_sent_from_a_preview(browser: TestClient, session: Session) -> None:
    make.drafted(session)
    assert browser.post(shared(browser, session), data={"use": "often"}).status_code == 405
    session.rollback()
    assert session.exec(select(Response)).all() == []


def test_the_poster_has_a_code_the_address_in_words_and_a_message(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    page = browser.get(f"{BASE.replace('/en/', '/cy/')}/buses/poster").text
    assert 'src="data:image/svg+xml' in page
    assert '<bdi dir="ltr">https://voices.example/cy/consultations/buses</bdi>' in page
    assert "Buses (cy)\nAbout buses (cy)" in page
