"""An analyst reads exact counts; nobody else does, and the log knows."""

from datetime import date

import html5lib
import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.models import Consultation
from portal.consultations.rules import Channel, Respondent, ResponseState
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import QUESTIONS, analyst, response
from tests.consultations.factories import consultation, question

HOME = "/en/staff/consultations/parks"
PAGES = (
    "/results",
    "/results/answers",
    "/organisations",
    "/written",
    "/responses",
    "/export",
    "/responses.csv",
    "/dictionary.csv",
)


@pytest.mark.parametrize("page", PAGES)
def test_without_signing_in_nobody_reads_results(
    browser: TestClient, session: Session, page: str
) -> None:
    consultation(session)
    answer = browser.get(HOME + page, follow_redirects=False)
    assert answer.headers["location"].startswith("/en/account/sign-in")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_other_staff_do_not_read_results(
    browser: TestClient, session: Session, page: str, role: Role
) -> None:
    consultation(session)
    sign_in(browser, session, account(session, role))
    assert browser.get(HOME + page).status_code == 403
    assert not _openings(session)


def test_what_was_never_published_has_no_results(browser: TestClient, session: Session) -> None:
    consultation(session, stage="draft")
    analyst(browser, session)
    assert browser.get(f"{HOME}/results").status_code == 404


def test_opening_results_is_logged_once_a_day_and_leads_on(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    who = str(analyst(browser, session).id)
    page = browser.get(f"{HOME}/results/answers?by=age&section=s1")
    assert page.status_code == 200
    assert str(page.url).endswith("/results/answers?by=age&section=s1")
    browser.get(f"{HOME}/results")
    assert [(one.actor, one.subject) for one in _openings(session)] == [(who, "parks")]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://bad.example/", "//bad.example", "/en/staff/accounts", f"{HOME}/\\bad.example"],
)
def test_the_page_that_logs_leads_nowhere_else(
    browser: TestClient, session: Session, elsewhere: str
) -> None:
    consultation(session)
    analyst(browser, session)
    page = browser.get(f"{HOME}/results/log", params={"next": elsewhere}, follow_redirects=False)
    assert page.headers["location"] == f"{HOME}/results"


@pytest.mark.parametrize("page", PAGES[:6])
def test_each_page_says_it_is_not_for_publication(
    browser: TestClient, session: Session, page: str
) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes", texts={"why": "Shade"})
    analyst(browser, session)
    assert "not for publication" in browser.get(HOME + page).text


def test_responses_are_counted_by_day_channel_and_language(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session)
    response(session, parks, day=date(2026, 11, 2))
    response(session, parks, day=date(2026, 11, 4), channel=Channel.PAPER, language="ur")
    _organisation(session, parks)
    response(session, parks, state=ResponseState.SET_ASIDE)
    analyst(browser, session)
    page = browser.get(f"{HOME}/results").text
    assert "Tuesday 3 November 2026" in page
    assert _row(page, "Paper form") == ["1", "50%", "0"]
    assert _row(page, "This website") == ["1", "50%", "1"]
    assert _row(page, "Urdu · \u2068اردو\u2069") == ["1", "50%", "0"]
    assert 'role="img"' in page


def test_nobody_has_answered_yet(browser: TestClient, session: Session) -> None:
    consultation(session)
    analyst(browser, session)
    assert "Nobody has answered yet." in browser.get(f"{HOME}/results").text


