"""What a feature brings to the portal, said in one value; `portal/features.py` lists them all.

Nothing happens because a module was imported: whoever needs what features bring is given it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.findings import Finding
from portal.news import News, Window
from portal.problems import Problem
from portal.settings import Settings
from portal.store.jobs import Job
from portal.web.brought import (
    Centre,
    Chapter,
    Colleague,
    Mapped,
    Owed,
    Panel,
    Pointer,
    Step,
    Thing,
    WayIn,
)
from portal.web.links import Links
from portal.web.removable import Removable
from portal.web.slips import Slips
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
class Consequences:
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
    `unheard` is told who is asked whether they stay, for those to know who can reach them.
    `signed_out` ends what opens anything of theirs, once they sign out everywhere. `parted` ends
    what they said about taking part in a body, by its number, once they do so no more.
    `new_way_in` says why staff may neither replace nor revoke what somebody signs in with; where
    they may because they waited, they have to wait again for the next.
    `unspoken` ends what they, or everybody without one, do in the name of a group, by its number.
    """

    held: Callable[[Session, str], Mapping[str, Any]] = _none_held
    told: Callable[[Session, str], Iterable[Problem]] = _nothing
    leave: Callable[[Session, str, bool], object] = _nothing
    needed: Callable[[Session, Sequence[str]], Iterable[str]] = _nothing
    unheard: Callable[[Session, Sequence[str]], object] = _nothing
    signed_out: Callable[[Session, str], object] = _nothing
    parted: Callable[[Session, str, int], object] = _nothing
    new_way_in: Callable[[Session, str], Problem | None] = lambda *_: None
    unspoken: Callable[[Session, int, str | None], object] = _nothing


@dataclass(frozen=True, eq=False)
class Feature:
    """What one package brings.

    Of `bare` pages the address has no language in front. `stands_on` tells on which page a form
    stands, by the name of the address that takes it, if not on that above. `findings` is what an
    operator is told of, `mapped` which pages search engines may find at a moment. `demo` tells
    how to sign in to the demonstration, `ways_in` how somebody becomes a member. `things` are
    public at a moment, and `pointing` gives what led to one by its key. `codes` give the page that
    a resident's code opens, and `slips` may come with answers. `onward` has what another
    feature's page leads to besides, by its name, with the same parts in the address, and
    `chapters` parts of such a page, by the place and what it is about. `lacks` says what a body,
    named by its number, needs before it opens, `waits` counts what waits in it for those who look
    after it, and `reads` names which of some languages one of them reads. `news` is what became
    readable within a time. `from_anywhere` are those of its routes to which mail programs post,
    too, wherever they run: what they do hangs on their address alone. `removable` is what of its
    words the law may force away, `named` what nobody is called by themselves, because something of
    the feature's is. `evidence` is what people said or were heard by: what has some keys and is
    public, or the latest of it. `actions` are what the council set itself to do: what has some keys
    and is public, or the latest of what is not over. `resting` gives what rests on something public
    or leads to it, by its key. `promised` says how what was promised about some things stands, by
    the address of each.
    """

    routes: Sequence[Route] = ()
    staff_routes: Sequence[Route] = ()
    bare: Sequence[Route] = ()
    stands_on: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[StaffPage, ...] = ()
    jobs: tuple[Job, ...] = ()
    cookies_set: tuple[Cookie, ...] = ()
    on_departure: Consequences | None = None
    of_members: OfMembers | None = None
    ways_in: tuple[WayIn, ...] = ()
    onward: Mapping[str, WayIn] = field(default_factory=dict)
    chapters: Mapping[str, Callable[..., Iterable[Chapter]]] = field(default_factory=dict)
    lacks: Callable[[Session, int], Mapping[str, Problem]] = _none_held
    panels: Callable[[Request, Session, Colleague], Iterable[Panel]] = _nothing
    steps: Callable[[Session, Colleague], Iterable[Step]] = _nothing
    privacy: Callable[[Session], Iterable[Chapter]] = _nothing
    demo: Callable[[Request, Session], Iterable[Chapter]] = _nothing
    mapped: Callable[[Session, datetime], Iterable[Mapped]] = _nothing
    findings: Callable[[Session, Settings], Iterable[Finding]] = _nothing
    centres: Callable[[Session], Iterable[Centre]] = _nothing
    things: Callable[[Session, datetime], Iterable[Thing]] = _nothing
    pointing: Callable[[Session, str], Iterable[Pointer]] = _nothing
    evidence: Callable[[Session, datetime, Collection[str] | None], Iterable[Thing]] = _nothing
    actions: Callable[[Session, Collection[str] | None], Iterable[Thing]] = _nothing
    resting: Callable[[Session, str], Iterable[Pointer]] = _nothing
    from_anywhere: Sequence[Route] = ()
    codes: tuple[Callable[[Request, Session, str], Response | None], ...] = ()
    waits: Callable[[Session, int], int] = lambda *_: 0
    reads: Callable[..., Iterable[str]] = _nothing
    slips: Slips | None = None
    news: Callable[[Session, Window], Iterable[News]] = _nothing
    removable: Removable | None = None
    named: Callable[[Session], Iterable[str]] = _nothing
    promised: Callable[[Session, Sequence[Any]], Mapping[str, Owed]] = _none_held


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


def removable(features: Iterable[Feature]) -> list[Removable]:
    """Collect what the law may force away besides posts and statements."""
    return [one.removable for one in features if one.removable]


def opened(request: Request, session: Session, code: str) -> Response | None:
    """Give the page of a resident's code, if a feature knows what it opens."""
    openers = (opens for one in request.state.features for opens in one.codes)
    return next((page for opens in openers if (page := opens(request, session, code))), None)


def jobs(features: Iterable[Feature]) -> tuple[Job, ...]:
    """Collect the work that is due now and then."""
    return tuple(job for one in features for job in one.jobs)
