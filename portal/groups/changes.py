"""What a group changes of its own entry: most of it at once, its name and contact after a look.

Who opens an entry holds its mailbox, and no more is known of them. So nobody takes the name or the
address of a group that residents trust without an officer who looks, and may ring the old one.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.groups import keeping, letters, links, rules
from portal.groups.answering import NEW_CONFIRMED
from portal.groups.links import Purpose
from portal.groups.models import Group
from portal.groups.rules import PUBLIC, Act, State
from portal.languages.i18n import today
from portal.store.db import now

CHANGED, PROPOSED, ACCEPTED, REFUSED = "changed", "proposed", "accepted", "refused"
"""What is kept of it in the history of an entry."""


def may_change(group: Group) -> bool:
    """Tell whether a group changes its entry itself: not one to which somebody said no."""
    return group.state in PUBLIC | {State.APPLIED, State.PAUSED}


def waiting(group: Group) -> dict[str, Any]:
    """Give the changes that wait for an officer."""
    return {name: value for name, value in group.proposed.items() if name != NEW_CONFIRMED}


def is_kept(group: Group, values: Mapping[str, Any]) -> bool:
    """Tell whether an entry, with the changes that wait, says all of this already."""
    says = {name: getattr(group, name) for name in values} | waiting(group)
    return all(says[name] == value for name, value in values.items())


def of_group(session: Session, group: Group, values: Mapping[str, Any]) -> None:
    """Keep what a group changed of its entry; what residents rely on waits for an officer."""
    waits = rules.waits({name: getattr(group, name) for name in values}, values)
    later = {name: values[name] for name in waits}
    at_once = {name: value for name, value in values.items() if name not in later}
    if changed := keeping.change(session, group, at_once):
        keeping.note(session, group, CHANGED, by=keeping.ITSELF, fields=changed)
    if later != waiting(group):
        _propose(session, group, later)


def _propose(session: Session, group: Group, later: dict[str, Any]) -> None:
    before = group.proposed
    same_address = later.get("email") == before.get("email")
    kept = {NEW_CONFIRMED: True} if same_address and _answered(group) else {}
    group.proposed, group.waits = {**later, **kept} if later else {}, bool(later)
    group.revision += 1
    session.add(group)
    keeping.note(session, group, PROPOSED, by=keeping.ITSELF, fields=sorted(later))
    crowded = links.is_crowded(session, group, now())
    if later.get("email") and not same_address and not crowded:
        letters.send(session, group, letters.CONFIRM, now(), email=later["email"])


def accept(session: Session, group: Group, *, by: int) -> list[str]:
    """Show the changes that waited, and tell the group at its old address and the new one."""
    later, answered, old = waiting(group), _answered(group), group.email
    group.proposed, group.waits = {}, False
    changed = keeping.change(session, group, later)
    keeping.note(session, group, ACCEPTED, by=by, fields=changed)
    letters.send(session, group, letters.ACCEPTED, now(), email=old)
    if group.email != old:
        _moved(session, group, answered=answered)
    return changed


def _moved(session: Session, group: Group, *, answered: bool) -> None:
    links.end(session, group, *Purpose)
    if group.email and not answered:
        group.confirmed, group.renewal_asked, group.reminded = None, today(), None
        session.add(group)
        letters.send(session, group, letters.CONFIRM, now())
    elif group.email:
        letters.send(session, group, letters.ACCEPTED, now())


def refuse(session: Session, group: Group, reason: str, *, by: int) -> list[str]:
    """Drop the changes that waited, for a reason that the group reads."""
    fields = sorted(waiting(group))
    group.proposed, group.waits = {}, False
    group.revision += 1
    session.add(group)
    keeping.note(session, group, REFUSED, by=by, reason=reason, fields=fields)
    letters.send(session, group, letters.REFUSED, now(), reason=reason)
    return fields


def close(session: Session, group: Group, reason: str, day: date | None = None) -> None:
    """Close an entry because its group wants that; nobody else shows it again."""
    group.agreed = None
    keeping.move(session, group, Act.CLOSE, day or today(), by=keeping.ITSELF, reason=reason)
    links.end(session, group, *Purpose)
    letters.send(session, group, letters.OF_ACTS[Act.CLOSE], now())


def _answered(group: Group) -> bool:
    return bool(group.proposed.get(NEW_CONFIRMED))
