"""What the forum brings: rooms and topics, answers that are owed, and residents' questions."""

from collections.abc import Iterator

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.forum import today, views
from portal.forum.staff import pages, start_page
from portal.forum.topics import (
    acting,
    asks,
    finding,
    leaving,
    news,
    posts,
    question_pages,
    translating,
    writing,
)
from portal.problems import mark
from portal.web.brought import Chapter, WayIn
from portal.web.feature import Feature


def _privacy(session: Session) -> Iterator[Chapter]:
    if bodies.public(session):
        yield Chapter("forum/privacy.html", {})


FEATURE = Feature(
    # A body is named by the last part of its address, so it comes after all that have a name.
    routes=(
        *question_pages.routes,
        *writing.routes,
        *translating.routes,
        *finding.routes,
        *acting.routes,
        *today.routes,
        *views.routes,
    ),
    staff_routes=pages.routes,
    stands_on={"forum_release": "forum_today"},
    pages=pages.pages,
    jobs=(asks.JOB,),
    of_members=leaving.OF_MEMBERS,
    ways_in=(WayIn(mark("Join a body that advises the council"), "forum"),),
    panels=start_page.panels,
    privacy=_privacy,
    mapped=views.mapped,
    codes=(question_pages.opened,),
    pointing=views.pointing,
    evidence=views.evidence,
    waits=posts.count_waiting,
    news=news.news,
)
