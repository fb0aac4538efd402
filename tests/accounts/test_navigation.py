import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.features import FEATURES
from portal.web import feature
from portal.web.staff_areas import Area
from tests.accounts.factories import account, sign_in

STAFF = "Staff pages"
OWN = ["My account"]
PAGES = [page for one in FEATURES for page in one.pages]
ROUTES = {route.name: route for route in feature.routes(FEATURES)}


def rows(page: str) -> dict[str, list[str]]:
    """Read the rows of the navigation by their names; the current link has its mark behind it."""
    found = re.findall(
        r'<nav class="navigation[^>]* aria-label="([^"]+)">(.*?)</nav>', page, re.DOTALL
    )
    return {label: [_marked(*link) for link in _links(links)] for label, links in found}


def own(page: str) -> list[str]:
    """Read the links beside the name of whoever is signed in."""
    beside = re.search(r'<div class="signed-in">(.*?)</div>', page, re.DOTALL)
    assert beside
    return [_marked(*link) for link in _links(beside[1])]


def _links(row: str) -> list[tuple[str, str]]:
    return re.findall(r'<a class="[^"]*" href="[^"]*"(?: aria-current="(\w+)")?>([^<]+)</a>', row)


def _marked(current: str, label: str) -> str:
    return f"{label} ({current})" if current else label


def opened(browser: TestClient, session: Session, path: str, *roles: Role) -> str:
    sign_in(browser, session, account(session, *roles))
    return browser.get(f"/en{path}").text


@pytest.mark.parametrize(
    ("role", "areas", "beside"),
    [
        (Role.OFFICER, ["Consultations", "Forum and groups", "Feedback and plans"], OWN),
        (Role.ANALYST, ["Consultations", "Reports"], ["Your key", *OWN]),
        (Role.CASEWORKER, ["Reports"], ["Your key", *OWN]),
        (Role.INDEPENDENT, ["Reports"], ["Your key", *OWN]),
        (Role.APPROVER, ["Reports"], ["Your key", *OWN]),
        (Role.PARTNER, ["Referrals"], ["Your key", *OWN]),
        (
            Role.ADMINISTRATOR,
            ["Reports", "Forum and groups", "Feedback and plans", "Settings"],
            OWN,
        ),
        (Role.AUDITOR, ["Reports", "Audit log"], OWN),
    ],
)
def test_a_role_sees_its_own_areas_and_pages_and_no_others(
    browser: TestClient, session: Session, role: Role, areas: list[str], beside: list[str]
) -> None:
    page = opened(browser, session, "/staff", role)
    assert rows(page) == {STAFF: ["Start (page)", *areas]}
    assert own(page) == beside


@pytest.mark.parametrize(
    ("path", "status"), [("/staff/accounts", 403), ("/staff/consultations/nothing", 404)]
)
def test_what_is_not_for_somebody_or_not_there_leads_back_to_their_own_pages(
    browser: TestClient, session: Session, path: str, status: int
) -> None:
    opened(browser, session, "/staff", Role.OFFICER)
    page = browser.get(f"/en{path}")
    assert page.status_code == status
    areas = [label.split(" (")[0] for label in rows(page.text)[STAFF]]
    assert areas == ["Start", "Consultations", "Forum and groups", "Feedback and plans"]
    assert '<li><a class="govuk-link" href="/en/staff">Start</a></li>' in page.text


def test_what_is_declared_is_what_its_page_lets_in() -> None:
    declared = {page.name: {str(role) for role in page.roles} for page in PAGES}
    assert declared == {
        name: set(getattr(ROUTES[name].endpoint, "allowed", ())) for name in declared
    }


def test_no_page_is_declared_twice() -> None:
    assert len({page.name for page in PAGES}) == len(PAGES)


def test_whoever_holds_every_role_sees_at_most_seven_areas(
    browser: TestClient, session: Session
) -> None:
    page = opened(browser, session, "/staff", *Role)
    areas = ["Consultations", "Reports", "Forum and groups", "Feedback and plans", "Settings"]
    assert rows(page) == {STAFF: ["Start (page)", *areas]}
    assert len(Area) == 7


def test_under_the_start_page_stands_only_what_has_no_other_area() -> None:
    places = sorted((ROUTES[page.name].path for page in PAGES), key=len, reverse=True)
    under = {
        name
        for name, route in ROUTES.items()
        if "GET" in (route.methods or ())
        and next((one for one in places if f"{route.path}/".startswith(f"{one}/")), "") == "/staff"
    }
    assert under == {"staff_home", "first_run", "deletion", "components"}


@pytest.mark.parametrize(
    ("role", "path", "area", "pages"),
    [
        (
            Role.CASEWORKER,
            "/staff/cases/team",
            "Reports",
            ["Cases", "Destroyed reports", "Statistics", "Who holds keys (page)", "Recovery key"],
        ),
        (
            Role.INDEPENDENT,
            "/staff/cases/team",
            "Reports",
            ["Cases", "Who holds keys (page)"],
        ),
        (
            Role.APPROVER,
            "/staff/cases/team",
            "Reports",
            ["Requests for approval", "Who holds keys (page)"],
        ),
        (
            Role.ADMINISTRATOR,
            "/staff/settings/council",
            "Settings",
            [
                "Settings of the council (true)",
                "Equality questions",
                "Settings of reports",
                "Who helps besides us",
                "Safety texts",
                "Agencies",
                "Accounts",
            ],
        ),
    ],
)
def test_an_area_has_its_pages_in_a_second_row(
    browser: TestClient, session: Session, role: Role, path: str, area: str, pages: list[str]
) -> None:
    shown = rows(opened(browser, session, path, role))
    assert f"{area} (true)" in shown.pop(STAFF)
    assert shown == {area: pages}


@pytest.mark.parametrize(
    ("path", "area", "page"),
    [
        ("/staff/accounts/1", "Settings", "Accounts"),
        ("/staff/categories/ethnic_group", "Settings", "Equality questions"),
        ("/staff/reports/settings/support", "Settings", "Settings of reports"),
        ("/staff/reports/safety-texts/ur", "Settings", "Safety texts"),
    ],
)
def test_a_page_below_one_of_them_stands_under_it(
    browser: TestClient, session: Session, path: str, area: str, page: str
) -> None:
    shown = rows(opened(browser, session, path, Role.ADMINISTRATOR))
    assert f"{area} (true)" in shown[STAFF]
    assert [one for one in shown[area] if one.endswith(")")] == [f"{page} (true)"]


def test_an_area_of_one_page_leads_to_it_and_has_no_second_row(
    browser: TestClient, session: Session
) -> None:
    shown = rows(opened(browser, session, "/staff/consultations/new", Role.OFFICER))
    after = ["Forum and groups", "Feedback and plans"]
    assert shown == {STAFF: ["Start", "Consultations (true)", *after]}


def test_ones_own_pages_stand_beside_ones_name_and_in_no_area(
    browser: TestClient, session: Session
) -> None:
    page = opened(browser, session, "/staff/vault", Role.CASEWORKER)
    assert rows(page) == {STAFF: ["Start", "Reports"]}
    assert own(page) == ["Your key (page)", "My account"]
