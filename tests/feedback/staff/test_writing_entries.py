"""An officer writes what came of a question, in few words and choices that every language has."""

from datetime import date

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.feedback.rules import Outcome, Owner, Reason
from portal.groups import arrangements
from portal.groups.arrangements import Area, Arrangements
from tests.accounts.factories import account, sign_in
from tests.feedback.staff import factories as made
from tests.walking import fields, versioned


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.OFFICER])
def test_nobody_but_an_officer_writes(browser: TestClient, session: Session, role: Role) -> None:
    (row, _) = made.begun(session)
    sign_in(browser, session, account(session, role))
    page = made.page_of(row)
    for address in (page, f"{page}/evidence", f"{page}/proofs", f"{page}/proofs/file"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, data=made.SAID).status_code == 403
    for address in (f"{page}/move", f"{page}/merge", f"{page}/out", f"{made.ONE}/entries"):
        assert browser.post(address, data={"sure": "yes"}).status_code == 403
    assert browser.post(f"{made.ONE}/language", data={"language": "ur"}).status_code == 403
    assert browser.post(f"{made.ONE}/ask", data={}).status_code == 403
    assert [one.said for one in made.entries(session)] == [{}, {}]


def test_an_entry_of_another_report_or_of_none_is_not_found(
    browser: TestClient, session: Session
) -> None:
    made.begun(session)
    made.officer(browser, session)
    assert browser.get(f"{made.ONE}/entries/nothing").status_code == 404
    assert browser.get(f"{made.ALL}/nothing").status_code == 404


@pytest.mark.parametrize("name", ["asked", "said", "did"])
def test_a_sixty_first_word_is_refused_and_none_is_lost(
    browser: TestClient, session: Session, name: str
) -> None:
    (row, _) = made.begun(session)
    made.officer(browser, session)
    words = " ".join(["<b>lamp</b>"] * 61)
    page = made.save(browser, row, made.SAID | {name: words})
    assert page.status_code == 422
    assert "Write at most 60 words. There are 61 now." in page.text
    assert fields(page.text)[name] == words
    assert made.entries(session)[0].said == {}
    assert made.save(browser, row, made.SAID | {name: words[12:]}).status_code == 200


def test_the_reader_is_told_in_their_language_how_many_words_fit(
    browser: TestClient, session: Session
) -> None:
    (row, _) = made.begun(session)
    made.officer(browser, session)
    page = made.page_of(row)
    sent = made.SAID | {"said": "لیمپ " * 61} | versioned(browser, page)
    answer = browser.post(page.replace("/en/", "/ur/"), data=sent)
    assert answer.status_code == 422
    assert "لیمپ لیمپ" in answer.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "gone"}, "outcome"),
        ({"reason": "gone"}, "reason"),
        ({"owner": ""}, "owner"),
        ({"due.day": "40"}, "due"),
        ({"areas": "nowhere"}, "areas"),
        ({"questions": "nothing"}, "questions"),
    ],
)
def test_what_nobody_can_choose_is_refused(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    (row, _) = made.begun(session)
    made.officer(browser, session)
    page = made.save(browser, row, made.SAID | changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert "They are dark." in page.text
    assert made.entries(session)[0].said == {}


@pytest.mark.both
def test_nobody_saves_over_a_colleague_and_nothing_typed_is_lost(
    browser: TestClient, session: Session
) -> None:
    (row, _) = made.begun(session)
    made.officer(browser, session)
    page = made.page_of(row)
    version = versioned(browser, page)
    browser.post(page, data=made.SAID | version)
    late = browser.post(page, data=made.SAID | {"said": "Too bright!"} | version)
    assert late.status_code == 409
    assert "They are dark." in late.text
    assert "Too bright!" in late.text
    assert made.entries(session)[0].said == {"en": "They are dark."}


def test_the_same_sent_twice_is_kept_once(browser: TestClient, session: Session) -> None:
    (row, _) = made.begun(session)
    made.officer(browser, session)
    page = made.page_of(row)
    sent = made.SAID | versioned(browser, page)
    for _ in range(2):
        assert browser.post(page, data=sent).status_code == 200
    assert made.actions(session) == ["feedback.entry_changed"]


@pytest.mark.both
def test_an_entry_is_written_with_choices_and_says_what_it_still_lacks(
    browser: TestClient, session: Session
) -> None:
    (row, _) = made.begun(session)
    session.commit()
    listed = (Area("parks", {"en": "Parks"}),)
    arrangements.save(session, Arrangements(services=listed))
    session.commit()
    who = made.officer(browser, session)
    assert "what people said" in browser.get(made.page_of(row)).text
    concerns = {"services": "parks", "communities": "everybody", "areas": "everywhere"}
    page = made.save(browser, row, made.SAID | concerns | {"owner": "unsaid", "questions": "lamps"})
    assert "Saved." in page.text
    assert "who does it" in page.text
    one = made.entries(session)[0]
    assert one.said == {"en": "They are dark."}
    assert one.asked == {"en": "Are the lamps bright?", "ur": "lamps کا عنوان"}
    assert (one.outcome, one.owner, one.due) == (
        Outcome.PROMISED,
        Owner.UNSAID,
        date(2027, 5, 31),
    )
    assert (one.services, one.communities, one.areas) == (["parks"], ["everybody"], ["everywhere"])
    assert made.kept(session).writers == [who.id]


def test_a_bare_refusal_needs_no_typed_answer(browser: TestClient, session: Session) -> None:
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    page = made.save(browser, row, made.REFUSED | {"questions": "lamps"})
    assert 'govuk-tag--wait">Missing' not in page.text
    (one,) = made.entries(session)
    assert (one.outcome, one.reason, one.did) == (Outcome.NOT_POSSIBLE, Reason.COSTS, {})
    page = browser.get(made.ONE).text
    assert "because it costs too much" in page
    assert "Ask for it" in page


def test_what_is_done_lacks_what_shows_it(browser: TestClient, session: Session) -> None:
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    page = made.save(browser, row, made.SAID | {"outcome": "done", "questions": "lamps"})
    assert "what shows that it is done" in page.text
    assert "Ask for it" not in browser.get(made.ONE).text


def test_what_no_question_and_nothing_else_led_to_lacks_where_it_was_said(
    browser: TestClient, session: Session
) -> None:
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    made.save(browser, row, made.SAID)
    page = browser.get(made.ONE).text
    assert "where they said it" in page
    assert "Questions without an entry" in page


def test_words_and_letters_of_strangers_are_shown_as_they_are(
    browser: TestClient, session: Session
) -> None:
    (row, _) = made.begun(session)
    made.officer(browser, session)
    page = made.save(browser, row, made.SAID | {"said": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_words_that_are_taken_out_are_taken_out_in_every_language(
    browser: TestClient, session: Session
) -> None:
    words = {"en": "We mend them.", "ur": "مرمت"}
    (row,) = made.written(session, did=words, said={"en": "Dark.", "ur": "اندھیرا"})
    made.officer(browser, session)
    assert made.save(browser, row, made.REFUSED | {"questions": "lamps"}).status_code == 200
    (one,) = made.entries(session)
    assert one.did == {}
    assert one.said == {"en": "They are dark.", "ur": "اندھیرا"}
