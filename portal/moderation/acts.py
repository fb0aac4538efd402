"""What becomes of what is reported: it is hidden, decided about, appealed against and heard."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b
from typing import Any

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies import telling, visiting
from portal.bodies.models import Body
from portal.bodies.rules import Joining
from portal.bodies.visiting import Visit
from portal.forum.topics import posts
from portal.forum.topics import queries as topics
from portal.forum.topics.models import Ask, Post, PostVersion, Topic
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import READABLE, Standing, Voice
from portal.languages.i18n import today
from portal.members import letters
from portal.members.models import Member
from portal.moderation import change_queries, changed, queries, redacting, rules
from portal.moderation.hearings import Heard
from portal.moderation.matters import Matter
from portal.moderation.models import Appeal, Decision, Report
from portal.moderation.reasons import is_grave
from portal.moderation.rules import AGAINST, OF_TOPIC, Act, Hearing
from portal.order import duties
from portal.problems import mark
from portal.store.db import insert_once, now
from portal.store.jobs import Job
from portal.web.links import link

DECIDED = mark("Something was decided that concerns you. Read it here:")
ALARM = mark("Something waits that somebody has to look at now. Read here what it is:")


def report(
    session: Session, visit: Visit, topic: Topic, post: Post, said: Mapping[str, Any], key: str
) -> None:
    """Keep a report, one of each member; two members of no common group hide a post, once.

    The first that says that somebody may come to harm is told at once to those who look after it.
    """
    made = Report(post_id=post.id or 0, key=key, day=today(), **said)
    if visit.own:
        made.member_id, made.key = visit.own, _key(visit.own, post, made.translation)
    if not insert_once(session, "moderation_report", "key", made.model_dump()):
        return
    decided = _as_it_reads(session, post)
    # Of a translation that is wrong its original knows nothing.
    reports = [one for one in queries.reports(session, post) if not one.translation]
    alarms = [*(one.reason for one in reports if one.key != made.key), *_counted(decided)]
    if is_grave(made.reason) and not any(is_grave(one) for one in alarms):
        telling.tell(
            session, visit.body, duties.alarmed(session, visit.body, post.member_id), ALARM
        )
    groups = _reporters(session, visit.body, reports)
    if post.standing in READABLE and rules.hides(groups, looked_at=bool(decided)):
        posts.stand(session, topic, post, Standing.HIDDEN)
        made_so = Decision(act=Act.REPORTED, **_of(visit, topic, post))
        made_so.reason = Counter(one.reason for one in reports).most_common()[0][0]
        _keep(session, visit, topic, post, made_so)


def decide(session: Session, visit: Visit, matter: Matter, said: Mapping[str, Any]) -> None:
    """Decide about a post, and about all reports of it."""
    post, topic, act = matter.post, matter.topic, Act(said["act"])
    if act is Act.HIDDEN:
        posts.stand(session, topic, post, Standing.HIDDEN)
    elif act is Act.NOT_PUT:
        posts.stand(session, topic, post, Standing.NOT_PUT)
    elif act is Act.SHOWN:
        posts.stand(session, topic, post, _back(matter))
    elif act is Act.REDACTED:
        redacting.redact(session, topic, post, said["left"])
        if said["files"]:
            topics.forget_attachments(session, post)
    made = Decision(act=act, member_id=visit.own, **_of(visit, topic, post))
    made.reason = said["reason"] if act in AGAINST else ""
    made.words, made.language = said["words"], said["language"] if said["words"] else ""
    made.reported = dict(matter.reasons)
    queries.forget_reports(session, post)
    _keep(session, visit, topic, post, made)


def settle(
    session: Session,
    visit: Visit,
    topic: Topic,
    post: Post,
    one: PostVersion,
    said: Mapping[str, Any],
) -> None:
    """Decide about a change of a post that waits."""
    made = Decision(act=said["act"], member_id=visit.own, **_of(visit, topic, post))
    made.reason, made.words = said["reason"], said["words"]
    made.language = said["language"] if said["words"] else ""
    if made.act is Act.SHOWN:
        changed.show(session, topic, post, one)
    else:
        changed.refuse(session, post, one)
    _keep(session, visit, topic, post, made)


def lock(session: Session, visit: Visit, topic: Topic, post: Post, said: Mapping[str, Any]) -> None:
    """Have nothing added to a topic any more, for a reason, or again."""
    topic.locked = not topic.locked
    session.add(topic)
    act = Act.LOCKED if topic.locked else Act.UNLOCKED
    made = Decision(act=act, member_id=visit.own, **_of(visit, topic, post))
    made.reason = said["reason"] if topic.locked else ""
    made.words, made.language = said["words"], said["language"] if said["words"] else ""
    _keep(session, visit, topic, post, made)


def withdraw(
    session: Session, visit: Visit, topic: Topic, ask: Ask, said: Mapping[str, str]
) -> None:
    """Have the council asked no more, for a reason; whoever else wanted it asked is told."""
    ask.state, ask.withdrawn = Owed.DROPPED, now()
    ask.said, ask.said_in = said["said"], said["said_in"]
    session.add(ask)
    visit.log(session, "forum.ask_dropped", topic.logged, due=ask.due)
    wanted = (session.get(Member, one) for one in topics.supporters(session, ask))
    others = [one for one in wanted if one and one.id != visit.own]
    telling.tell(session, visit.body, others, DECIDED)


def appeal(session: Session, decision: Decision, said: Mapping[str, Any]) -> None:
    """Keep an author's appeal, once."""
    made = Appeal(decision_id=decision.id or 0, **said)
    insert_once(session, "moderation_appeal", "decision_id", made.model_dump())


