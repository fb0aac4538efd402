"""An officer enters what came on paper or by telephone; a paper form is there to be printed."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.categories.rules import characteristics
from portal.consultations.answering import drafts
from portal.consultations.models import EqualityAnswers, Response, WrittenAnswer
from portal.consultations.rules import Channel, Respondent, Stage
from portal.sealing.crypto import parse_code
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.consultations.factories import consultation, question

HOME = "/en/staff/consultations/parks/entry"
PRINT = "/en/consultations/parks/print"
QUESTIONS = [
    question("use", "single"),
    question("often", "scale", show_if={"question": "use", "options": ["yes"]}),
    question("age", "number", maximum=120),
    question("why", "long"),
]


@pytest.fixture
def officer(browser: TestClient, session: Session) -> str:
    """Sign an officer in, and give their number."""
    one = account(session, Role.OFFICER)
    sign_in(browser, session, one)
    return str(one.id)


def form(**changes: Any) -> dict[str, Any]:
    today = date.today()  # noqa: DTZ011
    arrival = {"_channel": "paper", "_language": "ur", "_respondent": "individual"}
    day = {"_day.day": str(today.day), "_day.month": str(today.month), "_day.year": str(today.year)}
    return {**arrival, **day, **changes}


def kept(session: Session) -> list[Response]:
    session.rollback()
    return list(session.exec(select(Response)))


def key_in(page: str) -> str:
    found = re.search(r'name="_key" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR])
def test_other_staff_enter_nothing(browser: TestClient, session: Session, role: Role) -> None:
    consultation(session, QUESTIONS)
    sign_in(browser, session, account(session, role))
    assert browser.get(HOME).status_code == 403
    assert browser.post(HOME, data=form(use="yes")).status_code == 403
    assert kept(session) == []


@pytest.mark.usefixtures("officer")
def test_the_overview_offers_to_enter_answers_only_when_one_can(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    consultation(session, QUESTIONS, slug="later", opens=now() + timedelta(days=1))
    for slug, offered in (("parks", True), ("later", False)):
        page = browser.get(f"/en/staff/consultations/{slug}").text
        assert (f"{slug}/entry" in page) is offered


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    "changes",
    [
        {"stage": Stage.DRAFT},
        {"stage": Stage.ARCHIVED},
        {"opens": now() + timedelta(days=1)},
    ],
)
def test_nothing_is_entered_before_it_opens_or_once_it_is_archived(
    browser: TestClient, session: Session, changes: dict[str, Any]
) -> None:
    consultation(session, QUESTIONS, **changes)
    assert browser.get(HOME).status_code == 404
    assert browser.post(HOME, data=form(use="yes")).status_code == 404
    assert kept(session) == []


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"_channel": "web"}, "_channel"),
        ({"_language": "xx"}, "_language"),
        ({"_respondent": ""}, "_respondent"),
        ({"_day.year": "2031"}, "_day"),
        ({"_day.year": "1999"}, "_day"),
        ({"_day.day": "thirty"}, "_day"),
        ({"_respondent": "organisation", "_name": "", "_people": "4"}, "_name"),
        ({"use": "perhaps"}, "use"),
        ({"age": "400"}, "age"),
        ({"use": ""}, "_empty"),
        ({"_equality.sex": "unknown"}, "_equality.sex"),
    ],
)
def test_a_problem_keeps_everything_that_was_typed(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    consultation(session, QUESTIONS)
    typed = {"use": "yes", "why": "" if field == "_empty" else "سایہ دار درخت"}
    page = browser.post(HOME, data=form(**(typed | changes)))
    assert page.status_code == 422
    assert f'href="#{field.replace(".", "-")}"' in page.text
    assert f'id="{field.replace(".", "-")}"' in page.text
    assert typed["why"] in page.text
    assert (
        'value="ur" lang=' in page.text
        or '<option value="ur" selected>' in page.text
        or field == "_language"
    )
    assert kept(session) == []


@pytest.mark.usefixtures("officer")
def test_an_answer_that_does_not_apply_is_never_dropped_unsaid(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    sent = form(use="no", often="3")
    page = browser.post(HOME, data=sent)
    assert page.status_code == 422
    assert "does not apply" in page.text
    browser.post(HOME, data=sent | {"_leave_out": "yes"})
    assert kept(session)[0].answers == {"use": "no"}


def test_a_paper_answer_is_kept_with_its_channel_language_and_day(
    browser: TestClient, session: Session, officer: str
) -> None:
    consultation(session, QUESTIONS)
    page = browser.post(HOME, data=form(use="yes", often="2", age="41", why="سایہ"))
    assert page.status_code == 200
    (one,) = kept(session)
    assert (one.channel, one.language, one.respondent) == (
        Channel.PAPER,
        "ur",
        Respondent.INDIVIDUAL,
    )
    assert one.answers == {"use": "yes", "often": 2, "age": 41}
    text = session.exec(select(WrittenAnswer)).one()
    assert (text.question, text.text, text.language) == ("why", "سایہ", "ur")
    assert session.exec(select(EqualityAnswers)).all() == []
    logged = session.exec(select(AuditEntry).where(AuditEntry.action == "response.entered")).one()
    assert (logged.actor, logged.details["channel"]) == (officer, "paper")


@pytest.mark.usefixtures("officer")
def test_answers_may_be_entered_after_the_closing_day(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS, closes=now() - timedelta(hours=1))
    assert browser.post(HOME, data=form(use="yes")).status_code == 200
    assert len(kept(session)) == 1


@pytest.mark.usefixtures("officer")
def test_sending_the_form_twice_keeps_one_response_and_shows_the_same_code(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    key = key_in(browser.get(HOME).text)
    pages = [browser.post(HOME, data=form(_key=key, use="yes")).text for _ in range(2)]
    codes = [re.search(r'class="code"[^>]*>([^<]+)<', page)[1] for page in pages]  # type: ignore[index]
    assert codes[0] == codes[1]
    assert "had been sent before" in pages[1]
    (one,) = kept(session)
    assert one.receipt == drafts.receipt_name(parse_code(codes[0]) or "")
    assert key_in(browser.get(HOME).text) != key


@pytest.mark.usefixtures("officer")
def test_the_key_stays_when_a_problem_is_corrected(browser: TestClient, session: Session) -> None:
    consultation(session, QUESTIONS)
    key = key_in(browser.get(HOME).text)
    assert key_in(browser.post(HOME, data=form(_key=key, age="400")).text) == key


@pytest.mark.usefixtures("officer")
def test_the_code_opens_the_receipt(browser: TestClient, session: Session) -> None:
    consultation(session, QUESTIONS)
    page = browser.post(HOME, data=form(use="yes")).text
    code = re.search(r'class="code"[^>]*>([^<]+)<', page)
    assert code
    # Another language at the top would lead away from a code that nobody can look up.
    assert " hreflang=" not in page.partition("<body")[2]
    assert 'name="_switch"' not in page
    opened = browser.post("/en/receipt", data={"receipt_code": code[1]})
    assert "Parks" in opened.text


@pytest.mark.usefixtures("officer")
def test_what_has_to_be_said_of_an_organisation_stands_open(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    page = browser.get(HOME).text
    before = page.partition('name="_name"')[0]
    assert before.count("<details") == before.count("</details>")


@pytest.mark.usefixtures("officer")
def test_an_organisation_is_kept_with_whom_it_asked(browser: TestClient, session: Session) -> None:
    consultation(session, QUESTIONS)
    group = {"_respondent": "organisation", "_name": "Somali Women", "_people": "40"}
    browser.post(HOME, data=form(**group, use="yes", **{"_equality.sex": "female"}))
    (one,) = kept(session)
    assert one.respondent is Respondent.ORGANISATION
    told = {"name": "Somali Women", "asked": 40, "how": "", "languages": {"name": "ur"}}
    assert one.organisation == told
    assert session.exec(select(EqualityAnswers)).all() == []


@pytest.mark.usefixtures("officer")
def test_equality_answers_are_kept_even_where_a_question_has_the_same_code(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    told = {"_equality.ethnic_group.detail": "indian", "_equality.age": "prefer_not_to_say"}
    browser.post(HOME, data=form(use="yes", age="41", **told))
    kept(session)
    answers = session.exec(select(EqualityAnswers)).one().answers
    assert answers["ethnic_group"] == {"state": "answered", "codes": ["indian"]}
    assert answers["age"]["state"] == "prefer_not"
    assert answers["religion"]["state"] == "skipped"
    assert answers["disability_effect"]["state"] == "not_asked"


@pytest.mark.usefixtures("officer")
def test_somebody_who_was_asked_and_said_nothing_has_skipped(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    browser.post(HOME, data=form(use="yes", _asked="yes"))
    kept(session)
    answers = session.exec(select(EqualityAnswers)).one().answers
    assert answers["sex"]["state"] == "skipped"


@pytest.mark.usefixtures("officer")
def test_no_equality_questions_where_the_consultation_asks_none(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS, ask_equality=False)
    assert "_equality." not in browser.get(HOME).text


def test_an_unpublished_consultation_has_no_paper_form(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS, stage=Stage.DRAFT)
    assert browser.get(PRINT).status_code == 404


def test_the_paper_form_asks_every_question_in_the_language_of_the_page(
    browser: TestClient, session: Session
) -> None:
    parks = [*QUESTIONS, question("grid", "matrix", rows=[{"code": "r", "label": {"en": "Row"}}])]
    parks += [question("order", "ranking"), question("which", "multiple"), question("day", "date")]
    consultation(session, parks)
    page = browser.get(PRINT.replace("/en/", "/ur/")).text
    for one in parks:
        assert one["label"]["ur"] in page
    assert 'dir="rtl"' in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_paper_form_says_who_a_question_is_for(browser: TestClient, session: Session) -> None:
    consultation(session, QUESTIONS)
    page = browser.get(PRINT).text
    assert "Only for those who chose one of these answers to “Label of use”" in page
    assert "ethnic group" in page.lower()


def test_the_paper_form_leaves_equality_questions_out_where_none_are_asked(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS, ask_equality=False)
    assert "ethnic group" not in browser.get(PRINT).text.lower()


def test_the_first_step_has_no_words_of_its_own() -> None:
    for one in characteristics("wales"):
        broad = [option for option in one.options if option.parent is None and option.write_in]
        assert one.kind != "two_step" or not broad


@pytest.mark.usefixtures("officer")
def test_what_came_on_paper_is_quoted_only_if_the_box_on_it_was_ticked(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    assert "You may quote my words without my name" in browser.get(PRINT).text
    browser.post(HOME, data=form(why="It is dark."))
    browser.post(HOME, data=form(why="It is wet.", _may_quote="yes"))
    browser.post(HOME, data=form(age="30", _may_quote="yes"))
    assert sorted(one.may_quote for one in kept(session)) == [False, False, True]
