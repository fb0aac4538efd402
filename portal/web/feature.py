"""What a feature brings to the portal, said in one value; `portal/features.py` lists them all.

Nothing happens because a module was imported: whoever needs what features bring is given it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.findings import Finding
from portal.problems import Problem
from portal.settings import Settings
from portal.store.jobs import Job
from portal.web.links import Links
from portal.web.staff_areas import StaffPage


@dataclass(frozen=True)
class Cookie:
    """A cookie: its name, what it is for, how long it stays, and how whoever leaves is rid of it.

    One that is `several` has a number behind its name for each thing that it is about.
    """

    name: str
    purpose: str
    lasts: str
    leave: Callable[[Request, Response], object]
    several: bool = False


@dataclass(frozen=True)
class Departure:
    """Whose account it is, in which roles it stays trusted, whether it is kept out, and by whom."""

    account: int
    email: str
    staying: frozenset[str] = frozenset()
    stays_out: bool = False
    by: int = 0


@dataclass(frozen=True)
class Following:
    """What a feature says against a departure, what it warns of, and what it does then."""

    refuse: Callable[[Session, Departure], Problem | None]
    warn: Callable[[Session, Departure], list[Problem]]
    follow: Callable[[Session, Departure, str | int], None]


def _nothing(*_: object) -> Iterable[Any]:
    return ()


def _none_held(*_: object) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class OfMembers:
    """What a feature keeps of a member, by their id, and what becomes of it once they leave.

    `held` is handed to the member as it stands, under names that people understand. `told` says
    before what would stay and what would go; `leave` is told whether what they wrote `stays`.
    `needed` gives those who may not be erased for being unheard, such as who holds a seat.
    """

    held: Callable[[Session, str], Mapping[str, Any]] = _none_held
    told: Callable[[Session, str], Iterable[Problem]] = _nothing
    leave: Callable[[Session, str, bool], object] = _nothing
    needed: Callable[[Session, Sequence[str]], Iterable[str]] = _nothing


@dataclass(frozen=True)
class WayIn:
    """How somebody becomes a member: what the page is called, and its name."""

    label: str
    name: str


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
    """Something public to which others may point: its key, what it is called, and where it is."""

    key: str
    title: Mapping[str, str]
    href: str


@dataclass(frozen=True)
class Pointer:
    """A public page that led to such a thing; its `title` is in the `language` of its author."""

    label: str
    title: str
    language: str
    href: str


@dataclass(frozen=True, eq=False)
class Feature:
    """What one package brings.

    Of `bare` pages the address has no language in front. `stands_on` tells on which page a form
    stands, by the name of the address that takes it, if not on that above. `findings` is what an
    operator is told of, `mapped` which pages search engines may find at a moment. `demo` tells
    how to sign in to the demonstration, `ways_in` how somebody becomes a member. `things` are
    public at a moment, and `pointing` gives what led to one by its key. `codes` give the page that
    a resident's code opens. `onward` has what another feature's page leads to besides, by its
    name, with the same parts in the address.
    """

    routes: Sequence[Route] = ()
    staff_routes: Sequence[Route] = ()
    bare: Sequence[Route] = ()
    stands_on: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[StaffPage, ...] = ()
    jobs: tuple[Job, ...] = ()
    cookies_set: tuple[Cookie, ...] = ()
    on_departure: Following | None = None
    of_members: OfMembers | None = None
    ways_in: tuple[WayIn, ...] = ()
    onward: Mapping[str, WayIn] = field(default_factory=dict)
    panels: Callable[[Request, Session, Colleague], Iterable[Panel]] = _nothing
    steps: Callable[[Session, Colleague], Iterable[Step]] = _nothing
    privacy: Callable[[Session], Iterable[Chapter]] = _nothing
    demo: Callable[[Request, Session], Iterable[Chapter]] = _nothing
    mapped: Callable[[Session, datetime], Iterable[Mapped]] = _nothing
    findings: Callable[[Session, Settings], Iterable[Finding]] = _nothing
    centres: Callable[[Session], Iterable[Centre]] = _nothing
    things: Callable[[Session, datetime], Iterable[Thing]] = _nothing
    pointing: Callable[[Session, str], Iterable[Pointer]] = _nothing
    codes: tuple[Callable[[Request, Session, str], Response | None], ...] = ()


def routes(features: Iterable[Feature]) -> list[Route]:
    """Collect the routes of all features: those of residents are looked through first."""
    kinds = zip(*((one.routes, one.staff_routes, one.bare) for one in features), strict=True)
    return [route for kind in kinds for of_one in kind for route in of_one]


def stands_on(features: Iterable[Feature]) -> dict[str, str]:
    """Collect on which pages forms stand that do not stand on the page above."""
    return {taking: page for one in features for taking, page in one.stands_on.items()}


def links(features: Sequence[Feature]) -> Links:
    """Collect the addresses of all pages by their names."""
    bare = frozenset(route.name for one in features for route in one.bare)
    return Links(routes(features), bare)


def centres(features: Iterable[Feature], session: Session) -> list[Centre]:
    """Collect to whom people can report hate besides the council."""
    return [centre for one in features for centre in one.centres(session)]


def opened(request: Request, session: Session, code: str) -> Response | None:
    """Give the page of a resident's code, if a feature knows what it opens."""
    openers = (opens for one in request.state.features for opens in one.codes)
    return next((page for opens in openers if (page := opens(request, session, code))), None)


def pointing(request: Request, session: Session, key: str) -> list[Pointer]:
    """Collect what led to something public."""
    return [found for one in request.state.features for found in one.pointing(session, key)]


def jobs(features: Iterable[Feature]) -> tuple[Job, ...]:
    """Collect the work that is due now and then."""
    return tuple(job for one in features for job in one.jobs)
