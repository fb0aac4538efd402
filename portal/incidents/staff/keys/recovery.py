"""The recovery key, which any two of its three holders can open with their codes.

Its private key is sealed three times, each time under the codes of two holders together. The
codes are on paper only, so nobody who has the database alone comes any nearer to it.
"""

from datetime import date
from itertools import combinations
from typing import NamedTuple

from sqlmodel import Session, col, delete, select

from portal.incidents.models import KeyHolder, RecoveryShare
from portal.incidents.records import keys
from portal.incidents.rules import Circle
from portal.incidents.staff.keys import sharing
from portal.incidents.staff.keys.vault import Vault
from portal.sealing import boxes, crypto


class Drawn(NamedTuple):
    """A recovery key that waits until its cards are known to be kept, and their three codes."""

    holder: KeyHolder
    codes: tuple[str, ...]


def draw(session: Session, today: date) -> Drawn:
    """Draw a recovery key and the codes of its three holders; it does not count yet."""
    _forget_waiting(session)
    private = boxes.new_private()
    public = boxes.public_of(private)
    holder = KeyHolder(circle=Circle.RECOVERY, public_key=public, since=today, waiting=True)
    session.add(holder)
    session.flush()
    codes = tuple(crypto.new_code() for _ in range(3))
    for first, second in combinations(range(3), 2):
        pair = f"{first + 1}-{second + 1}"
        sealed = crypto.seal(_key(codes[first], codes[second]), private, _place(holder.id, pair))
        session.add(RecoveryShare(holder_id=holder.id, pair=pair, sealed_private=sealed))
    return Drawn(holder, codes)


def check(code: str) -> str:
    """Name a code without telling it, so that the page can see that a card was kept."""
    return crypto.derive(code, "recovery check").hex()


def current(session: Session) -> KeyHolder | None:
    """Find the recovery key to which reports are sealed."""
    return next(iter(keys.holders(session, Circle.RECOVERY)), None)


def may_use(asker: KeyHolder) -> bool:
    """Tell whether the codes of two holders let somebody in: a caseworker, with whatever key."""
    return asker.circle is Circle.TEAM and asker.retired is None


def waiting(session: Session, holder_id: str) -> KeyHolder | None:
    """Find a recovery key that was drawn and not confirmed yet."""
    holder = session.get(KeyHolder, holder_id)
    return holder if holder and holder.waiting and holder.circle is Circle.RECOVERY else None


def confirm(session: Session, giver: Vault, fresh: KeyHolder, today: date) -> int:
    """Let a recovery key count, instead of an earlier one, and give it what a caseworker opens."""
    for earlier in keys.holders(session, Circle.RECOVERY):
        sharing.leave(session, earlier, today)
    fresh.waiting = False
    session.add(fresh)
    session.flush()
    return sharing.give(session, giver, fresh)


def opened(session: Session, first: str, second: str) -> Vault | None:
    """Open the recovery key with the codes of two of its holders, in whatever order."""
    for holder in keys.holders(session, Circle.RECOVERY):
        query = select(RecoveryShare).where(RecoveryShare.holder_id == holder.id)
        for share in session.exec(query):
            place = _place(holder.id, share.pair)
            if private := crypto.unseal(_key(first, second), share.sealed_private, place):
                return Vault(holder, private)
    return None


def restore(session: Session, recovered: Vault, asker: KeyHolder) -> int:
    """Let in who brought the codes, and give the team all reports; count how many were missing."""
    asker.waiting, asker.resting_since = False, None
    session.add(asker)
    session.flush()
    team = keys.holders(session, Circle.TEAM)
    return sum(sharing.give(session, recovered, one) for one in team)


def _key(first: str, second: str) -> bytes:
    return crypto.derive("".join(sorted((first, second))), "recovery pair")


def _place(holder_id: str, pair: str) -> str:
    return f"recovery_share:{holder_id}:{pair}"


def _forget_waiting(session: Session) -> None:
    unconfirmed = delete(KeyHolder).where(col(KeyHolder.circle) == Circle.RECOVERY)
    session.exec(unconfirmed.where(col(KeyHolder.waiting).is_(True)))
