"""Officers answer what was asked for; how to reach somebody is wiped, and a number stays."""

import re

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.language_support import keeping
from portal.language_support.rules import Answer, Kind, Need, Outcome, Service, State
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.council.factories import council
from tests.language_support.factories import NUMBER, asked, counts, officer, requests

LIST = "/en/staff/support"
NOTE = f"{LIST}/note"
PROVIDED = {"language": "ur", "outcome": "provided"}
NOTED = {
    "language": "so",
    "kind": "call",
    "service": "housing",
    "outcome": "provided",
    "_key": "a-key",
}


def entries(session: Session) -> list[AuditEntry]:
    session.rollback()
    query = select(AuditEntry).where(col(AuditEntry.action).startswith("support."))
    return list(session.exec(query))


def address(session: Session) -> str:
    return f"{LIST}/requests/{asked(session).id}"


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.OFFICER])
def test_nobody_but_an_officer_reads_how_to_reach_somebody(
    browser: TestClient, session: Session, role: Role
) -> None:
    one = address(session)
    sign_in(browser, session, account(session, role))
    for page in (LIST, one, NOTE):
        assert browser.get(page).status_code == 403
    assert browser.post(f"{one}/answer", data=PROVIDED).status_code == 403
    assert browser.post(NOTE, data=NOTED).status_code == 403
    assert "Requests that wait" not in browser.get("/en/staff").text
    assert counts(session) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "waiting"}, "outcome"),
        ({"outcome": "not_provided"}, "why"),
        ({"outcome": "otherwise"}, "why"),
        ({"outcome": "otherwise", "why": "expired"}, "why"),
        ({"language": ""}, "language"),
        ({"language": "tlh-x"}, "language"),
    ],
)
def test_an_answer_that_says_too_little_wipes_nothing(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    one = address(session)
    officer(browser, session)
    page = browser.post(f"{one}/answer", data=PROVIDED | changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert NUMBER in page.text
    assert [one.state for one in requests(session)] == [State.WAITING]
    assert counts(session) == []


@pytest.mark.both
def test_an_answer_wipes_how_to_reach_somebody_and_counts_one_more(
    browser: TestClient, session: Session
) -> None:
    one = address(session)
    officer(browser, session)
    assert NUMBER in browser.get(one).text
    page = browser.post(f"{one}/answer", data=PROVIDED | {"why": "cost"})
    assert "It is done and noted." in page.text
    assert "Nobody waits." in page.text
    (kept,) = requests(session)
    assert (kept.state, kept.told) == (State.ANSWERED, b"")
    assert counts(session) == [("ur", "interpreter", "meeting", "provided", "", "1")]
    after = browser.get(one).text
    assert NUMBER not in after
    assert "Provided as asked for" in after
    asked(session, days_ago=1)
    other = next(one for one in requests(session) if one.state is State.WAITING)
    browser.post(f"{LIST}/requests/{other.id}/answer", data=PROVIDED)
    assert sum(int(one[-1]) for one in counts(session)) == 2


def test_the_log_tells_what_was_done_and_not_who_asked(
    browser: TestClient, session: Session
) -> None:
    one = address(session)
    who = officer(browser, session)
    refused = {"language": "ckb", "outcome": "not_provided", "why": "nobody"}
    browser.post(f"{one}/answer", data=refused)
    (entry,) = entries(session)
    assert (entry.action, entry.actor) == ("support.answered", str(who.id))
    assert entry.details == {
        "kind": "interpreter",
        "service": "meeting",
        "outcome": "not_provided",
        "why": "nobody",
    }


def test_an_officer_corrects_the_language(browser: TestClient, session: Session) -> None:
    request = asked(session, language="und", spoken="<b>Tigrinya", written_in="en")
    officer(browser, session)
    one = f"{LIST}/requests/{request.id}"
    assert "&lt;b&gt;Tigrinya" in browser.get(one).text
    browser.post(f"{one}/answer", data=PROVIDED | {"language": "ti"})
    assert [one[0] for one in counts(session)] == ["ti"]


def test_what_is_no_request_is_not_counted(browser: TestClient, session: Session) -> None:
    one = address(session)
    officer(browser, session)
    browser.post(f"{one}/answer", data=PROVIDED | {"outcome": "no_request"})
    assert [one.told for one in requests(session)] == [b""]
    assert counts(session) == []


@pytest.mark.both
def test_whoever_is_slower_than_a_colleague_is_told_and_counts_nothing(
    browser: TestClient, session: Session
) -> None:
    one = address(session)
    officer(browser, session)
    browser.post(f"{one}/answer", data=PROVIDED)
    late = {"language": "ur", "outcome": "not_provided", "why": "unreached"}
    page = browser.post(f"{one}/answer", data=late)
    assert page.status_code == 409
    assert "Somebody else did this" in page.text
    assert "Provided as asked for" in page.text
    assert [one[3:] for one in counts(session)] == [("provided", "", "1")]


def test_a_double_click_answers_once(browser: TestClient, session: Session) -> None:
    one = address(session)
    officer(browser, session)
    for _ in range(2):
        assert browser.post(f"{one}/answer", data=PROVIDED).status_code == 200
    assert [one[-1] for one in counts(session)] == ["1"]
    assert len(entries(session)) == 1


def test_a_request_that_is_gone_is_not_found(browser: TestClient, session: Session) -> None:
    officer(browser, session)
    assert browser.get(f"{LIST}/requests/nobodys").status_code == 404
    assert browser.post(f"{LIST}/requests/nobodys/answer", data=PROVIDED).status_code == 404


def test_the_oldest_comes_first_and_what_is_late_is_marked(
    browser: TestClient, session: Session
) -> None:
    council(session, support_reply_days=5)
    asked(session, language="pl")
    asked(session, language="so", days_ago=20)
    officer(browser, session)
    page = browser.get(LIST).text
    assert page.index("Somali") < page.index("Polish")
    assert page.count(">Late<") == 1
    assert NUMBER not in page
    home = browser.get("/en/staff").text
    assert "Requests that wait for an answer" in home
    assert "1 late" in home


def test_nothing_is_said_on_the_start_page_while_nobody_waits(
    browser: TestClient, session: Session
) -> None:
    officer(browser, session)
    assert "Requests that wait" not in browser.get("/en/staff").text


def test_a_long_list_is_read_page_by_page(browser: TestClient, session: Session) -> None:
    for day in range(30):
        asked(session, days_ago=day)
    officer(browser, session)
    first = browser.get(LIST).text
    (following,) = re.findall(r'href="([^"]*after=[^"]*)"', first)
    second = browser.get(following.replace("&amp;", "&")).text
    links = re.compile(r"/support/requests/(\w+)")
    assert len({*links.findall(first), *links.findall(second)}) == 30


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": "waiting"}, "reach"),
        ({"outcome": "waiting", "reach": "x" * 301}, "reach"),
        ({"outcome": "no_request"}, "outcome"),
        ({"outcome": "otherwise"}, "why"),
        ({"kind": ""}, "kind"),
        ({"service": "nothing"}, "service"),
        ({"language": "x"}, "language"),
    ],
)
def test_a_note_that_says_too_little_is_refused_and_kept_in_the_page(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    officer(browser, session)
    page = browser.post(NOTE, data=NOTED | {"about": "Rent <letter>"} | changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert "Rent &lt;letter&gt;" in page.text
    assert requests(session) == []
    assert counts(session) == []


def test_what_is_dealt_with_is_counted_at_once_and_nobodys_number_kept(
    browser: TestClient, session: Session
) -> None:
    who = officer(browser, session)
    for _ in range(2):  # a double click
        browser.post(NOTE, data=NOTED | {"reach": NUMBER})
    assert counts(session) == [("so", "call", "housing", "provided", "", "1")]
    assert [(one.state, one.told) for one in requests(session)] == [(State.ANSWERED, b"")]
    (entry,) = entries(session)
    assert (entry.action, entry.actor) == ("support.noted", str(who.id))
    assert entry.details == {"kind": "call", "service": "housing", "outcome": "provided"}


def test_what_still_waits_stands_with_the_others(browser: TestClient, session: Session) -> None:
    officer(browser, session)
    browser.post(NOTE, data=NOTED | {"outcome": "waiting", "reach": NUMBER})
    (one,) = requests(session)
    assert keeping.told(session, one)["reach"] == NUMBER
    assert NUMBER in browser.get(f"{LIST}/requests/{one.id}").text
    assert counts(session) == []


@pytest.mark.both
def test_other_rooms_count_what_they_dealt_with(session: Session) -> None:
    need = Need("pa", Kind.BSL, Service.MEETING)
    for number in (2, 3):
        keeping.count(session, need, Answer(Outcome.PROVIDED), now().date(), number)
    keeping.count(session, need, Answer(Outcome.NO_REQUEST), now().date())
    session.commit()
    assert counts(session) == [("pa", "bsl", "meeting", "provided", "", "5")]
