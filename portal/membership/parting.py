"""What ends with a membership of a group besides itself: nobody goes on in the group's name."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from portal.groups.models import Group
from portal.membership import keeping
from portal.membership.models import Membership
from portal.web.feature import Feature


def end(features: Sequence[Feature], session: Session, membership: Membership) -> None:
    """End a membership, and whatever its member does elsewhere in the name of the group."""
    group, member = membership.group_id, membership.member_id
    keeping.end(session, membership)
    _unspoken(features, session, group, member)


def silence(features: Sequence[Feature], session: Session, group: Group, now: datetime) -> None:
    """Have nobody speak for a group any more, here and elsewhere."""
    keeping.silence(session, group, now)
    _unspoken(features, session, group.id or 0, None)


def _unspoken(
    features: Sequence[Feature], session: Session, group: int, member: str | None
) -> None:
    for one in features:
        if one.of_members:
            one.of_members.unspoken(session, group, member)
