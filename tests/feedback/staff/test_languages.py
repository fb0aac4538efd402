"""A report is translated as a whole, checked by somebody else, and read from then on."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.feedback.models import ReportBackLanguage
from portal.feedback.rules import Outcome, Reason
from portal.languages.i18n import today
from portal.store import audit
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import rows as stored
from tests.feedback.staff import factories as made
from tests.walking import fields, versioned

PAGE = f"{made.ONE}/languages/ur"
CHECK = f"{PAGE}/check"
WELSH = ["en", "cy", "ur"]


def translate(browser: TestClient, session: Session, page: str = PAGE, **changes: str) -> None:
    (row,) = made.entries(session)
    assert (
        browser.post(page, data=made.urdu(row, **changes) | versioned(browser, page)).status_code
        == 200
    )


def check(browser: TestClient, page: str = PAGE) -> int:
    form = f"{page}/check"
    shown = browser.get(page).text
    version = versioned(browser, page, form) if form in shown else versioned(browser, page)
    return browser.post(form, data=version).status_code


def shown(session: Session) -> dict[str, str]:
    (row,) = made.entries(session)
    said: dict[str, str] = row.shown.get("said", {})
    return said


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR, Role.CASEWORKER])
def test_no_other_role_translates(browser: TestClient, session: Session, role: Role) -> None:
    (row,) = made.written(session)
    sign_in(browser, session, account(session, role))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, data=made.urdu(row)).status_code == 403
    assert browser.post(CHECK, data={}).status_code == 403
    assert stored(session, ReportBackLanguage) == []


def test_a_language_that_was_not_promised_is_not_found(
    browser: TestClient, session: Session
) -> None:
    made.written(session)
    made.officer(browser, session)
    for tag in ("pl", "en", "nothing"):
        assert browser.get(f"{made.ONE}/languages/{tag}").status_code == 404
        assert browser.post(f"{made.ONE}/languages/{tag}/check").status_code == 404


def test_a_translation_has_sixty_words_at_most_and_none_is_lost(
    browser: TestClient, session: Session
) -> None:
    (row,) = made.written(session)
    made.officer(browser, session)
    long = "لیمپ " * 60 + "<b>"
    page = browser.post(PAGE, data=made.urdu(row, said=long) | versioned(browser, PAGE))
    assert page.status_code == 422
    assert fields(page.text)[f"said_{row.key}"] == long
    assert stored(session, ReportBackLanguage) == []


@pytest.mark.both
def test_nobody_checks_what_they_translated(browser: TestClient, session: Session) -> None:
    made.written(session)
    account(session, Role.OFFICER)
    made.officer(browser, session)
    translate(browser, session)
    assert CHECK not in browser.get(PAGE).text
    assert check(browser) == 422
    assert made.language(session).checked is None


@pytest.mark.both
def test_nobody_checks_what_they_translated_although_somebody_else_saved_it_last(
    browser: TestClient, session: Session
) -> None:
    made.written(session)
    account(session, Role.OFFICER)
    first = made.officer(browser, session)
    translate(browser, session)
    second = made.officer(browser, session)
    translate(browser, session, said="اندھیرا ہے")
    for one in (first, second):
        sign_in(browser, session, one)
        assert CHECK not in browser.get(PAGE).text
        assert check(browser) == 422
    assert made.language(session).checked is None
    made.officer(browser, session)
    assert check(browser) == 200


def test_who_translated_before_it_was_checked_checks_what_others_change_later(
    browser: TestClient, session: Session
) -> None:
    made.written(session)
    first = made.officer(browser, session)
    translate(browser, session)
    made.officer(browser, session)
    assert check(browser) == 200
    translate(browser, session, said="اندھیرا ہے")
    sign_in(browser, session, first)
    assert check(browser) == 200


@pytest.mark.both
def test_a_language_that_nobody_checked_does_not_become_that_of_writing(
    browser: TestClient, session: Session
) -> None:
    made.written(session)
    made.officer(browser, session)
    for _ in range(2):
        page = browser.post(f"{made.ONE}/language", data={"language": "ur"})
        assert page.status_code == 422
        assert "somebody else to check it first" in page.text
        translate(browser, session)
    assert made.kept(session).language == "en"


@pytest.mark.both
def test_nobody_signs_off_their_translation_once_the_report_is_written_in_its_language(
    browser: TestClient, session: Session
) -> None:
    made.published(session)
    translator = made.officer(browser, session)
    translate(browser, session)
    asker = made.officer(browser, session)
    assert check(browser) == 200
    browser.post(f"{made.ONE}/language", data={"language": "ur"})
    assert set(made.kept(session).writers) == {translator.id, asker.id}
    browser.post(f"{made.ONE}/ask", data={"reason": "Another language"})
    edition = made.editions(session)[-1]
    sign_in(browser, session, translator)
    page = browser.post(f"{made.ONE}/sign/{edition.id}", data=made.AGREE)
    assert page.status_code == 422
    assert made.editions(session)[-1].published is None


def test_nobody_checks_who_was_let_in_by_whoever_translated(
    browser: TestClient, session: Session
) -> None:
    made.written(session)
    first = made.officer(browser, session, Role.OFFICER, Role.ADMINISTRATOR)
    translate(browser, session)
    second = made.officer(browser, session)
    audit.record(session, first.id or 0, "account.invited", second.email, roles=second.roles)
    session.commit()
    assert check(browser) == 422
    assert made.language(session).checked is None


def test_what_is_half_translated_is_not_checked(browser: TestClient, session: Session) -> None:
    made.written(session)
    made.officer(browser, session)
    translate(browser, session, did="")
    made.officer(browser, session)
    assert check(browser) == 422
    assert made.language(session).checked is None


def test_nobody_checks_words_that_were_changed_since_they_read_them(
    browser: TestClient, session: Session
) -> None:
    made.written(session)
    made.officer(browser, session)
    translate(browser, session)
    made.officer(browser, session)
    read = versioned(browser, PAGE, CHECK)
    translate(browser, session, said="اندھیرا ہے")
    made.officer(browser, session)
    assert browser.post(CHECK, data=read).status_code == 409
    assert made.language(session).checked is None


@pytest.mark.both
def test_nobody_saves_a_translation_over_a_colleague(browser: TestClient, session: Session) -> None:
    (row,) = made.written(session)
    made.officer(browser, session)
    version = versioned(browser, PAGE)
    browser.post(PAGE, data=made.urdu(row) | version)
    late = browser.post(PAGE, data=made.urdu(row, said="روشنی نہیں") | version)
    assert late.status_code == 409
    assert "روشنی نہیں" in late.text
    assert made.entries(session)[0].said["ur"] == made.URDU["said"]


def test_a_translation_of_old_words_says_so_until_it_is_saved_again(
    browser: TestClient, session: Session
) -> None:
    (row,) = made.written(session)
    made.officer(browser, session)
    translate(browser, session)
    made.save(browser, row, made.SAID | {"questions": "lamps"})
    assert "Made of old words" in browser.get(PAGE).text
    translate(browser, session)
    assert "Not checked" in browser.get(PAGE).text


def test_a_bare_refusal_is_translated_without_what_was_done(
    browser: TestClient, session: Session
) -> None:
    refused = {"outcome": Outcome.NOT_POSSIBLE, "reason": Reason.COSTS, "did": {}}
    (row,) = made.written(session, **refused)
    made.officer(browser, session)
    assert f"did_{row.key}" not in browser.get(PAGE).text
    words = {name: text for name, text in made.urdu(row).items() if not name.startswith("did")}
    browser.post(PAGE, data=words | versioned(browser, PAGE))
    made.officer(browser, session)
    assert check(browser) == 200
    assert made.language(session).checked == today()


@pytest.mark.both
def test_a_language_is_read_as_soon_as_somebody_else_checked_it(
    browser: TestClient, session: Session
) -> None:
    made.published(session)
    first = made.officer(browser, session)
    translate(browser, session)
    assert shown(session) == {"en": "The lamps are dark."}
    assert made.kept(session).closed is None
    second = made.officer(browser, session, Role.ADMINISTRATOR)
    assert check(browser) == 200
    assert shown(session) == {"en": "The lamps are dark.", "ur": "اندھیرا"}
    assert made.kept(session).closed == today()
    edition = made.editions(session)[-1]
    assert edition.languages == ["en", "ur"]
    assert (edition.asked_by, edition.agreed_by) == (first.id, second.id)
    assert made.actions(session) == ["feedback.translated", "feedback.language_checked"]


@pytest.mark.both
def test_a_corrected_translation_is_read_once_it_is_checked_and_the_old_one_until_then(
    browser: TestClient, session: Session
) -> None:
    made.published(session)
    made.officer(browser, session)
    translate(browser, session)
    made.officer(browser, session)
    check(browser)
    translate(browser, session, said="اندھیرا ہے")
    assert shown(session)["ur"] == "اندھیرا"
    made.officer(browser, session)
    check(browser)
    assert shown(session)["ur"] == "اندھیرا ہے"


@pytest.mark.both
def test_a_language_does_not_bring_changes_that_nobody_signed_off(
    browser: TestClient, session: Session
) -> None:
    (row,) = made.published(session)
    made.officer(browser, session)
    made.save(browser, row, made.SAID | {"did": "We do not.", "questions": "lamps"})
    translate(browser, session)
    made.officer(browser, session)
    assert check(browser) == 200
    assert shown(session) == {"en": "The lamps are dark."}
    assert len(made.editions(session)) == 1


@pytest.mark.both
def test_what_was_checked_while_it_waited_is_read_with_it(
    browser: TestClient, session: Session
) -> None:
    made.written(session)
    writer = account(session, Role.OFFICER)
    here, edition = made.asked(session, writer)
    assert edition.languages == ["en"]
    made.officer(browser, session)
    translate(browser, session)
    made.officer(browser, session)
    check(browser)
    browser.post(here, data=made.AGREE)
    assert shown(session) == {"en": "The lamps are dark.", "ur": "اندھیرا"}


@pytest.mark.both
def test_english_is_never_read_before_welsh(browser: TestClient, session: Session) -> None:
    made.begun(session, "lamps", content={"languages": WELSH})
    (row,) = made.entries(session)
    writer = made.officer(browser, session)
    made.save(browser, row, made.SAID | {"questions": "lamps"})
    page = browser.post(f"{made.ONE}/ask", data={})
    assert page.status_code == 422
    assert "English is never read before Welsh" in page.text
    cymraeg = f"{made.ONE}/languages/cy"
    translate(browser, session, cymraeg, said="Tywyll")
    made.officer(browser, session)
    check(browser, cymraeg)
    sign_in(browser, session, writer)
    browser.post(f"{made.ONE}/ask", data={})
    (edition,) = made.editions(session)
    assert edition.languages == ["cy", "en"]


@pytest.mark.both
def test_the_only_officer_checks_alone_and_the_log_says_so(
    browser: TestClient, session: Session
) -> None:
    made.published(session)
    made.nobody_else(session)
    made.officer(browser, session)
    translate(browser, session)
    assert check(browser) == 200
    assert shown(session)["ur"] == "اندھیرا"
    assert made.language(session).checked == today()
    edition = made.editions(session)[-1]
    assert edition.asked_by == edition.agreed_by


def test_who_checks_is_told_whether_everybody_reads_it_now(
    browser: TestClient, session: Session
) -> None:
    made.written(session)
    writer = account(session, Role.OFFICER)
    made.officer(browser, session)
    translate(browser, session)
    made.officer(browser, session)
    said = browser.post(CHECK, data=versioned(browser, PAGE, CHECK)).text
    assert "It is checked. Everybody reads it once the report is signed off." in said
    here, _ = made.asked(session, writer)
    browser.post(here, data=made.AGREE)
    translate(browser, session, said="اندھیرا ہے")
    made.officer(browser, session)
    said = browser.post(CHECK, data=versioned(browser, PAGE, CHECK)).text
    assert "It is checked. Everybody reads it now." in said
