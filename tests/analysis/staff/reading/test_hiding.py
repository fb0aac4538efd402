"""Every text of a person can be hidden, and then it stands in no list and in no file."""

import csv
import io
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.answering import drafts
from portal.consultations.models import Consultation, EqualityAnswers, Response, WrittenAnswer
from portal.consultations.rules import Respondent, ResponseState
from portal.sealing.crypto import new_code
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import QUESTIONS, analyst, response, why
from tests.consultations.factories import consultation, question

PARKS = "/en/staff/consultations/parks"
GROUP: dict[str, Any] = {"name": "Canary Kowalska", "asked": 40, "how": "I telephoned Mr Canary"}
OTHER = [{"code": "other", "label": {"en": "Other"}, "other": True}]
REASON = {"reason": "Names a neighbour"}
LISTS = ("/organisations", "/responses", "/written", "/equality-texts", "/responses.csv")

LANGUAGES = {"name": "rom", "how": "rom"}

_TO_HIDE = ">Flag, hide or change the language<"


@pytest.fixture
def parks(session: Session) -> Consultation:
    return consultation(session, [*QUESTIONS, question("pick", "single", options=OTHER)])


def group(session: Session, to: Consultation, **changes: Any) -> Response:
    told = {"respondent": Respondent.ORGANISATION, "organisation": GROUP}
    return response(session, to, **(told | {"texts": {"why": "Canary Street"}} | changes))


def tell(session: Session, to: Consultation, words: str, **changes: Any) -> Response:
    """Keep what somebody wrote into the question about religion."""
    one = response(session, to, use="yes", equality={}, **changes)
    row = session.get_one(EqualityAnswers, one.id)
    row.answers = {"religion": {"state": "answered", "codes": ["other"], "write_in": words}}
    row.answers["religion"]["language"] = "rom"
    session.add(row)
    session.commit()
    return one


def exported(browser: TestClient) -> list[dict[str, str]]:
    text = browser.get(f"{PARKS}/responses.csv").content.decode("utf-8-sig")
    return sorted(csv.DictReader(io.StringIO(text, newline="")), key=lambda row: row["day"])


def address_of(browser: TestClient, query: str = "") -> str:
    """Find the page of the first words on the list of equality texts."""
    page = browser.get(f"{PARKS}/equality-texts{query}").text
    return f"{PARKS}/equality-texts/" + page.split(f'href="{PARKS}/equality-texts/')[1][:32]


def said_to_be_hidden(page: str) -> bool:
    """Tell whether the title of a page and a tag above its words say that they are hidden."""
    above = page.partition("<h2")[2].partition('class="govuk-body user-text"')[0]
    return "(hidden) –" in page.partition("</title>")[0] and ">Hidden<" in above.replace("\n", "")


def logged(session: Session) -> list[AuditEntry]:
    session.rollback()
    return list(session.exec(select(AuditEntry).order_by(AuditEntry.id)))  # type: ignore[arg-type]


@pytest.mark.parametrize("action", ["hide", "show"])
def test_an_officer_hides_nothing(
    browser: TestClient, session: Session, parks: Consultation, action: str
) -> None:
    one = group(session, parks)
    sign_in(browser, session, account(session, Role.OFFICER))
    for place in (f"responses/{one.id}/organisation/name", "equality-texts/x"):
        assert browser.post(f"{PARKS}/{place}/{action}", data=REASON).status_code == 403
    assert why(session) == {}


