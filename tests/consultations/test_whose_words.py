"""Each text is in the language of the page on which it was typed last, whatever page sends it."""

import csv
import io
import json
import re
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.answering import drafts
from portal.consultations.models import (
    Consultation,
    Draft,
    EqualityAnswers,
    Response,
    WrittenAnswer,
)
from portal.consultations.rules import Respondent
from portal.sealing import crypto
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import analyst, response
from tests.consultations.answering.test_responding import carried, code_in, send
from tests.consultations.factories import consultation, question
from tests.walking import versioned

URDU = "Covid کے بعد بسیں کم ہو گئیں"
S1, CHECK = "/consultations/parks/respond/s1", "/consultations/parks/respond/check"
STAFF = "/en/staff/consultations/parks"
OTHER = [
    {"code": "yes", "label": {"en": "Yes"}},
    {"code": "more", "label": {"en": "Something else"}, "other": True},
]
QUESTIONS = [
    question("idea", "long"),
    question("place"),
    question("use", "single", options=OTHER),
]


def type_on(browser: TestClient, path: str, **fields: Any) -> Any:
    """Send the form of a page with what it carries, as a browser does."""
    return browser.post(path, data=carried(browser.get(path).text) | fields)


def kept(session: Session) -> dict[str, str]:
    """Tell in which language each text was kept."""
    session.rollback()
    return {one.question: one.language for one in session.exec(select(WrittenAnswer))}


def one_text(session: Session, to: Consultation, text: str = URDU) -> WrittenAnswer:
    """Keep a text that is filed under English."""
    sent = Response(
        consultation_id=to.id or 0, edition=1, receipt="r", language="en", day=now().date()
    )
    session.add(sent)
    session.flush()
    made = WrittenAnswer(response_id=sent.id, question="idea", text=text, language="en")
    session.add(made)
    session.commit()
    return made


@pytest.mark.parametrize("tag", ["so", "xx", "", "ur-Latn", '"><b>', "u" * 5000])
def test_a_form_cannot_make_up_in_which_language_its_page_was(
    browser: TestClient, session: Session, tag: str
) -> None:
    consultation(session, QUESTIONS)
    browser.post(f"/ur{S1}", data={"idea": URDU, "_typed_in": tag})
    send(browser, f"/en{CHECK}")
    assert kept(session) == {"idea": "ur"}


@pytest.mark.parametrize("tag", ["", "xx", "EN", "en-GB", "mul", '"><b>', "u" * 5000])
def test_a_text_cannot_be_filed_under_what_is_no_language(
    browser: TestClient, session: Session, tag: str
) -> None:
    text = one_text(session, consultation(session, QUESTIONS))
    analyst(browser, session)
    form = f"{STAFF}/written/{text.id}/language"
    shown = versioned(browser, f"{STAFF}/written/{text.id}", form)
    page = browser.post(form, data=shown | {"language": tag})
    assert page.status_code == 422
    assert "<b>" not in page.text
    assert kept(session) == {"idea": "en"}


def test_an_officer_corrects_nothing_in_what_analysts_read(
    browser: TestClient, session: Session
) -> None:
    text = one_text(session, consultation(session, QUESTIONS))
    sign_in(browser, session, account(session, Role.OFFICER))
    page = browser.post(f"{STAFF}/written/{text.id}/language", data={"language": "ur"})
    assert page.status_code == 403
    assert kept(session) == {"idea": "en"}


