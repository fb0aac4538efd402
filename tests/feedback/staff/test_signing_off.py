"""A report is signed off by somebody who wrote none of it; what it said before stays to be read."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.approvals import staff as approvals
from portal.approvals.rules import LATELY
from portal.feedback.rules import Outcome, Reason
from portal.languages import i18n
from portal.languages.i18n import today
from portal.store import audit
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.feedback import factories as of_all
from tests.feedback.staff import factories as made


def is_unsigned(session: Session) -> bool:
    hidden = all(not one.shown for one in made.entries(session))
    return hidden and not any(one.published for one in made.editions(session))


def plain(page: str) -> str:
    """Give what somebody reads of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def waiting(session: Session, by: Account | None = None, **changes: object) -> str:
    made.written(session)
    here, _ = made.asked(session, by or account(session, Role.OFFICER), **changes)
    return here


def test_nobody_signs_off_what_they_asked_for(browser: TestClient, session: Session) -> None:
    account(session, Role.OFFICER)
    here = waiting(session, made.officer(browser, session))
    assert 'value="agree"' not in browser.get(here).text
    assert browser.post(here, data=made.AGREE).status_code == 422
    assert is_unsigned(session)


@pytest.mark.both
def test_nobody_signs_off_what_they_wrote_although_somebody_else_asked(
    browser: TestClient, session: Session
) -> None:
    writer = made.officer(browser, session)
    asker = account(session, Role.OFFICER)
    here = waiting(session, asker, writers=[writer.id])
    page = browser.post(here, data=made.AGREE)
    assert page.status_code == 422
    assert "You wrote some of this" in page.text
    assert is_unsigned(session)


def test_nobody_signs_off_who_was_let_in_by_whoever_wrote_it(
    browser: TestClient, session: Session
) -> None:
    writer = account(session, Role.OFFICER, Role.ADMINISTRATOR)
    account(session, Role.OFFICER)
    here = waiting(session, writer)
    second = made.officer(browser, session)
    audit.record(session, writer.id or 0, "account.invited", second.email, roles=second.roles)
    session.commit()
    assert browser.post(here, data=made.AGREE).status_code == 422
    assert is_unsigned(session)


@pytest.mark.both
def test_the_page_says_who_can_sign_it_off_and_who_from_which_day(
    browser: TestClient, session: Session
) -> None:
    made.nobody_else(session)
    writer = made.officer(browser, session, Role.OFFICER, Role.ADMINISTRATOR)
    let_in = account(session, Role.OFFICER, name="Nia Let-in")
    lets_in = account(session, Role.ADMINISTRATOR, name="Ola Lets-in")
    account(session, Role.OFFICER, name="Gone Before", disabled=True)
    account(session, Role.CASEWORKER, name="Cai Worker")
    here = waiting(session, writer)
    assert "Nia Let-in can sign it off now." in plain(browser.get(here).text)
    audit.record(session, writer.id or 0, "account.invited", let_in.email, roles=let_in.roles)
    session.commit()
    text = plain(browser.get(here).text)
    day = i18n.day(today() + LATELY + timedelta(days=1))
    assert f"Nia Let-in can sign it off from {day}" in text
    assert "Ola Lets-in can sign it off now." in text
    audit.record(session, lets_in.id or 0, "account.password_reset", writer.email)
    session.commit()
    text = plain(browser.get(here).text)
    assert f"Ola Lets-in can sign it off from {day}" in text
    assert "Gone Before" not in text
    assert "Cai Worker" not in text
    assert browser.post(here, data=made.AGREE).status_code == 422
    assert is_unsigned(session)


def test_where_everybody_wrote_it_the_page_says_what_to_do(
    browser: TestClient, session: Session
) -> None:
    made.nobody_else(session)
    first, second = made.officer(browser, session), account(session, Role.OFFICER)
    here = waiting(session, first, writers=[first.id, second.id])
    text = browser.get(here).text
    assert "Nobody here can sign it off" in text
    assert "can sign it off now" not in text


