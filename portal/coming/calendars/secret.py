"""The secret address of a member's calendar: made, looked up, followed, and ended."""

from sqlmodel import Session

from portal.coming.calendars import queries
from portal.coming.calendars.models import CalendarAddress
from portal.members.models import Member
from portal.sealing import crypto
from portal.store.db import random_id
from portal.web.links import absolute, link

_PURPOSE = "calendar address"
_SIGNS = 40
"""How much of a signature stands in an address: 160 bits."""


def renew(session: Session, member: Member) -> None:
    """Give a member's calendar an address, in place of the one before, which opens nothing now."""
    salt = random_id()
    name = crypto.fingerprint(_token(session, salt))
    queries.keep(session, CalendarAddress(member_id=member.id, name=name, salt=salt))


def shown(session: Session, member: Member) -> str:
    """Give the address of a member's calendar, for its owner alone; nothing if there is none."""
    found = queries.address(session, member.id)
    if found is None:
        return ""
    path = link("own_calendar_feed", token=_token(session, found.salt))
    return absolute(session.info["settings"], path)


def follow(session: Session, token: str) -> tuple[CalendarAddress, Member] | None:
    """Find whose calendar lies at an address."""
    return queries.owner(session, crypto.fingerprint(token))


def end(session: Session, member: str) -> None:
    """Have no calendar lie at the address that a member had."""
    queries.forget(session, member)


def held(session: Session, member: str) -> dict[str, bool]:
    """Say whether a member's calendar has an address, which alone would open it."""
    return {"your calendar has a secret address": queries.address(session, member) is not None}


def uid(session: Session, address: CalendarAddress, meeting: str) -> str:
    """Name a meeting in one member's calendar, as it is named in no other."""
    return _signed(session, f"{address.salt} {meeting}")


def _token(session: Session, salt: str) -> str:
    return _signed(session, salt)


def _signed(session: Session, text: str) -> str:
    key = crypto.installation_key(session.info["settings"].secret, _PURPOSE)
    return crypto.signature(key, text.encode())[:_SIGNS]