def test_what_is_sent_from_another_page_stays_in_its_own_language(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    type_on(browser, f"/ur{S1}", idea=URDU, use="more", **{"use.other": "کبھی کبھی"})
    check = browser.get(f"/en{CHECK}").text
    assert re.search(rf'lang="ur"[^>]*>{URDU}<', check)
    assert re.search(r'<bdi[^>]* lang="ur"[^>]*>کبھی کبھی<', check)
    done = send(browser, f"/en{CHECK}")
    assert kept(session) == {"idea": "ur", "use.other": "ur"}
    assert session.exec(select(Response.language)).one() == "en"
    code = code_in(browser.get("/en/consultations/parks/respond/done").text or done)
    receipt = browser.post("/en/receipt", data={"receipt_code": code}).text
    assert re.search(rf'lang="ur"[^>]*>{URDU}<', receipt)


def test_what_is_typed_before_a_language_is_pressed_was_typed_before(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    page = type_on(browser, f"/ur{S1}", idea=URDU, _switch="en")
    assert page.url.path == f"/en{S1}"
    assert re.search(r'<textarea[^>]* lang="ur"', page.text)
    send(browser, f"/en{CHECK}")
    assert kept(session) == {"idea": "ur"}


def test_a_text_that_is_changed_is_in_the_language_of_the_page_on_which_it_was(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    type_on(browser, f"/ur{S1}", idea=URDU, place="پارک")
    type_on(browser, f"/en{S1}", idea="Fewer buses since Covid", place="پارک")
    send(browser, f"/ur{CHECK}")
    assert kept(session) == {"idea": "en", "place": "ur"}


def test_an_organisations_words_keep_their_language(browser: TestClient, session: Session) -> None:
    consultation(session, QUESTIONS)
    path = "/consultations/parks/respond/organisation"
    type_on(browser, f"/ur{path}", name="خواتین", asked="40", how="جلسے میں")
    type_on(browser, f"/en{path}", name="Women", asked="40", how="جلسے میں")
    type_on(browser, f"/en{S1}", place="Park")
    assert re.search(r'lang="ur"[^>]*>جلسے میں<', browser.get(f"/en{CHECK}").text)
    send(browser, f"/en{CHECK}")
    told = session.exec(select(Response)).one().organisation
    assert told["languages"] == {"name": "en", "how": "ur"}
    analyst(browser, session)
    assert re.search(r'lang="ur"[^>]*>جلسے میں<', browser.get(f"{STAFF}/organisations").text)


@pytest.mark.parametrize(("chosen", "language"), [(URDU, "ur"), ("Buses", "en")])
def test_what_two_tabs_wrote_is_shown_and_kept_in_the_language_of_each(
    browser: TestClient, session: Session, chosen: str, language: str
) -> None:
    consultation(session, QUESTIONS)
    urdu, english = (carried(browser.get(f"/{tag}{S1}").text) for tag in ("ur", "en"))
    browser.post(f"/ur{S1}", data=urdu | {"idea": URDU, "use": "more", "use.other": "صوفی"})
    page = browser.post(f"/en{S1}", data=english | {"idea": "Buses", "use": "yes"}).text
    assert re.search(r'<textarea[^>]* lang="en"[^>]*>\s*Buses<', page)
    assert f'<bdi lang="ur" dir="rtl">{URDU}</bdi>' in page
    assert '<bdi lang="ur" dir="rtl">صوفی</bdi>' in page
    type_on(browser, f"/en{S1}", idea=chosen, use="more", **{"use.other": "صوفی"})
    send(browser, f"/en{CHECK}")
    assert kept(session) == {"idea": language, "use.other": "ur"}


def test_what_two_tabs_wrote_about_an_organisation_is_shown_in_the_language_of_each(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    path = "/consultations/parks/respond/organisation"
    urdu, english = (carried(browser.get(f"/{tag}{path}").text) for tag in ("ur", "en"))
    browser.post(f"/ur{path}", data=urdu | {"name": "خواتین", "asked": "40"})
    page = browser.post(f"/en{path}", data=english | {"name": "Women", "asked": "41"}).text
    assert '<bdi lang="ur" dir="rtl">خواتین</bdi>' in page
    assert re.search(r'value="Women"[^>]* lang="en"|lang="en"[^>]* value="Women"', page)
    type_on(browser, f"/en{path}", name="خواتین", asked="40")
    type_on(browser, f"/en{S1}", place="Park")
    send(browser, f"/en{CHECK}")
    assert session.exec(select(Response)).one().organisation["languages"] == {"name": "ur"}


@pytest.mark.parametrize(
    "sent", [{"part": "asked", "language": "ps"}, {"part": "how", "language": "xx"}, {}]
)
def test_what_is_no_text_of_an_organisation_is_filed_under_nothing(
    browser: TestClient, session: Session, sent: dict[str, str]
) -> None:
    item = consultation(session, QUESTIONS)
    one = response(session, item, organisation={"name": "Women", "asked": 4, "how": ""})
    person = response(session, item)
    analyst(browser, session)
    assert browser.post(f"{STAFF}/responses/{one.id}/language", data=sent).status_code == 422
    assert browser.post(f"{STAFF}/responses/{person.id}/language", data=sent).status_code == 404


def test_whoever_reads_of_an_organisation_says_in_which_language_it_is(
    browser: TestClient, session: Session
) -> None:
    item = consultation(session, QUESTIONS)
    told = {"name": "ښځې", "asked": 4, "how": "غونډه"}
    one = response(session, item, organisation=told, respondent=Respondent.ORGANISATION)
    analyst(browser, session)
    sent = {"part": "how", "language": "ps"}
    page = browser.post(f"{STAFF}/responses/{one.id}/language", data=sent)
    assert page.status_code == 200
    assert re.search(r'lang="ps"[^>]*>غونډه<', browser.get(f"{STAFF}/organisations").text)
    session.rollback()
    assert session.get_one(Response, one.id).organisation == told | {"languages": {"how": "ps"}}
    (row,) = session.exec(select(AuditEntry).where(AuditEntry.action == "response.filed"))
    assert row.details["after"] == "ps"


def test_words_beside_an_equality_answer_keep_their_language_from_page_to_page(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    type_on(browser, f"/ur{S1}", place="پارک")
    send(browser, f"/ur{CHECK}")
    path = "/consultations/parks/respond/equality"
    page = type_on(
        browser, f"/ur{path}", religion="other", _switch="en", **{"religion.other": "صوفی"}
    )
    assert re.search(r'name="religion.other"[^>]* lang="ur"', page.text)
    hidden = dict(re.findall(r'type="hidden"[^>]* name="([^"]+)" value="([^"]*)"', page.text))
    browser.post(f"/en{path}", data=hidden | {"religion": "other", "religion.other": "صوفی"})
    told = session.exec(select(EqualityAnswers)).one().answers["religion"]
    assert (told["write_in"], told["language"]) == ("صوفی", "ur")


def test_a_draft_from_before_opens_and_is_in_the_language_in_which_it_is_sent(
    browser: TestClient, session: Session
) -> None:
    item = consultation(session, QUESTIONS)
    saved = type_on(browser, f"/ur{S1}", idea=URDU, _save="yes").text
    old = session.exec(select(Draft)).one()
    code = crypto.parse_code(code_in(saved)) or ""
    work = drafts.find(session, item, code)
    assert work
    written = {name: value for name, value in asdict(work).items() if name != "languages"}
    key = crypto.derive(f"{code}:{item.id}", "draft key")
    old.sealed = crypto.seal(key, json.dumps(written).encode(), old.id)
    session.add(old)
    session.commit()
    assert URDU in browser.get(f"/ur{S1}").text
    type_on(browser, f"/ur{S1}", idea=URDU, place="پارک")
    send(browser, f"/en{CHECK}")
    assert kept(session) == {"idea": "en", "place": "ur"}


@pytest.mark.parametrize(
    ("tag", "name"),
    [("ur", "اردو"), ("ckb", "کوردیی ناوەندی"), ("rom", "Romany"), ("und", "not known")],
)
def test_whoever_reads_a_text_says_in_which_language_it_is_and_lists_follow(
    browser: TestClient, session: Session, tag: str, name: str
) -> None:
    text = one_text(session, consultation(session, QUESTIONS))
    analyst(browser, session)
    form = f"{STAFF}/written/{text.id}/language"
    shown = versioned(browser, f"{STAFF}/written/{text.id}", form)
    page = browser.post(form, data=shown | {"language": tag})
    assert page.status_code == 200
    assert "The language has been saved." in page.text
    assert name in page.text
    assert f'<option value="{tag}" selected>' in page.text
    assert kept(session) == {"idea": tag}
    listed = browser.get(f"{STAFF}/written?language={tag}").text
    assert URDU in listed
    assert f'lang="{tag}"' in listed
    assert URDU not in browser.get(f"{STAFF}/written?language=en").text
    counted = browser.get(f"{STAFF}/results/answers").text
    assert f"language={tag}" in counted
    (row,) = session.exec(select(AuditEntry).where(AuditEntry.action == "written_answer.filed"))
    assert row.details["before"] == "en"
    assert row.details["after"] == tag


def test_paper_is_filed_under_a_language_that_is_not_shipped(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS, opens=now() - timedelta(days=3))
    sign_in(browser, session, account(session, Role.OFFICER, Role.ANALYST))
    today = now().date()
    day = {"_day.day": today.day, "_day.month": today.month, "_day.year": today.year}
    how = {"_channel": "paper", "_language": "ckb", "_respondent": "individual"}
    words = {"idea": "دار زیاتر", "_asked": "yes", "_equality.religion.other": "یەزیدی"}
    page = browser.post(f"{STAFF}/entry", data=day | how | words)
    assert page.status_code == 200
    assert kept(session) == {"idea": "ckb"}
    assert session.exec(select(Response.language)).one() == "ckb"
    for place in ("written", "responses", "results", "results/answers"):
        read = re.sub("<[^>]+>|[\u2068\u2069]", "", browser.get(f"{STAFF}/{place}").text)
        assert "Central Kurdish · کوردیی ناوەندی" in read, place
    form = browser.get(f"{STAFF}/entry").text
    assert form.index('value="ckb"') < form.index("Other languages") < form.index("Sorani")
    (row,) = csv.DictReader(io.StringIO(browser.get(f"{STAFF}/responses.csv").text))
    assert row["idea.language"] == row["equality.religion.write_in.language"] == "ckb"
    assert row["language.label"] == row["idea.language.label"] == "Central Kurdish"
    text = browser.get(f"{STAFF}/responses.csv?labels=ur").text
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["language.label"] == row["idea.language.label"] == "سینٹرل کردش"
