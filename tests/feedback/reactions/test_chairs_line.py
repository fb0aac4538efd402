"""The chair of the forum says whether a promise is kept; the council changes nothing of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.feedback.models import Entry
from portal.feedback.reactions import keeping, lines
from portal.feedback.reactions.models import ChairLine
from portal.feedback.rules import Line
from portal.statements.models import Removal
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import (
    HERE,
    body,
    chair,
    in_body,
    in_office,
    only,
    read,
    rows,
)
from tests.feedback.reactions.factories import address, published
from tests.plans import factories as plans

SIGNED = {"line": "not_so", "words": "The <b>lamps</b> are dark.", "language": "en"}
LAW = "/en/staff/legal-removals"


@pytest.fixture
def forum(session: Session) -> Body:
    return body(session)


@pytest.fixture
def entry(session: Session, forum: Body) -> Entry:
    (row,) = published(session)
    return row


def sign(browser: TestClient, entry: Entry, **changes: str) -> int:
    path = address(entry, "line")
    return browser.post(path, data=SIGNED | changes, follow_redirects=False).status_code


@pytest.mark.parametrize("role", list(Role))
def test_nobody_of_the_council_signs(
    browser: TestClient, session: Session, entry: Entry, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    assert sign(browser, entry) == 403
    assert rows(session, ChairLine) == []


@pytest.mark.parametrize("office", [Office.DEPUTY, Office.MODERATOR])
def test_who_does_not_preside_does_not_sign(
    browser: TestClient, session: Session, forum: Body, entry: Entry, office: Office
) -> None:
    chair(browser, session, forum)
    in_office(browser, session, forum, office)
    assert sign(browser, entry) == 403
    assert rows(session, ChairLine) == []


def test_members_and_strangers_do_not_sign(
    browser: TestClient, session: Session, forum: Body, entry: Entry
) -> None:
    assert sign(browser, entry) == 403
    in_body(browser, session, forum)
    assert sign(browser, entry) == 403
    assert browser.get(address(entry, "line")).status_code == 403


def test_the_chair_of_another_body_does_not_sign(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    chair(browser, session, body(session, slug="panel", kind="panel"))
    assert sign(browser, entry) == 403


def test_beside_what_nobody_can_read_there_is_no_line(
    browser: TestClient, session: Session, forum: Body, entry: Entry
) -> None:
    chair(browser, session, forum)
    entry.shown, entry.shown_outcome = {}, None
    session.add(entry)
    session.commit()
    assert sign(browser, entry) == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"line": ""},
        {"line": "perhaps"},
        {"words": "word " * 61},
        {"words": "字" * 601},
        {"language": "x!"},
    ],
)
def test_a_line_is_one_of_three_and_short(
    browser: TestClient, session: Session, forum: Body, entry: Entry, changes: dict[str, str]
) -> None:
    chair(browser, session, forum)
    assert sign(browser, entry, **changes) == 422
    assert rows(session, ChairLine) == []


@pytest.mark.both
def test_the_deputy_who_acts_signs_and_the_log_names_the_office_alone(
    browser: TestClient, session: Session, forum: Body, entry: Entry
) -> None:
    person = in_office(browser, session, forum, Office.DEPUTY)
    assert sign(browser, entry, words="word " * 60) == 303
    logged = rows(session, AuditEntry)[-1]
    assert (logged.actor, logged.action) == ("deputy", "chair.line")
    assert person.id not in str(logged.model_dump())


@pytest.mark.both
def test_a_new_line_counts_and_those_before_stay_to_be_read(
    browser: TestClient, session: Session, forum: Body, entry: Entry
) -> None:
    chair(browser, session, forum)
    assert sign(browser, entry) == 303
    assert sign(browser, entry) == 303
    assert sign(browser, entry, line="kept", words="روشن ہیں", language="ur") == 303
    session.rollback()
    shown = keeping.shown(session, [entry])[entry.key].lines
    assert [one.line.line for one in shown] == [Line.KEPT, Line.NOT_SO]
    text = browser.get(address(entry, "line")).text
    assert "The &lt;b&gt;lamps&lt;/b&gt; are dark." in text
    assert text.index("روشن ہیں") < text.index("What the chair said before")


@pytest.mark.both
def test_two_quick_taps_sign_one_line_beside_an_entry_and_one_beside_an_item(
    browser: TestClient, session: Session, forum: Body, entry: Entry
) -> None:
    item = plans.action(session, plans.plan(session))
    chair(browser, session, forum)
    session.rollback()
    paths = (address(entry, "line"), f"/en/forum/lines/plans/{plans.SLUG}/{item.id}")

    def tap(path: str) -> int:
        return browser.post(path, data=SIGNED, follow_redirects=False).status_code

    for number, path in enumerate(paths, 1):
        session.rollback()
        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(tap, [path] * 4)) == {303}
        assert len(rows(session, ChairLine)) == number


def test_a_line_needs_no_words(
    browser: TestClient, session: Session, forum: Body, entry: Entry
) -> None:
    chair(browser, session, forum)
    assert sign(browser, entry, words="") == 303
    assert only(session, ChairLine).words == {}


def test_the_chair_is_asked_for_what_has_no_line_yet(
    browser: TestClient, session: Session, forum: Body, entry: Entry
) -> None:
    chair(browser, session, forum)
    assert address(entry, "line") in browser.get(f"{HERE}/today").text
    sign(browser, entry)
    assert address(entry, "line") not in browser.get(f"{HERE}/today").text


def test_only_two_people_take_its_words_away_by_law_and_a_mark_stays(
    browser: TestClient, session: Session, forum: Body, entry: Entry
) -> None:
    chair(browser, session, forum)
    sign(browser, entry)
    line = only(session, ChairLine)
    sign_in(browser, session, account(session, Role.OFFICER))
    where = f"https://voices.example/en/feedback/parks#line-{line.id}"
    sent = {"address": where, "law": "court", "reason": "An injunction."}
    assert browser.post(LAW, data=sent, follow_redirects=False).status_code == 303
    path = f"{LAW}/{only(session, Removal).id}"
    agreed = {"_do": "agree", "sure": "yes"}
    assert browser.post(path, data=agreed, follow_redirects=False).status_code in (403, 409, 422)
    assert read(session, line).words
    sign_in(browser, session, account(session, Role.OFFICER))
    assert browser.post(path, data=agreed, follow_redirects=False).status_code == 303
    assert (read(session, line).words, line.line) == ({}, Line.NOT_SO)
    (shown,) = keeping.shown(session, [entry])[entry.key].lines
    assert shown.ground == "A court ordered it"


def test_the_line_stands_beside_an_item_of_a_plan(
    browser: TestClient, session: Session, forum: Body
) -> None:
    item = plans.action(session, plans.plan(session))
    path = f"/en/forum/lines/plans/{plans.SLUG}/{item.id}"
    assert browser.post(path, data=SIGNED, follow_redirects=False).status_code == 403
    chair(browser, session, forum)
    assert browser.get(path).status_code == 200
    assert browser.post(path, data=SIGNED, follow_redirects=False).status_code == 303
    text = browser.get(f"{plans.PUBLIC}/{item.id}").text
    assert "The &lt;b&gt;lamps&lt;/b&gt; are dark." in text
    assert len(lines.of(session, f"plans/{item.key}")) == 1


def test_the_law_finds_a_line_beside_a_plan_and_not_one_of_a_report(
    browser: TestClient, session: Session, forum: Body, entry: Entry
) -> None:
    item = plans.action(session, plans.plan(session))
    chair(browser, session, forum)
    sign(browser, entry, words="Of the report.")
    browser.post(
        f"/en/forum/lines/plans/{plans.SLUG}/{item.id}", data=SIGNED | {"words": "Of the plan."}
    )
    sign_in(browser, session, account(session, Role.OFFICER))
    where = f"https://voices.example{plans.PUBLIC}/{item.id}"
    sent = {"address": where, "law": "court", "reason": "An injunction."}
    assert browser.post(LAW, data=sent, follow_redirects=False).status_code == 303
    text = browser.get(f"{LAW}/{only(session, Removal).id}").text
    assert "Of the plan." in text
    assert "Of the report." not in text
