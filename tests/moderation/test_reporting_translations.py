"""A translation is reported apart from its original, which is never hidden for it."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Standing
from portal.moderation.models import Report
from tests.bodies.factories import HERE, body, in_body, in_office, rows
from tests.forum.factories import at, topic, written
from tests.forum.test_translating import URDU, translated
from tests.groups.factories import group
from tests.members.factories import member, sign_in
from tests.moderation.factories import way

SENT = {"reason": "hate", "translation": "ur"}


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture
def one(session: Session, made: Body) -> Topic:
    found = topic(session, made, member(session))
    translated(session, found, member(session))
    return found


def test_reports_of_a_translation_name_it_and_hide_no_original(
    browser: TestClient, session: Session, made: Body, one: Topic
) -> None:
    for name in ("Valley Women", "Gurdwara"):
        in_body(browser, session, made, group(session, name))
        browser.post(way(session, one, "report/member"), data=SENT)
    assert [row.translation for row in rows(session, Report)] == ["ur", "ur"]
    assert written(session, one)[0].standing is Standing.SHOWN
    browser.post(way(session, one, "report/member"), data={"reason": "hate"})
    assert len(rows(session, Report)) == 3
    in_office(browser, session, made, Office.MODERATOR)
    translation = way(session, one, "translations/ur")
    for path in (f"{HERE}/queue", f"{HERE}/today", way(session, one, "look")):
        page = browser.get(path).text
        assert "A translation is meant" in page
        assert f'href="{translation}"' in page
    assert "Hide it for this reason" not in browser.get(f"{HERE}/queue").text


def test_the_way_to_it_stands_beside_the_translation_and_shows_what_is_reported(
    browser: TestClient, session: Session, one: Topic
) -> None:
    path = way(session, one, "report").replace("/en/", "/ur/") + "?translation=ur"
    assert path in browser.get(at(one).replace("/en/", "/ur/")).text
    page = browser.get(path).text
    assert URDU["text"] in page
    assert "They are broken." not in page


def test_an_author_reports_the_translation_of_their_post_and_nobody_their_own(
    browser: TestClient, session: Session, made: Body
) -> None:
    author, translator = member(session), member(session)
    one = topic(session, made, author)
    translated(session, one, translator)
    path = way(session, one, "report/member")
    sign_in(browser, session, author)
    assert browser.post(path, data={"reason": "hate"}).status_code == 403
    assert browser.post(path, data=SENT).status_code == 200
    sign_in(browser, session, translator)
    assert browser.post(path, data=SENT).status_code == 403


def test_a_translation_that_waits_or_is_none_is_not_named(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = topic(session, made, member(session))
    translated(session, one, member(session), waits=True)
    in_body(browser, session, made)
    for tag in ("ur", "pl", "nonsense"):
        page = browser.get(way(session, one, f"report?translation={tag}")).text
        assert URDU["text"] not in page
        assert "Report a post" in page
