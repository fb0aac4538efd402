"""A resident leaves the straight way through a questionnaire, and nothing goes astray."""

import re
from datetime import timedelta

from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Draft, Response
from portal.languages import i18n
from portal.store.db import now
from tests.consultations.answering.test_responding import (
    CHECK,
    HOME,
    S1,
    S2,
    carried,
    code_in,
    send,
)
from tests.consultations.factories import consultation, question
from tests.council.factories import council

ORGANISATION, DONE, EQUALITY, SAVED = (
    f"{HOME}/respond/{page}" for page in ("organisation", "done", "equality", "saved")
)


def test_who_changes_the_language_stays_on_the_first_page_about_themselves(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    send(browser)
    page = browser.post(EQUALITY, data={"ethnic_group": "asian", "_step": "1", "_switch": "ur"})
    assert page.url.path.startswith("/ur/")
    assert 'name="_step" value="1"' in page.text
    assert 'name="sex"' in page.text
    assert re.search(r'value="asian" checked', page.text)


def test_a_mistake_about_themselves_is_not_held_against_who_changes_the_language(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    send(browser)
    wrong = {"sex": "unknown", "_step": "1"}
    assert browser.post(EQUALITY, data=wrong).status_code == 422
    assert browser.post(EQUALITY, data=wrong | {"_switch": "ur"}).status_code == 200


def test_saved_answers_are_promised_until_the_day_they_are_deleted(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea", "_save": "yes"})
    draft = session.exec(select(Draft)).one()
    draft.expires = now() + timedelta(days=3)
    session.commit()
    assert i18n.day(draft.expires) in browser.get(SAVED).text


def test_only_the_page_that_has_another_question_says_so(
    browser: TestClient, session: Session
) -> None:
    only_yes = {"question": "group", "options": ["yes"]}
    consultation(
        session,
        [question("group", "single"), question("name", show_if=only_yes)],
        [question("rest")],
    )
    browser.post(S1, data={"group": "yes", "_shown": "group"})
    assert "now has another question" in browser.get(S1).text
    assert "now has another question" not in browser.get(S2).text


def test_an_organisation_that_is_not_complete_is_told_why_it_was_not_sent(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Nets", "_shown": "idea"})
    browser.post(ORGANISATION, data={"name": "Cricket club", "asked": ""})
    page = send(browser)
    assert "There is a problem" in page
    assert 'value="Cricket club"' in page
    assert session.exec(select(Response)).all() == []


def test_who_changes_the_organisation_comes_back_to_the_check_page(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Nets", "_shown": "idea"})
    club = {"name": "Cricket club", "asked": "40", "how": "At practice"}
    browser.post(ORGANISATION, data=club)
    assert f'href="{ORGANISATION}?from=check"' in browser.get(CHECK).text
    form = browser.get(f"{ORGANISATION}?from=check").text
    assert f'action="{ORGANISATION}?from=check"' in form
    assert "There is a problem" not in form
    changed = carried(form) | club | {"asked": "41"}
    page = browser.post(f"{ORGANISATION}?from=check", data=changed)
    assert page.url.path == CHECK
    assert "At practice" in send(browser)


def test_the_name_of_an_organisation_cannot_imitate_another(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Nets", "_shown": "idea"})
    browser.post(ORGANISATION, data={"name": "\u202ebulC tekcirC\x07", "asked": "4"})
    send(browser)
    assert session.exec(select(Response)).one().organisation["name"] == "bulC tekcirC"


def test_who_sends_an_old_page_of_somebody_else_is_told_and_keeps_their_own_answers(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "First", "_shown": "idea"})
    form = carried(browser.get(CHECK).text)
    send(browser)
    browser.post(f"{HOME}/respond/another")
    browser.post(S1, data={"idea": "Second", "_shown": "idea"})
    page = browser.post(CHECK, data=form).text
    assert "The page you sent from was an old one" in page
    assert "Second" in page


def test_who_withdrew_is_not_thanked_for_answers(browser: TestClient, session: Session) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(send(browser))
    browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})
    page = browser.get(DONE).text
    assert "You withdrew your answers" in page
    assert "Your answers have been received" not in page


def test_a_number_is_shown_as_exactly_as_it_was_typed(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("share", "number")])
    browser.post(S1, data={"share": "0.12345", "_shown": "share"})
    assert "0.12345" in browser.get(CHECK).text


def test_what_is_searched_for_is_kept_in_another_language(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    page = browser.get("/en/consultations?q=parks&x=1").text
    assert 'href="/ur/consultations?q=parks&amp;x=1"' in page


def test_what_is_searched_for_stands_apart_in_its_own_direction(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    page = browser.get("/en/consultations", params={"q": "<b>پارک"}).text
    assert '“<bdi dir="rtl">&lt;b&gt;پارک</bdi>”' in page


def test_who_answers_another_consultation_can_begin_this_one(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    consultation(session, slug="roads")
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    assert "Start now" in browser.get("/en/consultations/roads/respond").text
    assert "Start now" not in browser.get(f"{HOME}/respond").text


def test_a_page_about_an_error_names_the_council_in_the_order_it_chose(
    browser: TestClient, session: Session
) -> None:
    council(session, name={"ar": "المجلس", "en": "Ystrad Council"}, languages=("en", "ar", "cy"))
    browser.get("/en/")
    page = browser.get("/cy/nowhere").text
    assert "Ystrad Council" in page
    assert "المجلس" not in page


def test_a_page_with_a_mistake_is_one_to_go_back_to_and_says_only_what_is_left(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea", required=True)], [question("more", required=True)])
    wrong = browser.post(S1, data={"idea": "", "_shown": "idea"})
    assert (wrong.status_code, wrong.request.method) == (422, "GET")
    assert "Answer this question." in wrong.text
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    again = browser.get(str(wrong.url))
    assert again.status_code == 200
    assert "Answer this question." not in again.text
    unsent = browser.post(CHECK, data={"key": ""})
    assert (unsent.status_code, unsent.request.method) == (422, "GET")
    assert "not sent yet" in unsent.text
    assert "not sent yet" not in browser.get(CHECK).text


def test_nobody_else_is_shown_the_mistakes_that_an_address_asks_for(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea", required=True)])
    assert "Answer this question." in browser.get(S1 + "?wrong=yes").text
    assert "Answer this question." not in browser.get(S1).text