def hear(
    session: Session, visit: Visit, heard: Heard, hearing: Hearing, said: Mapping[str, Any]
) -> None:
    """Have a decision stay as it is, or undo it, and tell whoever appealed."""
    matter, plea = heard.matter, heard.plea
    if plea is None:
        return
    if hearing is Hearing.REVERSED:
        _undo(session, matter, heard.decision)
    plea.hearing, plea.heard, plea.heard_by = hearing, now(), visit.own
    plea.said, plea.said_in = said["said"], said["language"] if said["said"] else ""
    session.add(plea)
    visit.log(session, f"forum.appeal_{hearing.value}", matter.topic.logged)
    _tell(session, visit.body, matter.post)


def _as_it_reads(session: Session, post: Post) -> list[Decision]:
    """List what was decided about the words and files of a post as they are now."""
    files = [one.added for one in topics.attachments(session, [post.id])]
    changed = max(post.edited or post.made, *files, post.made)
    decided = [one for one, _ in queries.decided(session, [post.id]).get(post.id or 0, [])]
    return [one for one in decided if one.act not in OF_TOPIC and one.made >= changed]


def _counted(decided: Iterable[Decision]) -> Iterator[str]:
    return (reason for one in decided for reason in one.reported)


def _undo(session: Session, matter: Matter, decision: Decision) -> None:
    post, topic = matter.post, matter.topic
    if decision.act is Act.LOCKED:
        topic.locked = False
        session.add(topic)
    elif decision.act is Act.REDACTED:
        redacting.put_back(session, topic, post, still_cut=matter.cuts > 1)
    elif not changed.show_after_all(session, topic, post):
        posts.stand(session, topic, post, _back(matter))


def _back(matter: Matter) -> Standing:
    return Standing.REDACTED if matter.cuts else Standing.SHOWN


def _of(visit: Visit, topic: Topic, post: Post) -> dict[str, Any]:
    return {"body_id": visit.body.id or 0, "post_id": post.id or 0, "room": topic.room}


def _keep(session: Session, visit: Visit, topic: Topic, post: Post, made: Decision) -> None:
    session.add(made)
    session.flush()
    visit.log(session, f"forum.post_{made.act.value}", topic.logged, reason=made.reason)
    if made.act not in (Act.LEFT, Act.UNLOCKED) and post.member_id != visit.own:
        _tell(session, visit.body, post)


def _tell(session: Session, body: Body, post: Post) -> None:
    if post.voice is Voice.COUNCIL:
        at: dict[str, Any] = {"body": body.slug, "topic": post.topic_id, "post": post.id}
        said, page = (telling.SUBJECT, letters.Line(DECIDED)), partial(link, "council_post", **at)
        telling.tell_officers(session, body, said, page, post.account_id)
    author = session.get(Member, post.member_id) if post.member_id else None
    telling.tell(session, body, [author] if author else [], DECIDED)


def _key(member: str, post: Post, translation: str) -> str:
    named = f"{member} {post.id} {translation}".strip()
    return blake2b(named.encode(), digest_size=24).hexdigest()


def _reporters(session: Session, body: Body, reports: Sequence[Report]) -> list[set[str]]:
    """List the groups of each member of the body who reported a post and may write there."""
    inside = {one.member_id for one in bodies.memberships(session, body, Joining.ACCEPTED)}
    inside |= {one.member_id for one in visiting.running(session, body) if one.member_id}
    members = [one.member_id for one in reports if one.member_id and one.member_id in inside]
    # Whoever is blocked tells of what they see, and takes nothing from anybody's sight.
    members = [one for one in members if not visiting.blocked(session, body, one)]
    return list(bodies.belongs_to(session, body, members))


def _tidy(session: Session, moment: datetime) -> None:
    change_queries.forget_withheld(
        session, queries.settled(session, moment - rules.APPEALED_WITHIN)
    )
    queries.forget_needless(session)


JOB = Job("moderation.tidy", timedelta(days=1), _tidy, deletes=True)
