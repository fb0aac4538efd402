"""What following brings: pages on which members choose, feeds, and what is held of a member."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from portal.following import aloud, declining, feeds, own, queries, views
from portal.forum.topics import leaving
from portal.members import wanted_mails
from portal.problems import mark
from portal.web.brought import Chapter, WayIn
from portal.web.feature import Feature, OfMembers


def _held(session: Session, member: str) -> Mapping[str, Any]:
    topics = [(topic, mine.pace) for mine, topic, _ in queries.titled(session, member)]
    titles = leaving.titles(session, member, [topic for topic, _ in topics])
    return {
        "bodies that you follow, and how often you hear of them": [
            {"body": slug, "how often": mine.pace.value}
            for mine, slug in queries.named(session, member)
        ],
        "topics that you follow, and how often you hear of them": [
            {"topic": titles[topic.id], "how often": pace.value} for topic, pace in topics
        ],
    }


FEATURE = Feature(
    routes=(*views.routes, *aloud.routes, *own.routes, *declining.routes),
    bare=feeds.routes,
    stands_on={"stop_following": "member_following"},
    # All of it belongs to the member's row and goes with it.
    of_members=OfMembers(held=_held),
    onward={
        "member_page": WayIn(mark("What you follow, and your mails"), "member_following"),
        wanted_mails.PAGE: WayIn(mark("Choose which mails still come"), "member_following"),
        "forum_body": WayIn(
            mark("Hear by mail of what is new here"), "follow_body", for_members=True
        ),
        "forum_topic": WayIn(
            mark("Hear by mail of what is new here"), "follow_topic", for_members=True
        ),
    },
    privacy=lambda _: [Chapter("following/privacy.html", {})],
)
