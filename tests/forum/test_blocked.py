"""Whoever is blocked reads and reports, and changes nothing that others read."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Standing
from portal.members.models import Member
from portal.moderation.models import Report
from portal.translations.models import Translation
from tests.bodies.factories import body, in_body, rows
from tests.forum.factories import at, topic
from tests.forum.test_translating import URDU, translated, trusted
from tests.groups.factories import group
from tests.members.factories import member, sign_in
from tests.moderation.factories import post, reported, way
from tests.order.test_blocking import block


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture
def person(browser: TestClient, session: Session, made: Body) -> Member:
    """Have somebody of a group, whom nobody waits for, look at a body in which they are blocked."""
    one = in_body(browser, session, made, group(session, name="Valley Men"))
    trusted(session, made, one)
    block(session, made, one)
    return one


@pytest.mark.parametrize("do", ["save", "check", "away"])
def test_they_translate_check_and_take_away_nothing(
    browser: TestClient, session: Session, made: Body, person: Member, do: str
) -> None:
    one = topic(session, made)
    translated(session, one, person if do == "away" else member(session))
    path = way(session, one, "translations/ur")
    assert browser.get(path).status_code == 403
    sent = {"_do": do, "title": "لیمپ", "text": "لیمپ ٹوٹا ہے۔", "sure": "yes"}
    page = browser.post(path, data=sent)
    assert page.status_code in (403, 422)
    (kept,) = rows(session, Translation)
    assert (kept.words, kept.checked) == (URDU, None)
    assert do != "save" or "لیمپ ٹوٹا ہے۔" in page.text


def test_their_report_is_looked_at_and_hides_nothing(
    browser: TestClient, session: Session, made: Body, person: Member
) -> None:
    one = topic(session, made)
    said = {"reason": "danger", "words": "He says where she lives."}
    assert browser.post(way(session, one, "report/member"), data=said).status_code == 200
    reported(browser, session, made, one, group(session, name="Valley Women"))
    assert len(rows(session, Report)) == 2
    assert post(session, one).standing is Standing.SHOWN
    # Two who may write there hide it.
    reported(browser, session, made, one, group(session, name="Hill Youth"))
    assert post(session, one).standing is Standing.HIDDEN


def test_what_they_wrote_before_stays(
    browser: TestClient, session: Session, made: Body, person: Member
) -> None:
    mine = rows(session, Topic)[0]
    browser.cookies.clear()
    assert "They are broken." in browser.get(at(mine)).text
    sign_in(browser, session, person)
    assert "They are broken." in browser.get(at(mine)).text
