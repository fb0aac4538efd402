"""Whom a reporter leaves out never gets the key to what they sent."""

from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents import report_settings
from portal.incidents.case_models import Conflict
from portal.incidents.models import KeyHolder, Report, ReportKey
from portal.incidents.records import keys, merging
from portal.incidents.report_settings import NamedReader
from portal.incidents.rules import Circle
from portal.incidents.staff.cases import conflicts
from portal.incidents.staff.keys import recovery, sharing, vault
from tests.accounts.factories import account, sign_in
from tests.incidents.factories import (
    PASSPHRASE,
    TODAY,
    Person,
    arrange,
    open_vault,
    person,
    report,
    team,
)
from tests.incidents.reporter import Reporter
from tests.walking import fields

WORDS = "They shouted at me."
SETTINGS = "/en/staff/reports/settings"
ASKED = "Who must not read it?"
NAMES = ("Dai of the housing office", "The woman at the front desk", "Sam")


def name(session: Session, people: list[Person]) -> list[NamedReader]:
    """Have the council name these people, by what residents call them."""
    named = [
        NamedReader(f"reader-{place}", one.account.email, {"en": NAMES[place]}, one.number)
        for place, one in enumerate(people)
    ]
    arrange(session, named_readers=tuple(named))
    return named


@pytest.fixture
def people(session: Session) -> list[Person]:
    return team(session, 3)


def told(browser: TestClient, *left_out: str, **fields: Any) -> Reporter:
    """Come to the last page of a report that leaves somebody out."""
    return Reporter(browser).begin().tell(WORDS, leave_out=list(left_out), **fields).wish()


def sent(session: Session) -> list[Report]:
    session.rollback()
    return list(session.exec(select(Report)))


