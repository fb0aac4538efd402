"""Officers choose words of those who allowed it; nobody's words are changed after a signature."""

import re
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations import hidden_texts
from portal.consultations.models import Consultation
from portal.consultations.rules import ResponseState
from portal.feedback import keeping
from portal.feedback.models import Entry, Quote, ReportBackLanguage
from portal.feedback.quotes import public, rules
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import response
from tests.feedback import factories as made
from tests.feedback.quotes.quoting import (
    DARK,
    address,
    entry,
    officer,
    quoted,
    report_of,
    sender,
    told,
)
from tests.walking import versioned

UR = {"en": "Dark.", "ur": "اندھیرا"}
URDU = "/en/staff/feedback/parks/languages/ur"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def carried(page: str) -> dict[str, str]:
    return dict(HIDDEN.findall(page))


def choose(browser: TestClient, where: str, **said: str) -> Any:
    """Open the form of an answer, and send it."""
    return browser.post(where, data=carried(browser.get(where).text) | said)


def kept(session: Session) -> list[Quote]:
    session.rollback()
    return list(session.exec(select(Quote)))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.ANALYST])
def test_other_staff_read_and_quote_nothing(
    browser: TestClient, session: Session, role: Role
) -> None:
    one = entry(session)
    answer = told(session)
    quote = quoted(session, one, answer)
    sign_in(browser, session, account(session, role))
    for path in ((), ("from", answer.id), (quote.id,)):
        assert browser.get(address(one, *path)).status_code == 403
    assert browser.post(address(one, quote.id, "out")).status_code == 403
    said = {"excerpt": "The lamps are dark"}
    assert browser.post(address(one, "from", answer.id), data=said).status_code == 403
    assert len(kept(session)) == 1


def test_only_what_may_be_quoted_is_listed_and_found(browser: TestClient, session: Session) -> None:
    one = entry(session)
    told(session)
    silent = [
        told(session, "no consent", may_quote=False),
        told(session, "set aside", state=ResponseState.SET_ASIDE),
        told(session, "about paths", question="paths"),
        told(session, "flagged"),
        told(session, "hidden"),
    ]
    silent[3].flags = ["needs_reply"]
    session.add(silent[3])
    hidden_texts.hide(session, [silent[4].response_id], "lamps", "Names a neighbour")
    session.commit()
    officer(browser, session)
    page = browser.get(address(one)).text
    assert DARK in page
    for answer in silent:
        assert f">{answer.text}<" not in page
        assert browser.get(address(one, "from", answer.id)).status_code == 404
        said = {"excerpt": answer.text}
        assert browser.post(address(one, "from", answer.id), data=said).status_code == 404
    assert kept(session) == []


def test_answers_are_found_by_words_and_listed_by_pages(
    browser: TestClient, session: Session
) -> None:
    one = entry(session)
    for number in range(30):
        told(session, f"Lamp number {number} is dark")
    told(session, "Die Straße")
    officer(browser, session)
    first = browser.get(address(one)).text
    assert first.count("Quote from this answer") == 25
    following = re.search(r'href="([^"]*after=[^"]*)"', first)
    assert following
    assert browser.get(following[1].replace("&amp;", "&")).text.count("Quote from this") == 6
    found = browser.get(address(one), params={"q": "STRASSE"}).text
    assert "Die Straße" in found
    assert found.count("Quote from this answer") == 1
    nothing = browser.get(address(one), params={"q": "helicopter"}).text
    assert "No answer that may be quoted has these words." in nothing


def test_of_another_report_there_is_nothing(browser: TestClient, session: Session) -> None:
    one = entry(session)
    answer = told(session)
    officer(browser, session)
    elsewhere = address(one).replace("/parks/", "/buses/")
    for path in (elsewhere, f"{elsewhere}/from/{answer.id}", f"{address(one)}/nothing"):
        assert browser.get(path).status_code == 404
    assert (
        browser.get(address(Entry(key="nothing", report_back_id=1, language="en"))).status_code
        == 404
    )


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"excerpt": ""}, "Write what is quoted."),
        ({"excerpt": "The lamps are bright"}, "These words do not stand so in the answer."),
        ({"excerpt": "my children […] The lamps"}, "These words do not stand so in the answer."),
        ({"excerpt": "x" * 401}, "400"),
        ({"excerpt": "The lamps are dark", "who": "sex/female"}, "Choose one of the answers"),
        ({"excerpt": "The lamps are dark", "words.ur": "x" * 801}, "800"),
    ],
)
def test_what_cannot_be_quoted_so_comes_back_as_it_was_typed(
    browser: TestClient, session: Session, said: dict[str, str], problem: str
) -> None:
    one = entry(session)
    answer = told(session, equality={"sex": "female"})
    officer(browser, session)
    page = choose(browser, address(one, "from", answer.id), **said)
    assert page.status_code == 422
    assert problem in page.text
    assert f"{said['excerpt']}</textarea>" in page.text
    assert kept(session) == []


