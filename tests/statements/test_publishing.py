"""The chair publishes, corrects and withdraws statements; nobody else touches them."""

from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body
from portal.bodies.rules import Office, Stage
from portal.languages.i18n import today
from portal.statements.models import Statement, StatementVersion
from portal.store.audit import AuditEntry
from portal.store.db import random_id
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, chair, in_body, in_office, only, read, rows

ALL = f"{HERE}/statements"
SAID = {
    "_key": "k" * 22,
    "_do": "confirm",
    "title": "On the <budget>",
    "words": "The forum was not asked.",
    "language": "en",
    "titles.ur": "بجٹ کے بارے میں",
    "texts.ur": "فورم سے پوچھا نہیں گیا۔",
}


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


def statement(session: Session, made: Body, **changes: Any) -> Statement:
    """Keep a statement of the chair."""
    session.rollback()
    values: dict[str, Any] = {"title": {"en": "Said"}, "words": {"en": "These words."}}
    values |= {"id": random_id(), "body_id": made.id, "language": "en", "day": today()}
    row = Statement(**(values | changes))
    session.add(row)
    session.commit()
    session.refresh(row)
    session.commit()
    return row


def ways(one: Statement) -> tuple[str, ...]:
    return (f"{ALL}/new", f"{ALL}/{one.id}/correct", f"{ALL}/{one.id}/withdraw")


@pytest.mark.parametrize("office", [Office.DEPUTY, Office.MODERATOR, None])
def test_members_and_moderators_touch_no_statement(
    browser: TestClient, session: Session, made: Body, office: Office | None
) -> None:
    one = statement(session, made)
    chair(browser, session, made)
    if office:
        in_office(browser, session, made, office)
    else:
        in_body(browser, session, made)
    for path in ways(one):
        assert browser.get(path).status_code == 403
        assert browser.post(path, data=SAID | {"sure": "yes"}).status_code == 403
    assert only(session, Statement).words == {"en": "These words."}


@pytest.mark.parametrize("role", list(Role))
def test_no_account_of_staff_touches_a_statement(
    browser: TestClient, session: Session, made: Body, role: Role
) -> None:
    one = statement(session, made)
    staff_in(browser, session, account(session, role))
    for path in ways(one):
        answer = browser.post(path, data=SAID | {"sure": "yes"}, follow_redirects=False)
        assert answer.status_code in (303, 200, 403)
    assert only(session, Statement).words == {"en": "These words."}


def test_the_chair_of_another_body_finds_no_statement(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = statement(session, made)
    chair(browser, session, body(session, slug="another"))
    path = f"/en/forum/another/statements/{one.id}"
    for way in ("", "/correct", "/withdraw"):
        assert browser.get(path + way).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"words": ""},
        {"language": "xx-nothing"},
        {"texts.ur": ""},
        {"titles.pl": "Sam tytuł"},
        {"words": "/" * 60_000},
    ],
)
def test_half_a_statement_is_refused_and_stays_in_the_page(
    browser: TestClient, session: Session, made: Body, wrong: dict[str, str]
) -> None:
    chair(browser, session, made)
    page = browser.post(f"{ALL}/new", data=SAID | wrong)
    assert page.status_code == 422
    assert "بجٹ کے بارے میں" in page.text
    assert rows(session, Statement) == []


@pytest.mark.parametrize("pressed", ["", "change", "/"])
def test_nothing_is_published_before_its_chair_saw_how_it_reads(
    browser: TestClient, session: Session, made: Body, pressed: str
) -> None:
    chair(browser, session, made)
    page = browser.post(f"{ALL}/new", data=SAID | {"_do": pressed})
    assert page.status_code == 200
    assert "On the &lt;budget&gt;" in page.text
    assert "بجٹ کے بارے میں" in page.text
    assert ("Check the statement" in page.text) is (pressed != "change")
    assert rows(session, Statement) == []


