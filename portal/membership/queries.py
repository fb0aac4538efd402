"""Everything that is asked of the database about members of groups."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, func, select, update

from portal.groups.models import Group
from portal.members.models import Member
from portal.membership.models import Concern, Invitation, Joining, Left, Membership, Notice
from portal.membership.rules import LONGEST, NAMED, Role


def of_member(session: Session, member: str) -> list[tuple[Membership, Group]]:
    """List the groups of a member, by name."""
    query = select(Membership, Group).join(Group).where(Membership.member_id == member)
    return [*session.exec(query.order_by(col(Group.sorting), col(Group.id)))]


def numbers_of(session: Session, members: Sequence[str]) -> set[tuple[str, int]]:
    """List which of these members belong to which groups, or did lately, by their numbers."""
    now = select(Membership.member_id, Membership.group_id)
    lately = select(Left.member_id, Left.group_id)
    return {
        *session.exec(now.where(col(Membership.member_id).in_(members))),
        *session.exec(lately.where(col(Left.member_id).in_(members))),
    }


def left_by(session: Session, member: str) -> Sequence[str]:
    """Name the groups that a member left lately."""
    query = select(Group.name).join(Left).where(Left.member_id == member)
    return session.exec(query.order_by(col(Group.sorting), col(Group.id))).all()


def forget_left(session: Session, before: date) -> None:
    """Forget who left a group before a day."""
    session.exec(delete(Left).where(col(Left.day) < before))


def one(session: Session, group: Group, member: str) -> Membership | None:
    """Find the membership of somebody in a group, as it is now."""
    query = select(Membership).where(Membership.group_id == group.id)
    query = query.where(Membership.member_id == member)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def helps(session: Session, group: Group, member: str) -> bool:
    """Tell whether somebody writes down in a group what others say, or represents it."""
    mine = one(session, group, member)
    return mine is not None and mine.role in NAMED


def within(session: Session, group: Group, name: str) -> Membership | None:
    """Find a membership of a group by its random name."""
    query = select(Membership).where(Membership.group_id == group.id, Membership.id == name)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def named(session: Session, group: Group) -> list[tuple[Membership, Member]]:
    """List who represents or helps a group, those first who represent it."""
    query = select(Membership, Member).join(Member).where(Membership.group_id == group.id)
    query = query.where(col(Membership.role).in_(NAMED))
    order = col(Membership.role).desc(), col(Member.name), col(Membership.id)
    return [*session.exec(query.order_by(*order))]


def called(session: Session, group: Group, name: str) -> Sequence[Membership]:
    """List those of a group who show this name, and do not represent it."""
    query = select(Membership).join(Member).where(Membership.group_id == group.id)
    shown = col(Member.name_shown).is_(True), Member.name == name
    return session.exec(query.where(*shown, Membership.role != Role.REPRESENTATIVE)).all()


def count(session: Session, group: Group, *roles: Role) -> int:
    """Count the members of a group who have one of these roles."""
    query = select(func.count()).select_from(Membership).where(Membership.group_id == group.id)
    return session.exec(query.where(col(Membership.role).in_(roles))).one()


def people(session: Session, group: Group) -> Sequence[tuple[Membership, Member]]:
    """List the members of a group, to write to them: no page shows who they are."""
    query = select(Membership, Member).join(Member).where(Membership.group_id == group.id)
    return session.exec(query.order_by(col(Membership.id))).all()


def asked(session: Session, group: Group) -> Sequence[Membership]:
    """List who has not come again yet since everybody was asked to, in no order that tells."""
    query = select(Membership).where(Membership.group_id == group.id)
    query = query.where(col(Membership.asked).is_not(None)).order_by(col(Membership.id))
    return session.exec(query.execution_options(populate_existing=True)).all()


def asking(session: Session, until: date) -> Sequence[int]:
    """List the groups that asked everybody to come again by a day, and wait for somebody."""
    query = select(Membership.group_id).where(col(Membership.asked) <= until)
    return session.exec(query.distinct().order_by(col(Membership.group_id))).all()


def notices(session: Session, group: Group) -> Sequence[Notice]:
    """List what was written to the members of a group, the newest first."""
    query = select(Notice).where(Notice.group_id == group.id, Notice.words != "")
    return session.exec(query.order_by(col(Notice.made).desc(), col(Notice.id))).all()


def count_notices(session: Session, group: Group, after: date) -> int:
    """Count how often the members of a group were written to after a day."""
    query = select(func.count()).select_from(Notice).where(Notice.group_id == group.id)
    return session.exec(query.where(Notice.made > after)).one()


def notice(session: Session, group: Group, name: str) -> Notice | None:
    """Find something that was written to the members of a group."""
    query = select(Notice).where(Notice.group_id == group.id, Notice.id == name)
    return session.exec(query.where(Notice.words != "")).one_or_none()


def forget_notices(session: Session, before: date) -> None:
    """Keep nothing that was written to members before a day."""
    session.exec(delete(Notice).where(col(Notice.made) < before))


def proposed(session: Session, group: Group) -> Membership | None:
    """Find who is proposed to represent a group."""
    query = select(Membership).where(Membership.group_id == group.id)
    return session.exec(query.where(col(Membership.proposed_by).is_not(None))).first()


def alone(session: Session, members: Sequence[str]) -> list[str]:
    """List which of these members are the only one who represents a group."""
    query = select(Membership.member_id).where(col(Membership.member_id).in_(members))
    return list(session.exec(query.where(*_alone()).distinct()))


def silent_without(session: Session, member: str) -> Sequence[Group]:
    """List the groups for which nobody speaks but this member."""
    query = select(Group).join(Membership).where(Membership.member_id == member, *_alone())
    return session.exec(query.order_by(col(Group.sorting), col(Group.id))).all()


def invitations(session: Session, group: Group, now: datetime) -> Sequence[Invitation]:
    """List the invitations of a group that can be used, those that end first before others."""
    query = select(Invitation).where(Invitation.group_id == group.id, *_open(now))
    return session.exec(query.order_by(col(Invitation.expires), col(Invitation.id))).all()


def invitation(session: Session, name: object, now: datetime) -> Invitation | None:
    """Find an invitation that can be used."""
    query = select(Invitation).where(Invitation.id == name, *_open(now))
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def by_code(session: Session, code_hash: str, now: datetime) -> Invitation | None:
    """Find an invitation that can be used by its code."""
    query = select(Invitation).where(Invitation.code_hash == code_hash, *_open(now))
    return session.exec(query).one_or_none()


def take_use(session: Session, invitation: Invitation, now: datetime) -> bool:
    """Use an invitation once; of two who take its last use at once, one is told that it is."""
    used = update(Invitation).where(col(Invitation.id) == invitation.id, *_open(now))
    used = used.values(uses_left=col(Invitation.uses_left) - 1)
    return session.exec(used.execution_options(synchronize_session=False)).rowcount == 1


def end_first(session: Session, group: Group) -> None:
    """Let no invitation of a first representative be used any more."""
    ended = delete(Invitation).where(col(Invitation.group_id) == group.id)
    session.exec(ended.where(col(Invitation.role) == Role.REPRESENTATIVE))


def revoke_all(session: Session, group: Group) -> None:
    """Let no invitation of a group be used any more."""
    session.exec(delete(Invitation).where(col(Invitation.group_id) == group.id))


def revoke(session: Session, group: Group, name: str) -> None:
    """Let an invitation of a group not be used any more."""
    ended = delete(Invitation).where(col(Invitation.group_id) == group.id)
    session.exec(ended.where(col(Invitation.id) == name))


def joining(session: Session, fingerprint: str, now: datetime) -> Joining | None:
    """Find a link that takes an invitation up and was not used."""
    query = select(Joining).where(Joining.id == fingerprint, col(Joining.expires) > now)
    return session.exec(query).one_or_none()


def use_joining(session: Session, fingerprint: str) -> bool:
    """Use such a link up; of two who press at once, one is told that it was there."""
    return session.exec(delete(Joining).where(col(Joining.id) == fingerprint)).rowcount == 1


def forget_joining(session: Session, email: str) -> None:
    """Forget the links that take an invitation up and were sent to an address."""
    session.exec(delete(Joining).where(col(Joining.email) == email))


def concerns(session: Session, group: Group) -> Sequence[Concern]:
    """List what somebody said is wrong in a group; in no order that tells anything."""
    query = select(Concern).where(Concern.group_id == group.id)
    return session.exec(query.order_by(col(Concern.id))).all()


def forget_old(session: Session, now: datetime) -> None:
    """Forget the invitations, and links, that are over."""
    for table in (Joining, Invitation):
        session.exec(delete(table).where(col(table.expires) <= now))


def _alone() -> tuple[ColumnElement[bool], ...]:
    other = aliased(Membership)
    another = exists().where(
        col(other.group_id) == col(Membership.group_id),
        col(other.role) == Role.REPRESENTATIVE,
        col(other.id) != col(Membership.id),
    )
    return col(Membership.role) == Role.REPRESENTATIVE, ~another


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    # One that a clock made which was wrong would count for as long as it was wrong.
    in_time = col(Invitation.expires) > now, col(Invitation.expires) <= now + LONGEST
    return (*in_time, col(Invitation.uses_left) > 0)
