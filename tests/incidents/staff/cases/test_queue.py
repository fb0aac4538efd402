"""The queue: what it shows of a case, to whom, and in which order."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.models import IncidentArrangements, Report
from portal.incidents.records import attachments, codes, keys, pieces, take_in
from portal.incidents.records.attachments import Attachment
from portal.incidents.records.pieces import Item
from portal.incidents.records.take_in import Sent
from portal.incidents.report_settings import LocalStrand
from portal.incidents.rules import Circle, Clocks, State
from portal.incidents.staff.cases import conflicts
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from portal.store.keyset import SIZE
from tests.accounts.factories import sign_in
from tests.council.factories import council
from tests.incidents.factories import arrange, open_vault, person, report, team
from tests.incidents.reporter import Reporter
from tests.matrix import WHOLE
from tests.walking import walked

pytestmark = pytest.mark.both

QUEUE = "/en/staff/cases"
SLIP = {"strands": ["race", "local_1"], "kinds": ["threats"], "risk": "standard"}


def kept(session: Session, case: Report, **changes: Any) -> Report:
    """Change a case behind the portal's back."""
    for name, value in changes.items():
        setattr(case, name, value)
    session.add(case)
    session.commit()
    session.refresh(case)
    return case


def references(html: str) -> list[str]:
    """List the cases in the order in which the queue shows them."""
    return re.findall(r'/staff/cases/([2-9A-Z]{4}-[2-9A-Z]{4})"', html)