def test_what_could_tell_who_it_is_needs_a_second_look(
    browser: TestClient, session: Session
) -> None:
    one = entry(session)
    answer = told(session, "Ring me on 07700 900 123 about the lamps")
    officer(browser, session)
    where = address(one, "from", answer.id)
    page = choose(browser, where, excerpt=answer.text)
    assert page.status_code == 422
    assert "This could tell who it is: 07700 900 123." in page.text
    assert kept(session) == []
    translated = choose(browser, where, **{"excerpt": "the lamps", "words.ur": "a@b.example"})
    assert translated.status_code == 422
    assert choose(browser, where, excerpt="Ring me […] about the lamps").status_code == 200
    assert choose(browser, where, excerpt=answer.text, sure="yes").status_code == 200
    assert len(kept(session)) == 2


def test_an_officer_quotes_words_with_translations_and_one_characteristic(
    browser: TestClient, session: Session
) -> None:
    one = entry(session)
    parks = session.exec(select(Consultation)).one()
    for _ in range(9):
        response(session, parks, equality={"sex": "female"})
    answer = told(session, equality={"sex": "female", "religion": "muslim"})
    by = officer(browser, session)
    where = address(one, "from", answer.id)
    form = browser.get(where).text
    assert 'value="sex/female"' in form
    assert "religion/muslim" not in form
    said = {"excerpt": "The lamps are dark [...] afraid.", "who": "sex/female"}
    page = choose(browser, where, **said, **{"words.ur": "بتیاں بند ہیں"})
    assert "It is quoted." in page.text
    assert "Female" in page.text
    (quote,) = kept(session)
    assert quote.words == {"en": "The lamps are dark […] afraid.", "ur": "بتیاں بند ہیں"}
    assert (quote.characteristic, quote.option) == ("sex", "female")
    assert (quote.answer_id, quote.entry_id, quote.language) == (answer.id, one.id, "en")
    assert report_of(session, session.get_one(Entry, one.id)).writers == [by.id]
    (logged,) = session.exec(select(AuditEntry).where(AuditEntry.action == "feedback.quoted"))
    assert (logged.subject, logged.details) == (f"parks/{one.key}", {"quote": quote.id})


def test_the_second_tap_quotes_once(browser: TestClient, session: Session) -> None:
    one = entry(session)
    answer = told(session)
    officer(browser, session)
    where = address(one, "from", answer.id)
    form = carried(browser.get(where).text) | {"excerpt": "The lamps are dark"}
    assert [browser.post(where, data=form).status_code for _ in range(2)] == [200, 200]
    assert len(kept(session)) == 1
    assert browser.post(where, data=form | {"excerpt": "The lamps"}).status_code == 200
    assert len(kept(session)) == 2


def test_no_more_than_ten_stand_beside_an_entry(browser: TestClient, session: Session) -> None:
    one = entry(session)
    answer = told(session)
    for _ in range(rules.MOST_QUOTES):
        quoted(session, one, answer)
    officer(browser, session)
    page = choose(browser, address(one, "from", answer.id), excerpt="The lamps are dark")
    assert page.status_code == 409
    assert "So many quotes stand beside this entry already." in page.text
    assert len(kept(session)) == rules.MOST_QUOTES


def test_while_it_waits_to_be_signed_nothing_is_quoted_or_changed_but_taken_out(
    browser: TestClient, session: Session
) -> None:
    one = entry(session)
    answer = told(session)
    quote = quoted(session, one, answer)
    made.frozen(session, report_of(session, one))
    session.commit()
    officer(browser, session)
    assert "It waits to be signed off." in browser.get(address(one)).text
    for where in (address(one, "from", answer.id), address(one, quote.id)):
        page = choose(browser, where, excerpt="The lamps are dark")
        assert page.status_code == 409
        assert "It waits to be signed off." in page.text
    assert [one.words for one in kept(session)] == [{"en": DARK}]
    browser.post(address(one, quote.id, "out"))
    assert kept(session) == []


@pytest.mark.both
def test_words_that_everybody_reads_stay_and_a_new_translation_is_read_once_it_is_signed(
    browser: TestClient, session: Session
) -> None:
    one = entry(session)
    quote = quoted(session, one, told(session), words={"en": DARK, "ur": "بتی"})
    made.written(session, report_of(session, one), said={"en": "Dark.", "ur": "اندھیرا"})
    made.published(session, report_of(session, one), "en", "ur")
    session.commit()
    officer(browser, session)
    where = address(one, quote.id)
    assert 'name="excerpt"' not in browser.get(where).text
    said = {"excerpt": "The lamps", "words.en": "No", "words.ur": "بتیاں"}
    assert choose(browser, where, **said).status_code == 200
    assert [one.words for one in kept(session)] == [{"en": DARK, "ur": "بتیاں"}]
    assert public(session, [quote.id])[quote.id].words == {"en": DARK, "ur": "بتی"}
    session.expire_all()
    made.published(session, report_of(session, one), "en", "ur")
    assert public(session, [quote.id])[quote.id].words == {"en": DARK, "ur": "بتیاں"}


