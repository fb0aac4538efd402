"""Everything that following asks of the database: who follows what, and the weekly mail."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, exists, or_, select

from portal.bodies.models import Body, Membership, OfficeHolder
from portal.bodies.rules import Joining
from portal.following.models import (
    FollowedBody,
    FollowedTopic,
    Untold,
    WeeklyMail,
    WeeklyMailTo,
)
from portal.following.rules import Pace
from portal.forum.topics.models import Topic
from portal.members.models import Member
from portal.store.db import insert_once


def memberships(session: Session, members: Collection[str]) -> Sequence[Membership]:
    """List to which bodies these members belong."""
    query = select(Membership).where(col(Membership.member_id).in_(members))
    return session.exec(query.where(Membership.state == Joining.ACCEPTED)).all()


def offices(session: Session, members: Collection[str], now: datetime) -> Sequence[OfficeHolder]:
    """List which offices these members hold; whose term ends today may have come to its end."""
    query = select(OfficeHolder).where(col(OfficeHolder.member_id).in_(members))
    query = query.where(col(OfficeHolder.since) <= now, col(OfficeHolder.until) >= now.date())
    ended = col(OfficeHolder.ended)
    return session.exec(query.where(ended.is_(None) | (ended > now))).all()


def bodies(session: Session, members: Collection[str]) -> Sequence[FollowedBody]:
    """List what these members chose about bodies."""
    query = select(FollowedBody).where(col(FollowedBody.member_id).in_(members))
    return session.exec(query).all()


def topics(session: Session, members: Collection[str]) -> Sequence[FollowedTopic]:
    """List what these members chose about topics."""
    query = select(FollowedTopic).where(col(FollowedTopic.member_id).in_(members))
    return session.exec(query).all()


def titled(session: Session, member: str) -> Sequence[tuple[FollowedTopic, Topic, Body]]:
    """List the topics that somebody follows, the latest first."""
    query = select(FollowedTopic, Topic, Body).join(Topic, col(Topic.id) == FollowedTopic.topic_id)
    query = query.join(Body, col(Body.id) == Topic.body_id)
    query = query.where(FollowedTopic.member_id == member)
    return session.exec(query.order_by(col(Topic.newest).desc(), col(Topic.id))).all()


def named(session: Session, member: str) -> Sequence[tuple[FollowedBody, str]]:
    """List what somebody chose about bodies, with the addresses of these."""
    query = select(FollowedBody, Body.slug).join(Body, col(Body.id) == FollowedBody.body_id)
    return session.exec(query.where(FollowedBody.member_id == member).order_by(Body.slug)).all()


def body(session: Session, member: str, number: int) -> FollowedBody | None:
    """Find what somebody chose about a body."""
    return session.get(FollowedBody, (member, number))


def topic(session: Session, member: str, number: str) -> FollowedTopic | None:
    """Find what somebody chose about a topic."""
    return session.get(FollowedTopic, (member, number))


def at_once(session: Session, bodies: Collection[int], topics: Collection[str]) -> set[str]:
    """Name who wants to hear at once of one of these bodies or topics."""
    of_bodies = select(FollowedBody.member_id).where(col(FollowedBody.body_id).in_(bodies))
    of_topics = select(FollowedTopic.member_id).where(col(FollowedTopic.topic_id).in_(topics))
    return {
        *session.exec(of_bodies.where(FollowedBody.pace == Pace.AT_ONCE)),
        *session.exec(of_topics.where(FollowedTopic.pace == Pace.AT_ONCE)),
    }


def everybody(session: Session, bodies: Collection[int]) -> set[str]:
    """Name who may follow one of these bodies, chosen or not: members, officers, others."""
    joined = select(Membership.member_id).where(col(Membership.body_id).in_(bodies))
    chosen = select(FollowedBody.member_id).where(col(FollowedBody.body_id).in_(bodies))
    held = select(OfficeHolder.member_id).where(col(OfficeHolder.body_id).in_(bodies))
    found = (*session.exec(joined), *session.exec(chosen), *session.exec(held))
    return {one for one in found if one}


def with_address(session: Session, members: Collection[str]) -> Sequence[Member]:
    """Find those of these members who can be written to."""
    query = select(Member).where(col(Member.id).in_(members), col(Member.email).is_not(None))
    return session.exec(query.order_by(Member.id)).all()


def following(session: Session, after: str, most: int) -> Sequence[Member]:
    """List who may follow anything and can be written to, by their random names."""
    query = select(Member).where(col(Member.email).is_not(None), Member.id > after, _follows())
    return session.exec(query.order_by(Member.id).limit(most)).all()


def last_weekly(session: Session, *, hold: bool = False) -> WeeklyMail | None:
    """Find the latest weekly mail; one that is being written nobody else writes meanwhile."""
    query = select(WeeklyMail).order_by(col(WeeklyMail.day).desc()).limit(1)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def written_to(session: Session, day: date, members: Sequence[str]) -> set[str]:
    """Name those of these members who were written to for a day."""
    query = select(WeeklyMailTo.member_id).where(WeeklyMailTo.day == day)
    return set(session.exec(query.where(col(WeeklyMailTo.member_id).in_(members))))


def note_written(session: Session, day: date, members: Sequence[str]) -> None:
    """Note who was written to for a day."""
    if members:
        rows = [{"day": day, "member_id": one} for one in members]
        insert_once(session, "weekly_mail_to", "day member_id", *rows)


def forget_written(session: Session, before: date) -> None:
    """Keep nothing of who was written to for earlier days."""
    session.exec(delete(WeeklyMailTo).where(col(WeeklyMailTo.day) < before))


def untold(session: Session) -> Sequence[tuple[datetime, datetime]]:
    """List the times of which nobody was told at once."""
    return session.exec(select(Untold.since, Untold.until).order_by(col(Untold.since))).all()


def note_untold(session: Session, since: datetime, until: datetime) -> None:
    """Note a time of which nobody was told at once; it may go on from one before."""
    before = session.exec(select(Untold).where(Untold.until == since)).first()
    session.add(before or Untold(since=since, until=until))
    if before:
        before.until = until
    session.flush()


def forget_untold(session: Session, before: datetime) -> None:
    """Keep no such time that was over by a moment."""
    session.exec(delete(Untold).where(col(Untold.until) <= before))


def _follows() -> ColumnElement[bool]:
    return or_(
        exists().where(col(Membership.member_id) == col(Member.id)),
        exists().where(col(OfficeHolder.member_id) == col(Member.id)),
        exists().where(col(FollowedBody.member_id) == col(Member.id)),
        exists().where(col(FollowedTopic.member_id) == col(Member.id)),
    )
