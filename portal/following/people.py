"""How members stand with what they follow: what they chose, and what they do without choosing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies.models import Body, Membership
from portal.following import queries, rules
from portal.following.models import FollowedBody, FollowedTopic
from portal.following.rules import Follower, Pace, Stand
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Reader
from portal.members import wanted_mails
from portal.members.models import MailChoice, Member
from portal.members.rules import MailKind


def followers(
    session: Session,
    members: Sequence[Member],
    choices: Mapping[str, MailChoice],
    now: datetime,
) -> dict[str, Follower]:
    """Say of each of these members what they follow, and what they read there."""
    names = [one.id for one in members]
    joined = {(one.member_id, one.body_id): one for one in queries.memberships(session, names)}
    held = {
        (one.member_id or "", one.body_id): one.since
        for one in queries.offices(session, names, now)
    }
    chosen = {(one.member_id, one.body_id): one for one in queries.bodies(session, names)}
    here = {one.id: one for one in members}
    stands: dict[str, dict[int, Stand]] = {name: {} for name in names}
    for member, body in dict.fromkeys([*joined, *held, *chosen]):
        at = (member, body)
        stand = _stand(here[member], joined.get(at), held.get(at), chosen.get(at), now)
        if stand:
            stands[member][body] = stand
    topics: dict[str, dict[str, Pace]] = {name: {} for name in names}
    for one in queries.topics(session, names):
        topics[one.member_id][one.topic_id] = one.pace
    return {
        name: Follower(name, stands[name], topics[name], _stopped(choices, name)) for name in names
    }


def follower(session: Session, member: Member, now: datetime) -> Follower:
    """Say of one member what they follow, as far as it is kept already."""
    choice = wanted_mails.kept(session, member.id)
    choices = {member.id: choice} if choice else {}
    return followers(session, [member], choices, now)[member.id]


def bodies_of(session: Session, follower: Follower) -> list[Body]:
    """List the bodies that somebody follows, or chose not to."""
    return [one for one in bodies.public(session) if one.id in follower.bodies]


def topics_of(session: Session, follower: Follower) -> list[tuple[Topic, Body]]:
    """List the topics that somebody follows, or chose not to, the latest first."""
    return [(topic, body) for _, topic, body in queries.titled(session, follower.member)]


def choose_body(
    session: Session, member: Member, body: Body, pace: Pace, *, belongs: bool, now: datetime
) -> None:
    """Keep how often somebody hears of a body, from now on."""
    row = queries.body(session, member.id, body.id or 0)
    if row is None:
        row = FollowedBody(member_id=member.id, body_id=body.id or 0, pace=pace, since=now)
    if row.pace is Pace.NEVER:
        row.since = now
    row.pace, row.belongs = pace, belongs
    session.add(row)
    session.flush()


def choose_topic(session: Session, member: Member, topic: Topic, pace: Pace) -> None:
    """Keep how often somebody hears of a topic."""
    session.merge(FollowedTopic(member_id=member.id, topic_id=topic.id, pace=pace))
    session.flush()


def stop_all(session: Session, member: Member) -> None:
    """Stop every kind of mail that can be stopped."""
    choice = wanted_mails.choices(session, [member.id])[member.id]
    wanted_mails.keep(session, choice, list(MailKind))


def _stand(
    member: Member,
    joined: Membership | None,
    office: datetime | None,
    chosen: FollowedBody | None,
    now: datetime,
) -> Stand | None:
    since = joined.joined if joined else None
    reader, belongs = Reader(since, office is not None), bool(since or office)
    if chosen and (belongs or not chosen.belongs):
        return Stand(reader, chosen.pace, chosen.since)
    if since is None:
        return Stand(reader, Pace.WEEKLY, office) if office else None
    silent = office is None and rules.is_silent(member.here, since.date())
    if silent and not rules.is_welcomed(since.date(), now.date()):
        return None
    return Stand(reader, Pace.WEEKLY, since, silent)


def _stopped(choices: Mapping[str, MailChoice], name: str) -> frozenset[str]:
    return frozenset(choices[name].stopped) if name in choices else frozenset()
