"""Who comes: who said so and, where it is a meeting of a body, still takes part in that."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_, select

from portal.bodies.models import Block, Membership, OfficeHolder
from portal.bodies.rules import Joining
from portal.meetings.models import Coming, Meeting


def takes_part(member: Any, body: Any) -> ColumnElement[bool]:
    """Tell whether somebody belongs to a body and is not blocked for good, as `Visit` does."""
    joined = select(Membership.id).where(Membership.body_id == body, Membership.member_id == member)
    joined = joined.where(Membership.state == Joining.ACCEPTED)
    holds = select(OfficeHolder.id).where(OfficeHolder.body_id == body)
    holds = holds.where(OfficeHolder.member_id == member, col(OfficeHolder.ended).is_(None))
    blocked = select(Block.id).where(Block.body_id == body, Block.member_id == member)
    blocked = blocked.where(col(Block.since).is_not(None), col(Block.lifted).is_(None))
    for_good = blocked.where(col(Block.until).is_(None))
    return and_(or_(joined.exists(), holds.exists()), ~for_good.exists())


def comes(meeting: type[Meeting]) -> ColumnElement[bool]:
    """Tell of a row of `Coming` whether its member comes; who takes part no more does not."""
    of_council = col(meeting.body_id).is_(None)
    return col(Coming.comes) & or_(of_council, takes_part(Coming.member_id, meeting.body_id))
