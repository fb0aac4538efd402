"""Words keep their direction from the field to the receipt and to the council's lists."""

import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.models import Consultation
from tests.analysis.factories import analyst
from tests.consultations.answering.test_responding import code_in, send
from tests.consultations.building_pages import form
from tests.consultations.factories import YES_NO, consultation, question

ROMAN = "Main roz bus se jata hoon aur bus hamesha der se aati hai, phir bhi"
URDU = "Covid کے بعد ہماری گلی میں اندھیرا ہے"
TITLE = "NHS: مواعيد بلغتك"
NHS = {"code": "nhs", "label": {"ar": TITLE}}
OTHER = [
    *YES_NO,
    NHS,
    {"code": "else", "label": {"en": "Other", "ur": "NHS یا اور"}, "other": True},
]


@pytest.fixture
def parks(session: Session) -> Consultation:
    questions = [question("idea", "long"), question("why", "single", options=OTHER)]
    words = {"title": {"ar": TITLE}, "languages": ["ar", "ur", "en"]}
    return consultation(session, questions, content=words)


def begin(browser: TestClient, tag: str) -> str:
    address = f"/{tag}/consultations/parks/respond"
    typed = {"idea": f"{URDU}\n{ROMAN}", "why": "else", "why.other": "Bus stop"}
    browser.post(f"{address}/s1", data=typed)
    return address


def test_arabic_of_the_council_that_begins_with_latin_letters_stays_arabic(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    browser.post("/ar/consultations/parks/respond/s1", data={"why": "nhs"})
    for tag, lang in (("ar", ""), ("ur", ' lang="ar"'), ("en", ' lang="ar"')):
        check = browser.get(f"/{tag}/consultations/parks/respond/check").text
        assert f'<bdi{lang} dir="rtl">{TITLE}</bdi></dd>' in check


def test_a_field_on_a_page_from_right_to_left_keeps_its_direction(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    field = re.compile(r'<(?:textarea|input)[^>]*name="(?:idea|why\.other)"[^>]*>')
    address = begin(browser, "ur")
    assert ["dir=" in one for one in field.findall(browser.get(f"{address}/s1").text)] == [
        False
    ] * 2
    english = field.findall(browser.get(f"{address}/s1".replace("/ur/", "/en/")).text)
    assert ['dir="auto"' in one for one in english] == [True] * 2


def test_words_in_a_field_that_their_first_letter_would_turn_keep_their_direction(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    address = "/en/consultations/parks/respond/s1"
    field = re.compile(r'<(?:textarea|input)[^>]*name="(idea|why\.other)"[^>]*dir="(\w+)"')
    for idea, other, directions in (
        (URDU, URDU, ["rtl", "rtl"]),
        ("ہم says the sign at the bus stop", ROMAN, ["ltr", "auto"]),
        (f"{URDU}\n{ROMAN}", "", ["auto", "auto"]),
    ):
        page = browser.get(address)
        sent = form(page, address) | {"idea": idea, "why": "else", "why.other": other}
        browser.post(address, data=sent)
        assert [found[2] for found in field.finditer(browser.get(address).text)] == directions


def test_each_paragraph_keeps_its_direction_on_the_check_page_the_receipt_and_in_lists(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    written = f'<div dir="rtl">{URDU}</div><div dir="ltr">{ROMAN}</div>'
    label = '<bdi dir="rtl">NHS یا اور</bdi>: <bdi lang="ur" dir="ltr">Bus stop</bdi>'
    address = begin(browser, "ur")
    check = browser.get(f"{address}/check").text
    code = code_in(send(browser, f"{address}/check"))
    receipt = browser.post("/ur/receipt", data={"receipt_code": code}).text
    for page in (check, receipt):
        assert written in page
        assert label in page
    analyst(browser, session)
    for tag in ("en", "ur"):
        listed = browser.get(f"/{tag}/staff/consultations/parks/written").text
        assert f'<div class="govuk-body user-text" lang="ur">{written}</div>' in listed


def test_the_message_to_share_keeps_its_direction_where_none_can_be_set(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    analyst(browser, session)
    page = browser.get("/ar/staff/consultations/parks/poster").text
    assert 'name="message"\n' in page
    assert f">\n\u200f{TITLE}\nTell us about parks." in page
