"""How somebody becomes a member, what is held about them, and how all of it goes.

Whoever accepts somebody takes them in: a group that invites, a body that they joined, an officer
who gives them a card. Nobody becomes a member by asking for a link.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal.forms.addresses import folded
from portal.members import cards, new_addresses, queries
from portal.members.models import AddressChange, Member
from portal.members.rules import month_of
from portal.problems import Problem
from portal.store import mail
from portal.store.db import insert_once, random_id
from portal.web.feature import Feature, OfMembers


def take_in(
    session: Session, today: date, language: str, *, email: str | None = None, name: str = ""
) -> Member:
    """Make somebody a member; who is one already, however their address is typed, stays so."""
    address = folded(email) if email else None
    values = {
        "id": random_id(),
        "email": address,
        "name": name,
        "name_shown": False,
        "language": language,
        "here": month_of(today),
    }
    if insert_once(session, "member", "email", values):
        return session.get_one(Member, values["id"])
    member = queries.by_email(session, address or "")
    assert member  # noqa: S101 - it stood in the way of a new one
    return member


def told(features: Sequence[Feature], session: Session, member: Member) -> list[Problem]:
    """List what would stay and what would go, before somebody erases themselves."""
    return [said for one in _keeping(features) for said in one.told(session, member.id)]


def erase(features: Sequence[Feature], session: Session, member: Member, *, stays: bool) -> None:
    """Erase a member: their sessions, links and cards go along, what they wrote as is said.

    No mail that waits leaves for them any more.
    """
    for one in _keeping(features):
        one.leave(session, member.id, stays)
    change = session.get(AddressChange, member.id)
    mail.forget_all(session, [to for to in (member.email, change and change.email) if to])
    queries.forget_requests(session, member.email or "")
    session.delete(member)
    session.flush()


def sign_out(features: Sequence[Feature], session: Session, member: Member) -> None:
    """Sign a member out everywhere, and end whatever else opens anything of theirs.

    An address that somebody wants goes with it: it would open their page for good.
    """
    queries.end_sessions(session, member)
    new_addresses.stop(session, member)
    for one in _keeping(features):
        one.signed_out(session, member.id)


def needed(features: Sequence[Feature], session: Session, members: Sequence[str]) -> set[str]:
    """Tell which of these members may not be erased, however long they were not here."""
    return {name for one in _keeping(features) for name in one.needed(session, members)}


def unheard(features: Sequence[Feature], session: Session, members: Sequence[str]) -> None:
    """Tell every feature which members are asked now whether they stay."""
    for one in _keeping(features):
        one.unheard(session, members)


def new_way_in(features: Sequence[Feature], session: Session, member: Member) -> Problem | None:
    """Say why nobody may replace or revoke what a member signs in with; None if they do so now."""
    said = (one.new_way_in(session, member.id) for one in _keeping(features))
    return next(filter(None, said), None)


def held(
    features: Sequence[Feature], session: Session, member: Member, now: datetime
) -> dict[str, Any]:
    """Give everything that is held about a member, in words that they understand."""
    card, change = cards.of_member(session, member), session.get(AddressChange, member.id)
    chosen = queries.mail_choices(session, [member.id])
    own: dict[str, Any] = {
        "name": member.name,
        "name is shown in public": member.name_shown,
        "e-mail address": member.email,
        "new e-mail address, not confirmed": change.email if change else None,
        "new e-mail address, used from": _day(change.due if change else None),
        "language": member.language,
        "month in which you signed in last": f"{member.here:%Y-%m}",
        "month in which we asked whether you stay": _month(member.warned),
        "card, month in which it was issued": _month(card.issued if card else None),
        "mails that you stopped": [kind for one in chosen for kind in one.stopped],
        "titles of closed rooms are left out of your mails": any(one.untitled for one in chosen),
        "signed in, until": [
            one.expires.isoformat(timespec="minutes")
            for one in queries.sessions_of(session, member, now)
        ],
    }
    for one in _keeping(features):
        own |= one.held(session, member.id)
    return own


def _keeping(features: Sequence[Feature]) -> Iterator[OfMembers]:
    return (one.of_members for one in features if one.of_members)


def _day(day: date | None) -> str | None:
    return f"{day:%Y-%m-%d}" if day else None


def _month(day: date | None) -> str | None:
    return f"{day:%Y-%m}" if day else None
