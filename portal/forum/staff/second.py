"""Two people open a closed room: one asks for it, and another agrees who is somebody else."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from portal.accounts.models import Account, Role
from portal.approvals import queries as approvals
from portal.approvals.rules import may_agree
from portal.bodies.models import Body
from portal.forum.topics.models import OpenedRoom
from portal.forum.topics.rules import OPENED_FOR, Ground, Room
from portal.problems import Problem, mark
from portal.store import audit
from portal.store.db import now

ROLES = (Role.OFFICER, Role.ADMINISTRATOR)
"""Who asks for it, and who else agrees."""

_NOT_YOU = mark("Somebody else has to agree: not who asked, and nobody who could act for both.")


def ask(session: Session, account: Account, body: Body, said: Mapping[str, Any]) -> None:
    """Ask for a room to be opened."""
    asked = OpenedRoom(
        body_id=body.id or 0,
        room=Room(said["room"]),
        ground=Ground(said["ground"]),
        reason=said["reason"],
        asked_by=account.id,
    )
    session.add(asked)
    session.flush()
    log(session, account, "forum.room_asked", body, asked)


def agree(session: Session, account: Account, asked: OpenedRoom, body: Body) -> Problem | None:
    """Open the room for a week, or say why somebody is no second person."""
    first = session.get(Account, asked.asked_by) if asked.asked_by else None
    if asked.until:
        return None
    if first is None or not (_may(session, first, account) and _may(session, account, first)):
        return Problem(_NOT_YOU)
    asked.agreed_by, asked.until = account.id, now() + OPENED_FOR
    session.add(asked)
    log(session, account, "forum.room_opened", body, asked)
    return None


def log(session: Session, account: Account, action: str, body: Body, row: OpenedRoom) -> None:
    """Write into the log what somebody did with a closed room."""
    details = {"room": row.room, "ground": row.ground, "number": row.id}
    audit.record(session, account.id or 0, action, body.slug, **details)


def _may(session: Session, one: Account, other: Account) -> bool:
    """Tell whether one could not have made the other: neither let them in, nor reset them."""
    tie = approvals.tied_to(session, one.id or 0, ROLES, now()).get(other.email)
    return may_agree(one.id or 0, other.id or 0, tie)
