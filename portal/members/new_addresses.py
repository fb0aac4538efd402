"""A change of address, to which both mailboxes have to agree.

Who has a card alone has no old mailbox to ask, and cards are seen by others: their first address
waits, stands on their page meanwhile, and is gone once the card is revoked or replaced.

Nobody learns in this way whether an address is known: where it is, only its owner is told.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, delete, select

from portal.members import letters, links, queries
from portal.members.letters import Line
from portal.members.models import AddressChange, Member
from portal.members.rules import CHANGE_LASTS, FIRST_WAITS, hinted
from portal.problems import mark
from portal.settings import Settings
from portal.store.db import serialise

_LOCK = 0x61646472

_WANTED = mark("Somebody who is signed in to their page here wants us to write to this address.")
_AGREE = mark("If that is you, open this link within two days and press the button on its page:")
_LEAVING = mark(
    "Somebody who is signed in as you wants us to write to another address from now on: %(new)s."
)
_NOT_YOU = mark(
    "If it was not you, do not open the link. Nothing changes then. Sign in and choose “Sign out "
    "everywhere”."
)
_IN_USE = mark(
    "Somebody wants us to write to this address. We do so already, under another page, so nothing "
    "changes. To have only one page, erase the other."
)


class Side(StrEnum):
    """Which mailbox agrees."""

    OLD = "old"
    NEW = "new"


class Outcome(StrEnum):
    """What came of a mailbox that agreed."""

    OVER = "over"
    WAITS = "waits"
    LATER = "later"
    CHANGED = "changed"


def waiting(session: Session, member: Member, now: datetime) -> AddressChange | None:
    """Find the address that a member wants, while it can still be agreed to."""
    found = session.get(AddressChange, member.id)
    return found if found and found.expires > now else None


def want(
    session: Session,
    member: Member,
    email: str,
    tag: str,
    now: datetime,
    *,
    reached: bool = True,
) -> None:
    """Ask both mailboxes; what was wanted before counts no more.

    The new one is not `reached` if too many asked it already, which is nobody's to learn.
    """
    stop(session, member)
    change = AddressChange(member_id=member.id, email=email, expires=now + CHANGE_LASTS)
    session.add(change)
    session.flush()
    if reached and queries.by_email(session, email):
        letters.send(session, email, tag, letters.LINK_SUBJECT, [Line(_IN_USE)], now)
    elif reached:
        _mail(session, change, Side.NEW, email, tag, now)
    if member.email:
        _mail(session, change, Side.OLD, member.email, tag, now)


def stop(session: Session, member: Member) -> None:
    """Stay under the address of before."""
    session.exec(delete(AddressChange).where(col(AddressChange.member_id) == member.id))


def find(session: Session, token: str, now: datetime) -> tuple[AddressChange, Side] | None:
    """Find the change of address that a mailed link is about, and whose mailbox it came to."""
    settings: Settings = session.info["settings"]
    said = links.read(settings, links.ADDRESS, token, CHANGE_LASTS)
    if said is None:
        return None
    query = select(AddressChange).where(AddressChange.mark == said[0], AddressChange.expires > now)
    change = session.exec(query).one_or_none()
    return (change, Side(said[1])) if change else None


def agree(session: Session, token: str, now: datetime) -> Outcome:
    """Have one mailbox agree; once both did, the address changes and older links open nothing.

    The first address of a card does so later.
    """
    serialise(session, _LOCK)
    found = find(session, token, now)
    member = queries.held(session, found[0].member_id) if found else None
    if found is None or member is None:
        return Outcome.OVER
    change, side = found
    change.old_agreed |= side is Side.OLD
    change.new_agreed |= side is Side.NEW
    if member.email is None and change.due is None:
        change.due = now + FIRST_WAITS
        change.expires = change.due + CHANGE_LASTS
    session.add(change)
    session.flush()
    if member.email is None:
        return Outcome.LATER
    if not (change.old_agreed and change.new_agreed):
        return Outcome.WAITS
    return _changed(session, change, member)


def look(session: Session, now: datetime) -> None:
    """Write to the first addresses that waited; forget what nobody agreed to in time."""
    serialise(session, _LOCK)
    for change in session.exec(select(AddressChange).where(col(AddressChange.due) <= now)).all():
        member = queries.held(session, change.member_id)
        if member and member.email is None:
            _changed(session, change, member)
    session.exec(delete(AddressChange).where(col(AddressChange.expires) <= now))


def _changed(session: Session, change: AddressChange, member: Member) -> Outcome:
    email = change.email
    stop(session, member)
    if queries.by_email(session, email):
        return Outcome.OVER
    member.email = email
    session.add(member)
    queries.end_links(session, member.id)
    session.flush()
    return Outcome.CHANGED


def _mail(
    session: Session, change: AddressChange, side: Side, to: str, tag: str, now: datetime
) -> None:
    settings: Settings = session.info["settings"]
    leaving = side is Side.OLD
    first = Line(_LEAVING, {"new": hinted(change.email)}) if leaving else Line(_WANTED)
    address = links.written(settings, links.ADDRESS, tag, [change.mark, side.value])
    last = [Line(_NOT_YOU)] if leaving else []
    letters.send(session, to, tag, letters.LINK_SUBJECT, [first, Line(_AGREE), address, *last], now)
