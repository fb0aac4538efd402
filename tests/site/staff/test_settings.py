"""An administrator writes the council's settings."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.council import queries
from portal.council.rules import Council, Nation
from portal.site.staff.settings import SETTINGS
from portal.site.staff.settings_sections import sections
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.consultations.factories import consultation
from tests.council.factories import NAME, council
from tests.walking import fields

LANGUAGES = ("en", "cy", "pl", "ur", "ar")
CODES = [section.code for section in sections(LANGUAGES)]


@pytest.fixture
def administrator(browser: TestClient, session: Session) -> TestClient:
    """Sign an administrator in, to a portal whose council has finished its settings."""
    council(session)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    return browser


def saved(session: Session) -> Council:
    """Read the settings anew, after whatever a browser has changed."""
    session.rollback()
    return queries.stored(session)


def page_as_shown(session: Session, code: str) -> dict[str, str]:
    """Give what a browser would send if nothing on the page were changed."""
    now = saved(session)
    section = SETTINGS.find(code, now)
    assert section
    version = SETTINGS.version(section, now, now.languages)
    return SETTINGS.show(section, now, now.languages) | {"_version": version}


def changes(session: Session) -> list[tuple[str, list[str]]]:
    """List which fields of which page were changed, as the audit log has it."""
    session.rollback()
    query = select(AuditEntry).where(AuditEntry.action == "settings.changed")
    rows = session.exec(query.order_by(col(AuditEntry.id)))
    return [(row.subject, row.details["fields"]) for row in rows]


def test_only_administrators_see_settings(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.OFFICER, Role.ANALYST, Role.AUDITOR))
    for path in ["settings", "start", *(f"settings/{code}" for code in CODES)]:
        assert browser.get(f"/en/staff/{path}").status_code == 403


def test_nobody_saves_settings_without_signing_in(browser: TestClient, session: Session) -> None:
    sent = page_as_shown(session, "council") | {"name.en": "Mine now"}
    assert browser.post("/en/staff/settings/council", data=sent).status_code == 403
    assert queries.version(session) == 0


def test_a_settings_page_that_is_not_there(administrator: TestClient) -> None:
    assert administrator.get("/en/staff/settings/secrets").status_code == 404


@pytest.mark.parametrize(
    ("code", "field", "typed"),
    [
        ("council", "name.en", ""),
        ("council", "name.cy", "C" * 300),
        ("council", "nation", "mars"),
        ("council", "leave_address", "javascript:alert(1)"),
        ("council", "closed_days", "25 12 2026\n31 2 2027"),
        ("telephones", "telephones.ur.number", "call me"),
        ("contacts", "data_protection.email", "not an address"),
        ("contacts", "complaints.email", ""),
        ("retention", "draft_days", "many"),
        ("retention", "draft_days", ""),
        ("retention", "draft_days", "٠"),
        ("retention", "written_months", "9999"),
        ("accessibility", "accessibility_status", ""),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_nothing_typed_is_lost(
    administrator: TestClient, session: Session, code: str, field: str, typed: str
) -> None:
    sent = page_as_shown(session, code) | {field: typed}
    answer = administrator.post(f"/en/staff/settings/{code}", data=sent)
    assert answer.status_code == 422
    assert f'href="#{field.replace(".", "-")}"' in answer.text
    kept = [text for name, text in sent.items() if name != "nation"]
    assert [text for text in kept if text not in answer.text] == []
    assert queries.version(session) == 1
    assert changes(session) == []


@pytest.mark.parametrize("wrong", [{"month": "2"}, {"year": "9" * 30}])
def test_a_date_that_does_not_exist_is_shown_again_as_typed(
    administrator: TestClient, session: Session, wrong: dict[str, str]
) -> None:
    sent = page_as_shown(session, "accessibility")
    for part, typed in ({"day": "31"} | wrong).items():
        sent[f"accessibility_tested.{part}"] = typed
    answer = administrator.post("/en/staff/settings/accessibility", data=sent)
    assert answer.status_code == 422
    assert "Write a real date" in answer.text
    assert 'value="31"' in answer.text


def test_after_a_clash_what_one_did_not_touch_shows_what_a_colleague_stored(
    administrator: TestClient, session: Session
) -> None:
    council(session, wordmark="Neighbours", accessibility_tested="2026-10-01")
    page = "/en/staff/settings/council"
    first, second = (fields(administrator.get(page).text) for _ in range(2))
    early = {"name.cy": "Cyngor Newydd", "wordmark": "Theirs"}
    assert administrator.post(page, data=first | early).status_code == 200
    late = second | {"name.pl": "Nowa Rada", "wordmark": "Mine"}
    answer = administrator.post(page, data=late)
    assert answer.status_code == 409
    assert answer.text.count("What is saved now:") == 1
    assert {"name.cy": "Cyngor Newydd", "wordmark": "Mine"}.items() <= fields(answer.text).items()
    assert administrator.post(page, data=fields(answer.text)).status_code == 200
    now = saved(session)
    assert (now.name["cy"], now.name["pl"], now.wordmark) == ("Cyngor Newydd", "Nowa Rada", "Mine")
    assert changes(session) == [
        ("council", ["name.cy", "wordmark"]),
        ("council", ["name.pl", "wordmark"]),
    ]


def test_a_day_that_two_people_changed_is_not_put_together_from_both(
    administrator: TestClient, session: Session
) -> None:
    council(session, accessibility_tested="2026-10-01")
    page = "/en/staff/settings/accessibility"
    first, second = (fields(administrator.get(page).text) for _ in range(2))
    administrator.post(page, data=first | {"accessibility_tested.month": "9"})
    answer = administrator.post(page, data=second | {"accessibility_tested.day": "2"})
    assert answer.status_code == 409
    assert "Somebody else changed this date meanwhile." in answer.text
    assert (
        fields(answer.text).items()
        >= {
            "accessibility_tested.day": "2",
            "accessibility_tested.month": "10",
        }.items()
    )


def test_settings_that_are_sent_twice_are_saved_once(
    administrator: TestClient, session: Session
) -> None:
    page = "/en/staff/settings/council"
    sent = fields(administrator.get(page).text) | {"wordmark": "Lleisiau"}
    for _ in range(2):
        assert administrator.post(page, data=sent).status_code == 200
    assert changes(session) == [("council", ["wordmark"])]


def test_the_second_of_two_editors_sees_the_change_and_keeps_what_they_typed(
    administrator: TestClient, session: Session
) -> None:
    sent = page_as_shown(session, "council") | {"wordmark": "Lleisiau"}
    council(session, wordmark="Neighbours")
    answer = administrator.post("/en/staff/settings/council", data=sent)
    assert answer.status_code == 409
    assert "Somebody else changed these settings" in answer.text
    assert 'value="Lleisiau"' in answer.text
    assert "Neighbours" in answer.text
    version = re.search(r'name="_version" value="(\w+)"', answer.text)
    assert version
    sent |= {"_version": version[1]}
    assert administrator.post("/en/staff/settings/council", data=sent).status_code == 200
    assert saved(session).wordmark == "Lleisiau"


def test_two_editors_of_different_pages_do_not_disturb_each_other(
    administrator: TestClient, session: Session
) -> None:
    sent = page_as_shown(session, "council") | {"wordmark": "Lleisiau"}
    council(session, draft_days=14)
    assert administrator.post("/en/staff/settings/council", data=sent).status_code == 200
    now = saved(session)
    assert (now.wordmark, now.draft_days) == ("Lleisiau", 14)


def test_every_text_is_asked_in_every_language_in_its_direction(
    administrator: TestClient,
) -> None:
    page = administrator.get("/en/staff/settings/recipients").text
    assert re.search(r'name="recipients\.ur" [^>]*lang="ur" dir="rtl"', page)
    assert re.search(r'name="recipients\.pl" [^>]*lang="pl" dir="ltr"', page)


def test_what_is_saved_is_shown_to_residents_and_logged(
    administrator: TestClient, session: Session
) -> None:
    sent = page_as_shown(session, "council") | {"name.cy": "Cyngor Newydd", "nation": "england"}
    answer = administrator.post("/en/staff/settings/council", data=sent)
    assert answer.status_code == 200
    assert "Your changes are saved." in answer.text
    assert "Cyngor Newydd" in administrator.get("/cy/").text
    assert saved(session).nation is Nation.ENGLAND
    assert changes(session) == [("council", ["name.cy", "nation"])]


def test_saving_without_a_change_is_not_logged(administrator: TestClient, session: Session) -> None:
    for code in CODES:
        if code != "languages":
            sent = page_as_shown(session, code)
            answer = administrator.post(f"/en/staff/settings/{code}", data=sent)
            assert answer.status_code == 200, code
    assert changes(session) == []


def test_a_text_that_is_emptied_is_gone(administrator: TestClient, session: Session) -> None:
    sent = page_as_shown(session, "council") | {"name.pl": ""}
    administrator.post("/en/staff/settings/council", data=sent)
    assert "pl" not in saved(session).name


def test_a_telephone_that_is_emptied_is_gone(administrator: TestClient, session: Session) -> None:
    sent = page_as_shown(session, "telephones")
    emptied = {name: "" for name in sent if name.startswith("telephones.ur.")}
    administrator.post("/en/staff/settings/telephones", data=sent | emptied)
    assert set(saved(session).telephones) == {"en"}


def test_a_number_is_written_in_the_digits_of_any_script(
    administrator: TestClient, session: Session
) -> None:
    sent = page_as_shown(session, "retention") | {"draft_days": "٤٥"}
    assert administrator.post("/en/staff/settings/retention", data=sent).status_code == 200
    assert saved(session).draft_days == 45


def test_a_date_is_kept_as_a_day(administrator: TestClient, session: Session) -> None:
    sent = page_as_shown(session, "accessibility")
    day = {"day": "7", "month": "11", "year": "2026"}
    sent |= {f"accessibility_prepared.{part}": text for part, text in day.items()}
    administrator.post("/en/staff/settings/accessibility", data=sent)
    assert saved(session).accessibility_prepared == "2026-11-07"


def press(browser: TestClient, session: Session, button: str, tag: str) -> int:
    """Press a button beside a language."""
    sent = {"_version": page_as_shown(session, "languages")["_version"], button: tag}
    return browser.post("/en/staff/settings/languages", data=sent).status_code


def test_the_last_language_cannot_be_taken_away(
    administrator: TestClient, session: Session
) -> None:
    council(session, languages=("cy",))
    assert press(administrator, session, "remove", "cy") == 422
    assert saved(session).languages == ("cy",)


@pytest.mark.parametrize(("button", "tag"), [("add", "tlh"), ("up", "tlh"), ("shuffle", "en")])
def test_a_language_that_is_not_shipped_cannot_be_offered(
    administrator: TestClient, session: Session, button: str, tag: str
) -> None:
    assert press(administrator, session, button, tag) == 422
    assert saved(session).languages == LANGUAGES


def test_an_outdated_list_of_languages_is_not_changed(
    administrator: TestClient, session: Session
) -> None:
    sent = {"_version": "old", "up": "cy"}
    answer = administrator.post("/en/staff/settings/languages", data=sent)
    assert answer.status_code == 409
    assert "Somebody else changed these settings" in answer.text


def test_welsh_can_come_first(administrator: TestClient, session: Session) -> None:
    assert press(administrator, session, "up", "cy") == 200
    assert saved(session).languages == ("cy", "en", "pl", "ur", "ar")
    assert changes(session) == [("languages", ["languages"])]


def test_a_language_keeps_its_texts_while_it_is_not_offered(
    administrator: TestClient, session: Session
) -> None:
    press(administrator, session, "remove", "pl")
    assert "pl" not in saved(session).languages
    sent = page_as_shown(session, "council")
    administrator.post("/en/staff/settings/council", data=sent)
    assert press(administrator, session, "add", "pl") == 200
    now = saved(session)
    assert now.languages == ("en", "cy", "ur", "ar", "pl")
    assert now.name == NAME


def test_reading_a_page_gives_back_what_it_shows(session: Session) -> None:
    made = replace(council(session), draft_days=5)
    for section in sections(made.languages):
        sent = SETTINGS.show(section, made, made.languages)
        assert SETTINGS.read(sent, section, made, made.languages) == made


def test_who_answered_can_still_read_who_was_said_to_receive_answers(
    administrator: TestClient, session: Session
) -> None:
    consultation(session)
    consultation(session, slug="later", opens=now() + timedelta(days=3))
    before = saved(session).never_recipients["en"]
    said = [f"Number {n}" for n in range(1, 9)]
    for never in said:
        sent = page_as_shown(session, "recipients") | {"never_recipients.en": never}
        administrator.post("/en/staff/settings/recipients", data=sent)
    page = administrator.get("/en/consultations/parks").text
    assert page.count("We changed this on") == len(said)
    assert all(page.count(words) == 1 for words in (before, *said))
    assert "We changed this on" not in administrator.get("/en/consultations/later").text


def test_what_was_said_before_anybody_was_asked_is_not_kept(
    administrator: TestClient, session: Session
) -> None:
    consultation(session, opens=now() + timedelta(days=3))
    sent = page_as_shown(session, "recipients") | {"never_recipients.en": "Employers"}
    administrator.post("/en/staff/settings/recipients", data=sent)
    assert saved(session).never_recipients["en"] == "Employers"
    assert saved(session).earlier_recipients == ()


def test_the_days_on_which_the_council_is_closed_are_kept_and_shown(
    administrator: TestClient, session: Session
) -> None:
    sent = page_as_shown(session, "council") | {"closed_days": "28 12 2026\r\n٢٥ ١٢ ٢٠٢٦\r\n"}
    assert administrator.post("/en/staff/settings/council", data=sent).status_code == 200
    assert saved(session).closed_days == (date(2026, 12, 25), date(2026, 12, 28))
    assert changes(session) == [("council", ["closed_days"])]
    assert page_as_shown(session, "council")["closed_days"] == "25 12 2026\n28 12 2026"
