"""The administrator looks after the equality questions.

The census's own options cannot be touched. The council adds options of its own below them, in
every language it offers, and retires them without losing what they meant. Nobody else may.
"""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, AccountSession, Role
from portal.categories import queries
from portal.categories.models import LocalOption
from portal.categories.options import roll_up
from portal.categories.schemes import Characteristic
from portal.council.rules import Nation
from portal.sealing import crypto
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.council.factories import council

PAGE = "/en/staff/categories/ethnic_group"
SOMALI = {
    "parent": "african",
    "label.en": "Somali",
    "label.cy": "Somalaidd",
    "label.pl": "Somalijska",
    "label.ur": "صومالی",
    "label.ar": "صومالي",
}


def sign_in(browser: TestClient, session: Session, role: Role) -> Account:
    account = Account(email=f"{role}@council.example", name="Nia Rees", roles=[role.value])
    session.add(account)
    session.flush()
    ends = now() + timedelta(hours=1)
    token = AccountSession(id=crypto.fingerprint("t"), account_id=account.id or 0, expires=ends)
    session.add(token)
    session.commit()
    browser.cookies.set("__Host-session", "t")
    return account


@pytest.fixture
def administrator(browser: TestClient, session: Session) -> Account:
    return sign_in(browser, session, Role.ADMINISTRATOR)


def option(session: Session, *, retired: bool = False) -> None:
    item = LocalOption(
        characteristic="ethnic_group",
        code="local_somali",
        parent="african",
        label={"en": "Somali"},
        retired=retired,
    )
    session.add(item)
    session.commit()


def ethnic_group(session: Session) -> Characteristic:
    return {one.code: one for one in queries.questions(session, "wales")}["ethnic_group"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.AUDITOR])
def test_nobody_but_an_administrator_may_look_or_change(
    browser: TestClient, session: Session, role: Role
) -> None:
    sign_in(browser, session, role)
    assert browser.get("/en/staff/categories").status_code == 403
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}/add", data=SOMALI).status_code == 403
    assert browser.post(f"{PAGE}/local_somali/offer", data={}).status_code == 403
    assert queries.local_options(session) == []


def test_a_visitor_who_is_not_signed_in_changes_nothing(
    browser: TestClient, session: Session
) -> None:
    assert browser.post(f"{PAGE}/add", data=SOMALI).status_code == 403
    assert queries.local_options(session) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parent": ""}, "parent"),
        ({"parent": "black"}, "parent"),
        ({"parent": "prefer_not_to_say"}, "parent"),
        ({"label.cy": "  "}, "label-cy"),
        ({"label.ar": "ص" * 81}, "label-ar"),
        ({"label.en": "arab"}, "label-en"),
    ],
)
@pytest.mark.usefixtures("administrator")
def test_an_option_without_one_parent_and_a_name_in_every_language_is_refused(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    response = browser.post(f"{PAGE}/add", data=SOMALI | changes)
    assert response.status_code == 422
    assert f'href="#{field}"' in response.text
    assert "صومالی" in response.text
    assert queries.local_options(session) == []


@pytest.mark.usefixtures("administrator")
def test_a_question_that_must_not_vary_takes_no_option(
    browser: TestClient, session: Session
) -> None:
    assert "Add an option" not in browser.get("/en/staff/categories/sex").text
    response = browser.post("/en/staff/categories/sex/add", data=SOMALI | {"parent": "male"})
    assert response.status_code == 404
    assert queries.local_options(session) == []


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("address", ["/en/staff/categories/shoe_size", f"{PAGE}/white/offer"])
def test_what_does_not_exist_is_not_found(browser: TestClient, address: str) -> None:
    response = browser.request("POST" if "offer" in address else "GET", address)
    assert response.status_code == 404


def test_an_added_option_is_offered_below_its_parent_and_logged(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    response = browser.post(f"{PAGE}/add", data=SOMALI)
    assert "Residents see it from now on" in response.text
    codes = [one.code for one in ethnic_group(session).options]
    assert codes[codes.index("african") + 1] == "local_somali"
    entry = session.exec(select(AuditEntry)).one()
    assert (entry.action, entry.actor) == ("category.option_added", str(administrator.id))
    assert entry.subject == "ethnic_group/local_somali"
    assert entry.details["parent"] == "african"


@pytest.mark.usefixtures("administrator")
def test_a_retired_option_is_no_longer_offered_and_keeps_its_meaning(
    browser: TestClient, session: Session
) -> None:
    option(session)
    browser.post(f"{PAGE}/local_somali/offer", data={"offer": "no"})
    asked = ethnic_group(session)
    assert "local_somali" not in {one.code for one in asked.options}
    assert roll_up(asked, "local_somali", "leaf") == "african"
    assert session.exec(select(AuditEntry)).one().action == "category.option_retired"


@pytest.mark.usefixtures("administrator")
def test_a_retired_option_can_be_offered_again(browser: TestClient, session: Session) -> None:
    option(session, retired=True)
    assert "Offer again" in browser.get(PAGE).text
    browser.post(f"{PAGE}/local_somali/offer", data={"offer": "yes"})
    assert "local_somali" in {one.code for one in ethnic_group(session).options}
    assert session.exec(select(AuditEntry)).one().action == "category.option_restored"


@pytest.mark.usefixtures("administrator")
def test_a_name_cannot_be_used_twice_even_after_it_was_retired(
    browser: TestClient, session: Session
) -> None:
    option(session, retired=True)
    assert browser.post(f"{PAGE}/add", data=SOMALI).status_code == 422
    assert len(queries.local_options(session)) == 1


@pytest.mark.usefixtures("administrator")
def test_the_overview_says_which_words_nobody_has_checked(browser: TestClient) -> None:
    text = browser.get("/en/staff/categories").text
    assert "wales-2021" in text
    assert "Drafted without a native reader." in text
    assert "What is your ethnic group?" in text


@pytest.mark.usefixtures("administrator")
def test_an_option_without_the_page_language_is_marked_as_foreign(
    browser: TestClient, session: Session
) -> None:
    option(session)
    page = browser.get("/ar/staff/categories/ethnic_group").text
    assert '<bdi lang="en" dir="ltr">Somali</bdi>' in page


@pytest.mark.usefixtures("administrator")
def test_a_name_once_used_in_another_nations_list_can_be_used_again(
    browser: TestClient, session: Session
) -> None:
    label = {"en": "Scots"}
    session.add(
        LocalOption(
            characteristic="main_language",
            code="local_scots",
            parent="english_or_welsh",
            label=label,
        )
    )
    council(session, nation=Nation.ENGLAND, languages=("en",))
    sent = {"parent": "english", "label.en": "Scots"}
    browser.post("/en/staff/categories/main_language/add", data=sent)
    session.rollback()
    codes = [one.code for one in queries.local_options_of(session, "main_language")]
    assert codes == ["local_scots", "local_scots_2"]
