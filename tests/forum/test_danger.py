"""Beside each post stands where to turn with hate and danger; moderators read what is first."""

from dataclasses import replace

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Office
from portal.council import queries as council
from portal.council.rules import Contact
from portal.forum.topics.models import Post
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.bodies.factories import HERE, body, in_body, in_office, only, rows
from tests.forum.factories import at, topic, written


def lead(session: Session) -> None:
    """Say who leads safeguarding."""
    session.rollback()
    named = Contact(name="Adult <Safeguarding>", telephone="01632 960 123")
    council.save(session, replace(council.current(session), safeguarding=named))
    session.commit()


def test_whoever_writes_or_reads_is_offered_the_numbers_and_the_way_to_speak_up(
    browser: TestClient, session: Session
) -> None:
    lead(session)
    made = body(session)
    there = topic(session, made)
    assert f'href="{HERE}/danger"' in browser.get(at(there)).text
    in_body(browser, session, made)
    for path in (at(there), f"{HERE}/rooms/public/new", f"{HERE}/ask", f"{HERE}/danger"):
        page = browser.get(path).text
        assert 'href="tel:999"' in page, path
        assert "Adult &lt;Safeguarding&gt;" in page
        assert 'href="tel:01632960123"' in page
        assert 'href="/en/help/speak-up"' in page


def test_without_a_lead_no_empty_name_stands_there(browser: TestClient, session: Session) -> None:
    body(session)
    assert "may come to harm" not in browser.get(f"{HERE}/danger").text


@pytest.mark.parametrize("office", [None, Office.MODERATOR])
def test_only_who_holds_an_office_in_the_body_marks_danger(
    browser: TestClient, session: Session, office: Office | None
) -> None:
    made, elsewhere = body(session), body(session, slug="another")
    there = topic(session, made)
    (post,) = written(session, there)
    if office:
        in_office(browser, session, elsewhere, office)
    else:
        in_body(browser, session, made)
    path = at(there, f"/posts/{post.id}/danger")
    assert browser.get(path).status_code == 403
    assert browser.post(path, data={"_do": "mark"}).status_code == 403
    assert only(session, Post).danger is None


def test_a_moderator_reads_what_to_do_first_and_the_others_see_the_mark(
    browser: TestClient, session: Session
) -> None:
    lead(session)
    made = body(session)
    there = topic(session, made)
    (post,) = written(session, there)
    in_office(browser, session, made, Office.MODERATOR)
    path = at(there, f"/posts/{post.id}/danger")
    page = browser.get(path).text
    assert "What to do first" in page
    assert "01632 960 123" in page
    for _ in range(2):
        browser.post(path, data={"_do": "mark"})
    assert only(session, Post).danger == today()
    in_office(browser, session, made, Office.DEPUTY)
    assert path in browser.get(f"{HERE}/today").text
    browser.post(path, data={"_do": "over"})
    assert only(session, Post).danger is None
    assert path not in browser.get(f"{HERE}/today").text
    actions = {one.action for one in rows(session, AuditEntry)}
    assert actions == {"forum.danger_marked", "forum.danger_over"}
