"""All responses of a day or a channel are set aside together, for one reason, and back again."""

from datetime import date

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.models import Consultation, Response
from portal.consultations.rules import Channel, ResponseState
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import QUESTIONS, analyst, response
from tests.consultations.factories import consultation

pytestmark = pytest.mark.both

HOME = "/en/staff/consultations/parks/responses"
ASIDE, BACK = f"{HOME}/set-aside", f"{HOME}/restore"
SPAM = {"kind": "spam", "reason": "The same link in every field"}
MONDAY, TUESDAY = date(2026, 11, 2), date(2026, 11, 3)


@pytest.fixture
def parks(session: Session) -> Consultation:
    """Keep three responses of Monday, two of them in a rush and one on paper, and one later."""
    asked = consultation(session, QUESTIONS)
    response(session, asked, use="yes", day=MONDAY, rushed=True)
    response(session, asked, use="yes", day=MONDAY, rushed=True)
    response(session, asked, use="yes", day=MONDAY, channel=Channel.PAPER)
    response(session, asked, use="yes", day=TUESDAY, rushed=True)
    return asked


def aside(session: Session) -> list[tuple[date, str, bool]]:
    """Say which responses are set aside: the day, the channel, whether they came in a rush."""
    session.rollback()
    query = select(Response).where(Response.state == ResponseState.SET_ASIDE)
    return sorted((one.day, one.channel.value, one.rushed) for one in session.exec(query))


def logged(session: Session) -> list[tuple[str, dict[str, object]]]:
    session.rollback()
    entries = session.exec(select(AuditEntry).order_by(AuditEntry.id))  # type: ignore[arg-type]
    return [(one.action, one.details) for one in entries if one.action.startswith("responses.")]


@pytest.mark.parametrize("address", [ASIDE, BACK])
def test_an_officer_sets_nothing_aside(
    browser: TestClient, session: Session, parks: Consultation, address: str
) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))
    sent = SPAM | {"day": "2026-11-02", "seen": "3"}
    assert browser.post(address, data=sent).status_code == 403
    assert aside(session) == []


@pytest.mark.parametrize(
    "sent",
    [
        {"day": "2026-11-02", "seen": "3"},
        SPAM | {"seen": "4"},
        SPAM | {"rushed": "yes", "seen": "3"},
        SPAM | {"day": "nonsense", "channel": "nonsense", "seen": "4"},
    ],
    ids=["no reason", "everything", "the mark alone", "nonsense"],
)
def test_nothing_is_set_aside_without_a_reason_and_a_day_or_a_channel(
    browser: TestClient, session: Session, parks: Consultation, sent: dict[str, str]
) -> None:
    analyst(browser, session)
    page = browser.post(ASIDE, data=sent)
    assert page.status_code == 422
    assert sent.get("reason", "") in page.text
    assert aside(session) == []


def test_what_came_meanwhile_is_looked_at_first(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    analyst(browser, session)
    page = browser.post(ASIDE, data=SPAM | {"day": "2026-11-02", "seen": "2"})
    assert page.status_code == 409
    assert SPAM["reason"] in page.text
    assert aside(session) == []


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (
            {"day": "2026-11-02"},
            [(MONDAY, "paper", False), (MONDAY, "web", True), (MONDAY, "web", True)],
        ),
        ({"channel": "paper"}, [(MONDAY, "paper", False)]),
        ({"day": "2026-11-02", "rushed": "yes"}, [(MONDAY, "web", True), (MONDAY, "web", True)]),
        ({"day": "2026-11-03", "channel": "web"}, [(TUESDAY, "web", True)]),
    ],
    ids=["day", "channel", "day and mark", "day and channel"],
)
def test_a_day_or_a_channel_is_set_aside_and_comes_back_in_the_same_way(
    browser: TestClient,
    session: Session,
    parks: Consultation,
    chosen: dict[str, str],
    found: list[tuple[date, str, bool]],
) -> None:
    analyst(browser, session)
    number = len(found)
    browser.post(ASIDE, data=SPAM | chosen | {"seen": str(number)})
    assert aside(session) == found
    browser.post(BACK, data=chosen | {"seen": str(number), "reason": "It was a meeting"})
    assert aside(session) == []
    assert [(action, details["number"]) for action, details in logged(session)] == [
        ("responses.set_aside", number),
        ("responses.restored", number),
    ]
    assert logged(session)[0][1]["kind"] == "spam"
    assert SPAM["reason"] not in str(logged(session))


def test_what_was_set_aside_for_another_reason_stays_aside(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    analyst(browser, session)
    browser.post(ASIDE, data=SPAM | {"channel": "paper", "seen": "1"})
    browser.post(ASIDE, data=SPAM | {"day": "2026-11-02", "seen": "2", "reason": "A machine"})
    page = browser.get(f"{HOME}?state=set_aside").text
    assert '<option value="spam: A machine">Spam: A machine</option>' in page
    chosen = {"why": "spam: A machine", "seen": "2", "reason": "It was a meeting"}
    browser.post(BACK, data=chosen)
    assert aside(session) == [(MONDAY, "paper", False)]


def test_the_list_is_narrowed_and_says_what_the_mark_means(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    analyst(browser, session)
    page = browser.get(f"{HOME}?day=2026-11-02&rushed=yes").text
    assert "2 responses that count" in page
    assert page.count(">In a rush</strong>") == 2
    assert "shares one network" in page
    assert "Set these 2 responses aside" in page
    assert "Set these" not in browser.get(f"{HOME}?rushed=yes").text


def test_the_overview_leads_to_what_came_in_a_rush(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    analyst(browser, session)
    page = browser.get("/en/staff/consultations/parks/results").text
    assert "3 responses came in a rush" in page
    assert f'href="{HOME}?state=counted&amp;rushed=yes"' in page


def test_a_mark_leaves_the_portal_in_no_file(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    analyst(browser, session)
    assert "rush" not in browser.get("/en/staff/consultations/parks/responses.csv").text


def test_a_response_says_that_it_came_in_a_rush(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    one = response(session, parks, use="no", rushed=True)
    analyst(browser, session)
    assert "In a rush" in browser.get(f"{HOME}/{one.id}").text
