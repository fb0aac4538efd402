"""How communities are represented in bodies that decide, as these declare it."""

from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.change_models import Declared
from portal.bodies.rules import Stage
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import body, joined, only, read, rows, seat
from tests.groups.factories import group
from tests.members.factories import member

PAGE = "/en/forum/represented"
NEW = "/en/staff/forum/declared/new"
SAID = {
    "name.en": "Cabinet",
    "represented.en": "Nobody of <ten>.",
    "declared_by.en": "The clerk",
    "declared.day": "2",
    "declared.month": "3",
    "declared.year": "2026",
}


def test_bodies_that_decide_nothing_or_are_drafts_are_left_out(
    browser: TestClient, session: Session
) -> None:
    body(session)
    draft = {"represented": {"en": "Secretly"}, "name": {"en": "Hidden board"}}
    body(session, slug="board", stage=Stage.DRAFT, decides=True, **draft)
    page = browser.get(PAGE).text
    assert "No body that decides has been entered yet." in page
    assert "Hidden board" not in page


def test_a_body_that_decides_shows_what_it_declared_and_its_free_seats(
    browser: TestClient, session: Session
) -> None:
    board = body(
        session, decides=True, name={"en": "Board"}, represented={"en": "Two of <nine> seats."}
    )
    seat(session, board, group_id=group(session, communities=["african"]).id)
    seat(session, board)
    person = member(session, name="Hidden Name")
    joined(session, board, person)
    seat(session, board, member_id=person.id)
    page = browser.get(PAGE).text
    assert "Two of &lt;nine&gt; seats." in page
    assert "Valley Women" in page
    assert "A youth group" in page
    assert "Free" in page
    assert "Hidden Name" not in page
    assert PAGE in browser.get("/en/forum").text


def declare(browser: TestClient, path: str = NEW, **changes: str) -> int:
    status: int = browser.post(path, data=SAID | changes, follow_redirects=False).status_code
    return status


def test_a_body_that_has_no_room_here_is_only_declared(
    browser: TestClient, session: Session
) -> None:
    body(session)
    assert PAGE not in browser.get("/en/forum").text
    assert declare(browser) == 403
    staff_in(browser, session, account(session, Role.OFFICER))
    for lacks in ("name.en", "represented.en", "declared_by.en", "declared.day"):
        assert declare(browser, **{lacks: ""}) == 422
    assert declare(browser, **{"declared.year": str(today().year + 2)}) == 422
    assert rows(session, Declared) == []
    assert declare(browser) == 303
    one = only(session, Declared)
    assert one.declared.isoformat() == "2026-03-02"
    browser.cookies.clear()
    page = browser.get(PAGE).text
    for words in ("Cabinet", "Nobody of &lt;ten&gt;.", "The clerk", "2 March 2026"):
        assert words in page
    assert PAGE in browser.get("/en/forum").text
    assert browser.get("/en/forum/cabinet").status_code == 404


def test_what_it_declares_is_changed_and_taken_out_and_each_is_logged(
    browser: TestClient, session: Session
) -> None:
    staff_in(browser, session, account(session, Role.OFFICER))
    declare(browser)
    one = only(session, Declared)
    path, version = NEW.replace("new", str(one.id)), {"_version": str(one.revision)}
    assert declare(browser, path, **version, **{"represented.en": "One of ten."}) == 303
    assert declare(browser, path, **version, **{"represented.en": "Two of ten."}) == 409
    assert read(session, one).represented == {"en": "One of ten."}
    browser.post(f"{path}/remove")
    assert browser.get(path).status_code == 404
    assert "Cabinet" not in browser.get(PAGE).text
    session.rollback()
    logged = {entry.action for entry in session.exec(select(AuditEntry))}
    assert {"body.declared", "body.declared_removed"} <= logged


def test_it_is_not_the_address_of_a_body(browser: TestClient, session: Session) -> None:
    body(session, slug="represented")
    assert "where decisions are made" in browser.get(PAGE).text
