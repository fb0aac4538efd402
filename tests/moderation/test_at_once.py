"""Two people at the same moment: a post is hidden once, and decided about once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forum.topics.rules import Standing
from portal.members.models import Member
from portal.moderation.models import Report
from portal.moderation.rules import Act
from tests.bodies.factories import body, holder, joined, rows
from tests.forum.factories import topic
from tests.members.factories import COOKIE, member, sign_in
from tests.moderation.factories import decisions, post, way


def cookies(browser: TestClient, session: Session, people: list[Member]) -> list[dict[str, str]]:
    """Sign each of these people in; give what their browsers send."""
    found = []
    for person in people:
        sign_in(browser, session, person)
        found.append({"cookie": f"{COOKIE}={browser.cookies[COOKIE]}"})
        browser.cookies.clear()
    return found


def members_of(session: Session, made: Body, number: int) -> list[Member]:
    people = [member(session) for _ in range(number)]
    for person in people:
        joined(session, made, person)
    return people


@pytest.mark.both
def test_four_who_report_at_once_hide_a_post_once(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    reporters = cookies(browser, session, members_of(session, made, 4))
    path = way(session, one, "report/member")
    session.rollback()

    def report(theirs: dict[str, str]) -> int:
        data = {"reason": "hate"}
        answer = browser.post(path, data=data, headers=theirs, follow_redirects=False)
        return answer.status_code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(report, reporters))
    assert [kept.act for kept in decisions(session)] == [Act.REPORTED]
    assert post(session, one).standing is Standing.HIDDEN
    # Whoever comes after it was hidden cannot read it any more.
    assert set(answers) <= {303, 404}
    assert len(rows(session, Report)) == answers.count(303)


@pytest.mark.both
def test_two_who_decide_at_once_decide_once(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    people = [member(session), member(session)]
    for person, office in zip(people, (Office.CHAIR, Office.DEPUTY), strict=True):
        holder(session, made, office, person)
    moderators = cookies(browser, session, people)
    path = way(session, one, "look")
    session.rollback()
    page = browser.get(path, headers=moderators[0]).text
    stands = page.partition('name="_version" value="')[2].partition('"')[0]

    def decide(theirs: dict[str, str], act: str) -> int:
        data = {"_version": stands, "act": act, "reason": "spam"}
        answer = browser.post(path, data=data, headers=theirs, follow_redirects=False)
        return answer.status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(decide, moderators, ("left", "hidden")))
    assert answers == [303, 409]
    assert len(decisions(session)) == 1
