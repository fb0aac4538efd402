"""What features show on pages that are not theirs, as small values: panels, steps, ways in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlmodel import Session
from starlette.requests import Request

from portal.languages import i18n
from portal.store.db import now


@dataclass(frozen=True)
class WayIn:
    """How somebody becomes a member: what the page is called, and its name.

    One that is `for_members` is shown to nobody who is not signed in. What it `takes` along in its
    address, as far as the page that leads to it has that, is filled in there.
    """

    label: str
    name: str
    for_members: bool = False
    takes: tuple[str, ...] = ()


class Colleague(Protocol):
    """Somebody of staff who is signed in, as far as every feature knows them."""

    id: int | None

    def holds(self, roles: frozenset[str], /) -> bool:
        """Tell whether they have one of these roles."""


@dataclass(frozen=True)
class Panel:
    """A part of the start page of staff: what is going on or, if `due`, what needs doing."""

    title: str
    template: str
    shown: Any
    due: bool = False


class State(StrEnum):
    """How far one of the first steps is."""

    DONE = "done"
    MISSING = "missing"
    CHECK = "check"


@dataclass(frozen=True)
class Step:
    """What a new council does before it asks residents anything, why, where, and what it lacks."""

    title: str
    reason: str
    href: str
    state: State
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A part of the privacy notice, or of another page that every feature adds to."""

    template: str
    shown: Mapping[str, Any]


@dataclass(frozen=True)
class Owed:
    """How a promise stands: what a list says of it, whether it is late, and whether it is kept."""

    chapter: Chapter
    late: bool
    kept: bool = False


@dataclass(frozen=True)
class Mapped:
    """A page that search engines may find, in the `languages` that it has, or in all."""

    name: str
    parts: Mapping[str, str] = field(default_factory=dict)
    languages: Sequence[str] | None = None


@dataclass(frozen=True)
class Centre:
    """Somebody outside the council to whom people can report hate, and the page about them."""

    name: str
    href: str
    telephone: str = ""
    words: str = ""


@dataclass(frozen=True)
class Thing:
    """Something public to which others may point: its key, what it is called, and where it is.

    The `label` says what kind of thing it is, the `day` when it was.
    """

    key: str
    title: Mapping[str, str]
    href: str
    label: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Pointer:
    """A public page that led to such a thing; its `title` is in this `language`."""

    label: str
    title: str
    language: str
    href: str


def signing_in(request: Request, session: Session) -> list[Chapter]:
    """Collect how to sign in to the demonstration; elsewhere nobody is told.

    As whom one signs in comes first: what other features tell builds upon that.
    """
    if not request.state.settings.demo:
        return []
    features = reversed(request.state.features)
    return [one for feature in features for one in feature.demo(request, session)]


def pointing(request: Request, session: Session, key: str) -> list[Pointer]:
    """Collect what led to something public."""
    return [found for one in request.state.features for found in one.pointing(session, key)]


def promised(request: Request, session: Session, listed: Sequence[Any]) -> dict[str, Owed]:
    """Collect how the promises about what is listed stand, by the address of each."""
    brought = (one.promised(session, listed) for one in request.state.features)
    return {slug: owed for found in brought for slug, owed in found.items()}


def thing(request: Request, session: Session, key: str) -> Thing | None:
    """Find something public by its key; nothing where there is no key."""
    if not key:
        return None
    brought = (one.things(session, now()) for one in request.state.features)
    return next((found for things in brought for found in things if found.key == key), None)


def evidence(
    request: Request, session: Session, at: datetime, keys: Collection[str] | None = None
) -> list[Thing]:
    """Collect what is public and can be evidence: what has these keys, or the latest."""
    brought = (one.evidence(session, at, keys) for one in request.state.features)
    return [thing for things in brought for thing in things]


def to_choose(request: Request, session: Session) -> list[tuple[str, str]]:
    """List what can be evidence as somebody chooses from it: its key, and what it is called."""
    return [(one.key, _called(one)) for one in evidence(request, session, now())]


def _called(one: Thing) -> str:
    day = f"{i18n.comma()}{i18n.day(one.day)}" if one.day else ""
    return f"{i18n.gettext(one.label)}: {i18n.pick(one.title)}{day}"


def actions(request: Request, session: Session, keys: Collection[str] | None = None) -> list[Thing]:
    """Collect what the council set itself to do: what has these keys, or what is not over."""
    return [one for feature in request.state.features for one in feature.actions(session, keys)]


def resting(request: Request, session: Session, key: str) -> list[Pointer]:
    """Collect what rests on something public, or leads to it."""
    return [found for one in request.state.features for found in one.resting(session, key)]
