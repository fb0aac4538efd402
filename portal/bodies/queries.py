"""Everything that bodies ask of the database: seats, offices, memberships, and whose groups."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, delete, func, select

from portal.bodies.models import Block, Body, Confirmation, Ending, Membership, OfficeHolder, Seat
from portal.bodies.rules import Joining, Office, Stage
from portal.groups import choosing
from portal.groups.models import Group
from portal.languages.i18n import pick
from portal.members.models import Member
from portal.membership.queries import numbers_of


def by_slug(session: Session, slug: str, *, hold: bool = False) -> Body | None:
    """Find a body by its address; one that is to be changed nobody else changes meanwhile."""
    query = select(Body).where(Body.slug == slug)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one_or_none()


def seat(session: Session, body: Body, number: str) -> Seat | None:
    """Find a seat of this body, and let nobody else change it meanwhile."""
    query = select(Seat).where(Seat.body_id == body.id, Seat.id == row_number(number))
    return session.exec(query.with_for_update()).one_or_none()


def holder(session: Session, body: Body, number: str) -> OfficeHolder | None:
    """Find an office of this body by its number, and let nobody else change it meanwhile."""
    query = select(OfficeHolder).where(OfficeHolder.body_id == body.id)
    query = query.where(OfficeHolder.id == row_number(number))
    return session.exec(query.with_for_update()).one_or_none()


def row_number(text: str) -> int:
    """Read the number of a row from an address; what is none has the number of no row."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def everything(session: Session, *stages: Stage) -> Sequence[Body]:
    """List the bodies in these stages, open ones first, or all."""
    query = select(Body).where(col(Body.stage).in_(stages or tuple(Stage)))
    return session.exec(query.order_by(col(Body.stage).desc(), col(Body.id))).all()


def public(session: Session) -> Sequence[Body]:
    """List the bodies that everybody sees."""
    return everything(session, Stage.OPEN, Stage.CLOSED)


def names(session: Session) -> list[str]:
    """List what bodies that everybody sees are called, in all languages."""
    return [name for one in public(session) for name in one.name.values()]


def seats(session: Session, body: Body) -> Sequence[Seat]:
    """List the seats of a body in their order."""
    return session.exec(select(Seat).where(Seat.body_id == body.id).order_by(col(Seat.id))).all()


def holders(session: Session, body: Body) -> Sequence[OfficeHolder]:
    """List who was offered an office of a body, and who held one, the latest last."""
    query = select(OfficeHolder).where(OfficeHolder.body_id == body.id)
    return session.exec(query.order_by(col(OfficeHolder.id))).all()


def offered(session: Session, invited: str, now: datetime) -> tuple[OfficeHolder, Body] | None:
    """Find the office that a link offers, as long as nobody used it and it counts."""
    query = select(OfficeHolder, Body).join(Body).where(OfficeHolder.invited == invited)
    query = query.where(OfficeHolder.expires > now, col(OfficeHolder.ended).is_(None))
    return session.exec(query.with_for_update()).one_or_none()


def drop_offers(session: Session, body: Body, office: Office) -> None:
    """Take back the links that offer an office and that nobody used yet."""
    unused = col(OfficeHolder.since).is_(None)
    mine = (col(OfficeHolder.body_id) == body.id, col(OfficeHolder.office) == office, unused)
    session.exec(delete(OfficeHolder).where(*mine))


def membership(session: Session, body: Body, member: str) -> Membership | None:
    """Find how somebody stands with a body."""
    query = select(Membership).where(Membership.body_id == body.id)
    return session.exec(query.where(Membership.member_id == member)).one_or_none()


def memberships(session: Session, body: Body, state: Joining) -> Sequence[Membership]:
    """List the memberships and applications of a body that stand so, the oldest first."""
    query = select(Membership).where(Membership.body_id == body.id, Membership.state == state)
    return session.exec(query.order_by(col(Membership.applied), col(Membership.id))).all()


def count_members(session: Session, body: Body) -> int:
    """Count the members of a body."""
    query = select(func.count()).select_from(Membership).where(Membership.body_id == body.id)
    return session.exec(query.where(Membership.state == Joining.ACCEPTED)).one()


def everybody(session: Session, body: Body) -> Sequence[Member]:
    """Find the members of a body and whoever holds an office in it."""
    joined = select(Membership.member_id).where(Membership.body_id == body.id)
    joined = joined.where(Membership.state == Joining.ACCEPTED)
    holding = select(OfficeHolder.member_id).where(OfficeHolder.body_id == body.id)
    holding = holding.where(col(OfficeHolder.ended).is_(None))
    theirs = col(Member.id).in_(joined) | col(Member.id).in_(holding)
    return session.exec(select(Member).where(theirs)).all()