def test_nothing_is_hidden_without_a_reason_and_what_was_typed_stays(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    one = group(session, parks)
    tell(session, parks, "12 Canary Street")
    analyst(browser, session)
    long = {"reason": "x" * 401}
    for place in (f"{PARKS}/responses/{one.id}/organisation/how", address_of(browser)):
        assert browser.post(f"{place}/hide", data={"reason": " "}).status_code == 422
        page = browser.post(f"{place}/hide", data=long)
        assert page.status_code == 422
        assert long["reason"] in page.text
    assert why(session) == {}


def test_who_hides_what_somebody_has_hidden_meanwhile_keeps_their_own_reason(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    one = group(session, parks, texts={"why": "Canary"})
    tell(session, parks, "12 Canary Street")
    text = session.exec(select(WrittenAnswer.id)).one()
    analyst(browser, session)
    organisation = f"{PARKS}/responses/{one.id}/organisation/how"
    for place in (organisation, f"{PARKS}/written/{text}", address_of(browser)):
        assert browser.post(f"{place}/hide", data=REASON).status_code == 200
        late = browser.post(f"{place}/hide", data={"reason": "Names <a> child"})
        assert late.status_code == 409
        assert "Somebody else did this, or decided otherwise" in late.text
        assert "Names &lt;a&gt; child" in late.text
        again = browser.post(f"{place}/hide", data=REASON, follow_redirects=False)
        assert again.status_code == 303
    assert set(why(session).values()) == {REASON["reason"]}
    assert [entry.action for entry in logged(session) if "hidden" in entry.action] == [
        "organisation_text.hidden",
        "written_answer.hidden",
        "equality_text.hidden",
    ]


def test_what_is_not_there_is_not_found(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    other = group(session, consultation(session, QUESTIONS, slug="buses"))
    silent = group(session, parks, organisation=GROUP | {"how": ""})
    gone = group(session, parks, state=ResponseState.WITHDRAWN)
    analyst(browser, session)
    places = [(other, "name"), (silent, "how"), (silent, "asked"), (gone, "name")]
    for one, part in places:
        page = browser.get(f"{PARKS}/responses/{one.id}/organisation/{part}")
        assert page.status_code == 404
    assert browser.get(f"{PARKS}/equality-texts/{'0' * 32}").status_code == 404


def test_each_text_of_a_response_is_hidden_from_its_page(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    words = {"why": "Canary wrote", "pick.other": "Canary says"}
    of_whom = GROUP | {"languages": LANGUAGES}
    one = group(session, parks, pick="other", texts=words, organisation=of_whom, language="cy")
    analyst(browser, session)
    here = f"{PARKS}/responses/{one.id}"
    while ">Hide<" in (page := browser.get(here).text) or _TO_HIDE in page:
        place = _first_to_hide(page)
        assert "Canary" in browser.get(place).text
        browser.post(f"{place}/hide", data=REASON)
    assert why(session).keys() == {"why", "pick.other", "organisation:name", "organisation:how"}
    assert "Canary" not in page
    assert page.count(REASON["reason"]) == 4
    for place in LISTS:
        assert "Canary" not in browser.get(PARKS + place).text, place
    (row,) = exported(browser)
    columns = ("why", "pick.other.text", "organisation", "organisation.how", "organisation.asked")
    assert [row[name] for name in columns] == ["[hidden]"] * 4 + ["40"]
    told = ("why", "pick.other", "organisation", "organisation.how")
    languages = [row[f"{name}.language{label}"] for name in told for label in ("", ".label")]
    assert languages == ["[hidden]"] * 8


def test_what_was_hidden_can_be_shown_again(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    one = group(session, parks)
    analyst(browser, session)
    place = f"{PARKS}/responses/{one.id}/organisation/name"
    assert "The words are hidden." in browser.post(f"{place}/hide", data=REASON).text
    page = browser.get(place).text
    assert GROUP["name"] in page
    assert said_to_be_hidden(page)
    assert "The words are shown again." in browser.post(f"{place}/show").text
    assert not said_to_be_hidden(browser.get(place).text)
    assert GROUP["name"] in browser.get(f"{PARKS}/organisations").text
    assert why(session) == {}


def test_words_in_equality_answers_are_hidden_whoever_wrote_them_and_the_answer_stays(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    ids = [tell(session, parks, "12 Canary Street").id for _ in range(2)]
    aside = tell(session, parks, "Jain", state=ResponseState.SET_ASIDE, reason="spam: links")
    analyst(browser, session)
    page = browser.get(f"{PARKS}/equality-texts?characteristic=religion").text
    assert "2 people wrote this" in page
    assert "Jain" in page
    assert not any(number in page for number in (*ids, aside.id))
    page = browser.post(f"{address_of(browser)}/hide", data=REASON).text
    assert "The words are hidden." in page
    assert "Canary" not in browser.get(f"{PARKS}/equality-texts").text
    rows = [
        (row["equality.religion"], row["equality.religion.write_in"]) for row in exported(browser)
    ]
    assert sorted(rows) == [("other", "Jain"), ("other", "[hidden]"), ("other", "[hidden]")]
    languages = sorted(row["equality.religion.write_in.language"] for row in exported(browser))
    assert languages == ["[hidden]", "[hidden]", "rom"]
    place = address_of(browser)
    page = browser.get(place).text
    assert "12 Canary Street" in page
    assert said_to_be_hidden(page)
    assert "The words are shown again." in browser.post(f"{place}/show").text
    assert why(session) == {}


def test_the_address_of_words_says_nothing_of_them(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    tell(session, parks, "12 Canary Street")
    analyst(browser, session)
    first = address_of(browser)
    browser.post(f"{first}/hide", data=REASON)
    assert first != address_of(browser)
    assert "anary" not in first


def test_who_wrote_them_still_reads_the_own_words_on_the_receipt(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    code = new_code()
    one = group(session, parks, receipt=drafts.receipt_name(code))
    analyst(browser, session)
    text = browser.get(f"{PARKS}/written").text.split(f"{PARKS}/written/")[1][:22].rstrip('"')
    browser.post(f"{PARKS}/written/{text}/hide", data=REASON)
    browser.post(f"{PARKS}/responses/{one.id}/organisation/name/hide", data=REASON)
    receipt = browser.post("/en/receipt", data={"receipt_code": code}).text
    assert GROUP["name"] in receipt
    assert "Canary Street" in receipt


def test_the_log_says_what_was_done_and_quotes_nobody(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    one = group(session, parks)
    tell(session, parks, "12 Canary Street")
    analyst(browser, session)
    place = f"{PARKS}/responses/{one.id}/organisation/name"
    for address in (place, address_of(browser)):
        browser.post(f"{address}/hide", data={"reason": "Canary is a neighbour"})
    browser.post(f"{place}/show")
    entries = logged(session)
    assert [(entry.action, entry.details) for entry in entries[1:]] == [
        ("organisation_text.hidden", {"response": one.id, "part": "name"}),
        ("equality_text.hidden", {"characteristic": "religion", "number": 1}),
        ("organisation_text.shown", {"response": one.id, "part": "name"}),
    ]
    assert "anary" not in str([entry.details for entry in entries])


def _first_to_hide(page: str) -> str:
    place = page.rpartition(">Hide<" if ">Hide<" in page else _TO_HIDE)[0]
    return place.rpartition('href="')[2].rstrip('"')
