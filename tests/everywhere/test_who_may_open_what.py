"""Every page, asked for by everybody: who may open it is declared, and nobody else can.

`python -m tests.everywhere.test_who_may_open_what` prints the table.
"""

import re

import pytest
from sqlmodel import Session
from starlette.routing import Route
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.features import FEATURES, LINKS
from portal.members.rules import MEMBER
from portal.web import feature, typed_forms
from tests.accounts.factories import account, sign_in
from tests.members.factories import member
from tests.members.factories import sign_in as sign_member_in

ROUTES = feature.routes(FEATURES)
NOBODYS = "nothing-of-this-name"
SIGN_IN = "/en/account/sign-in"
MEMBERS_SIGN_IN = "/en/member/sign-in"


def declared(route: Route) -> set[str]:
    """Tell who may open a page."""
    return set(getattr(route.endpoint, "allowed", ()))


MEMBERS = [route for route in ROUTES if MEMBER in declared(route)]
STAFF = [route for route in ROUTES if declared(route).isdisjoint({"public", MEMBER})]


def path(route: Route) -> str:
    """Write an address of the page, about something that does not exist."""
    filled = re.sub(r"{[^}]+}", NOBODYS, route.path)
    return filled if route.name in LINKS.bare else f"/en{filled}"


def answer(browser: TestClient, method: str, route: Route) -> tuple[int, str]:
    """Give the status and, of a redirect, where it leads."""
    reply = browser.request(method, path(route), follow_redirects=False)
    return reply.status_code, reply.headers.get("location", "").partition("?")[0]


def opened(browser: TestClient, method: str, routes: list[Route] = STAFF) -> dict[str, int]:
    """Ask for every staff page with this method; give the status of those not refused."""
    asked = [route for route in routes if method in (route.methods or ())]
    answers = {route.name: answer(browser, method, route) for route in asked}
    return {
        name: status
        for name, (status, location) in answers.items()
        if status != 403 and location not in (SIGN_IN, MEMBERS_SIGN_IN)
    }


def allowed(method: str, role: Role) -> set[str]:
    return {
        route.name
        for route in STAFF
        if method in (route.methods or ()) and role.value in declared(route)
    }


def table() -> str:
    """Write who may open what: address, methods, roles."""
    rows = [
        (route.path, ", ".join(sorted(route.methods or {"GET"})), roles(route)) for route in ROUTES
    ]
    return "\n".join(f"{path_}\t{methods}\t{who}" for path_, methods, who in sorted(rows))


def roles(route: Route) -> str:
    return ", ".join(sorted(declared(route)))


def test_every_page_declares_who_may_open_it() -> None:
    known = {"public", MEMBER, *(role.value for role in Role)}
    declarations = {route.name: declared(route) for route in ROUTES}
    assert [name for name, who in declarations.items() if not who or not who <= known] == []


def test_no_page_is_for_members_and_for_staff() -> None:
    assert [route.name for route in MEMBERS if declared(route) != {MEMBER}] == []


def test_what_is_declared_for_members_stands_where_their_forms_say_whose_they_are() -> None:
    areas = tuple(f"/{area}" for area in typed_forms.AREAS if area not in ("staff", "account"))
    assert [one.path for one in MEMBERS if not one.path.startswith(areas)] == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_neither_a_visitor_nor_staff_open_a_page_for_members(
    browser: TestClient, session: Session, method: str
) -> None:
    assert opened(browser, method, MEMBERS) == {}
    sign_in(browser, session, account(session, *Role))
    assert opened(browser, method, MEMBERS) == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_member_opens_no_staff_page(browser: TestClient, session: Session, method: str) -> None:
    sign_member_in(browser, session, member(session))
    assert opened(browser, method) == {}


def test_a_member_opens_the_pages_for_members(browser: TestClient, session: Session) -> None:
    sign_member_in(browser, session, member(session))
    reached = opened(browser, "GET", MEMBERS)
    assert set(reached) == {one.name for one in MEMBERS if "GET" in (one.methods or ())}
    assert [name for name, status in reached.items() if status >= 500] == []


def test_what_is_declared_for_staff_stands_under_staff_or_account() -> None:
    elsewhere = [r.path for r in STAFF if not r.path.startswith(("/staff", "/account"))]
    open_to_all = [r.path for r in ROUTES if r.path.startswith("/staff") and r not in STAFF]
    assert elsewhere == []
    assert open_to_all == []


def test_no_two_pages_share_a_name() -> None:
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_visitor_opens_no_staff_page(browser: TestClient, method: str) -> None:
    assert opened(browser, method) == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_account_without_a_role_opens_no_staff_page(
    browser: TestClient, session: Session, method: str
) -> None:
    sign_in(browser, session, account(session))
    assert opened(browser, method) == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_disabled_account_opens_no_staff_page(
    browser: TestClient, session: Session, method: str
) -> None:
    sign_in(browser, session, account(session, *Role, disabled=True))
    assert opened(browser, method) == {}


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_its_own_pages_and_no_others(
    browser: TestClient, session: Session, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    reached = opened(browser, "GET")
    assert set(reached) == allowed("GET", role)
    assert [name for name, status in reached.items() if status >= 500] == []


@pytest.mark.parametrize("role", Role)
def test_a_role_sends_no_form_of_the_others(
    browser: TestClient, session: Session, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    forms = {route.name for route in STAFF if "POST" in (route.methods or ())}
    others = [r for r in STAFF if r.name in forms - allowed("POST", role)]
    assert {answer(browser, "POST", route)[0] for route in others} <= {403}


def test_no_form_is_believed_that_another_site_sends(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, *Role))
    browser.headers["sec-fetch-site"] = "cross-site"
    forms = [route for route in ROUTES if "POST" in (route.methods or ())]
    believed = [route.name for route in forms if answer(browser, "POST", route)[0] != 403]
    # Mail programs press this one for their owners (RFC 8058), and some are other sites.
    assert believed == [one.name for feature_ in FEATURES for one in feature_.from_anywhere]
    assert believed == ["group_mails", "mails"]


def test_public_pages_ask_nobody_to_sign_in(browser: TestClient) -> None:
    public = [r for r in ROUTES if "public" in declared(r) and "GET" in (r.methods or ())]
    answers = {route.name: answer(browser, "GET", route) for route in public}
    half_way = {"sign_in_code", "enrol"}
    asked = {name for name, (status, to) in answers.items() if status == 403 or to == SIGN_IN}
    assert asked <= half_way
    assert [name for name, (status, _) in answers.items() if status >= 500] == []


if __name__ == "__main__":
    print(table())  # noqa: T201 - it is what the command is for
