"""The page that says in plain words what a report is protected from, and what it is not."""

import gzip
import re
from html import unescape

import sqlalchemy
from sqlalchemy import LargeBinary
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents.case_models import Conflict, ContactRequest, Referral
from portal.incidents.models import KeyHolder, Reply, Report, ReportFile, ReportItem, ReportKey
from portal.incidents.records import keys, pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle
from portal.incidents.safety import signing_off
from portal.incidents.staff.keys import vault
from portal.store.audit import AuditEntry
from tests.council.factories import council
from tests.incidents.factories import PASSPHRASE, TODAY, open_vault, report, team

ADDRESS = "/en/help/what-we-protect"
REPORT = "/en/help/speak-up"


def so_far(page: str) -> str:
    """Read what the form of a page carries."""
    found = re.search(r'name="so_far" value="([^"]+)"', page)
    assert found
    return found[1]


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_it_promises_nothing_to_those_whom_nothing_can_protect(browser: TestClient) -> None:
    page = words(browser.get(ADDRESS).text)
    for said in (
        "Nobody can promise that this is safe for everybody",
        "watches your phone or computer",
        "screenshot",
        "list of pages in your browser",
        "at work or at school",
        "breaks into our running computer or changes its program",
        "A court can order",
        "can tell others about it",
    ):
        assert said in page


def test_it_says_against_whom_a_report_is_protected(browser: TestClient) -> None:
    page = words(browser.get(ADDRESS).text)
    for said in (
        "steals or seizes our computer, or a backup",
        "who runs our computers is curious",
        "finds your code",
        "reads the records of our website",
    ):
        assert said in page


def test_it_sends_whoever_is_in_danger_to_the_emergency_number(browser: TestClient) -> None:
    assert 'href="tel:999"' in browser.get(ADDRESS).text


def test_it_can_be_left_at_once_and_tells_the_next_site_nothing(browser: TestClient) -> None:
    reply = browser.get(ADDRESS)
    assert 'href="/exit"' in reply.text
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["cache-control"] == "no-store"


def test_it_sets_no_cookie_and_is_light(browser: TestClient) -> None:
    reply = browser.get("/ur/help/what-we-protect")
    assert "set-cookie" not in reply.headers
    assert len(gzip.compress(reply.content)) < 12_000


def test_its_title_does_not_say_what_it_is_about(browser: TestClient) -> None:
    title = re.search(r"<title>(.*)</title>", browser.get(ADDRESS).text)
    assert title
    assert not re.search("hate|crime|report|incident", title[1], re.IGNORECASE)


def test_a_key_on_paper_is_mentioned_only_where_there_is_one(
    browser: TestClient, session: Session
) -> None:
    assert "on paper. If" not in words(browser.get(ADDRESS).text)
    session.add(KeyHolder(circle=Circle.RECOVERY, public_key=b"x" * 32, since=TODAY))
    session.commit()
    assert "on paper. If" in words(browser.get(ADDRESS).text)


def test_the_privacy_page_leads_to_it(browser: TestClient, session: Session) -> None:
    council(session)
    assert 'href="/pl/help/what-we-protect"' in browser.get("/pl/privacy").text


def test_the_first_page_of_a_report_leads_to_it(browser: TestClient, session: Session) -> None:
    team(session)
    assert f'href="{ADDRESS}"' in browser.get(REPORT).text


def test_whoever_has_begun_reads_it_in_between_and_goes_on(
    browser: TestClient, session: Session
) -> None:
    team(session)
    before = browser.post(REPORT, data={"step": "start"}).text
    assert 'name="_back" value="protection"' in before
    asked = {"step": "before", "so_far": so_far(before), "_back": "protection"}
    between = browser.post(REPORT, data=asked).text
    assert "screenshot" in words(between)
    again = {"step": "protection", "so_far": so_far(between), "_back": "before"}
    assert browser.post(REPORT, data=again).text.count("Before you begin") == 1


OPEN = {
    Report: {
        "circle": "whether it is about the council",
        "state": "how far we are",
        "taken_back_from": "how far we are",
        "held": "how far we are",
        "day": "the days",
        "acknowledged": "the days",
        "first_action": "the days",
        "last_contact": "the days",
        "closed": "the days",
        "followed_up": "the days",
        "destroy_on": "the days",
        "kept": "how far we are",
        "assigned": "who works on it",
        "covered_by": "who works on it",
        "merged_into": "which reports belong together",
        "link_tag": "which reports belong together",
        "seen": "whether you came back",
        "came_back": "whether you came back",
    },
    ReportItem: {
        "number": "how many pieces there are",
        "kind": "how many pieces there are",
        "concerns": "which reports belong together",
    },
    ReportFile: {"number": "how many pieces there are"},
    Reply: {"number": "how many pieces there are", "day": "the days"},
    Conflict: {"account_id": "who must not read it"},
    ContactRequest: {
        "asked_by": "who works on it",
        "decided_by": "who works on it",
        "granted": "how far we are",
        "day": "the days",
        "expires": "the days",
    },
    Referral: {
        "agency_id": "which agency got it",
        "state": "how far we are",
        "day": "the days",
        "expires": "the days",
        "answered": "the days",
    },
    ReportKey: {"holder_id": "who works on it"},
}
NAMES = {"id", "report_id", "reference", "lookup", "version"}
"""Columns that only tell one row from another, or from itself as it was before."""


def test_all_that_is_kept_unlocked_is_said_before_anything_is_written() -> None:
    for table, said in OPEN.items():
        columns = sqlalchemy.inspect(table).columns
        unlocked = {one.name for one in columns if not isinstance(one.type, LargeBinary)} - NAMES
        assert unlocked == set(said), table
    told = signing_off.TEXTS["unlocked"].message
    assert [words for said in OPEN.values() for words in said.values() if words not in told] == []


def test_it_says_that_whoever_has_a_copy_and_a_passphrase_reads_reports(
    browser: TestClient, session: Session
) -> None:
    someone, kept = team(session)[0], report(session, "CANARY-what")
    page = words(browser.get(ADDRESS).text)
    assert "The keys are locked, too, with passphrases that are not there." in page
    assert "Whoever has a passphrase as well can read reports." in page
    # Only rows of the database, and what somebody knows by heart.
    holder = session.get_one(KeyHolder, someone.vault.holder.id)
    opened = vault.unlock(holder, PASSPHRASE)
    assert opened
    private = keys.report_private(session, kept, opened.holder, opened.private)
    assert private
    assert "CANARY-what" in str(list(pieces.opened(session, kept, private, Item.REPORT)))


def test_it_says_that_opening_a_report_is_noted_and_looking_at_the_list_is_not(
    browser: TestClient, session: Session
) -> None:
    someone, kept = team(session)[0], report(session)
    assert "We do not write down who looks at the list" in words(browser.get(ADDRESS).text)
    open_vault(browser, session, someone)
    browser.get("/en/staff/cases")
    assert noted(session) == []
    browser.get(f"/en/staff/cases/{kept.reference}")
    assert ("case.opened", kept.reference) in noted(session)


def noted(session: Session) -> list[tuple[str, str]]:
    session.rollback()
    return [(one.action, one.subject) for one in session.exec(select(AuditEntry))]