def test_nobody_is_asked_where_nobody_is_named_or_has_a_key(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    assert ASKED not in Reporter(browser).begin().text
    session.rollback()
    name(session, people[:2])
    keys.rest(session, session.get_one(KeyHolder, people[1].vault.holder.id), TODAY)
    session.commit()
    page = Reporter(browser).begin().text
    assert ASKED in page
    assert NAMES[0] in page
    assert NAMES[1] not in page


def test_not_everybody_is_left_out(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    named = name(session, people)
    reporter = told(browser, *(one.code for one in named))
    assert "Somebody has to be left who can read it." in reporter.text
    assert WORDS in reporter.text
    reporter.send()
    assert sent(session) == []


def test_nor_are_those_whose_keys_came_to_rest_before_it_is_sent_the_only_ones_left(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    named = name(session, people[:2])
    reporter = told(browser, *(one.code for one in named))
    session.rollback()
    keys.rest(session, session.get_one(KeyHolder, people[2].vault.holder.id), TODAY)
    session.commit()
    reporter.send()
    assert "Somebody has to be left who can read it." in reporter.text
    assert sent(session) == []


def test_whom_the_council_does_not_name_any_more_is_not_forgotten_in_silence(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    named = name(session, people[:2])
    reporter = told(browser, named[0].code)
    session.rollback()
    arrange(session, named_readers=(named[1],))
    reporter.send()
    assert "does not name everybody any more whom you left out" in reporter.text
    assert sent(session) == []
    reporter.tell(WORDS).wish().send()
    assert len(sent(session)) == 1


@pytest.mark.parametrize("about", [{}, {"about_council": "yes"}])
def test_whoever_is_left_out_gets_no_key_now_or_later(
    browser: TestClient, session: Session, people: list[Person], about: dict[str, str]
) -> None:
    outside = person(session, Role.INDEPENDENT)
    dai, other, _ = people
    named = name(session, [dai])
    reporter = told(browser, named[0].code, **about)
    assert "Who must not read it" in reporter.text
    assert NAMES[0] in reporter.text
    assert "Whoever you tick never gets a key to your report." in reporter.text
    reporter.send()
    (kept,) = sent(session)
    assert conflicts.blocked(session, kept.id) == {dai.number}
    assert dai.vault.report_private(session, kept) is None
    assert session.get(ReportKey, (kept.id, dai.vault.holder.id)) is None
    reader = outside if about else other
    assert reader.vault.report_private(session, kept)
    giver = session.get_one(KeyHolder, reader.vault.holder.id)
    sharing.give(session, vault.Vault(giver, reader.vault.private), dai.vault.holder)
    assert session.get(ReportKey, (kept.id, dai.vault.holder.id)) is None


def left_out(browser: TestClient, session: Session, dai: Person) -> Report:
    told(browser, name(session, [dai])[0].code).send()
    (kept,) = sent(session)
    return kept


def test_nor_does_a_new_key_of_theirs_or_the_recovery_key_give_it(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    dai, other, _ = people
    kept = left_out(browser, session, dai)
    drawn = recovery.draw(session, TODAY)
    recovery.confirm(session, other.vault, drawn.holder, TODAY)
    keys.retire(session, session.get_one(KeyHolder, dai.vault.holder.id), TODAY)
    fresh = vault.new_holder(dai.number, Circle.TEAM, PASSPHRASE, TODAY)
    sharing.join(session, fresh, TODAY)
    sharing.give(session, other.vault, fresh.holder)
    found = recovery.opened(session, *drawn.codes[:2])
    assert found
    recovery.restore(session, found, fresh.holder)
    session.commit()
    assert not fresh.holder.waiting
    assert session.get(ReportKey, (kept.id, fresh.holder.id)) is None
    assert found.report_private(session, kept)


def test_staff_read_that_the_reporter_asked_for_it_and_cannot_undo_it(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    dai, other, _ = people
    kept = left_out(browser, session, dai)
    open_vault(browser, session, other)
    page = f"/en/staff/cases/{kept.reference}/conflict"
    assert "Whoever sent the report asked for this." in browser.get(page).text
    undone = browser.post(f"{page}/undo", data={"account": str(dai.number)})
    assert undone.status_code == 422
    session.rollback()
    assert conflicts.blocked(session, kept.id) == {dai.number}
    open_vault(browser, session, dai)
    refused = browser.get(f"/en/staff/cases/{kept.reference}")
    assert "You must not read this case." in refused.text
    assert "asked for this" not in refused.text


def test_what_a_reporter_asked_for_holds_for_good_in_cases_with_which_theirs_is_merged(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    dai, other, _ = people
    kept, into = left_out(browser, session, dai), report(session, "The same evening.")
    merging.merge(session, kept, into, reason="Same", by=other.number, day=TODAY)
    private = other.vault.report_private(session, kept) or b""
    conflicts.extend(session, kept, private, into, by=other.number)
    opened = other.vault.report_private(session, into) or b""
    assert not conflicts.lift(session, into, opened, dai.number, by=other.number)
    assert conflicts.blocked(session, into.id) == {dai.number}


def test_the_same_report_that_leaves_out_others_is_another_report(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    named = name(session, people[:2])
    told(browser, named[0].code).send()
    told(browser, named[1].code).send()
    told(browser).send()
    wishes = [conflicts.blocked(session, one.id) for one in sent(session)]
    assert sorted(map(sorted, wishes)) == sorted([[], [people[0].number], [people[1].number]])


def test_an_administrator_names_readers_by_their_accounts_and_is_told_of_unknown_ones(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    page = f"{SETTINGS}/named"

    def save(**changes: str) -> int:
        shown = fields(browser.get(page).text)
        sent = {one.replace("__", "."): value for one, value in changes.items()}
        return browser.post(page, data=shown | sent, follow_redirects=False).status_code

    assert save(named_readers__0__label__en="Dai") == 422
    assert save(named_readers__0__label__en="Dai", named_readers__0__email="x@y.example") == 303
    assert "x@y.example" in browser.get(SETTINGS).text
    email = people[0].account.email
    assert save(named_readers__0__email=email, named_readers__1__email="") == 303
    assert email not in browser.get(SETTINGS).text
    session.rollback()
    (kept,) = report_settings.current(session).named_readers
    assert (kept.label, kept.account) == ({"en": "Dai"}, people[0].number)
    assert kept.code.startswith("reader-")
    assert save(named_readers__0__email="", named_readers__0__label__en="") == 303
    session.rollback()
    assert report_settings.current(session).named_readers == ()


def test_nothing_in_clear_tells_that_it_was_the_reporter_who_asked(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    dai, other, third = people
    kept = left_out(browser, session, dai)
    conflicts.block(session, kept, third.number, "Her cousin.", by=other.number)
    session.commit()
    rows = session.exec(select(Conflict).where(Conflict.report_id == kept.id)).all()
    assert {len(row.reason) for row in rows} == {len(rows[0].reason)}
