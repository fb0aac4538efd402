"""Posts that were reported, and what is sent about them."""

from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.forum.topics.models import Post, Topic
from portal.groups.models import Group
from portal.members.models import Member
from portal.moderation.models import Decision
from tests.bodies.factories import in_body, rows
from tests.forum.factories import at, written


def way(session: Session, topic: Topic, act: str, number: int = 0) -> str:
    """Write the address at which something is done with a post of a topic."""
    return at(topic, f"/posts/{written(session, topic)[number].id}/{act}")


def post(session: Session, topic: Topic, number: int = 0) -> Post:
    """Read a post of a topic as it is now."""
    return written(session, topic)[number]


def reported(
    browser: TestClient,
    session: Session,
    body: Body,
    topic: Topic,
    *groups: Group | None,
    reason: str = "hate",
) -> list[Member]:
    """Have a member of each of these groups report the first post of a topic."""
    people = []
    for group in groups:
        people.append(in_body(browser, session, body, group))
        answer = browser.post(
            way(session, topic, "report/member"), data={"reason": reason}, follow_redirects=False
        )
        assert answer.status_code == 303
    return people


def version(browser: TestClient, path: str) -> str:
    """Read which version of a post a page shows."""
    page = browser.get(path).text
    return page.partition('name="_version" value="')[2].partition('"')[0]


def decide(browser: TestClient, path: str, **said: str) -> int:
    """Decide about a post as it stands now; give the status."""
    data = {"_version": version(browser, path), **said}
    return browser.post(path, data=data, follow_redirects=False).status_code


def latest(session: Session) -> Decision:
    """Read what was decided last."""
    made: Decision = rows(session, Decision)[-1]
    return made


def decisions(session: Session) -> list[Decision]:
    """Read all decisions in their order."""
    session.rollback()
    query = select(Decision).execution_options(populate_existing=True)
    return sorted(session.exec(query), key=lambda one: one.id or 0)
