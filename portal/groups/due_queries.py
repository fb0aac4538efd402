"""Which entries something is due for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from portal.groups.models import Group
from portal.groups.rules import OVER, PAUSED_AFTER, PUBLIC, REMINDED_AFTER, State


def renewals(session: Session, latest: date, today: date, most: int) -> Sequence[Group]:
    """List the groups for which the next step of the yearly question may have come.

    They confirmed their entry on the latest day or before, and can be written to.
    """
    asked, reminded = col(Group.renewal_asked), col(Group.reminded)
    next_step = or_(
        asked.is_(None),
        asked > today,
        and_(reminded.is_(None), asked <= today - REMINDED_AFTER),
        reminded > today,
        reminded <= today - PAUSED_AFTER,
    )
    query = select(Group).where(overdue(latest), Group.email != "", next_step)
    query = query.order_by(col(Group.confirmed), col(Group.id)).limit(most)
    return session.exec(query.with_for_update()).all()


def overdue(latest: date) -> ColumnElement[bool]:
    """Find entries that are shown although nobody confirmed them since a day."""
    confirmed = col(Group.confirmed)
    return and_(col(Group.state).in_(PUBLIC), or_(confirmed.is_(None), confirmed <= latest))


def forgotten(session: Session, unconfirmed: date, unanswered: date, over: date) -> Sequence[Group]:
    """List what has been in its state for too long."""
    since, state = col(Group.since), col(Group.state)
    query = select(Group).where(
        or_(
            and_(
                state == State.APPLIED,
                col(Group.confirmed).is_(None),
                since <= unconfirmed,
            ),
            and_(state == State.WAITING, since <= unanswered),
            and_(state.in_(OVER), since <= over),
        )
    )
    return session.exec(query.with_for_update()).all()
