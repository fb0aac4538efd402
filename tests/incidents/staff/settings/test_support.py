"""Whom an administrator names as helping besides the council, and whose numbers are rung."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents import report_settings, signposts
from portal.incidents.models import IncidentArrangements
from portal.incidents.report_settings import Arrangements
from portal.incidents.signposts import NAMES, Support
from portal.incidents.staff.settings.support_form import from_form, sections, to_form
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.council.factories import council
from tests.incidents.factories import arrange
from tests.walking import fields

PAGE = "/en/staff/reports/support"
HELPER = Support(
    "Race Equality Trust (invented)",
    "01632 960101",
    "https://helper.example",
    {"en": "Advice in many languages."},
    text="07700 900101",
    needs=("race", "legal"),
    languages=("ur", "pa"),
    interpreters=True,
    hours={"0": "09:00-12:00, 13:00-17:00"},
    rung="2026-11-02",
)
LISTED = Arrangements(enabled=True, support=(HELPER, NAMES[0]))
OLD = {
    "enabled": True,
    "support": [
        {
            "name": "Stop Hate UK",
            "telephone": "01632 960102",
            "address": "",
            "words": {"en": "Day and night"},
        }
    ],
    "readers": {"en": "Two people."},
}
"""Decisions as they were stored before needs, languages and hours were asked for."""


@pytest.fixture(autouse=True)
def administrator(browser: TestClient, session: Session) -> None:
    council(session)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))


def as_sent(page: str) -> dict[str, str | list[str]]:
    """Read the form of a page as a browser would send it: of boxes, those that are ticked."""
    boxes = [
        dict(re.findall(r'(name|value|checked)(?:="([^"]*)")?', box))
        for box in re.findall(r'<input([^>]*type="checkbox"[^>]*)>', page)
    ]
    ticked: dict[str, list[str]] = {box["name"]: [] for box in boxes}
    for box in boxes:
        ticked[box["name"]] += [box["value"]] if "checked" in box else []
    return fields(page) | ticked


def save(browser: TestClient, entry: str, **changes: str) -> Response:
    shown = as_sent(browser.get(f"{PAGE}/{entry}").text)
    sent = shown | {name.replace("__", "."): value for name, value in changes.items()}
    return browser.post(f"{PAGE}/{entry}", data=sent, follow_redirects=False)


def listed(session: Session) -> tuple[Support, ...]:
    session.rollback()
    return report_settings.current(session).support


def whom(one: Support) -> str:
    return " ".join((one.name, one.telephone, one.text, one.address))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_name_who_helps(
    browser: TestClient, session: Session, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}/0", data={"support.0.name": "A"}).status_code == 403
    assert browser.post(f"{PAGE}/0/rung", data={"shown": "A"}).status_code == 403


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("telephone", "call us"),
        ("text", "write to us"),
        ("hours.0", "all morning"),
        ("hours.6", "09:00"),
        ("hours.2", "09:00-25:00"),
        ("languages", "Urdu, Gobbledygook"),
        ("rung.day", "40"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    browser: TestClient, session: Session, field: str, typed: str
) -> None:
    arrange(session, support=(HELPER,))
    answer = save(browser, "0", **{f"support__0__{field}": typed, "support__0__name": "Another"})
    assert answer.status_code == 422
    assert typed in answer.text
    assert "Another" in answer.text
    assert listed(session) == (HELPER,)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("words.ur", "دن رات"), ("telephone", "01632 960103"), ("address", "1 St")],
)
def test_who_has_no_name_is_refused_beside_it_and_stays_on_the_page(
    browser: TestClient, session: Session, field: str, typed: str
) -> None:
    arrange(session, support=())
    shown = as_sent(browser.get(f"{PAGE}/0").text)
    answer = browser.post(f"{PAGE}/0", data=shown | {f"support.0.{field}": typed})
    assert answer.status_code == 422
    assert 'href="#support-0-name">Write the name.' in answer.text
    assert typed in answer.text
    assert listed(session) == ()


def test_a_place_that_is_not_there_is_not_found(browser: TestClient, session: Session) -> None:
    arrange(session, support=(HELPER,))
    assert browser.get(f"{PAGE}/1").status_code == 200
    assert browser.get(f"{PAGE}/2").status_code == 404


def test_a_number_that_a_colleague_changed_meanwhile_is_not_noted_as_rung(
    browser: TestClient, session: Session
) -> None:
    shown = replace(HELPER, rung="")
    changed = replace(shown, telephone="01632 960199")
    arrange(session, support=(changed,))
    assert browser.post(f"{PAGE}/0/rung", data={"shown": whom(shown)}).status_code == 200
    assert listed(session) == (changed,)
    assert session.exec(select(AuditEntry)).all() == []


def test_who_answered_today_is_not_due_any_more_and_the_log_says_so(
    browser: TestClient, session: Session
) -> None:
    arrange(session, support=(replace(HELPER, rung=""),))
    page = browser.get(PAGE).text
    assert "They answered today" in page
    assert f'name="shown" value="{whom(HELPER)}"' in page
    browser.post(f"{PAGE}/0/rung", data={"shown": whom(HELPER)})
    assert [one.rung for one in listed(session)] == [today().isoformat()]
    assert "They answered today" not in browser.get(PAGE).text
    [entry] = session.exec(select(AuditEntry)).all()
    assert (entry.action, entry.subject) == ("reports.support_rung", "0")


def test_a_new_portal_begins_with_names_that_nobody_sees_and_says_what_is_missing(
    browser: TestClient,
) -> None:
    page = browser.get(PAGE).text
    assert all(one.name in page for one in NAMES)
    assert page.count("Nobody sees this yet") == len(NAMES) > 10
    assert not any(one.reachable for one in NAMES)
    assert "For this residents find nobody" in page
    assert "You need advice about the law" in page
    settings = browser.get("/en/staff/reports/settings").text
    assert "There is no independent support for reporters." in settings
    residents = browser.get("/en/help/who-helps").text
    assert "Samaritans" not in residents
    assert "The council has not named anybody here yet." in residents


def test_support_that_was_stored_before_stays_first_and_is_shown(
    browser: TestClient, session: Session
) -> None:
    session.add(IncidentArrangements(values=OLD))
    session.commit()
    old = Support("Stop Hate UK", "01632 960102", words={"en": "Day and night"})
    others = tuple(one for one in NAMES if one.name != "Stop Hate UK")
    assert listed(session) == (old, *others)
    assert "Stop Hate UK" in browser.get("/en/help/who-helps").text
    assert "Stop Hate UK" in browser.get("/en/help/speak-up").text
    save(browser, "0", support__0__telephone="01632 960104")
    assert listed(session) == (replace(old, telephone="01632 960104"), *others)
    assert report_settings.current(session).readers == {"en": "Two people."}


def test_who_was_taken_off_the_list_does_not_come_back(
    browser: TestClient, session: Session
) -> None:
    arrange(session, support=(HELPER, NAMES[0]))
    assert save(browser, "1", support__1__gone="yes").status_code == 303
    assert listed(session) == (HELPER,)
    assert save(browser, "0", support__0__gone="yes").status_code == 303
    assert listed(session) == ()
    assert browser.get(f"{PAGE}/0").status_code == 200


def test_who_is_emptied_altogether_is_taken_off_the_list(
    browser: TestClient, session: Session
) -> None:
    arrange(session, support=(HELPER,))
    shown = as_sent(browser.get(f"{PAGE}/0").text)
    hidden = {name: shown[name] for name in shown if name.startswith("_")}
    assert browser.post(f"{PAGE}/0", data=hidden).status_code == 200
    assert listed(session) == ()


@pytest.mark.parametrize("entry", [one.code for one in sections(LISTED)])
def test_saving_a_page_unchanged_changes_nothing(
    browser: TestClient, session: Session, entry: str
) -> None:
    report_settings.save(session, LISTED)
    session.commit()
    assert save(browser, entry).status_code == 303
    session.rollback()
    assert report_settings.current(session) == LISTED
    assert session.exec(select(AuditEntry)).all() == []


def test_decisions_survive_their_form() -> None:
    assert from_form(to_form(LISTED)) == LISTED
    assert from_form(to_form(Arrangements())) == Arrangements()


def test_another_who_helps_is_kept_with_all_that_is_said(
    browser: TestClient, session: Session
) -> None:
    arrange(session, support=(HELPER,))
    changes = {
        "name": "Law Advice (invented)",
        "telephone": "01632 960105",
        "languages": "Polski, Welsh",
        "hours__5": "10:00-11:30",
        "rung__day": "3",
        "rung__month": "10",
        "rung__year": "2026",
        "needs": "legal",
    }
    save(browser, "1", **{f"support__1__{name}": typed for name, typed in changes.items()})
    added = Support(
        "Law Advice (invented)",
        "01632 960105",
        needs=("legal",),
        languages=("pl", "cy"),
        hours={"5": "10:00-11:30"},
        rung="2026-10-03",
    )
    assert listed(session) == (HELPER, added)


def test_the_start_page_of_who_may_edit_counts_the_numbers_to_ring(
    browser: TestClient, session: Session
) -> None:
    label = "Numbers of those who help, to be rung"
    fresh = replace(HELPER, rung=today().isoformat())
    late = replace(HELPER, rung=(today() - timedelta(days=200)).isoformat())
    arrange(session, support=(fresh, NAMES[0]))
    assert label not in browser.get("/en/staff").text
    arrange(session, support=(fresh, late, replace(late, rung="")))
    page = browser.get("/en/staff").text
    assert label in page
    assert f'href="{PAGE}"' in page
    assert len(signposts.to_ring(listed(session), today(), 12)) == 1
    sign_in(browser, session, account(session, Role.CASEWORKER))
    assert label not in browser.get("/en/staff").text


def test_how_often_to_ring_is_decided(browser: TestClient, session: Session) -> None:
    assert save(browser, "checks", rung_months="0").status_code == 422
    assert save(browser, "checks", rung_months="3").status_code == 303
    session.rollback()
    assert report_settings.current(session).rung_months == 3
