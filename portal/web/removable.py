"""What the law may force away of a feature's: found where it stands, named by a key, taken away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session


@dataclass(frozen=True)
class Passage:
    """Words in a body that the law may take away; of one without `text` nothing is left.

    `called` says in our words what they are, and `href` is where they stand. Those that are
    `closed` not everybody reads; `told` is as much of them as tells several apart.
    """

    key: str
    slug: str
    called: str
    href: str
    text: str
    language: str
    told: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Removable:
    """How a feature finds such words at an address, or by their key, and takes them away.

    What is taken away leaves its ground, the code of a law, and the day where it stood.
    """

    at: Callable[[Session, str], Iterable[Passage]]
    one: Callable[[Session, str], Passage | None]
    take_away: Callable[[Session, str, str, date], bool]


Ways = Iterable[Removable]


def at(ways: Ways, session: Session, address: str) -> list[Passage]:
    """List what stands at an address."""
    return [one for way in ways for one in way.at(session, address)]


def one(ways: Ways, session: Session, key: str) -> Passage | None:
    """Find words by their key, or where they stood."""
    return next((found for way in ways if (found := way.one(session, key))), None)


def several(ways: Ways, session: Session, keys: Iterable[str]) -> dict[str, Passage]:
    """Find several such by their keys."""
    return {key: found for key in keys if key and (found := one(ways, session, key))}


def take_away(ways: Ways, session: Session, key: str, law: str, day: date) -> bool:
    """Take words away for good; not if nothing of them is left."""
    return any(way.take_away(session, key, law, day) for way in ways)
