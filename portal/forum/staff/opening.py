"""What is done when two people open a closed room: asked for, agreed to and read, each logged."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from portal.accounts.models import Account
from portal.approvals import staff as approvals
from portal.bodies.models import Body
from portal.forum.topics import rules
from portal.forum.topics.models import OpenedRoom
from portal.problems import Problem
from portal.store import audit
from portal.store.db import now

ROLES = approvals.ROLES
"""Who asks for a room, agrees to it and reads it."""


def ask(session: Session, account: Account, body: Body, said: Mapping[str, Any]) -> None:
    """Ask for a room to be opened, for a reason that its members are shown."""
    asked = OpenedRoom(
        body_id=body.id or 0,
        room=rules.Room(said["room"]),
        ground=rules.Ground(said["ground"]),
        reason=said["reason"],
        asked_by=account.id,
    )
    session.add(asked)
    session.flush()
    _log(session, account, "forum.room_asked", body, asked)


def agree(session: Session, account: Account, asked: OpenedRoom, body: Body) -> Problem | None:
    """Open a room for a week to the two of them, or say why whoever agrees cannot."""
    if asked.until:
        return None
    if problem := approvals.agree(session, account, asked, lambda: None):
        return problem
    asked.until = now() + rules.OPENED_FOR
    _log(session, account, "forum.room_opened", body, asked)
    return None


def read(session: Session, account: Account, opened: OpenedRoom, body: Body) -> bool:
    """Log that one of the two reads in an opened room; not once its week is over."""
    if opened.until is None or opened.until <= now():
        return False
    _log(session, account, "forum.room_read", body, opened)
    return True


def _log(session: Session, account: Account, action: str, body: Body, row: OpenedRoom) -> None:
    details = {"room": row.room, "ground": row.ground, "number": row.id}
    audit.record(session, account.id or 0, action, body.slug, **details)