def test_each_question_has_a_table_with_bars_and_its_base(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes", keep=["trees", "ponds"], texts={"why": "Shade"})
    response(session, parks, use="yes", often=4, keep=["trees"])
    response(session, parks, use="no")
    _organisation(session, parks)
    analyst(browser, session)
    page = browser.get(f"{HOME}/results/answers").text
    assert "3 people" in page
    assert "2 (67%)" in page
    assert (
        "Asked: 2. Of these, answered: 1, skipped: 1. Not asked, because of an earlier answer or "
        "because a group left it out: 1." in page
    )
    assert "Trees" in page
    assert '<bdi lang="en" dir="ltr">English</bdi>: 1 text' in page
    assert "bar__value" in page


def test_a_split_shows_every_group_and_keeps_silence_apart(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session, [question("use", "single")])
    response(session, parks, use="yes", equality={"ethnic_group": "indian"})
    response(session, parks, use="no", equality={"ethnic_group": "prefer_not_to_say"})
    response(session, parks, use="no", equality={"ethnic_group": ""})
    response(session, parks, use="no")
    analyst(browser, session)
    address = f"{HOME}/results/answers?by=ethnic_group"
    broad, detailed = browser.get(address).text, browser.get(f"{address}&level=detail").text
    asian = "Asian, Asian Welsh or Asian British"
    assert _row(broad, asian) == ["1 (100%)", "0 (0%)", "1 (100%)", "0 (0%)", "1", "0"]
    assert _row(broad, "Prefer not to say")[1] == "1 (100%)"
    assert _row(broad, "Skipped this equality question")[1] == "1 (100%)"
    assert _row(broad, "Not asked this equality question")[1] == "1 (100%)"
    assert _row(broad, "Everybody") == ["1 (25%)", "3 (75%)", "4 (100%)", "0 (0%)", "4", "0"]
    assert _row(detailed, "Indian")[0] == "1 (100%)"
    assert _row(detailed, f"{asian}, without the detail")[-2] == "0"


def test_what_a_group_asked_nobody_was_not_skipped(browser: TestClient, session: Session) -> None:
    parks = consultation(session, [question("use", "single"), question("often", "scale")])
    response(session, parks, use="yes", often=4)
    response(session, parks, use="yes", not_asked=["often"], channel=Channel.HELPED)
    analyst(browser, session)
    page = browser.get(f"{HOME}/results/answers").text
    assert (
        "Asked: 1. Of these, answered: 1, skipped: 0. Not asked, because of an earlier answer or "
        "because a group left it out: 1." in page
    )


def test_answers_are_looked_at_with_and_without_the_help_of_a_group(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session, [question("use", "single")])
    response(session, parks, use="no")
    analyst(browser, session)
    address = f"{HOME}/results/answers"
    assert "Whether a group helped" not in browser.get(address).text
    session.rollback()
    response(session, parks, use="yes", channel=Channel.HELPED)
    response(session, parks, use="no", channel=Channel.SLIP)
    organisation = {"name": "Valley Women", "asked": 3, "how": ""}
    told = {"respondent": Respondent.ORGANISATION, "organisation": organisation}
    response(session, parks, use="no", channel=Channel.HELPED, **told)
    assert '<option value="help">' in browser.get(address).text
    page = browser.get(address, params={"by": "help"}).text
    assert _row(page, "With the help or a slip of a group")[:3] == [
        "1 (50%)",
        "1 (50%)",
        "2 (100%)",
    ]
    assert _row(page, "Without a group")[:3] == ["0 (0%)", "1 (100%)", "1 (100%)"]


def test_only_characteristics_that_were_asked_are_offered(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes", equality={"ethnic_group": "indian"})
    analyst(browser, session)
    page = browser.get(f"{HOME}/results/answers?by=religion").text
    assert 'value="ethnic_group"' in page
    assert 'value="religion"' not in page
    assert "Everybody</th>" not in page


def test_organisations_stand_under_their_names(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    _organisation(session, parks)
    analyst(browser, session)
    page = browser.get(f"{HOME}/organisations").text
    for shown in ("Somali Women&#39;s Group", "40", "At two meetings", "Yes", "Skipped"):
        assert shown in page


def test_results_read_from_right_to_left(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    response(session, parks, use="yes", keep=["trees"])
    analyst(browser, session)
    page = browser.get(HOME.replace("/en/", "/ur/") + "/results/answers").text
    assert 'dir="rtl"' in page
    assert "اردو trees" in page


def _organisation(session: Session, parks: Consultation) -> None:
    group = {"name": "Somali Women's Group", "asked": "40", "how": "At two meetings"}
    response(session, parks, use="yes", respondent=Respondent.ORGANISATION, organisation=group)


def _openings(session: Session) -> list[AuditEntry]:
    session.rollback()  # what was read before is a snapshot
    query = select(AuditEntry).where(AuditEntry.action == "results.opened")
    return list(session.exec(query))


def _row(page: str, name: str) -> list[str]:
    """Read the cells of the row of a table that has this heading."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    for row in document.iter("tr"):
        cells = [" ".join("".join(cell.itertext()).split()) for cell in row]
        if cells and cells[0] == name:
            return cells[1:]
    raise AssertionError(name)
