"""Nobody writes towers of marks over what others wrote, nor with letters that nobody sees."""

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Ending
from portal.bodies.rules import Office
from portal.forum.topics.models import Topic
from portal.statements.models import Statement
from tests.bodies.factories import HERE, body, chair, holder, in_body, only, read
from tests.bodies.test_terms import TERMS, minute
from tests.forum.factories import at, written
from tests.members.factories import member
from tests.statements.test_publishing import SAID

TOWER = "Z" + "\u0301" * 3_000 + "algo\U000e0041\U000e0042"
PLAIN = "Z" + "\u0301" * 8 + "algo"


def composed(text: str) -> str:
    return text.replace("\u0179", "Z\u0301")


def test_posts_titles_and_minutes_are_plain(browser: TestClient, session: Session) -> None:
    made = body(session)
    whose = holder(session, made, Office.CHAIR, member(session))
    in_body(browser, session, made)
    said = {"title": TOWER, "text": TOWER, "language": "en"}
    browser.post(f"{HERE}/rooms/members/new", data=said)
    one = only(session, Topic)
    browser.post(at(one, "/reply"), data=said)
    assert [composed(post.text) for post in written(session, one)] == [PLAIN, PLAIN]
    assert composed(read(session, one).title) == PLAIN
    browser.post(TERMS, data=minute(whose, words=TOWER))
    assert composed(only(session, Ending).words) == PLAIN


def test_what_the_chair_says_in_public_is_plain(browser: TestClient, session: Session) -> None:
    made = body(session)
    chair(browser, session, made)
    browser.post(f"{HERE}/statements/new", data=SAID | {"words": TOWER, "texts.ur": TOWER})
    kept = only(session, Statement)
    assert {composed(text) for text in kept.words.values()} == {PLAIN}
    browser.post(
        f"{HERE}/rules/edit", data={"house_rules.en": TOWER, "_version": str(made.revision)}
    )
    assert PLAIN in composed(browser.get(f"{HERE}/rules").text)
