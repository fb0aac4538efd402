"""A case in a language that nobody of the team reads: what an interpreter read stands beside it."""

from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.models import KeyHolder, Report
from portal.incidents.records import codes, pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle, State
from portal.incidents.staff.cases import languages
from portal.incidents.staff.sharing import fields
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.incidents.factories import Person, open_vault, person, report, team

ARABIC = "صرخوا في وجهي"
ENGLISH = "They shouted in my face."
READS = "/en/staff/cases/languages"
WARNING = "Do not paste it into a translation website or app."


@pytest.fixture
def people(browser: TestClient, session: Session) -> list[Person]:
    made = team(session)
    open_vault(browser, session, made[0])
    return made


def in_arabic(session: Session, **changes: Any) -> Report:
    said = {"what": ARABIC, "reply": "code", "language": "ar", "languages": {"what": "ar"}}
    return report(session, report=said, slip={"language": "ar"}, **changes)


def address(session: Session, case: Report, field: str = "what") -> str:
    session.rollback()
    [piece] = pieces.stored(session, case, Item.REPORT)
    return f"/en/staff/cases/{case.reference}/translation/{piece.id}/{field}"


def write(browser: TestClient, session: Session, case: Report, **changes: str) -> Any:
    place = address(session, case)
    sent = {"_version": str(case.version), "source": "ar", "interpreter": "by_telephone"}
    return browser.post(place, data=sent | {"text": ENGLISH} | changes)


def noted(session: Session, someone: Person, case: Report) -> list[Any]:
    session.rollback()
    private = someone.vault.report_private(session, case)
    assert private
    return [note for _, note in pieces.opened(session, case, private, Item.NOTE)]


def test_whoever_was_not_given_the_case_writes_nothing_beside_it(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    case = in_arabic(session)
    outside = person(session, Role.INDEPENDENT)
    open_vault(browser, session, outside)
    assert browser.get(address(session, case)).status_code == 404
    assert write(browser, session, case).status_code == 404
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    assert browser.get(address(session, case)).status_code == 403
    assert browser.get(READS).status_code == 403
    assert noted(session, people[0], case) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": " "}, "Write down what the interpreter read."),
        ({"text": "x" * 10_001}, "10000"),
        ({"source": "xx-nothing"}, "Choose one of the languages listed."),
        ({"interpreter": ""}, "Say who interpreted, by their role."),
        ({"interpreter": "Mr Ali"}, "Choose one of the answers listed."),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_typed_is_lost(
    browser: TestClient,
    session: Session,
    people: list[Person],
    changes: dict[str, str],
    why: str,
) -> None:
    case = in_arabic(session)
    page = write(browser, session, case, **changes)
    assert page.status_code == 422
    assert why in page.text
    assert changes.get("text", ENGLISH).strip() in page.text
    assert noted(session, people[0], case) == []


def test_a_text_that_is_not_there_and_the_contact_details_are_not_translated(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    case = in_arabic(session)
    assert browser.get(address(session, case, "danger")).status_code == 404
    other = address(session, report(session))
    wrong = other.replace(other.split("/")[4], case.reference)
    assert browser.get(wrong).status_code == 404
    contact = f"/en/staff/cases/{case.reference}/translation/contact/post"
    assert browser.get(contact).status_code == 404


def test_whoever_comes_after_a_colleague_is_told_and_loses_nothing(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    case = in_arabic(session)
    page = write(browser, session, case, _version="99")
    assert page.status_code == 409
    assert ENGLISH in page.text
    assert noted(session, people[0], case) == []


def test_a_translation_is_sealed_and_stands_beside_the_original_with_who_interpreted(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    case = in_arabic(session)
    assert WARNING in browser.get(address(session, case)).text
    page = write(browser, session, case)
    assert page.status_code == 200
    assert "The translation is kept beside the text." in page.text
    assert page.text.index(ARABIC) < page.text.index(ENGLISH) < page.text.index('id="notes"')
    assert "An interpreter by telephone or video" in page.text
    [note] = noted(session, people[0], case)
    assert (note["text"], note["source"], note["language"]) == (ENGLISH, "ar", "en")
    assert note["by"] == people[0].number
    private = people[0].vault.report_private(session, case)
    assert private
    [(_, said)] = pieces.opened(session, case, private, Item.REPORT)
    assert said["what"] == ARABIC


def test_in_clear_a_translation_is_a_note_like_any_other(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    case = in_arabic(session)
    write(browser, session, case)
    session.rollback()
    kinds = [item.kind for item in pieces.stored(session, case)]
    assert set(kinds) <= {Item.REPORT, Item.SLIP, Item.NOTE}
    actions = session.exec(select(AuditEntry.action).where(AuditEntry.subject == case.reference))
    assert [one for one in actions if "transl" in one] == []


def test_the_case_warns_of_translation_websites_only_where_something_is_foreign(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    foreign, english = in_arabic(session).reference, report(session).reference
    session.rollback()
    page = browser.get(f"/en/staff/cases/{foreign}").text
    assert WARNING in page
    assert "never use a translation website" in page
    assert WARNING not in browser.get(f"/en/staff/cases/{english}").text


def test_a_translation_is_not_among_what_is_passed_on_as_the_reporters_words(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    case = in_arabic(session)
    write(browser, session, case)
    session.rollback()
    private = people[0].vault.report_private(session, case)
    assert private
    passed = fields.available(languages.opened(session, case, private), {})
    assert passed["what"] == ARABIC
    assert not any(ENGLISH in text for text in passed.values())


@pytest.mark.parametrize("typed", ["Gobbledygook", "Arabic, nonsense", "x" * 700])
def test_a_language_that_nobody_knows_is_refused(
    browser: TestClient, session: Session, people: list[Person], typed: str
) -> None:
    page = browser.post(READS, data={"reads": typed})
    assert page.status_code == 422
    assert typed in page.text
    session.rollback()
    assert session.get_one(KeyHolder, people[0].vault.holder.id).reads == []


def test_the_queue_shows_which_languages_wait_and_who_of_the_team_reads_them(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    case = in_arabic(session)
    report(session)
    page = browser.get("/en/staff/cases").text
    assert "Languages that wait for somebody who reads them" in page
    assert "Nobody here reads it. Ask an interpreter." in page
    page = browser.post(READS, data={"reads": "العربية, Polish"}).text
    assert "Who reads it:" in page
    assert people[0].account.name in page
    session.rollback()
    assert session.get_one(KeyHolder, people[0].vault.holder.id).reads == ["ar", "pl"]
    assert 'value="Arabic, Polish"' in browser.get(READS).text
    write(browser, session, case)
    assert "Languages that wait" not in browser.get("/en/staff/cases").text


def test_who_reads_for_somebody_else_is_not_named(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    in_arabic(session)
    outside = person(session, Role.INDEPENDENT)
    retired = people[1].vault.holder
    for holder in (outside.vault.holder, retired):
        holder.reads = ["ar"]
        session.add(holder)
    retired.resting_since = retired.since
    session.commit()
    assert "Nobody here reads it" in browser.get("/en/staff/cases").text


def test_what_is_over_or_of_another_circle_waits_for_nobody(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    person(session, Role.INDEPENDENT)
    in_arabic(session, circle=Circle.INDEPENDENT, code=codes.new())
    closed = in_arabic(session)
    closed.state = State.CLOSED
    session.add(closed)
    session.commit()
    assert "Languages that wait" not in browser.get("/en/staff/cases").text
