"""Everything of groups, members, the forum, plans, complaints and assessments, by everybody.

`answers.txt` says for each route, in each place, what each person is answered: `in` leads to where
one signs in, all else is the status. A route without a row there fails, as does a row without one.
A form is sent empty, and what it changed is put back. Whoever of the council asks for what is not
staff's has all roles at once, and so opens whatever any role does.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from httpx2 import Response
from sqlmodel import Session
from starlette.routing import Route
from starlette.testclient import TestClient

from portal.accounts.feature import FEATURE as ACCOUNTS
from portal.analysis.feature import FEATURE as ANALYSIS
from portal.categories.feature import FEATURE as CATEGORIES
from portal.consultations.feature import FEATURE as CONSULTATIONS
from portal.features import FEATURES
from portal.incidents.feature import FEATURE as INCIDENTS
from portal.settings import Settings
from portal.site.feature import FEATURE as SITE
from portal.web import feature
from tests.everywhere.inhabited import STAFF, Inhabited, inhabit

TABLE = Path(__file__).with_name("answers.txt")

ELSEWHERE = (*(ACCOUNTS, ANALYSIS, CATEGORIES, CONSULTATIONS, INCIDENTS, SITE),)
"""What belongs to residents without accounts and to staff alone has stories of its own."""

ROUTES = feature.routes(one for one in FEATURES if one not in ELSEWHERE)
ROOMS = ("public", "members", "chair")
MEETINGS = ("coming", "held", "review")
PEOPLE = (
    *("nobody", "council", "chair", "deputy", "moderator", "seated", "blocked", "former"),
    *("representative", "helper", "other", "unverified"),
)
STAFFS = ("nobody", *STAFF, "chair")
"""Who is asked of pages of the council's: to them all members are the same."""

SIGN_IN = ("/en/account/sign-in", "/en/member/sign-in", "/en/forum/enter")


def places(route: Route) -> tuple[str, ...]:
    """Say in which places a page is asked for: rooms, meetings, or nowhere in particular."""
    if any(part in route.path for part in ("{topic}", "{room}", "{decision}")):
        return ROOMS
    if "{meeting}" not in route.path:
        return ("",)
    return ("event",) if "/events" in route.path else MEETINGS


def rows(method: str) -> Iterator[tuple[str, Route, str]]:
    """List what is asked for by a method: what its row is called, the route and the place."""
    for route in ROUTES:
        for place in places(route) if method in (route.methods or ()) else ():
            yield f"{method} {route.name}{'@' if place else ''}{place}", route, place


def declared() -> dict[str, dict[str, str]]:
    """Read the table: of each row the answer to each person. A line of names begins a part."""
    read: dict[str, dict[str, str]] = {}
    people: list[str] = []
    for line in TABLE.read_text().splitlines():
        method, name, *said = line.split()
        if name == "route":
            people = said
        else:
            read[f"{method} {name}"] = dict(zip(people, said, strict=True))
    return read


def said(reply: Response) -> str:
    """Name an answer as the table does."""
    to = reply.headers.get("location", "").partition("?")[0]
    return "in" if reply.status_code == 303 and to in SIGN_IN else str(reply.status_code)


@pytest.fixture
def lived_in(browser: TestClient, session: Session) -> Inhabited:
    lived_in = inhabit(browser, session)
    session.close()
    return lived_in


@pytest.fixture
def back(settings: Settings, lived_in: Inhabited) -> Iterator[Callable[[], None]]:
    """Put everything back as it was when everybody had come in."""
    live = Path(settings.database_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(live)) as now, closing(sqlite3.connect(":memory:")) as kept:
        now.backup(kept)
        yield lambda: kept.backup(now)


def answers(
    browser: TestClient, lived_in: Inhabited, method: str, back: Callable[[], None]
) -> dict[str, dict[str, str]]:
    """Ask for everything by a method, as everybody."""
    answered: dict[str, dict[str, str]] = {}
    for row, route, place in rows(method):
        answered[row] = {}
        for person in STAFFS if route.path.startswith("/staff") else PEOPLE:
            browser.cookies.clear()
            browser.cookies.update(dict(lived_in.cookies[person]))
            address = lived_in.address(route, place, person)
            reply = browser.request(method, address, follow_redirects=False)
            answered[row][person] = said(reply)
            if method == "POST" and reply.status_code < 400:
                back()
    return answered


def lines(answered: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Write rows as they stand in the table."""
    return [f"{row} {' '.join(by.values())}" for row, by in answered.items()]


def test_every_route_has_its_rows_and_every_row_a_route() -> None:
    asked = [row for method in ("GET", "POST") for row, _, _ in rows(method)]
    assert sorted(declared()) == sorted(asked)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everybody_is_answered_as_the_table_says(
    browser: TestClient, lived_in: Inhabited, back: Callable[[], None], method: str
) -> None:
    answered = answers(browser, lived_in, method, back)
    wanted = {row: by for row, by in declared().items() if row.startswith(f"{method} ")}
    assert [one for one in lines(answered) if one not in lines(wanted)] == []
