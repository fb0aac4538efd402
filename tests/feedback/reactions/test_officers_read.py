"""Officers, and nobody else, read why an entry does not answer what people said."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.feedback.models import Entry
from portal.feedback.rules import Verdict
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import body, chair
from tests.feedback.reactions.factories import published, reactions

PAGE = "/en/staff/feedback/parks/reactions"


@pytest.fixture
def entry(session: Session) -> Entry:
    row, _ = published(session, "lamps", "paths")
    reactions(session, row, Verdict.ANSWERS, because="It is <b>light</b> now.")
    reactions(session, row, Verdict.DOES_NOT, because="لیمپ بند ہیں", language="ur")
    reactions(session, row, Verdict.DOES_NOT)
    return row


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.OFFICER])
def test_other_staff_read_no_reasons(
    browser: TestClient, session: Session, entry: Entry, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    assert browser.get(PAGE).status_code == 403


def test_strangers_and_the_chair_read_no_reasons(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    assert browser.get(PAGE, follow_redirects=False).status_code == 303
    chair(browser, session, body(session))
    assert browser.get(PAGE, follow_redirects=False).status_code == 303


def test_what_does_not_answer_comes_first(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))
    text = browser.get(PAGE).text
    assert text.index("لیمپ بند ہیں") < text.index("It is &lt;b&gt;light&lt;/b&gt; now.")
    assert 'lang="ur"' in text.split("لیمپ بند ہیں")[0][-200:]


@pytest.mark.both
@pytest.mark.parametrize(
    ("query", "urdu", "english"),
    [
        ("?language=ur", True, False),
        ("?verdict=answers", False, True),
        ("?entry=nothing&verdict=perhaps&language=xx", True, True),
    ],
)
def test_the_list_is_filtered_in_its_address(
    browser: TestClient, session: Session, entry: Entry, query: str, urdu: bool, english: bool
) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))
    text = browser.get(PAGE + query).text
    assert ("لیمپ بند ہیں" in text) is urdu
    assert ("now." in text) is english


def test_an_entry_without_reasons_has_none(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    (other,) = session.exec(select(Entry).where(Entry.key != entry.key))
    sign_in(browser, session, account(session, Role.OFFICER))
    assert "Nothing stands in this list." in browser.get(f"{PAGE}?entry={other.key}").text


def test_a_long_list_is_read_page_by_page(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    reactions(session, entry, *[Verdict.ANSWERS] * 30, because="Good.")
    sign_in(browser, session, account(session, Role.OFFICER))
    first = browser.get(PAGE).text
    assert first.count("<article") == 25
    assert "after=" in first
