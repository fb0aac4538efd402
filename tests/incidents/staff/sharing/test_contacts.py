"""How to reach a reporter is read by nobody alone: one asks with a reason, another one agrees."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, delete, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.case_models import ContactRequest
from portal.incidents.models import Report, ReportKey
from portal.incidents.records import keys, pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle, State, TeamKeyPurpose
from portal.incidents.staff.cases import conflicts
from portal.incidents.staff.keys import sharing, vault
from portal.incidents.staff.sharing import contacts
from portal.sealing import boxes
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account
from tests.incidents.factories import (
    TODAY,
    Person,
    approvers,
    open_vault,
    person,
    report,
    team,
)

REASON = {"reason": "She asked us to ring about the court date."}
ALLOW = {"answer": "allow", "reason": "That is what she wants."}
REFUSE = {"answer": "refuse", "reason": "Write to her in the portal first."}
CONTACT = {"telephone": "CANARY-telephone", "email": "CANARY@example.org", "safe": "CANARY-safe"}


@pytest.fixture
def people(session: Session) -> tuple[Person, Person]:
    """Keep a caseworker and an approver."""
    one, _ = team(session)
    return one, approvers(session)[0]


@pytest.fixture
def kept(session: Session, people: tuple[Person, Person]) -> Report:
    """Keep a report whose sender can be reached."""
    return report(session, "CANARY-what", contact=CONTACT)


def case(kept: Report) -> str:
    return f"/en/staff/cases/{kept.reference}/contact"


def ask(browser: TestClient, session: Session, asker: Person, kept: Report) -> str:
    open_vault(browser, session, asker)
    browser.post(case(kept), data=REASON)
    return asked(session).id


def asked(session: Session) -> ContactRequest:
    session.rollback()
    return session.exec(select(ContactRequest)).one()


def decide(
    browser: TestClient, session: Session, who: Person, number: str, form: dict[str, str]
) -> int:
    open_vault(browser, session, who)
    path = f"/en/staff/contacts/{number}"
    return browser.post(path, data=form, follow_redirects=False).status_code


def details(browser: TestClient, session: Session, who: Person, kept: Report) -> tuple[int, str]:
    open_vault(browser, session, who)
    page = browser.get(f"{case(kept)}/details")
    return page.status_code, page.text


def logged(session: Session) -> list[str]:
    session.rollback()
    return list(session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))))


def test_without_approval_contact_details_are_refused_and_the_attempt_is_logged(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    status, page = details(browser, session, people[0], kept)
    assert status == 403
    assert "CANARY" not in page
    assert logged(session)[-1] == "case.contact_refused"


def test_asking_alone_opens_nothing(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    ask(browser, session, people[0], kept)
    assert details(browser, session, people[0], kept)[0] == 403


def test_a_request_needs_a_reason(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    open_vault(browser, session, people[0])
    for reason in ("", " ", "x" * 1001):
        assert browser.post(case(kept), data={"reason": reason}).status_code == 422
    session.rollback()
    assert session.exec(select(ContactRequest)).all() == []


def test_nobody_asks_without_the_key_of_the_case(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker = people[0]
    session.exec(delete(ReportKey).where(col(ReportKey.holder_id) == asker.vault.holder.id))
    open_vault(browser, session, asker)
    assert browser.get(case(kept)).status_code == 404
    assert browser.post(case(kept), data=REASON).status_code == 404


def test_the_approver_sees_who_asks_and_why_and_never_the_contact_or_the_report(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    ask(browser, session, asker, kept)
    open_vault(browser, session, approver)
    page = browser.get("/en/staff/contacts").text
    assert REASON["reason"] in page
    assert kept.reference in page
    assert asker.account.name in page
    assert "CANARY" not in page


def test_what_an_approver_allows_is_read_by_the_one_who_asked_and_by_nobody_else(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    colleague = person(session, Role.CASEWORKER)
    private = asker.vault.report_private(session, kept) or b""
    keys.give(session, kept.id, private, [colleague.vault.holder])
    number = ask(browser, session, asker, kept)
    assert decide(browser, session, approver, number, ALLOW) == 303
    assert details(browser, session, colleague, kept)[0] == 403
    status, page = details(browser, session, asker, kept)
    assert status == 200
    assert [text for text in CONTACT.values() if text not in page] == []
    assert page.index("CANARY-safe") < page.index("CANARY-telephone")
    assert logged(session)[-1] == "case.contact_read"


def test_what_is_released_opens_with_neither_key_alone(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    number = ask(browser, session, asker, kept)
    decide(browser, session, approver, number, ALLOW)
    released = asked(session).released or b""
    place = f"contact_request:{number}:released"
    inner = boxes.open_with(asker.vault.private, released, place) or b""
    assert boxes.open_with(approver.vault.private, released, place) is None
    assert b"CANARY" not in inner
    assert boxes.open_record(asker.vault.private, inner, f"contact:{kept.id}") is None


def test_what_an_approver_refuses_stays_closed_and_who_asked_reads_why(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    number = ask(browser, session, asker, kept)
    decide(browser, session, approver, number, REFUSE)
    assert details(browser, session, asker, kept)[0] == 403
    assert REFUSE["reason"] in browser.get(case(kept)).text
    assert "case.contact_not_allowed" in logged(session)


def test_a_decision_needs_an_answer_and_a_reason(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    number = ask(browser, session, asker, kept)
    for form in ({"reason": "So."}, {"answer": "allow"}, {"answer": "x", "reason": "So."}):
        assert decide(browser, session, approver, number, form) == 422
    assert asked(session).granted is None


def test_a_request_is_decided_once(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    number = ask(browser, session, asker, kept)
    decide(browser, session, approver, number, REFUSE)
    assert decide(browser, session, approver, number, ALLOW) == 404


def test_an_approver_who_comes_back_releases_what_was_left_before_others_began_anew(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, away = people
    keys.rest(session, away.vault.holder, TODAY)
    number = account(session, Role.APPROVER).id or 0
    fresh = vault.new_holder(number, Circle.APPROVER, "x", TODAY)
    sharing.join(session, fresh, TODAY + timedelta(days=28))
    session.commit()
    asked_for = ask(browser, session, asker, kept)
    sharing.settle(session, away.vault, TODAY)
    sharing.give(session, fresh, away.vault.holder)
    session.commit()
    assert decide(browser, session, away, asked_for, ALLOW) == 303
    assert CONTACT["telephone"] in details(browser, session, asker, kept)[1]


def test_nobody_approves_what_they_asked_for_even_with_both_roles(
    browser: TestClient, session: Session
) -> None:
    team(session)
    both = person(session, Role.CASEWORKER, Role.APPROVER)
    keys.make_team_key(session, TeamKeyPurpose.CONTACT, [both.vault.holder])
    session.commit()
    kept = report(session, contact=CONTACT)
    number = ask(browser, session, both, kept)
    assert "You asked for this yourself" in browser.get("/en/staff/contacts").text
    assert decide(browser, session, both, number, ALLOW) == 403
    assert logged(session)[-1] == "case.own_request_refused"
    assert details(browser, session, both, kept)[0] == 403


def test_an_approver_with_a_conflict_of_interest_decides_nothing_about_the_case(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    number = ask(browser, session, asker, kept)
    conflicts.block(session, kept, approver.number, "A neighbour.", by=1)
    session.commit()
    assert decide(browser, session, approver, number, ALLOW) == 404
    assert kept.reference not in browser.get("/en/staff/contacts").text


def test_whoever_is_kept_from_a_case_after_asking_gets_nothing(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    number = ask(browser, session, asker, kept)
    conflicts.block(session, kept, asker.number, "A neighbour.", by=1)
    session.commit()
    assert decide(browser, session, approver, number, ALLOW) == 422
    assert asked(session).released is None


def test_an_approver_without_the_shared_key_cannot_decide(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    number = ask(browser, session, people[0], kept)
    fresh = person(session, Role.APPROVER)
    assert decide(browser, session, fresh, number, ALLOW) == 404
    assert "has not been shared with you" in browser.get("/en/staff/contacts").text


def test_what_was_released_ends_after_seven_days_and_is_deleted(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    number = ask(browser, session, asker, kept)
    decide(browser, session, approver, number, ALLOW)
    session.rollback()
    contacts.forget(session, now() + timedelta(days=7))
    session.commit()
    assert asked(session).released is not None
    contacts.forget(session, now() + timedelta(days=8))
    session.commit()
    assert asked(session).released is None
    assert details(browser, session, asker, kept)[0] == 403
    assert "case.contact_expired" in logged(session)


def test_what_has_ended_is_refused_even_before_it_is_deleted(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    number = ask(browser, session, asker, kept)
    decide(browser, session, approver, number, ALLOW)
    released = asked(session)
    released.expires = (now() - timedelta(days=2)).date()
    session.add(released)
    session.commit()
    assert details(browser, session, asker, kept)[0] == 403


def test_contact_details_of_another_report_are_not_released(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    other = report(session, contact={"telephone": "CANARY-other"})
    private = asker.vault.report_private(session, other) or b""
    ((_, sealed),) = pieces.opened(session, other, private, Item.CONTACT)
    session.rollback()
    pieces.add(session, kept, Item.CONTACT, sealed)
    session.commit()
    assert decide(browser, session, approver, ask(browser, session, asker, kept), ALLOW) == 422
    assert details(browser, session, asker, kept)[0] == 403


def test_without_contact_details_there_is_nothing_to_ask_for(
    browser: TestClient, session: Session, people: tuple[Person, Person]
) -> None:
    anonymous = report(session)
    open_vault(browser, session, people[0])
    assert "left no contact details" in browser.get(case(anonymous)).text
    assert browser.post(case(anonymous), data=REASON).status_code == 422


def test_whoever_withdrew_their_report_is_left_in_peace(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    asker, approver = people
    decide(browser, session, approver, ask(browser, session, asker, kept), ALLOW)
    session.rollback()
    kept.state = State.WITHDRAWN
    session.add(kept)
    session.commit()
    session.refresh(kept)
    assert details(browser, session, asker, kept)[0] == 403
    assert browser.post(case(kept), data=REASON).status_code == 422


def test_what_others_wrote_is_shown_as_text_on_every_page_about_contact(
    browser: TestClient, session: Session, people: tuple[Person, Person]
) -> None:
    asker, approver = people
    hostile = "<script>alert(1)</script>"
    kept = report(session, contact={"telephone": f'"{hostile}', "email": hostile, "x": hostile})
    open_vault(browser, session, asker)
    browser.post(case(kept), data={"reason": hostile})
    open_vault(browser, session, approver)
    pages = [browser.get("/en/staff/contacts").text]
    decide(browser, session, approver, asked(session).id, ALLOW | {"reason": hostile})
    pages.append(details(browser, session, asker, kept)[1])
    pages.append(browser.get(case(kept)).text)
    assert ["&lt;script&gt;alert(1)" in page for page in pages] == [True, True, True]
    assert [page for page in pages if "<script>alert" in page] == []


def test_nothing_is_allowed_once_the_reporter_has_withdrawn(
    browser: TestClient, session: Session, people: tuple[Person, Person], kept: Report
) -> None:
    one, approver = people
    number = ask(browser, session, one, kept)
    kept.kept, kept.state = True, State.WITHDRAWN
    session.commit()
    assert decide(browser, session, approver, number, ALLOW) == 422
    assert asked(session).released is None
    assert decide(browser, session, approver, number, REFUSE) == 303