def checked_in_urdu(session: Session) -> tuple[Entry, Quote]:
    """Keep a report that everybody reads in Urdu too, with a quote that is not translated."""
    one = entry(session)
    quote = quoted(session, one, told(session))
    report = report_of(session, one)
    rows = made.written(session, report, said=UR, did=UR, asked=UR)
    source, number = keeping.source(rows, "en"), report.id or 0
    day = date(2026, 11, 1)
    session.add(
        ReportBackLanguage(report_back_id=number, language="ur", source=source, checked=day)
    )
    made.published(session, report, "en", "ur")
    session.commit()
    return one, quote


def language(session: Session) -> ReportBackLanguage:
    kept(session)
    session.expire_all()
    return session.exec(select(ReportBackLanguage)).one()


@pytest.mark.both
def test_a_translation_of_a_quote_is_read_once_somebody_else_checked_its_language(
    browser: TestClient, session: Session
) -> None:
    one, quote = checked_in_urdu(session)
    by = officer(browser, session)
    choose(browser, address(one, quote.id), **{"words.ur": "بتی"})
    assert (language(session).checked, language(session).translators) == (None, [by.id])
    assert browser.post(f"{URDU}/check", data=versioned(browser, URDU)).status_code == 422
    assert public(session, [quote.id])[quote.id].words == {"en": DARK}
    officer(browser, session)
    assert "بتی" in browser.get(URDU).text
    read = browser.post(f"{URDU}/check", data=versioned(browser, URDU, f"{URDU}/check"))
    assert "It is checked. Everybody reads it now." in read.text
    assert language(session).checked
    assert public(session, [quote.id])[quote.id].words == {"en": DARK, "ur": "بتی"}


def test_nobody_checks_a_quote_that_was_changed_since_they_read_it(
    browser: TestClient, session: Session
) -> None:
    one, quote = checked_in_urdu(session)
    first, second = officer(browser, session), account(session, Role.OFFICER)
    choose(browser, address(one, quote.id), **{"words.ur": "بتی"})
    sign_in(browser, session, second)
    read = versioned(browser, URDU, f"{URDU}/check")
    sign_in(browser, session, first)
    choose(browser, address(one, quote.id), **{"words.ur": "بتیاں"})
    sign_in(browser, session, second)
    assert browser.post(f"{URDU}/check", data=read).status_code == 409
    assert language(session).checked is None


def test_who_signs_reads_each_language_of_a_quote_as_it_is_signed(
    browser: TestClient, session: Session
) -> None:
    one = entry(session)
    quoted(session, one, told(session), words={"en": DARK, "ur": "بتی"})
    edition = made.frozen(session, report_of(session, one))
    session.commit()
    officer(browser, session)
    page = browser.get(f"/en/staff/feedback/parks/sign/{edition.id}").text
    for words in (DARK, "بتی", "اردو"):
        assert words in page


def test_nobody_saves_over_what_a_colleague_saved(browser: TestClient, session: Session) -> None:
    one = entry(session)
    quote = quoted(session, one, told(session))
    officer(browser, session)
    where = address(one, quote.id)
    old = carried(browser.get(where).text)
    mine, theirs = {"excerpt": "The lamps"}, {"excerpt": "my children are afraid."}
    assert choose(browser, where, **theirs).status_code == 200
    page = browser.post(where, data=old | mine)
    assert page.status_code == 409
    assert "Somebody else saved this while you were writing." in page.text
    assert "The lamps</textarea>" in page.text
    assert [one.words["en"] for one in kept(session)] == ["my children are afraid."]
    again = carried(page.text) | mine
    assert browser.post(where, data=again).status_code == 200
    assert [one.words["en"] for one in kept(session)] == ["The lamps"]


def test_taking_it_out_counts_at_once_and_twice_is_harmless(
    browser: TestClient, session: Session
) -> None:
    one = entry(session)
    quote = quoted(session, one, told(session))
    officer(browser, session)
    where = address(one, quote.id, "out")
    for _ in range(2):
        assert browser.post(where).status_code == 200
    assert kept(session) == []
    logged = session.exec(select(AuditEntry).where(AuditEntry.action == "feedback.quote_taken_out"))
    assert len(logged.all()) == 1


def test_a_withdrawn_answer_is_found_by_no_officer(browser: TestClient, session: Session) -> None:
    one = entry(session)
    answer = told(session)
    quote = quoted(session, one, answer)
    response_ = sender(session, answer)
    response_.may_quote = False
    session.add(response_)
    session.commit()
    officer(browser, session)
    assert DARK not in browser.get(address(one)).text
    assert browser.get(address(one, quote.id)).status_code == 404


def test_words_of_people_are_words_and_nothing_else(browser: TestClient, session: Session) -> None:
    one = entry(session)
    answer = told(session, "<script>alert(1)</script> lamps", language="ur")
    officer(browser, session)
    page = browser.get(address(one)).text
    assert "<script>alert" not in page
    assert 'lang="ur"' in page
    choose(browser, address(one, "from", answer.id), excerpt="<script>alert(1)</script> lamps")
    assert [one.words for one in kept(session)] == [{"ur": "<script>alert(1)</script> lamps"}]
