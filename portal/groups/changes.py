"""What a group changes of its own entry: most of it at once, its name and contact after a look.

Who opens an entry holds its mailbox, and no more is known of them. So nobody takes the name or the
address of a group that residents trust without an officer who looks, and may ring the old one.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.groups import answering, keeping, letters, links, rules
from portal.groups.answering import NEW_CONFIRMED
from portal.groups.links import Purpose
from portal.groups.models import Group
from portal.groups.rules import PUBLIC, Act, State
from portal.languages.i18n import today
from portal.store.db import now

CHANGED, PROPOSED, ACCEPTED, REFUSED = "changed", "proposed", "accepted", "refused"
"""What is kept of it in the history of an entry."""

ASKED = "asked_to_show"
"""That the council asked the group whether a contact may be shown."""

_BY_COUNCIL = "by_council"
"""Among changes that wait: that the council wants them, and the group has to say yes."""


def may_change(group: Group) -> bool:
    """Tell whether a group changes its entry itself: not one to which somebody said no."""
    return group.state in PUBLIC | {State.APPLIED, State.PAUSED}


def waiting(group: Group) -> dict[str, Any]:
    """Give the changes that wait for an officer."""
    return {} if _BY_COUNCIL in group.proposed else _fields(group)


def asked(group: Group) -> dict[str, Any]:
    """Give the contact that the council wants to show once the group says yes."""
    return _fields(group) if _BY_COUNCIL in group.proposed else {}


def of_council(session: Session, group: Group, values: Mapping[str, Any], *, by: int) -> list[str]:
    """Keep what an officer changed, and tell the group; what would be newly public waits for it.

    Before a group said yes to its entry nothing of it is public, and it reads all of it then.
    """
    old, stored = group.email, {name: getattr(group, name) for name in values}
    asks = rules.asks(stored, values) if group.state is not State.WAITING else []
    changed, later = _part(session, group, values, asks, by=by)
    if changed:
        letters.send(session, group, letters.CHANGED, now(), email=old)
    if group.email != old:
        _moved(session, group, answered=False)
    if later != asked(group) and not group.waits:
        _ask(session, group, later, by=by)
    return [*changed, *asks]


def _ask(session: Session, group: Group, later: dict[str, Any], *, by: int) -> None:
    group.proposed = {**later, _BY_COUNCIL: True} if later else {}
    keeping.mark_changed(session, group)
    links.end(session, group, Purpose.SHOW)
    if later:
        keeping.note(session, group, ASKED, by=by, fields=sorted(later))
        letters.send(session, group, letters.SHOW, now())


def is_kept(group: Group, values: Mapping[str, Any]) -> bool:
    """Tell whether an entry, with the changes that wait, says all of this already."""
    says = {name: getattr(group, name) for name in values} | waiting(group)
    return all(says[name] == value for name, value in values.items())


def of_group(session: Session, group: Group, values: Mapping[str, Any]) -> None:
    """Keep what a group changed of its entry; what residents rely on waits for an officer."""
    waits = rules.waits({name: getattr(group, name) for name in values}, values)
    _, later = _part(session, group, values, waits, by=keeping.ITSELF)
    if later != waiting(group):
        _propose(session, group, later)


def _part(
    session: Session, group: Group, values: Mapping[str, Any], waits: Collection[str], *, by: int
) -> tuple[list[str], dict[str, Any]]:
    """Keep at once what does not wait; name what that changed, and give what is for later."""
    at_once = {name: value for name, value in values.items() if name not in waits}
    if changed := keeping.change(session, group, at_once):
        keeping.note(session, group, CHANGED, by=by, fields=changed)
    return changed, {name: values[name] for name in waits}


def _propose(session: Session, group: Group, later: dict[str, Any]) -> None:
    before = group.proposed
    same_address = later.get("email") == before.get("email")
    kept = {NEW_CONFIRMED: True} if same_address and _answered(group) else {}
    group.proposed, group.waits = {**later, **kept} if later else {}, bool(later)
    keeping.mark_changed(session, group)
    keeping.note(session, group, PROPOSED, by=keeping.ITSELF, fields=sorted(later))
    crowded = links.is_crowded(session, group, now())
    if later.get("email") and not same_address and not crowded:
        letters.send(session, group, letters.CONFIRM, now(), email=later["email"])


def accept(session: Session, group: Group, *, by: int, **who: str) -> list[str]:
    """Show the changes that waited, and tell the group at its old address and the new one."""
    later, answered, old = _fields(group), _answered(group), group.email
    group.proposed, group.waits = {}, False
    changed = keeping.change(session, group, later)
    keeping.note(session, group, ACCEPTED, by=by, fields=changed, **who)
    letters.send(session, group, letters.ACCEPTED, now(), email=old)
    if group.email != old:
        _moved(session, group, answered=answered)
    return changed


def _moved(session: Session, group: Group, *, answered: bool) -> None:
    links.end(session, group, *Purpose)
    if group.email and group.state is State.WAITING:
        letters.send(session, group, letters.AGREE, now())
    elif group.email and not answered:
        group.confirmed, group.renewal_asked, group.reminded = None, today(), None
        session.add(group)
        letters.send(session, group, letters.CONFIRM, now())
    elif group.email:
        letters.send(session, group, letters.ACCEPTED, now())


def refuse(session: Session, group: Group, reason: str, *, by: int, **who: str) -> list[str]:
    """Drop the changes that waited, for a reason that the group reads."""
    fields = sorted(_fields(group))
    group.proposed, group.waits = {}, False
    keeping.mark_changed(session, group)
    keeping.note(session, group, REFUSED, by=by, reason=reason, fields=fields, **who)
    letters.send(session, group, letters.REFUSED, now(), reason=reason)
    return fields


def say_yes(
    session: Session, group: Group, noted: date, *, by: int = keeping.ITSELF, **who: str
) -> None:
    """Show what the council asked the group about: its contact, or the entry that was written."""
    if asked(group):
        accept(session, group, by=by, **who)
    else:
        answering.agree(session, group, noted, by=by, **who)


def say_no(
    session: Session, group: Group, noted: date, *, by: int = keeping.ITSELF, **who: str
) -> None:
    """Show nothing of what the council asked the group about."""
    if asked(group):
        refuse(session, group, "", by=by, **who)
    else:
        answering.refuse(session, group, noted, by=by, **who)


def close(session: Session, group: Group, reason: str, day: date | None = None) -> None:
    """Close an entry because its group wants that; nobody else shows it again."""
    group.agreed = None
    keeping.move(session, group, Act.CLOSE, day or today(), by=keeping.ITSELF, reason=reason)
    links.end(session, group, *Purpose)
    letters.send(session, group, letters.OF_ACTS[Act.CLOSE], now())


def _fields(group: Group) -> dict[str, Any]:
    marks = (NEW_CONFIRMED, _BY_COUNCIL)
    return {name: value for name, value in group.proposed.items() if name not in marks}


def _answered(group: Group) -> bool:
    return bool(group.proposed.get(NEW_CONFIRMED))