def test_with_the_vault_closed_the_queue_shows_nothing_but_the_way_to_open_it(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    sign_in(browser, session, someone.account)
    reply = browser.get(QUEUE, follow_redirects=False)
    assert reply.status_code == 303
    assert reply.headers["location"].startswith("/en/staff/vault?next=")
    assert case.reference not in reply.text


def test_a_case_whose_key_was_not_given_is_counted_and_not_listed(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    keys.take(session, case.id, someone.vault.holder)
    session.commit()
    open_vault(browser, session, someone)
    html = browser.get(QUEUE).text
    assert case.reference not in html
    assert "1 more open case was not given to you" in html


def test_a_case_from_which_somebody_is_kept_is_not_counted_for_them(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    conflicts.block(session, report(session), someone.number, "A relative.", by=1)
    session.commit()
    open_vault(browser, session, someone)
    assert "not given to you" not in browser.get(QUEUE).text


def test_what_is_for_somebody_outside_the_council_is_not_even_counted_for_the_team(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    person(session, Role.INDEPENDENT)
    case = report(session, circle=Circle.INDEPENDENT)
    open_vault(browser, session, someone)
    html = browser.get(QUEUE).text
    assert case.reference not in html
    assert "not given to you" not in html


def test_the_queue_shows_day_state_and_slip_but_no_word_of_the_report(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session, what="They broke the pane", slip=SLIP, day=today())
    open_vault(browser, session, someone)
    html = browser.get(QUEUE).text
    assert references(html) == [case.reference]
    assert "Race, colour, nationality or ethnic background" in html
    assert "Threats" in html
    assert "Standard risk" in html
    assert "Not opened yet" in html
    assert "The reporter sees: Received" in html
    assert "Today" in html
    assert "Acknowledge the report by" in html
    assert "broke" not in html


def test_a_slip_that_holds_text_shows_none_of_it(browser: TestClient, session: Session) -> None:
    someone, _ = team(session)
    report(session, slip={"strands": ["<b>my words</b>"], "kinds": ["own"], "risk": "terrible"})
    open_vault(browser, session, someone)
    html = browser.get(QUEUE).text
    assert "my words" not in html
    assert "Risk not assessed" in html


def test_local_strands_are_named_in_the_words_of_the_council(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    arrange(session, local_strands=(LocalStrand("local_1", {"en": "Being a Traveller"}),))
    report(session, slip=SLIP)
    open_vault(browser, session, someone)
    assert "Being a Traveller" in browser.get(QUEUE).text


def test_high_risk_comes_first_then_what_is_overdue_then_the_oldest(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    fresh = report(session, day=today())
    older = kept(
        session, report(session, day=today() - timedelta(days=9)),
        acknowledged=today(), first_action=today(),
    )  # fmt: skip
    overdue = report(session, day=today() - timedelta(days=8))
    risky = report(session, day=today(), slip={"risk": "high"})
    endangered = report(session, day=today() - timedelta(days=1), slip={"danger": True})
    open_vault(browser, session, someone)
    html = browser.get(QUEUE).text
    order = [endangered, risky, overdue, older, fresh]
    assert references(html) == [case.reference for case in order]
    assert html.count("Overdue</strong>") == 1
    assert "Says there is danger" in html


def test_whoever_speaks_of_danger_after_the_risk_was_judged_comes_to_the_top_again(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    calm = report(session, day=today() - timedelta(days=3))
    case = report(session, day=today(), slip={"risk": "unknown", "danger": True})
    judged = {"risk": "standard", "danger": False}
    pieces.add(session, case, Item.SLIP, judged)
    session.commit()
    open_vault(browser, session, someone)
    html = browser.get(QUEUE).text
    assert references(html) == [calm.reference, case.reference]
    assert "Says there is danger" not in html
    session.rollback()
    pieces.add(session, case, Item.SLIP, {"danger": True})
    session.commit()
    html = browser.get(QUEUE).text
    assert references(html) == [case.reference, calm.reference]
    assert "Says there is danger" in html
    assert "Standard risk" in html


def test_the_clocks_of_the_council_decide_what_is_overdue(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session, day=today() - timedelta(days=8))
    open_vault(browser, session, someone)
    assert references(browser.get(f"{QUEUE}?view=overdue").text) == [case.reference]
    session.rollback()
    arrange(session, clocks=Clocks(acknowledge_days=20))
    assert references(browser.get(f"{QUEUE}?view=overdue").text) == []


def test_no_clock_runs_on_days_on_which_the_council_is_closed(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    report(session, day=today() - timedelta(days=8))
    council(session, closed_days=tuple(today() - timedelta(days=back) for back in range(8)))
    open_vault(browser, session, someone)
    assert references(browser.get(f"{QUEUE}?view=overdue").text) == []


def test_mine_are_the_cases_i_work_on_or_stand_in_for(
    browser: TestClient, session: Session
) -> None:
    someone, other = team(session)
    day = date(2026, 11, 2)
    assigned = kept(session, report(session, day=day), assigned=someone.number)
    covered = kept(session, report(session), assigned=other.number, covered_by=someone.number)
    kept(session, report(session), assigned=other.number)
    open_vault(browser, session, someone)
    html = browser.get(f"{QUEUE}?view=mine").text
    assert references(html) == [assigned.reference, covered.reference]
    assert "You stand in" in html


def test_the_queue_is_narrowed_to_a_state(browser: TestClient, session: Session) -> None:
    someone, _ = team(session)
    report(session)
    waiting = kept(session, report(session), state=State.WAITING)
    open_vault(browser, session, someone)
    assert references(browser.get(f"{QUEUE}?state=waiting").text) == [waiting.reference]


@pytest.mark.parametrize(
    "query", ["?view=none&state=lost&page=0", "?page=3", "?after=x", "?after=9~x", "?before=²"]
)
def test_an_odd_address_shows_the_queue_all_the_same(
    browser: TestClient, session: Session, query: str
) -> None:
    someone, _ = team(session)
    open_vault(browser, session, someone)
    assert browser.get(QUEUE + query).status_code == 200


def test_what_is_over_stands_apart(browser: TestClient, session: Session) -> None:
    someone, _ = team(session)
    case = kept(session, report(session), state=State.SPAM, closed=today())
    open_vault(browser, session, someone)
    assert references(browser.get(QUEUE).text) == []
    html = browser.get(f"{QUEUE}?view=over").text
    assert references(html) == [case.reference]
    assert "Spam" in html
    assert "The reporter sees: Closed" in html


def test_a_long_queue_is_shown_a_page_at_a_time(browser: TestClient, session: Session) -> None:
    someone, _ = team(session)
    cases = sorted(report(session).reference for _ in range(SIZE + 1))
    open_vault(browser, session, someone)
    first, second = walked(browser, QUEUE)
    assert references(first) == cases[:SIZE]
    assert references(second) == cases[SIZE:]


def test_however_many_are_at_work_the_newest_that_speaks_of_danger_stands_first(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    pages_full = 40 if WHOLE else 4
    for _ in range(pages_full * SIZE):
        sent = Sent(code=codes.new(), report={"what": "They shouted."})
        take_in.keep(session, sent, today() - timedelta(days=1))
    newest = report(session, day=today(), slip={"danger": True})
    open_vault(browser, session, someone)
    pages = walked(browser, QUEUE)
    assert references(pages[0])[0] == newest.reference
    assert len(pages) == pages_full + 1
    assert len(references(pages[-1])) == 1


def test_reports_held_back_wait_in_a_tab_of_their_own_and_are_taken_into_the_queue(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    one, two = report(session, held=True), report(session, held=True)
    open_vault(browser, session, someone)
    assert "Held back (2)" in browser.get(QUEUE).text
    assert references(browser.get(QUEUE).text) == []
    browser.post(f"{QUEUE}/held", data={"reference": [one.reference, "none"]})
    session.rollback()
    assert references(browser.get(QUEUE).text) == [one.reference]
    assert references(browser.get(f"{QUEUE}?view=held").text) == [two.reference]
    session.rollback()
    taken = select(AuditEntry.subject).where(AuditEntry.action == "case.taken_from_held")
    assert session.exec(taken).all() == [one.reference]


def test_what_is_worked_on_or_closed_straight_from_the_held_ones_waits_there_no_more(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session, held=True)
    open_vault(browser, session, someone)
    where, note = f"{QUEUE}/{case.reference}/note", {"_version": "0", "note": "A note."}
    assert browser.post(where, data=note, follow_redirects=False).status_code == 303
    assert references(browser.get(QUEUE).text) == [case.reference]
    session.rollback()
    kept(session, case, held=True, state=State.SPAM)
    assert references(browser.get(f"{QUEUE}?view=over").text) == [case.reference]


def test_whoever_does_not_hold_the_key_takes_nothing_into_the_queue(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session, held=True)
    keys.take(session, case.id, someone.vault.holder)
    session.commit()
    open_vault(browser, session, someone)
    browser.post(f"{QUEUE}/held", data={"reference": case.reference})
    session.rollback()
    session.refresh(case)
    assert case.held


def test_opening_the_queue_keeps_intake_open(browser: TestClient, session: Session) -> None:
    someone, _ = team(session)
    session.get_one(IncidentArrangements, 1).queue_opened = date(2026, 1, 2)
    session.commit()
    open_vault(browser, session, someone)
    browser.get(QUEUE)
    session.rollback()
    assert session.get_one(IncidentArrangements, 1).queue_opened == today()


def test_whoever_has_not_been_let_in_keeps_no_intake_open(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    someone.vault.holder.waiting = True
    session.add(someone.vault.holder)
    session.get_one(IncidentArrangements, 1).queue_opened = date(2026, 1, 2)
    session.commit()
    open_vault(browser, session, someone)
    browser.get(QUEUE)
    session.rollback()
    assert session.get_one(IncidentArrangements, 1).queue_opened == date(2026, 1, 2)


def test_a_closed_case_comes_back_when_somebody_is_to_ask_again(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    closed = {"state": State.CLOSED, "acknowledged": today()}
    late = kept(session, report(session), **closed, closed=today() - timedelta(days=29))
    kept(session, report(session), **closed, closed=today() - timedelta(days=27))
    kept(session, report(session), **closed, closed=date(2026, 1, 2), followed_up=today())
    kept(session, report(session), state=State.MERGED)
    open_vault(browser, session, someone)
    html = browser.get(f"{QUEUE}?view=overdue").text
    assert references(html) == [late.reference]
    assert "Ask again after closing by" in html
    assert browser.get(f"{QUEUE}?view=over").text.count("Overdue</strong>") == 1


def test_somebody_outside_the_council_keeps_no_intake_open(
    browser: TestClient, session: Session
) -> None:
    team(session)
    outside = person(session, Role.INDEPENDENT)
    session.get_one(IncidentArrangements, 1).queue_opened = date(2026, 1, 2)
    session.commit()
    open_vault(browser, session, outside)
    browser.get(QUEUE)
    session.rollback()
    assert session.get_one(IncidentArrangements, 1).queue_opened == date(2026, 1, 2)


def test_a_later_slip_says_what_the_queue_shows(browser: TestClient, session: Session) -> None:
    someone, _ = team(session)
    case = report(session, slip=SLIP)
    pieces.add(session, case, Item.SLIP, {"risk": "high"})
    session.commit()
    open_vault(browser, session, someone)
    html = browser.get(QUEUE).text
    assert "High risk" in html
    assert "Threats" in html


def test_what_a_reporter_adds_is_news_until_somebody_opens_the_case(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    pieces.add(session, case, Item.ADDITION, {"section": "add", "what": "Again"})
    session.commit()
    open_vault(browser, session, someone)
    assert "Something new" not in browser.get(QUEUE).text
    browser.get(f"{QUEUE}/{case.reference}")
    assert "Something new" not in browser.get(QUEUE).text
    session.rollback()
    pieces.add(session, case, Item.ADDITION, {"section": "add", "what": "And again"})
    attachments.add(session, case, Attachment("wall.jpg", "image/jpeg", b"x"), "B" * 22)
    session.commit()
    assert "Something new" in browser.get(QUEUE).text
    browser.get(f"{QUEUE}/{case.reference}")
    assert "Something new" not in browser.get(QUEUE).text


def test_a_report_taken_by_telephone_says_so_and_never_by_whom(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    open_vault(browser, session, someone)
    taken = Reporter(browser)
    pages = [taken.post("start", channel="telephone"), taken.post("before")]
    pages += [taken.tell("They shouted.").page, taken.wish().page, taken.send().page]
    assert [page for page in pages if someone.account.name in page.text] == []
    session.rollback()
    (case,) = session.exec(select(Report)).all()
    private = someone.vault.report_private(session, case)
    assert private
    ((_, said),) = pieces.opened(session, case, private, Item.REPORT)
    assert said["channel"] == "telephone"
    session.rollback()
    assert "By telephone" in browser.get(f"{QUEUE}/{case.reference}").text


def test_a_report_is_taken_down_in_the_form_of_the_residents(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    sign_in(browser, session, someone.account)
    html = browser.get(f"{QUEUE}/take").text
    assert 'action="/en/help/speak-up" method="post" target="_blank"' in html
    assert 'name="channel" value="telephone"' in html
    assert 'name="channel" value="desk"' in html
