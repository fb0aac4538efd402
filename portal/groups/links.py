"""Links that are mailed to a group: signed, for one use, for one purpose and for some time.

A link opens a page with a button, because mail servers and telephones open links by themselves.
Only the button uses it up. It counts for the address to which it was sent, and for no other.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer
from sqlmodel import Session, col, delete, func, select

from portal.groups import queries
from portal.groups.models import Group, GroupLink
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.links import absolute, link


class Purpose(StrEnum):
    """What a link is for."""

    CONFIRM = "confirm"
    AGREE = "agree"
    RENEW = "renew"
    SHOW = "show"
    OPEN = "open"
    ENTRY = "entry"


LASTS: Mapping[Purpose, timedelta] = {
    Purpose.CONFIRM: timedelta(days=14),
    Purpose.AGREE: timedelta(days=60),
    Purpose.RENEW: timedelta(days=60),
    Purpose.SHOW: timedelta(days=60),
    Purpose.OPEN: timedelta(minutes=10),
    Purpose.ENTRY: timedelta(hours=1),
}
"""How long a link of each purpose can be used; an opened entry, how long it stays open."""

_MOST_AN_HOUR = 3


def make(session: Session, group: Group, purpose: Purpose, now: datetime, email: str = "") -> str:
    """Make a link for the group's address, or for one that it will have; give its token."""
    made = GroupLink(
        group_id=group.id or 0,
        purpose=purpose,
        email=email or group.email,
        made=now,
        expires=now + LASTS[purpose],
    )
    session.add(made)
    session.flush()
    return str(_signer(session.info["settings"]).dumps(made.id))


def address(settings: Settings, token: str, tag: str) -> str:
    """Write the address of a link, in the language of the mail in which it stands."""
    return absolute(settings, link("group_link", tag, token=token))


def find(session: Session, token: str, *, use: bool = False) -> tuple[GroupLink, Group] | None:
    """Find what a link is for and of whom; to use it, nobody else changes the entry meanwhile."""
    try:
        name = _signer(session.info["settings"]).loads(token)
    except BadData:
        return None
    made = session.get(GroupLink, name) if isinstance(name, str) else None
    if made is None:
        return None
    # Everybody who changes an entry waits for its row first, and only then looks at its links.
    group = queries.held(session, made.group_id) if use else queries.by_id(session, made.group_id)
    made = session.get(GroupLink, name, populate_existing=True)
    return (made, group) if made and group else None


def is_good(made: GroupLink, group: Group, now: datetime) -> bool:
    """Tell whether a link can be used: not used, not too old, and for the address of today."""
    # One that a clock made which was wrong would count for as long as it was wrong.
    in_time = now < made.expires <= now + LASTS[Purpose(made.purpose)]
    # At an address that it does not have yet a group only says that it is reached there.
    coming = group.proposed.get("email") if made.purpose == Purpose.CONFIRM else None
    return in_time and not made.used and made.email in (group.email, coming)


def is_crowded(session: Session, group: Group, now: datetime) -> bool:
    """Tell whether a group was sent so many links lately that it gets no more for now."""
    query = select(func.count()).select_from(GroupLink).where(GroupLink.group_id == group.id)
    lately = query.where(GroupLink.made > now - timedelta(hours=1), GroupLink.purpose != "entry")
    return session.exec(lately).one() >= _MOST_AN_HOUR


def end(session: Session, group: Group, *purposes: Purpose) -> None:
    """Let no link of these purposes be used any more."""
    ended = delete(GroupLink).where(col(GroupLink.group_id) == group.id)
    session.exec(ended.where(col(GroupLink.purpose).in_(purposes)))


def forget_old(session: Session, now: datetime) -> None:
    """Forget the links that cannot be used any more."""
    session.exec(delete(GroupLink).where(col(GroupLink.expires) < now - timedelta(days=1)))


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(crypto.installation_key(settings.secret, "groups:link"), salt="link")
