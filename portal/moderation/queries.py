"""Everything that reports, decisions and appeals ask of the database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, func, select, update

from portal.bodies.models import Body, OfficeHolder
from portal.bodies.queries import row_number
from portal.forum.topics.models import Ask, Post, Support, Topic
from portal.forum.topics.rules import READABLE, Standing, Voice
from portal.moderation.models import Appeal, Decision, OwnReason, Prepared, Reads, Report
from portal.moderation.rules import AGAINST, Act, Hearing
from portal.store import keyset
from portal.store.keyset import Order, Place, Slice

MOST = 200
"""How many posts that wait a queue looks through at once."""

_LATEST = Order((col(Decision.id),), newest_first=True)
_LOOKED_AFTER = (*READABLE, Standing.HIDDEN)


def reports(session: Session, post: Post) -> Sequence[Report]:
    """List the reports of a post that nobody has decided about."""
    query = select(Report).where(Report.post_id == post.id)
    return session.exec(query.order_by(col(Report.day), Report.id)).all()


def forget_reports(session: Session, post: Post) -> None:
    """Keep no report of a post."""
    session.exec(delete(Report).where(col(Report.post_id) == post.id))


def forget_needless(session: Session) -> None:
    """Keep no report of a post that its author took back, nor a word of what was said about it."""
    gone = select(Post.id).where(Post.standing == Standing.TAKEN_BACK)
    about = col(Decision.post_id).in_(gone)
    session.exec(delete(Report).where(col(Report.post_id).in_(gone)))
    appealed = col(Appeal.decision_id).in_(select(Decision.id).where(about))
    session.exec(update(Appeal).where(appealed).values(words="", said=""))
    session.exec(update(Decision).where(about).values(words=""))


def reported_by(session: Session, member: str) -> Sequence[Report]:
    """List the reports of a member that wait."""
    return session.exec(select(Report).where(Report.member_id == member)).all()


def count_of_residents(session: Session, post: Post) -> int:
    """Count the reports of a post by people without an account."""
    query = select(func.count()).select_from(Report).where(Report.post_id == post.id)
    return session.exec(query.where(col(Report.member_id).is_(None))).one()


def waiting(session: Session, body: Body) -> Sequence[tuple[Post, Topic]]:
    """List the posts with reports that nobody has decided about, the first reported first."""
    first = select(col(Report.post_id), func.min(Report.day).label("day"))
    since = first.group_by(col(Report.post_id)).subquery()
    query = select(Post, Topic).join(Topic).join(since, since.c.post_id == Post.id)
    query = query.where(Topic.body_id == body.id, col(Post.standing).in_(_LOOKED_AFTER))
    return session.exec(query.order_by(since.c.day, col(Post.id)).limit(MOST)).all()


def reports_of(session: Session, posts: Collection[int | None]) -> Mapping[int, list[Report]]:
    """List the reports of each of these posts."""
    found: dict[int, list[Report]] = {}
    query = select(Report).where(col(Report.post_id).in_(posts))
    for one in session.exec(query.order_by(col(Report.day), Report.id)):
        found.setdefault(one.post_id, []).append(one)
    return found


def reported(session: Session) -> set[int]:
    """Name the posts whose own words were reported, and about which nobody has decided."""
    return set(session.exec(select(Report.post_id).where(Report.translation == "")))


def decided(
    session: Session, posts: Collection[int | None]
) -> Mapping[int, list[tuple[Decision, Appeal | None]]]:
    """List what was decided about each of these posts, the latest last, and the appeals."""
    found: dict[int, list[tuple[Decision, Appeal | None]]] = {}
    query = select(Decision, Appeal).outerjoin(Appeal)
    query = query.where(col(Decision.post_id).in_(posts)).order_by(col(Decision.id))
    for decision, appeal in session.exec(query).all():
        found.setdefault(decision.post_id, []).append((decision, appeal))
    return found


def appeals(session: Session, body: Body) -> Sequence[tuple[Appeal, Decision, Post, Topic]]:
    """List the appeals that nobody has heard, the oldest first."""
    query = select(Appeal, Decision, Post, Topic).select_from(Appeal).join(Decision)
    query = query.join(Post).join(Topic)
    query = query.where(Decision.body_id == body.id, Appeal.hearing == Hearing.WAITING)
    query = query.where(col(Post.standing) != Standing.TAKEN_BACK)
    return session.exec(query.order_by(col(Appeal.made)).limit(MOST)).all()


def beside(session: Session, topic: Topic, post: Post) -> tuple[Post | None, Post | None]:
    """Find the posts before and after one, as everybody reads them."""
    near = select(Post).where(Post.topic_id == topic.id, col(Post.standing).in_(READABLE))
    before = near.where(col(Post.id) < post.id).order_by(col(Post.id).desc()).limit(1)
    after = near.where(col(Post.id) > post.id).order_by(col(Post.id)).limit(1)
    return session.exec(before).one_or_none(), session.exec(after).one_or_none()


def decision(session: Session, body: Body, number: str) -> tuple[Decision, str] | None:
    """Find what was decided in a body, and the topic in which the post stands."""
    query = select(Decision, Post.topic_id).join(Post).where(Decision.body_id == body.id)
    return session.exec(query.where(Decision.id == row_number(number))).one_or_none()


def log(
    session: Session, body: Body, place: Place | None
) -> Slice[tuple[Decision, Hearing | None]]:
    """List what was decided in a body, the latest first, and what came of an appeal."""
    query = select(Decision, Appeal.hearing).outerjoin(Appeal).where(Decision.body_id == body.id)
    return keyset.read(session, query, _LATEST, place).each(lambda row: (row[0], row[1]))


def every_decision(session: Session, body: Body) -> Sequence[tuple[Any, ...]]:
    """List all that was decided in a body, the oldest first, with the language of the post."""
    query = select(Decision, Post.language, Appeal.hearing).join(Post).outerjoin(Appeal)
    query = query.where(Decision.body_id == body.id)
    return session.exec(query.order_by(col(Decision.id))).all()


def counted(session: Session, body: Body) -> Sequence[tuple[str, int]]:
    """Count for which reasons something was decided in a body, the most frequent first."""
    number = func.count()
    query = select(col(Decision.reason), number).where(Decision.body_id == body.id)
    query = query.where(col(Decision.act).in_(AGAINST)).group_by(col(Decision.reason))
    return session.exec(query.order_by(number.desc(), col(Decision.reason))).all()


def concerning(
    session: Session, body: Body, member: str
) -> Sequence[tuple[Decision, Post, Topic, Appeal | None]]:
    """List what was decided about what a member wrote, the latest first."""
    query = select(Decision, Post, Topic, Appeal).select_from(Decision).join(Post).join(Topic)
    query = query.outerjoin(Appeal).where(Decision.body_id == body.id, Post.member_id == member)
    query = query.where(Decision.act != Act.LEFT)
    return session.exec(query.order_by(col(Decision.id).desc()).limit(20)).all()


def of_council(session: Session, body: Body) -> Sequence[tuple[Post, Topic]]:
    """List what the council wrote in a body that is not shown as it was written, the latest first.

    What it took back itself is not among it.
    """
    query = select(Post, Topic).join(Topic).where(Topic.body_id == body.id)
    query = query.where(Post.voice == Voice.COUNCIL)
    query = query.where(col(Post.standing).not_in([Standing.SHOWN, Standing.TAKEN_BACK]))
    return session.exec(query.order_by(col(Post.id).desc()).limit(MOST)).all()


def withdrawn(session: Session, body: Body, member: str) -> Sequence[Topic]:
    """List the topics with which a member wanted the council asked that is asked no more."""
    query = select(Topic).join(Ask).join(Support).where(Topic.body_id == body.id)
    query = query.where(Support.member_id == member, col(Ask.withdrawn).is_not(None))
    query = query.where(col(Topic.standing).in_(READABLE))
    return session.exec(query.order_by(col(Ask.withdrawn).desc()).limit(20)).all()


def appealed_by(session: Session, member: str) -> Sequence[Appeal]:
    """List the appeals of a member."""
    query = select(Appeal).join(Decision).join(Post).where(Post.member_id == member)
    return session.exec(query).all()


def decided_by(session: Session, member: str) -> Sequence[Decision]:
    """List what a member decided about posts."""
    query = select(Decision).where(Decision.member_id == member)
    return session.exec(query.order_by(col(Decision.id))).all()


def heard_by(session: Session, member: str) -> Sequence[Appeal]:
    """List the appeals that a member heard."""
    query = select(Appeal).where(Appeal.heard_by == member)
    return session.exec(query.order_by(col(Appeal.decision_id))).all()


def read_by(session: Session, member: str) -> Sequence[str]:
    """List the languages that a member who holds offices says they read."""
    query = select(Reads).join(OfficeHolder).where(OfficeHolder.member_id == member)
    return sorted({tag for one in session.exec(query) for tag in one.languages})


def settled(session: Session, before: datetime) -> Sequence[int]:
    """List the posts of which something was cut out before a moment and no appeal waits."""
    query = select(col(Decision.post_id)).outerjoin(Appeal).group_by(col(Decision.post_id))
    query = query.where(Decision.act == Act.REDACTED)
    latest = func.max(Decision.made) < before
    waits = func.count().filter(col(Appeal.hearing) == Hearing.WAITING) == 0
    return session.exec(query.having(latest, waits)).all()


def own_reasons(session: Session, body: Body) -> Sequence[OwnReason]:
    """List the reasons that a body has of its own, those that are over included."""
    query = select(OwnReason).where(OwnReason.body_id == body.id)
    return session.exec(query.order_by(col(OwnReason.id))).all()


def own_reason(session: Session, body: Body, number: str) -> OwnReason | None:
    """Find one of these, and let nobody else change it meanwhile."""
    query = select(OwnReason).where(OwnReason.body_id == body.id)
    query = query.where(OwnReason.id == row_number(number)).with_for_update()
    return session.exec(query).one_or_none()


def is_prepared(session: Session, body: int) -> bool:
    """Tell whether whoever presides over a body has looked at its reasons."""
    return session.get(Prepared, body) is not None


def reading(session: Session, offices: Collection[int | None]) -> Mapping[int, list[str]]:
    """Give which languages those who hold these offices say they read."""
    rows = session.exec(select(Reads).where(col(Reads.office_id).in_(offices)))
    return {one.office_id: one.languages for one in rows}
