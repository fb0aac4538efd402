"""What the database knows of what was agreed at meetings, and is to be done."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from portal.bodies.models import Body
from portal.meetings.models import Action, ActionVersion, Meeting
from portal.meetings.rules import Owner

OfCouncil = tuple[Action, Meeting, Body]
"""An action, the meeting at which it was agreed, and its body."""


def of_body(session: Session, body: Body, until: datetime) -> Sequence[tuple[Action, Meeting]]:
    """List what was agreed at meetings that began by a moment, what is due first at the top."""
    query = select(Action, Meeting).join(Meeting).where(Meeting.body_id == body.id)
    query = query.where(col(Meeting.starts) <= until)
    return session.exec(query.order_by(col(Action.due), col(Action.id))).all()


def of_meeting(session: Session, meeting: Meeting) -> Sequence[Action]:
    """List what was agreed at a meeting, what is due first at the top."""
    query = select(Action).where(Action.meeting_id == meeting.id)
    return session.exec(query.order_by(col(Action.due), col(Action.id))).all()


def of_council(session: Session, until: datetime) -> Sequence[OfCouncil]:
    """List what the council agreed to do for any body and has not done, what is due first."""
    query = select(Action, Meeting, Body).select_from(Action).join(Meeting).join(Body)
    query = query.where(Action.owner == Owner.COUNCIL, col(Action.done).is_(None))
    query = query.where(col(Action.taken_back).is_(None), col(Action.removed).is_(None))
    query = query.where(col(Meeting.starts) <= until)
    return session.exec(query.order_by(col(Action.due), col(Action.id))).all()


def one(session: Session, body: Body, number: str) -> Action | None:
    """Find an action of a body, and let nobody else change it meanwhile."""
    query = select(Action).join(Meeting).where(Meeting.body_id == body.id, Action.id == number)
    return session.exec(query.with_for_update(of=Action)).one_or_none()


def versions(session: Session, action: Action) -> Sequence[ActionVersion]:
    """List how an action read before, the oldest first."""
    query = select(ActionVersion).where(ActionVersion.action_id == action.id)
    return session.exec(query.order_by(col(ActionVersion.id))).all()


def forget_versions(session: Session, action: Action) -> None:
    """Keep nothing of how an action read before."""
    session.exec(delete(ActionVersion).where(col(ActionVersion.action_id) == action.id))
