"""Whoever looks after a body reads all that waits on one page, the most urgent first, and once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Joining, Office
from portal.coming.needs.models import MeetingNeed
from portal.coming.needs.rules import Needed
from portal.features import FEATURES
from portal.forum.topics import asks, posts
from portal.forum.topics.models import Attachment, Topic
from portal.forum.topics.rules import Standing
from portal.languages.i18n import today
from portal.meetings.models import Coming
from portal.moderation.models import Appeal
from portal.order import duties
from portal.sealing import crypto
from portal.store.db import now
from tests.bodies.factories import HERE, body, chair, holder, in_office, joined
from tests.following.factories import stand
from tests.forum.factories import SAID, at, topic, written
from tests.forum.test_translating import translated
from tests.meetings.factories import at as of_meeting
from tests.meetings.factories import kept, meeting
from tests.meetings.factories import written as minuted
from tests.members.factories import member, outbox
from tests.moderation.factories import decide, latest, way
from tests.order.test_blocking import block

TODAY = f"{HERE}/today"
IN_ORDER = (
    "Somebody may be in danger",
    "1 reported post",
    "1 appeal",
    "Blocks and appeals against them",
    "1 first post",
    "1 application",
    "1 question of a resident",
    "1 translation that waits",
    "Write the summary",
    "What people need",
)


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


def counted(session: Session, made: Body) -> int:
    """Count what waits as the mail to whoever is on duty does."""
    session.rollback()
    session.refresh(made)
    return sum(one.waits(session, made.id or 0) for one in FEATURES)


def posts_wait(browser: TestClient, session: Session, made: Body) -> None:
    """Have a post in danger, one reported, one appealed for, a first one and a translation wait."""
    author = member(session)
    danger, harm, cut, first = (topic(session, made, author, title=one) for one in "ABCD")
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(way(session, danger, "danger"), data={})
    decide(browser, way(session, cut, "look"), act="hidden", reason="hate")
    kept(
        session, Appeal(decision_id=latest(session).id or 0, words="I named nobody.", language="en")
    )
    browser.cookies.clear()
    browser.post(way(session, harm, "report"), data={"reason": "hate"})
    translated(session, danger, author, waits=True)
    session.refresh(first)
    (post,) = written(session, first)
    post.standing = first.standing = Standing.WAITING
    session.add_all([post, first])
    session.commit()


def people_wait(session: Session, made: Body) -> None:
    """Have somebody blocked, an applicant, a resident, a summary and a need wait."""
    blocked = member(session)
    joined(session, made, blocked)
    block(session, made, blocked, appeal="I will not do it again.", appeal_in="en")
    joined(session, made, member(session), state=Joining.WAITING)
    session.refresh(made)
    asks.receive(session, made, crypto.new_code(), "Who pays?", "en", today())
    session.commit()
    meeting(session, made, days=-3)
    comer = member(session)
    joined(session, made, comer)
    at: dict[str, Any] = {"meeting_id": meeting(session, made, days=3).id, "member_id": comer.id}
    kept(session, Coming(comes=True, **at))
    kept(session, MeetingNeed(needed=Needed.STEP_FREE, language="en", asked=today(), **at))


@pytest.mark.parametrize("office", [Office.CHAIR, Office.DEPUTY, Office.MODERATOR])
def test_where_nothing_waits_nothing_empty_takes_space(
    browser: TestClient, session: Session, made: Body, office: Office
) -> None:
    in_office(browser, session, made, office)
    page = browser.get(TODAY).text
    assert "Nothing waits for you." in page
    assert re.findall(r"<h2[^>]*>0 ", page) == []
    assert not any(one in page for one in IN_ORDER)
    assert counted(session, made) == 0


@pytest.mark.parametrize("office", [Office.CHAIR, Office.DEPUTY, Office.MODERATOR])
def test_all_that_waits_is_shown_once_the_most_urgent_first_and_counted_as_for_the_rota(
    browser: TestClient, session: Session, made: Body, office: Office
) -> None:
    posts_wait(browser, session, made)
    people_wait(session, made)
    in_office(browser, session, made, office)
    page = browser.get(TODAY).text
    places = [page.find(one) for one in IN_ORDER]
    assert -1 not in places
    assert places == sorted(places)
    assert all(page.count(f">{one}<") <= 1 for one in IN_ORDER)
    assert counted(session, made) == len(IN_ORDER)
    assert f"{len(IN_ORDER)} things wait." in page


def test_what_was_reported_is_mailed_to_whoever_is_on_duty(
    browser: TestClient, session: Session, made: Body
) -> None:
    boss = chair(browser, session, made)
    one = topic(session, made)
    browser.cookies.clear()
    browser.post(way(session, one, "report"), data={"reason": "hate"})
    session.rollback()
    outbox(session)
    duties.tell(FEATURES, session, now())
    session.commit()
    assert [mail.recipient for mail in outbox(session)] == [boss.email]


def test_an_appeal_against_a_block_that_is_over_waits_for_nobody(
    browser: TestClient, session: Session, made: Body
) -> None:
    person = member(session)
    joined(session, made, person)
    over = today() - timedelta(days=1)
    block(session, made, person, until=over, appeal="No.", appeal_in="en")
    holder(session, made, Office.CHAIR, member(session))
    assert counted(session, made) == 0


def test_a_post_that_was_hidden_and_shown_waits_no_more(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = topic(session, made)
    browser.post(way(session, one, "report"), data={"reason": "hate"})
    assert counted(session, made) == 1
    stand(session, one, Standing.TAKEN_BACK)
    assert counted(session, made) == 0


def test_what_somebody_reads_stands_first_and_the_rest_says_that_they_do_not(
    browser: TestClient, session: Session, made: Body
) -> None:
    for title, tag in (("Nalka jidka", "so"), ("Street lights", "en")):
        one = topic(session, made, member(session), title=title, language=tag)
        (post,) = written(session, one)
        one = session.get_one(Topic, one.id)
        post.standing = one.standing = Standing.WAITING
        session.add(Attachment(post_id=post.id or 0, filename=f"{tag}.pdf", size=1, content=b"a"))
        session.add_all([post, one])
        session.commit()
        joined(session, made, member(session), state=Joining.WAITING, language=tag)
        session.refresh(made)
        asks.receive(session, made, crypto.new_code(), "Who pays?", tag, today())
        session.commit()
    chair(browser, session, made)
    page = browser.get(TODAY).text
    assert page.index("Street lights") < page.index("Nalka jidka")
    assert page.index("en.pdf") < page.index("so.pdf")
    assert page.count("You have not said that you read this language") == 1
    assert f'href="{HERE}/queue#reads"' in page
    assert 'id="reads"' in browser.get(f"{HERE}/queue").text
    for part in ("2 applications", "2 questions of residents"):
        listed = page.partition(part)[2].partition("</ul>")[0]
        assert listed.index("English") < listed.index("Somali")


def test_what_a_reporter_wrote_and_how_it_read_before_stand_beside_the_press(
    browser: TestClient, session: Session, made: Body
) -> None:
    author = member(session)
    one = topic(session, made, author)
    browser.post(way(session, one, "report"), data={"reason": "hate", "words": "She means us."})
    (post,) = written(session, one)
    post = session.merge(post)
    posts.edit(session, session.merge(one), post, {**SAID, "text": "Milder words."})
    session.commit()
    chair(browser, session, made)
    for path in (TODAY, f"{HERE}/queue", way(session, one, "look")):
        page = browser.get(path).text
        for words in ("She means us.", "Milder words.", SAID["text"]):
            assert words in page, (path, words)


def test_whoever_looks_closer_from_today_comes_back_to_it(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = topic(session, made, member(session))
    browser.post(way(session, one, "report"), data={"reason": "hate"})
    chair(browser, session, made)
    look = way(session, one, "look")
    assert f'href="{look}?back=today"' in browser.get(TODAY).text
    page = browser.get(f"{look}?back=today").text
    assert f'class="govuk-back-link" href="{TODAY}"' in page
    assert 'name="_back" value="today"' in page
    assert f'class="govuk-back-link" href="{HERE}/queue"' in browser.get(look).text


def test_minutes_are_to_be_agreed_today_only_once_a_later_meeting_has_begun(
    browser: TestClient, session: Session, made: Body
) -> None:
    over = meeting(session, made, days=-20)
    minuted(session, over)
    meeting(session, made, days=5)
    chair(browser, session, made)
    assert "Have the minutes of the meeting" not in browser.get(TODAY).text
    meeting(session, made, days=-1)
    assert "Have the minutes of the meeting" in browser.get(TODAY).text
    assert "The minutes were agreed on" in browser.get(of_meeting(over)).text


def test_topics_for_the_next_meeting_stand_under_a_heading(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = topic(session, made)
    chair(browser, session, made)
    browser.post(at(one, "/bring"))
    page = browser.get(TODAY).text
    assert "Street lights" in page.partition("Gathered for the next meeting</h2>")[2]