@pytest.mark.both
def test_who_was_let_in_signs_it_off_from_that_day(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.nobody_else(session)
    writer = account(session, Role.OFFICER, Role.ADMINISTRATOR)
    here = waiting(session, writer)
    second = made.officer(browser, session)
    audit.record(session, writer.id or 0, "account.invited", second.email, roles=second.roles)
    session.commit()
    assert browser.post(here, data=made.AGREE).status_code == 422
    later = now() + LATELY
    monkeypatch.setattr(approvals, "now", lambda: later)
    assert 'value="agree"' in browser.get(here).text
    assert browser.post(here, data=made.AGREE).status_code == 200
    assert not is_unsigned(session)


@pytest.mark.parametrize("role", [one for one in Role if one not in ("officer", "administrator")])
def test_no_other_role_reads_or_signs_it(browser: TestClient, session: Session, role: Role) -> None:
    here = waiting(session)
    sign_in(browser, session, account(session, role))
    for page in (here, made.ONE, made.ALL):
        assert browser.get(page).status_code == 403
    assert browser.post(here, data=made.AGREE).status_code == 403
    assert is_unsigned(session)


def test_it_is_not_signed_off_unless_the_box_is_ticked(
    browser: TestClient, session: Session
) -> None:
    here = waiting(session)
    made.officer(browser, session)
    assert browser.post(here, data={"_do": "agree"}).status_code == 422
    assert browser.post(here, data={"_do": "else"}).status_code == 422
    assert browser.get(f"{made.ONE}/sign/nothing").status_code == 404
    assert is_unsigned(session)


def test_nobody_is_asked_to_sign_off_what_lacks_something(
    browser: TestClient, session: Session
) -> None:
    made.written(session, outcome=Outcome.DONE)
    made.officer(browser, session)
    page = browser.post(f"{made.ONE}/ask", data={})
    assert page.status_code == 422
    assert "Something is missing" in page.text
    assert "what shows that it is done" in page.text
    assert made.editions(session) == []


def test_a_report_without_an_entry_is_not_signed_off(browser: TestClient, session: Session) -> None:
    (row,) = made.begun(session, "lamps")
    made.officer(browser, session)
    browser.post(f"{made.page_of(row)}/out", data={"sure": "yes"})
    assert browser.post(f"{made.ONE}/ask", data={}).status_code == 422
    assert made.editions(session) == []


def test_nobody_but_who_asked_takes_it_back(browser: TestClient, session: Session) -> None:
    here = waiting(session)
    made.officer(browser, session)
    assert browser.post(here, data={"_do": "withdraw"}).status_code == 422
    assert [one.waits for one in made.editions(session)] == [True]


@pytest.mark.both
def test_an_only_officer_is_not_alone_beside_an_administrator(
    browser: TestClient, session: Session
) -> None:
    made.nobody_else(session)
    account(session, Role.ADMINISTRATOR)
    here = waiting(session, made.officer(browser, session))
    assert browser.post(here, data=made.AGREE).status_code == 422
    assert is_unsigned(session)


def test_two_who_both_wrote_sign_nothing_of_each_other_alone(
    browser: TestClient, session: Session
) -> None:
    made.nobody_else(session)
    first, second = account(session, Role.OFFICER), account(session, Role.OFFICER)
    here = waiting(session, first, writers=[first.id, second.id])
    for one in (first, second):
        sign_in(browser, session, one)
        assert browser.post(here, data=made.AGREE).status_code == 422
    assert is_unsigned(session)


@pytest.mark.both
def test_where_nobody_else_could_one_person_signs_and_it_is_shown_so(
    browser: TestClient, session: Session
) -> None:
    made.nobody_else(session)
    account(session, Role.OFFICER, disabled=True)
    account(session, Role.OFFICER, password_hash="")
    account(session, Role.CASEWORKER)
    only = made.officer(browser, session)
    here = waiting(session, only)
    assert "Nobody else here could sign it off" in browser.get(here).text
    assert browser.post(here, data={"_do": "agree"}).status_code == 422
    page = browser.post(here, data=made.AGREE)
    assert "You signed it off as the only one who can." in page.text
    assert "Signed off by one person" in page.text
    assert made.actions(session) == ["feedback.agreed_alone"]
    (edition,) = made.editions(session)
    assert (edition.agreed_by, edition.published) == (only.id, today())


@pytest.mark.both
def test_once_a_second_person_signs_it_off_everybody_can_read_it(
    browser: TestClient, session: Session
) -> None:
    made.written(session)
    first = made.officer(browser, session)
    assert "come later: اردو" not in browser.get(made.ONE).text
    assert "are not ready and come later" in browser.get(made.ONE).text
    page = browser.post(f"{made.ONE}/ask", data={})
    assert "Somebody else is asked to sign it off." in page.text
    (edition,) = made.editions(session)
    second = made.officer(browser, session, Role.ADMINISTRATOR)
    here = f"{made.ONE}/sign/{edition.id}"
    read = browser.get(here).text
    for words in ("The lamps are dark.", "We mend them in May.", "Label of lamps"):
        assert words in read
    assert "Everybody can read it." in browser.post(here, data=made.AGREE).text
    (edition,) = made.editions(session)
    assert (edition.asked_by, edition.agreed_by) == (first.id, second.id)
    assert made.entries(session)[0].shown["said"] == {"en": "The lamps are dark."}
    assert made.kept(session).published == today()
    assert "Somebody decided this meanwhile" in browser.post(here, data=made.AGREE).text
    assert made.actions(session) == ["feedback.asked", "feedback.agreed"]


def test_asked_twice_it_waits_once(browser: TestClient, session: Session) -> None:
    made.written(session)
    made.officer(browser, session)
    for _ in range(2):
        browser.post(f"{made.ONE}/ask", data={})
    assert len(made.editions(session)) == 1


def test_a_second_person_says_what_has_to_change_first(
    browser: TestClient, session: Session
) -> None:
    here = waiting(session)
    made.officer(browser, session)
    page = browser.post(here, data={"_do": "refuse", "answer": "Say <which> lamps"})
    assert "It is not signed off." in page.text
    assert "Say &lt;which&gt; lamps" in page.text
    assert is_unsigned(session)


def test_who_asked_takes_it_back_and_changes_it(browser: TestClient, session: Session) -> None:
    here = waiting(session, made.officer(browser, session))
    (row,) = made.entries(session)
    assert made.page_of(row) in browser.get(made.ONE).text
    browser.post(here, data={"_do": "withdraw"})
    made.save(browser, row, made.SAID | {"questions": "lamps"})
    assert made.entries(session)[0].said == {"en": "They are dark."}


@pytest.mark.both
def test_a_promise_that_is_changed_after_publication_keeps_its_old_words_and_day(
    browser: TestClient, session: Session
) -> None:
    (row,) = made.published(session)
    writer = made.officer(browser, session)
    later = {
        "did": "We try to.",
        "due.year": "2028",
        "questions": "lamps",
        "asked": "Label of lamps",
    }
    page = made.save(browser, row, made.SAID | {"said": "The lamps are dark."} | later)
    assert page.status_code == 200
    assert made.entries(session)[0].shown["did"] == {"en": "We mend them in May."}
    assert "Changes that nobody has signed off" in browser.get(made.ONE).text
    page = browser.post(f"{made.ONE}/ask", data={"reason": ""})
    assert page.status_code == 422
    assert 'href="#reason"' in page.text
    browser.post(f"{made.ONE}/ask", data={"reason": "Less money <came>"})
    edition = made.editions(session)[-1]
    assert edition.writers == [writer.id]
    made.officer(browser, session)
    here = f"{made.ONE}/sign/{edition.id}"
    read = browser.get(here).text
    assert "We mend them in May." in read
    assert "Before, it was promised by Monday 31 May 2027." in read
    assert "31 May 2028" in read
    assert "We try to." in read
    browser.post(here, data=made.AGREE)
    (row,) = made.entries(session)
    assert row.shown["did"] == {"en": "We try to."}
    assert row.shown["due"] == "2028-05-31"
    page = browser.get(made.page_of(row))
    assert "How it was changed" in page.text
    for words in ("We mend them in May.", "31 May 2027", "Less money &lt;came&gt;"):
        assert words in page.text


def test_what_says_the_same_as_everybody_reads_is_not_signed_off_again(
    browser: TestClient, session: Session
) -> None:
    made.published(session)
    made.officer(browser, session)
    page = browser.post(f"{made.ONE}/ask", data={"reason": "Nothing"})
    assert page.status_code == 422
    assert "Nothing was changed" in page.text


def test_who_signs_reads_which_entry_goes_and_what_it_said(
    browser: TestClient, session: Session
) -> None:
    refused = {"outcome": Outcome.NOTHING, "reason": Reason.ALREADY, "due": None}
    made.written(session, "lamps", "paths", **refused)
    of_all.published(session, made.kept(session))
    session.commit()
    writer = made.officer(browser, session)
    gone, _ = made.entries(session)
    browser.post(f"{made.page_of(gone)}/out", data={"sure": "yes"})
    browser.post(f"{made.ONE}/ask", data={"reason": "Asked twice"})
    here = f"{made.ONE}/sign/{made.editions(session)[-1].id}"
    assert "You asked for this; somebody else decides" in browser.get(here).text
    assert writer.id in made.editions(session)[-1].writers
    made.officer(browser, session)
    read = browser.get(here).text
    assert "An entry goes. It said:" in read
    assert "Label of lamps" in read.partition("An entry goes.")[2]
    assert "You asked for this" not in read


def test_who_signs_reads_every_language_and_what_it_is(
    browser: TestClient, session: Session
) -> None:
    (row,) = made.written(session, said={"en": "Dark.", "ur": "اندھیرا"})
    title = {"en": "The new lamps", "ur": "نئی بتیاں"}
    of_all.proof(session, row, title=title)
    session.commit()
    edition = of_all.frozen(session, made.kept(session), "en", "ur")
    session.commit()
    made.officer(browser, session)
    read = browser.get(f"{made.ONE}/sign/{edition.id}").text
    for words in ("In other languages", "اندھیرا", "نئی بتیاں", "اردو"):
        assert words in read