def test_a_statement_is_published_once_and_read_by_everybody_in_their_language(
    browser: TestClient, session: Session, made: Body
) -> None:
    chair(browser, session, made)
    for _ in range(2):
        browser.post(f"{ALL}/new", data=SAID)
    one = only(session, Statement)
    browser.cookies.clear()
    page = browser.get(HERE).text
    assert "On the &lt;budget&gt;" in page
    assert f"{ALL}/{one.id}" in page
    urdu = browser.get(f"/ur/forum/race-equality/statements/{one.id}").text
    assert "فورم سے پوچھا نہیں گیا۔" in urdu
    assert "The forum was not asked." in urdu
    polish = browser.get(f"/pl/forum/race-equality/statements/{one.id}").text
    assert '<bdi lang="en"' in polish or 'lang="en"' in polish
    assert [row.action for row in rows(session, AuditEntry)] == ["statement.published"]


def test_a_page_that_is_gone_back_to_publishes_once(
    browser: TestClient, session: Session, made: Body
) -> None:
    chair(browser, session, made)
    for key in ("a" * 22, "b" * 22):
        browser.post(f"{ALL}/new", data=SAID | {"_key": key})
    assert only(session, Statement).title["en"] == SAID["title"]
    browser.post(f"{ALL}/new", data=SAID | {"_key": "c" * 22, "words": "Another one."})
    assert len(rows(session, Statement)) == 2


def test_a_correction_keeps_how_it_read_before(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = statement(session, made)
    chair(browser, session, made)
    changed = SAID | {"_version": str(one.revision), "words": "Now these."}
    assert "These words." in browser.get(f"{ALL}/{one.id}/correct").text
    browser.post(f"{ALL}/{one.id}/correct", data=changed)
    browser.cookies.clear()
    page = browser.get(f"{ALL}/{one.id}").text
    assert "Now these." in page
    assert "These words." in page
    assert "Corrected on" in page


def test_the_second_of_two_corrections_sees_the_first(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = statement(session, made)
    chair(browser, session, made)
    stale = SAID | {"_version": str(one.revision)}
    browser.post(f"{ALL}/{one.id}/correct", data=stale | {"words": "First"})
    page = browser.post(f"{ALL}/{one.id}/correct", data=stale | {"words": "Second"})
    assert page.status_code == 409
    assert "First" in page.text
    assert "Second" in page.text
    assert read(session, one).words["en"] == "First"


def test_saving_what_stands_there_changes_nothing(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = statement(session, made)
    chair(browser, session, made)
    same = {"title": "Said", "words": "These words.", "language": "en"}
    browser.post(f"{ALL}/{one.id}/correct", data=same | {"_version": str(one.revision)})
    assert rows(session, StatementVersion) == []


def test_a_withdrawn_statement_leaves_its_title_and_no_word_of_any_version(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = statement(session, made)
    session.add(
        StatementVersion(
            statement_id=one.id,
            title={"en": "Before"},
            words={"en": "Older words."},
            language="en",
            until=today(),
        )
    )
    session.commit()
    chair(browser, session, made)
    assert browser.post(f"{ALL}/{one.id}/withdraw", data={}).status_code == 422
    browser.post(f"{ALL}/{one.id}/withdraw", data={"sure": "yes"})
    browser.cookies.clear()
    for page in (browser.get(f"{ALL}/{one.id}").text, browser.get(HERE).text):
        assert "Said" in page
        assert "words." not in page
    assert "Withdrawn by the chair" in browser.get(ALL).text
    assert rows(session, StatementVersion) == []
    chair(browser, session, made)
    late = browser.post(f"{ALL}/{one.id}/correct", data=SAID)
    assert late.status_code == 409


def test_an_officer_who_closes_a_body_hides_no_statement(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = statement(session, made)
    staff_in(browser, session, account(session, Role.OFFICER))
    browser.post("/en/staff/forum/race-equality/close", data={"sure": "yes"})
    browser.cookies.clear()
    assert "These words." in browser.get(f"{ALL}/{one.id}").text
    assert "Said" in browser.get(HERE).text


def test_a_draft_body_has_no_statements(browser: TestClient, session: Session) -> None:
    hidden = body(session, slug="hidden", stage=Stage.DRAFT)
    one = statement(session, hidden)
    for path in ("", f"/{one.id}"):
        assert browser.get(f"/en/forum/hidden/statements{path}").status_code == 404
