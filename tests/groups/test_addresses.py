"""A group may meet where nobody is to look: an address in an entry is asked about once."""

from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.groups import links
from portal.groups.links import Purpose
from portal.groups.rules import addresses
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.groups.factories import ENTRY, STAFF, apply, group, read
from tests.walking import versioned

WHERE = {"meets": "Mondays, 12 High Street"}
SURE = {"address_sure": "yes"}


@pytest.mark.parametrize(
    "text",
    [
        "Mondays at NP23 6XB",
        "np236xb, upstairs",
        "12 High Street",
        "12a, Old Mill Road",
        "3 Heol Fawr, bob nos Lun",
        "at 7 Oak Close",
        "١٢ High Street",
    ],
)
def test_a_postcode_or_a_number_and_a_street_looks_like_an_address(text: str) -> None:
    assert addresses(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mondays at 7 pm in the street market",
        "7 to 9 in the evening, close to the school",
        "Every 2nd Friday",
        "We help 12 families find their place",
        "Bob nos Lun am 7",
        "হাই স্ট্রিট",
    ],
)
def test_a_day_and_a_time_do_not(text: str) -> None:
    assert addresses(text) == []


@pytest.mark.parametrize("field", ["meets", "serves", "wishes"])
def test_who_applies_is_asked_once_and_nothing_is_lost(
    browser: TestClient, session: Session, field: str
) -> None:
    asked = apply(browser, **{field: WHERE["meets"]})
    assert asked.status_code == 422
    assert "“12 High Street” looks like an address." in asked.text
    assert 'name="address_sure"' in asked.text
    assert WHERE["meets"] in asked.text
    assert apply(browser, **{field: WHERE["meets"]}, **SURE).status_code == 200
    assert getattr(read(session), field) == WHERE["meets"]


def test_whoever_is_sure_stays_so_on_the_page_that_shows_it(
    browser: TestClient, session: Session
) -> None:
    checked = apply(browser, _do="check", **WHERE, **SURE)
    assert '<input type="hidden" name="address_sure" value="yes">' in checked.text
    again = apply(browser, _do="change", **WHERE, **SURE)
    assert "checked" in again.text.partition('name="address_sure"')[2].partition(">")[0]


@pytest.mark.parametrize("path", [f"{STAFF}/new", f"{STAFF}/valley-women/edit"])
def test_an_officer_is_asked_as_well(browser: TestClient, session: Session, path: str) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))
    group(session)
    form: dict[str, Any] = ENTRY | WHERE | {"name": "Valley Sisters"}
    form |= versioned(browser, path) if path.endswith("edit") else {}
    assert browser.post(path, data=form).status_code == 422
    assert browser.post(path, data=form | SURE).status_code == 200


def test_a_group_is_not_asked_about_what_it_was_asked_before(
    browser: TestClient, session: Session
) -> None:
    made = group(session, **WHERE)
    path = f"/en/groups/entry/{links.make(session, made, Purpose.ENTRY, now())}"
    session.commit()
    form = ENTRY | WHERE | {"mail_language": "en"} | versioned(browser, path)
    assert browser.post(path, data=form | {"wishes": "Ring first"}).status_code == 200
    assert read(session).wishes == "Ring first"
    form |= versioned(browser, path)
    other = {"meets": "Tuesdays, 14 High Street"}
    assert browser.post(path, data=form | other).status_code == 422
    assert browser.post(path, data=form | other | SURE).status_code == 200