def needed(session: Session, members: Sequence[str]) -> set[str]:
    """Name those who sit on a seat or hold an office: nobody erases them for being unheard."""
    on_seats = select(Seat.member_id).where(col(Seat.member_id).in_(members))
    running = select(OfficeHolder.member_id).where(col(OfficeHolder.member_id).in_(members))
    running = running.where(col(OfficeHolder.ended).is_(None))
    return {one for one in (*session.exec(on_seats), *session.exec(running)) if one}


def endings(session: Session, body: Body) -> Sequence[tuple[Ending, OfficeHolder, int]]:
    """List the minutes that end a term, whose it is, and how many members confirmed each."""
    confirmed = select(func.count()).where(Confirmation.ending_id == Ending.id)
    query = select(Ending, OfficeHolder, confirmed.scalar_subquery()).join(OfficeHolder)
    query = query.where(OfficeHolder.body_id == body.id)
    return session.exec(query.order_by(col(Ending.id).desc())).all()


def ending_of(session: Session, holder: OfficeHolder, member: str) -> Ending | None:
    """Find the minute about a term that a member wrote and that has not ended it."""
    query = select(Ending).where(Ending.office_id == holder.id, Ending.member_id == member)
    return session.exec(query.where(col(Ending.counted).is_(None))).first()


def forget_endings(session: Session, until: datetime) -> None:
    """Keep no minute that was written before a moment and has ended no term."""
    waits = col(Ending.counted).is_(None), col(Ending.made) < until
    session.exec(delete(Ending).where(*waits))


def ending(session: Session, body: Body, number: str) -> tuple[Ending, OfficeHolder] | None:
    """Find a minute of this body, and let nobody else confirm it meanwhile."""
    query = select(Ending, OfficeHolder).join(OfficeHolder).where(OfficeHolder.body_id == body.id)
    return session.exec(
        query.where(Ending.id == row_number(number)).with_for_update()
    ).one_or_none()


def behind(session: Session, ending: Ending) -> list[str]:
    """List the members who stand behind a minute: who wrote it, and who confirmed it."""
    query = select(Confirmation.member_id).where(Confirmation.ending_id == ending.id)
    return [*([ending.member_id] if ending.member_id else []), *session.exec(query)]


def lapsed(session: Session, today: date) -> Sequence[Seat]:
    """List the seats whose last day is over."""
    return session.exec(select(Seat).where(col(Seat.until) < today)).all()


def blocks(session: Session, body: Body, member: str = "") -> Sequence[Block]:
    """List the blocks in a body that nobody lifted, or those of one member; the latest first."""
    query = select(Block).where(Block.body_id == body.id, col(Block.lifted).is_(None))
    query = query.where(Block.member_id == member) if member else query
    return session.exec(query.order_by(col(Block.id).desc())).all()


def groups(session: Session, numbers: Collection[int | None]) -> Mapping[int, Group]:
    """Find these groups, as far as residents see them, by their numbers."""
    query = select(Group).where(col(Group.id).in_({n for n in numbers if n is not None}))
    return {one.id or 0: one for one in session.exec(query) if one.public}


def communities(session: Session, body: Body) -> list[list[str]]:
    """List what the groups declared that sit in a body or for which somebody speaks in it."""
    joined = [one.speaks_for for one in memberships(session, body, Joining.ACCEPTED)]
    seated = [one.group_id for one in seats(session, body)]
    return [one.communities for one in groups(session, [*joined, *seated]).values()]


def community_names(session: Session) -> Mapping[str, str]:
    """Name the communities that groups declare, in the language of the page."""
    return {one.code: pick(one.label) for one in choosing.lists(session).communities}


def belongs_to(session: Session, body: Body, members: Sequence[str]) -> Sequence[set[str]]:
    """List to which groups each of these members of a body belongs, in their order.

    Those of which they are members count as well as the one that they named when they joined:
    whoever takes part as a person may be of one group with another. Nobody is shown any of it.
    """
    query = select(Membership.member_id, Membership.group_id).where(Membership.body_id == body.id)
    query = query.where(Membership.state == Joining.ACCEPTED, col(Membership.group_id).is_not(None))
    named = session.exec(query.where(col(Membership.member_id).in_(members))).all()
    found = {*named, *numbers_of(session, members)}
    return [{str(group) for whose, group in found if whose == one} for one in members]
