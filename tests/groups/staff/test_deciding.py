"""An officer decides for a reason that the group reads, and never over a colleague."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.groups import keeping, queries
from portal.groups.models import GroupEvent
from portal.groups.rules import Act, State
from portal.groups.staff import start_page
from portal.languages.i18n import today
from portal.settings import Settings
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.groups.factories import DIRECTORY, EMAIL, STAFF, group, link_in, mails, read
from tests.walking import versioned

ONE = f"{STAFF}/valley-women"
WHY = "We could not reach anybody."
CHECKS = {"open_democratic": "yes", "safeguarding": "yes", "basis": "papers"}
DONE = "It is done and noted."


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    """Sign an officer in."""
    sign_in(browser, session, account(session, Role.OFFICER))
    return browser


def do(browser: TestClient, act: str, **said: Any) -> Any:
    """Send the form of an act, as the page shows it."""
    return browser.post(f"{ONE}/{act}", data=versioned(browser, ONE, f"{ONE}/{act}") | said)


def logged(session: Session) -> list[tuple[str, dict[str, Any]]]:
    session.rollback()
    query = select(AuditEntry).where(col(AuditEntry.action).startswith("group."))
    return [(one.action, one.details) for one in session.exec(query.order_by(col(AuditEntry.id)))]


def telephone(code: str, **changes: str) -> dict[str, str]:
    day = today() - timedelta(days=1)
    boxes = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    said = {f"{code}_day.{part}": text for part, text in boxes.items()}
    return {f"{code}_who": "Amina Ali"} | said | changes


def test_what_lacks_before_a_group_is_verified_names_each_field(
    officer: TestClient, session: Session
) -> None:
    group(session)
    group(session, "Valley Elders", state=State.VERIFIED)
    page = do(officer, "verify", basis="groups").text
    summary = page.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    for field in ("It is open and democratic", "It has safeguarding", "First group that vouches"):
        assert field in summary
    assert re.search(r'<input[^>]*name="voucher_1"[^>]*list="voucher_1-offered"', page)
    assert '<option value="Valley Elders">' in page
    assert '<option value="Valley Women">' not in page


@pytest.mark.both
def test_a_group_is_listed_once_its_contact_is_confirmed(
    officer: TestClient, session: Session
) -> None:
    group(session, state=State.APPLIED, confirmed=None, agreed=None)
    refused = do(officer, "list")
    assert refused.status_code == 422
    assert "has not confirmed its contact" in refused.text
    assert DONE in do(officer, "confirmed", **telephone("confirmed")).text
    assert DONE in do(officer, "list").text
    assert read(session).state is State.LISTED
    assert "now in the directory" in mails(session)[-1].body
    assert [action for action, _ in logged(session)] == ["group.confirmed", "group.list"]
    assert "Amina" not in str(logged(session))


@pytest.mark.parametrize(
    ("act", "state", "expected"),
    [
        ("decline", State.APPLIED, State.DECLINED),
        ("unverify", State.VERIFIED, State.LISTED),
        ("pause", State.VERIFIED, State.PAUSED),
        ("resume", State.PAUSED, State.LISTED),
        ("close", State.LISTED, State.CLOSED),
        ("reconsider", State.DECLINED, State.APPLIED),
    ],
)
def test_each_decision_has_a_reason_that_the_group_reads(
    officer: TestClient, session: Session, act: str, state: State, expected: State
) -> None:
    group(session, state=state)
    for typed, message in (("", "Write the reason."), ("r" * 60_000, "at most 400")):
        refused = do(officer, act, **{f"{act}_reason": typed})
        assert refused.status_code == 422
        assert message in refused.text
    assert read(session).state is state
    assert DONE in do(officer, act, **{f"{act}_reason": WHY}).text
    assert read(session).state is expected
    assert WHY in mails(session)[-1].body
    assert WHY in officer.get(ONE).text
    assert logged(session) == [(f"group.{act}", {"state": expected.value})]


def test_a_group_that_closed_itself_is_not_shown_again_without_its_yes(
    officer: TestClient, session: Session
) -> None:
    group(session, state=State.CLOSED, agreed=None)
    refused = do(officer, "resume", resume_reason=WHY)
    assert refused.status_code == 422
    assert "has not said yes" in refused.text
    assert WHY in refused.text


@pytest.mark.parametrize("missing", ["open_democratic", "safeguarding", "basis"])
def test_nobody_is_verified_before_each_point_is_ticked(
    officer: TestClient, session: Session, missing: str
) -> None:
    group(session)
    page = do(officer, "verify", **{k: v for k, v in CHECKS.items() if k != missing}, seen="Papers")
    assert page.status_code == 422
    assert "Papers" in page.text
    assert read(session).state is State.LISTED


@pytest.mark.both
def test_a_group_without_papers_is_verified_by_two_verified_groups(
    officer: TestClient, session: Session
) -> None:
    group(session)
    for name, state, basis in (
        ("Łódź", State.VERIFIED, "papers"),
        ("B", State.VERIFIED, "visit"),
        ("Listed", State.LISTED, ""),
        ("Vouched", State.VERIFIED, "groups"),
    ):
        group(session, name, state=state, checks={"basis": basis} if basis else {})
    for first, second, message in (
        ("Nobody", "B", "No group in the directory"),
        ("Listed", "B", "not verified"),
        ("Vouched", "B", "Only other groups vouched"),
        ("B", "b", "two different groups"),
        ("Valley Women", "B", "vouch for itself"),
    ):
        said = CHECKS | {"basis": "groups", "voucher_1": first, "voucher_2": second}
        page = do(officer, "verify", **said)
        assert page.status_code == 422
        assert message in page.text
    said = CHECKS | {"basis": "groups", "voucher_1": "lodz", "voucher_2": "B"}
    assert DONE in do(officer, "verify", **said).text
    kept = read(session)
    assert kept.state is State.VERIFIED
    assert kept.checks["basis"] == "groups"
    assert "now verified" in mails(session)[-1].body


@pytest.mark.parametrize(("act", "expected"), [("agree", State.LISTED), ("refuse", State.DECLINED)])
def test_an_answer_by_telephone_is_noted_with_a_name_and_a_day(
    officer: TestClient, session: Session, act: str, expected: State
) -> None:
    group(session, state=State.WAITING, agreed=None, confirmed=None, email="", telephone="01632 1")
    nameless = do(officer, act, **telephone(act, **{f"{act}_who": ""}))
    assert nameless.status_code == 422
    later = do(officer, act, **telephone(act, **{f"{act}_day.year": "2999"}))
    assert "has not come yet" in later.text
    assert read(session).state is State.WAITING
    assert DONE in do(officer, act, **telephone(act)).text
    assert read(session).state is expected
    assert "Amina Ali" in officer.get(ONE).text
    assert "Amina" not in str(logged(session))
    assert officer.get(f"{DIRECTORY}/valley-women").status_code == (200 if act == "agree" else 404)


def test_the_yearly_answer_by_telephone_is_noted(officer: TestClient, session: Session) -> None:
    group(session, email="", telephone="01632 960777", confirmed=today() - timedelta(days=500))
    assert "Valley Women" in officer.get(f"{STAFF}?view=overdue").text
    assert DONE in do(officer, "renewed", **telephone("renewed")).text
    assert read(session).confirmed == today()
    assert "Valley Women" not in officer.get(f"{STAFF}?view=overdue").text


@pytest.mark.both
def test_two_officers_who_decide_at_once_do_not_undo_each_other(
    officer: TestClient, session: Session
) -> None:
    group(session)
    form = versioned(officer, ONE, f"{ONE}/close") | {"close_reason": "My own reason"}
    keeping.move(session, read(session), Act.CLOSE, today(), by=99, reason="Theirs")
    session.commit()
    page = officer.post(f"{ONE}/close", data=form)
    assert page.status_code == 409
    assert "Somebody else did this" in page.text
    assert "My own reason" in page.text
    assert "Theirs" in page.text
    assert logged(session) == []


def test_a_decision_about_an_entry_that_changed_meanwhile_is_asked_for_again(
    officer: TestClient, session: Session
) -> None:
    group(session)
    form = versioned(officer, ONE, f"{ONE}/close") | {"close_reason": "My own reason"}
    keeping.change(session, read(session), {"name": "Another name"})
    session.commit()
    page = officer.post(f"{ONE}/close", data=form)
    assert page.status_code == 409
    assert "Somebody else changed this entry" in page.text
    assert "My own reason</textarea>" in page.text
    assert read(session).state is State.LISTED


@pytest.mark.both
@pytest.mark.parametrize("act", ["pause", "close"])
def test_the_second_of_two_taps_is_harmless(
    officer: TestClient, session: Session, act: str
) -> None:
    group(session)
    form = versioned(officer, ONE, f"{ONE}/{act}") | {f"{act}_reason": WHY}
    for _ in range(2):
        assert DONE in officer.post(f"{ONE}/{act}", data=form).text
    assert len(mails(session)) == 1
    assert len(logged(session)) == 1


@pytest.mark.parametrize("answered", [True, False])
def test_changes_of_name_and_contact_are_laid_side_by_side_and_accepted(
    officer: TestClient, session: Session, *, answered: bool
) -> None:
    proposed = {"name": "New Valley", "email": "new@groups.example"}
    more = {"email_confirmed": True} if answered else {}
    group(session, proposed=proposed | more, waits=True)
    assert "Valley Women" in officer.get(f"{STAFF}?view=changes").text
    page = officer.get(ONE).text
    assert "New Valley" in page
    assert ("Somebody answered at the new address" in page) is answered
    assert DONE in do(officer, "accepted").text
    kept = read(session)
    assert (kept.name, kept.email, kept.waits) == ("New Valley", "new@groups.example", False)
    assert (kept.confirmed is not None) is answered
    written = {one.recipient for one in mails(session)}
    assert written == {EMAIL, "new@groups.example"}
    assert "New Valley" in officer.get(f"{DIRECTORY}/valley-women").text


def test_changes_are_refused_with_a_reason(officer: TestClient, session: Session) -> None:
    group(session, proposed={"name": "New Valley"}, waits=True)
    assert do(officer, "refused").status_code == 422
    assert DONE in do(officer, "refused", refused_reason=WHY).text
    assert (read(session).name, read(session).waits) == ("Valley Women", False)
    assert WHY in mails(session)[-1].body
    assert ("group.changes_refused", {"fields": ["name"]}) in logged(session)


def test_an_officer_sends_a_group_what_it_needs_next(officer: TestClient, session: Session) -> None:
    group(session, state=State.APPLIED, confirmed=None, agreed=None)
    assert DONE in do(officer, "sent").text
    officer.post(link_in(mails(session)[-1].body))
    assert read(session).confirmed == today()
    assert f"{ONE}/sent" not in officer.get(ONE).text


def test_a_group_gets_no_more_links_than_it_can_want(officer: TestClient, session: Session) -> None:
    group(session)
    for _ in range(3):
        assert DONE in do(officer, "sent").text
    assert do(officer, "sent").status_code == 422
    assert len(mails(session)) == 3


def test_another_entry_of_the_same_name_is_shown(officer: TestClient, session: Session) -> None:
    group(session)
    group(session, "VALLEY  Womén", state=State.APPLIED)
    assert "Another entry has the same name" in officer.get(ONE).text


def test_what_waits_stands_on_the_start_page_with_its_number(
    officer: TestClient, session: Session
) -> None:
    assert "view=applied" not in officer.get("/en/staff").text
    group(session, "A", state=State.APPLIED)
    group(session, "B", state=State.APPLIED, confirmed=None)
    group(session, "C", confirmed=today() - timedelta(days=500))
    page = officer.get("/en/staff").text
    assert "/en/staff/groups?view=applied" in page
    assert "/en/staff/groups?view=overdue" in page
    assert "view=changes" not in page


def test_staff_find_an_entry_in_each_list(officer: TestClient, session: Session) -> None:
    group(session, "Łódź", state=State.WAITING)
    assert "Łódź" in officer.get(f"{STAFF}?view=waiting&q=lodz").text
    assert "Łódź" not in officer.get(f"{STAFF}?view=waiting&q=other").text
    assert officer.get(f"{STAFF}?view=nonsense&after=x~y~z").status_code == 200
    assert queries.by_slug(session, "lodz")


def test_whoever_did_something_is_named_to_staff_and_not_to_the_group(
    officer: TestClient, session: Session
) -> None:
    group(session)
    do(officer, "pause", pause_reason=WHY)
    session.rollback()
    by = session.exec(select(GroupEvent.by).where(GroupEvent.what == "pause")).one()
    assert re.search(r"\(<bdi[^>]*>Person", officer.get(ONE).text)
    assert by


@pytest.mark.parametrize(("smtp", "told"), [("", 1), ("smtp://localhost", 0)])
def test_an_operator_is_told_that_groups_cannot_be_written_to(
    session: Session, settings: Settings, smtp: str, told: int
) -> None:
    assert list(start_page.findings(session, replace(settings, smtp_url=smtp))) == []
    group(session)
    findings = list(start_page.findings(session, replace(settings, smtp_url=smtp)))
    assert len(findings) == told
