"""Two editors at once: nobody's words are lost."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Consultation, QuestionDraft
from portal.consultations.staff import queries
from portal.store.audit import AuditEntry
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE, stored

pytestmark = pytest.mark.both


@pytest.fixture
def consultation(browser: TestClient, session: Session) -> Consultation:
    pages.officer(browser, session)
    return make.drafted(session)


def addresses(session: Session, consultation: Consultation) -> tuple[str, str]:
    section = queries.sections(session, consultation)[0]
    question = queries.questions(session, consultation)[0]
    session.rollback()
    return f"{BASE}/buses/sections/{section.id}", f"{BASE}/buses/questions/{question.id}"


def test_the_later_editor_sees_both_versions_and_keeps_their_own(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    address = f"{BASE}/buses/details"
    mine = pages.form(browser.get(address), address)
    pages.change(browser, address, title__en="Theirs", summary__en="Also theirs")
    answer = browser.post(address, data=mine | {"title.en": "Mine", "title.cy": "Fy un i"})
    assert answer.status_code == 409
    for words in ("Theirs", "Also theirs", "Mine", "Fy un i", "About buses (en)",
                  "Save mine over theirs"):  # fmt: skip
        assert words in answer.text
    assert stored(session).title["en"] == "Theirs"
    kept = pages.form(answer, address)
    assert (kept["title.en"], kept["title.cy"]) == ("Mine", "Fy un i")
    assert browser.post(address, data=kept, follow_redirects=False).status_code == 303
    assert stored(session).title == {"en": "Mine", "cy": "Fy un i"}


def test_a_third_version_in_between_is_shown_again(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    address, _ = addresses(session, consultation)
    mine = pages.form(browser.get(address), address) | {"title.en": "Mine"}
    pages.change(browser, address, title__en="Second")
    conflict = pages.form(browser.post(address, data=mine), address)
    pages.change(browser, address, title__en="Third")
    answer = browser.post(address, data=conflict)
    assert answer.status_code == 409
    assert "Third" in answer.text


def test_a_question_that_somebody_reordered_is_not_put_back_silently(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    _, address = addresses(session, consultation)
    mine = pages.form(browser.get(address), address)
    pages.change(browser, address, _do="options.up.never")
    answer = browser.post(address, data=mine | {"_do": "save"})
    assert answer.status_code == 409
    assert "never, often" in answer.text
    browser.post(address, data=pages.form(answer, address) | {"_do": "save"})
    question = queries.questions(session, stored(session))[0]
    assert [option["code"] for option in question.options] == ["often", "never"]


def test_an_option_that_somebody_added_or_deleted_is_shown(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    _, address = addresses(session, consultation)
    mine = pages.form(browser.get(address), address)
    pages.change(browser, address, options__new="Sometimes", _do="options.add")
    pages.change(browser, address, _do="options.delete.never")
    answer = browser.post(address, data=mine | {"label.en": "Mine"})
    assert answer.status_code == 409
    assert "Sometimes" in answer.text
    assert "Never (en)" in answer.text
    assert pages.form(answer, address)["options.never.label.en"] == "Never (en)"


def test_two_taps_on_one_button_are_harmless(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    address, _ = addresses(session, consultation)
    sent = pages.form(browser.get(address), address) | {"title.en": "Once"}
    for _ in range(2):
        assert browser.post(address, data=sent, follow_redirects=False).status_code == 303
    session.rollback()
    assert len(session.exec(select(AuditEntry)).all()) == 1


def test_a_wrong_form_after_somebody_else_saved_is_still_compared(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    address = f"{BASE}/buses/details"
    wrong = pages.form(browser.get(address), address) | {"slug": "Wrong!"}
    answer = browser.post(address, data=wrong)
    assert answer.status_code == 422
    pages.change(browser, address, title__en="Theirs")
    answer = browser.post(address, data=pages.form(answer, address) | {"slug": "right"})
    assert answer.status_code == 409
    assert "Theirs" in answer.text


def test_while_two_versions_are_compared_no_other_button_saves_one(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    _, address = addresses(session, consultation)
    mine = pages.form(browser.get(address), address) | {"options.new": "Sometimes"}
    pages.change(browser, address, label__en="Theirs")
    answer = browser.post(address, data=mine | {"_do": "options.up.never"})
    assert answer.status_code == 409
    assert 'value="options.' not in answer.text
    assert pages.form(answer, address)["options.new"] == "Sometimes"


def test_a_question_that_is_gone_is_not_moved_and_it_is_said(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    _, address = addresses(session, consultation)
    pages.delete(browser, address)
    answer = browser.post(f"{address}/move", data={"_do": "down"})
    assert answer.status_code == 409
    assert "Somebody else deleted this meanwhile." in answer.text


def test_a_form_of_a_deleted_question_does_not_fit_the_next_one_with_its_number(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    _, address = addresses(session, consultation)
    mine = pages.form(browser.get(address), address) | {"label.en": "Mine"}
    question = queries.questions(session, pages.stored(session))[0]
    told = question.model_dump(exclude={"revision"})
    session.delete(question)
    session.flush()
    session.add(QuestionDraft(**told))
    session.commit()
    assert browser.post(address, data=mine).status_code == 409


def test_what_is_written_into_a_deleted_section_can_be_added_again(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    address, _ = addresses(session, consultation)
    mine = pages.form(browser.get(address), address) | {"title.en": "My work"}
    pages.delete(browser, address)
    answer = browser.post(address, data=mine)
    assert answer.status_code == 409
    assert "deleted this section" in answer.text
    again = f"{BASE}/buses/sections/new"
    browser.post(again, data=pages.form(answer, again))
    titles = [one.title["en"] for one in queries.sections(session, stored(session))]
    assert titles == ["More (en)", "My work"]


def test_what_is_written_into_a_deleted_question_can_be_added_again(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    _, address = addresses(session, consultation)
    mine = pages.form(browser.get(address), address) | {"options.often.label.cy": "Aml"}
    pages.delete(browser, address)
    answer = browser.post(address, data=mine)
    assert answer.status_code == 409
    assert "deleted this question" in answer.text
    again = f"{BASE}/buses/questions/new"
    browser.post(again, data=pages.form(answer, again))
    question = queries.questions(session, stored(session))[1]
    assert question.label == make.words("Use")
    assert question.options[0]["label"] == {"en": "Often (en)", "cy": "Aml"}


def publish(browser: TestClient) -> None:
    address = f"{BASE}/buses/publish"
    reason = {"reason": "Agreed by the cabinet member"}
    answer = browser.post(address, data=pages.form(browser.get(address), address) | reason)
    assert answer.status_code == 200


def test_an_option_added_while_a_colleague_publishes_is_not_dropped_without_a_word(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    _, address = addresses(session, consultation)
    mine = pages.form(browser.get(address), address) | {"options.new": "Sometimes"}
    publish(browser)
    answer = browser.post(address, data=mine | {"_do": "save"})
    assert answer.status_code == 409
    assert "Sometimes" in answer.text


def test_a_date_moved_while_a_colleague_publishes_is_not_dropped_without_a_word(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    address = f"{BASE}/buses/details"
    mine = pages.form(browser.get(address), address) | {"closes.year": "2034"}
    publish(browser)
    answer = browser.post(address, data=mine)
    assert answer.status_code == 409
    assert "2034" in answer.text


def test_details_opened_before_a_colleague_takes_it_back_do_not_wipe_the_dates(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    publish(browser)
    address = f"{BASE}/buses/details"
    mine = pages.form(browser.get(address), address) | {"title.en": "Mine"}
    browser.post(f"{BASE}/buses/take-back")
    assert browser.post(address, data=mine).status_code == 409
    assert stored(session).opens is not None


def test_days_that_a_colleague_moved_with_the_closing_date_are_not_put_back_silently(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    publish(browser)
    address = f"{BASE}/buses/dates"
    mine = pages.form(browser.get(address), address) | {"reason.en": "Mine"}
    later = {"closes__day": "1", "closes__month": "5", "closes__year": "2036"}
    pages.change(browser, f"{BASE}/buses/extend", **later, reason__en="Floods")
    assert browser.post(address, data=mine).status_code == 409
    report_back = stored(session).report_back
    assert report_back is not None
    assert report_back.year == 2036


def test_dates_that_a_colleague_changed_are_looked_at_before_publishing(
    browser: TestClient, session: Session, consultation: Consultation
) -> None:
    address = f"{BASE}/buses/publish"
    checked = pages.form(browser.get(address), address) | {"reason": "Agreed by the cabinet"}
    pages.change(browser, f"{BASE}/buses/details", opens__day="", opens__month="", opens__year="")
    pages.change(browser, f"{BASE}/buses/details", opens__day="1", opens__month="1",
                 opens__year="2020")  # fmt: skip
    assert browser.post(address, data=checked).status_code == 409
    assert stored(session).edition == 0
