"""Posts that are new for somebody, and the mails that tell of them."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session

from portal.features import FEATURES
from portal.following import at_once, weekly
from portal.forum.topics import posts, queries
from portal.forum.topics.authorship import Author
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Standing, Voice
from portal.languages.calendar import Calendar
from portal.members import arrangements
from portal.members.arrangements import Arrangements
from portal.members.models import Member
from portal.members.rules import WEEKDAYS
from portal.settings import Settings
from portal.store import jobs, noted
from portal.store.db import now, random_id
from portal.store.outgoing import OutgoingMail
from tests.members.factories import outbox

A_WEEK = timedelta(days=7)
SHORTLY = timedelta(minutes=2)
A_DAY = timedelta(days=1) + SHORTLY


@dataclass
class Mailing:
    """The work that writes mails, done when a test says so; `due` is tomorrow morning."""

    engine: Engine
    session: Session
    settings: Settings
    due: datetime

    def weekly(self, at: datetime | None = None) -> list[OutgoingMail]:
        """Write the weekly mail, tomorrow unless it says when, and take it from the outbox."""
        self.session.rollback()
        weekly.run(FEATURES, partial(jobs.transaction, self.engine, self.settings), at or self.due)
        return outbox(self.session)

    def at_once(self, at: datetime | None = None) -> list[OutgoingMail]:
        """Tell what is told at once, in two minutes unless it says when."""
        self.session.rollback()
        with jobs.transaction(self.engine, self.settings) as session:
            at_once.run(FEATURES, session, at or now() + SHORTLY)
        return outbox(self.session)


def mailing(engine: Engine, session: Session, settings: Settings) -> Mailing:
    """Have the weekly mail go out tomorrow, and everything been told at once that is old."""
    calendar, moment = Calendar(), now()
    tomorrow = calendar.day(moment) + timedelta(days=1)
    arrangements.save(session, Arrangements(weekly_day=WEEKDAYS[tomorrow.weekday()]))
    noted.note(session, "following.told", moment - SHORTLY)
    session.commit()
    due = calendar.moment(tomorrow, time(9))
    return Mailing(engine, session, replace(settings, smtp_url="smtp://127.0.0.1:1"), due)


def reply(
    session: Session,
    topic: Topic,
    by: Member | None = None,
    text: str = "So is ours.",
    language: str = "en",
) -> Post:
    """Have somebody whom nobody waits for reply in a topic."""
    session.rollback()
    session.refresh(topic)
    author = Author(Voice.MEMBER, member=by.id if by else None, trusted=True)
    made = posts.reply(session, topic, author, {"text": text, "language": language}, random_id())
    session.commit()
    session.refresh(made)
    session.commit()
    return made


def stand(session: Session, topic: Topic, standing: Standing, post: Post | None = None) -> None:
    """Bring a post, or the one that opens its topic, into a state."""
    session.rollback()
    session.refresh(topic)
    one = post or queries.opening(session, topic)
    session.refresh(one)
    assert posts.stand(session, topic, one, standing)
    session.commit()


def earlier(session: Session, post: Post, days: int) -> None:
    """Have a post be shown some days earlier."""
    session.rollback()
    session.refresh(post)
    post.appeared = (post.appeared or now()) - timedelta(days=days)
    session.add(post)
    session.commit()
