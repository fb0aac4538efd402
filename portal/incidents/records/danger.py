"""That somebody may be in danger or a child come to harm: who is told, and whether they looked.

In clear stands, apart from all reports, that people of a circle or an agency have to look, and
when they were mailed last; it goes when one of them has looked. What a report says is sealed in
its slip, with the hour in which it came.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from portal.incidents import report_settings
from portal.incidents.rules import Clocks, hours_late
from portal.store import noted
from portal.store.db import serialise

NEWS, TOLD = "incidents.news.", "incidents.told."
"""Begins the name of the flag that something came, and of the moment of the last mail about it."""

LOCK = 0x6E6F7465
"""Whoever sets or takes the flags waits for others who do."""

_AT, _LOOKED = "told", "looked"


def tell(session: Session, whom: str) -> None:
    """Have a circle, or an agency by its number, told soon that they have to act.

    No time is written down.
    """
    if report_settings.current(session).danger_notice:
        serialise(session, LOCK)
        noted.flag(session, NEWS + whom)


def is_waiting(session: Session, whom: str) -> bool:
    """Tell whether something came at which nobody has looked."""
    return any(moment is not None for moment in noted.at(session, NEWS + whom, TOLD + whom))


def look(session: Session, whom: str) -> None:
    """Let mails end, because one of those who have to act has looked."""
    if is_waiting(session, whom):
        serialise(session, LOCK)
        noted.forget(session, NEWS + whom, TOLD + whom)


def slip(now: datetime, *, danger: bool, child: bool) -> dict[str, Any]:
    """Write what the queue shows of it, with the hour if somebody has to look within hours."""
    said = {name: True for name, is_said in (("danger", danger), ("child", child)) if is_said}
    hour = now.replace(minute=0, second=0, microsecond=0)
    return {**said, _AT: hour.isoformat()} if said else {}


def is_urgent(slip: Mapping[str, Any]) -> bool:
    """Tell whether a slip says danger or child."""
    return bool(slip.get("danger") or slip.get("child"))


def looked_at(slip: Mapping[str, Any]) -> dict[str, Any]:
    """Write that somebody looked at what a slip tells of, if nobody has yet."""
    told = slip.get(_AT)
    return {_LOOKED: told} if told and slip.get(_LOOKED) != told else {}


def look_by(slip: Mapping[str, Any], clocks: Clocks, now: datetime) -> tuple[datetime, int] | None:
    """Say by when somebody has to look, and how many hours late that is; None once they have."""
    hours = clocks.hours_to_look(danger=bool(slip.get("danger")), child=bool(slip.get("child")))
    if hours is None or not looked_at(slip):
        return None
    told = datetime.fromisoformat(slip[_AT])
    return told + timedelta(hours=hours), hours_late(told, hours, now)
