"""An officer builds a consultation through pages."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.models import Consultation, Edition, QuestionDraft
from portal.consultations.staff import queries
from portal.consultations.staff.building.importing import drafted
from portal.questions.questionnaire import Kind
from portal.store.audit import AuditEntry
from tests.accounts import factories
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE, stored

QUESTIONS = f"{BASE}/buses/questions"


def questions(session: Session) -> list[QuestionDraft]:
    return queries.questions(session, stored(session))


def codes(session: Session) -> list[str]:
    return [question.code for question in questions(session)]


def actions(session: Session) -> list[str]:
    session.rollback()
    return [entry.action for entry in session.exec(select(AuditEntry))]


@pytest.mark.parametrize(
    "address",
    ["", "/new", "/buses", "/buses/details", "/buses/questions", "/buses/publish", "/buses/preview",
     "/buses/preview/page", "/buses/documents", "/buses/extend", "/buses/poster"],
)  # fmt: skip
def test_a_visitor_is_asked_to_sign_in(browser: TestClient, address: str) -> None:
    answer = browser.get(BASE + address, follow_redirects=False)
    assert answer.status_code == 303
    assert "/account/sign-in" in answer.headers["location"]


def test_an_administrator_may_not_build_and_an_analyst_only_look(
    browser: TestClient, session: Session
) -> None:
    make.drafted(session)
    factories.sign_in(browser, session, factories.account(session, Role.ADMINISTRATOR))
    assert browser.get(BASE).status_code == 403
    factories.sign_in(browser, session, factories.account(session, Role.ANALYST))
    assert browser.get(BASE).status_code == 200
    page = browser.get(f"{BASE}/buses")
    assert "Checklist and publish" not in page.text
    assert browser.get(f"{BASE}/buses/details").status_code == 403
    assert browser.post(f"{BASE}/new", data={"title": "X", "start": "nothing"}).status_code == 403
    session.rollback()
    assert len(queries.everything(session)) == 1


def test_what_is_not_there_is_not_found(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    for address in ("gone", "gone/details", "buses/questions/999", "buses/sections/abc"):
        assert browser.get(f"{BASE}/{address}").status_code == 404


def test_beginning_needs_a_title_and_something_to_start_from(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    answer = browser.post(f"{BASE}/new", data={"start": "template:gone"})
    assert answer.status_code == 422
    assert "Write a title" in answer.text
    assert "Choose what to start from." in answer.text
    session.rollback()
    assert queries.everything(session) == []


def test_a_consultation_begins_from_nothing(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)
    sent = {"title": "What about the <buses>?", "start": "nothing"}
    answer = browser.post(f"{BASE}/new", data=sent)
    assert answer.url.path == f"{BASE}/what-about-the-buses"
    assert "What about the &lt;buses&gt;?" in answer.text
    consultation = stored(session, "what-about-the-buses")
    assert consultation.languages == ["en", "cy", "pl", "ur", "ar"]
    assert set(consultation.privacy) == {"en", "cy", "pl", "ur", "ar"}
    assert actions(session) == ["consultation.created"]


def test_a_second_consultation_of_the_same_name_gets_its_own_address(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    for _ in range(2):
        browser.post(f"{BASE}/new", data={"title": "New", "start": "nothing"})
    session.rollback()
    assert queries.slugs(session) == {"new-2", "new-3"}


def test_a_template_brings_its_questions_in_every_language(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    browser.post(f"{BASE}/new", data={"title": "Pulse 2027", "start": "template:pulse"})
    content = drafted(session, stored(session, "pulse-2027"))
    assert [question["kind"] for question in content["sections"][0]["questions"]] == [
        "scale", "scale", "scale", "scale", "long",
    ]  # fmt: skip
    assert content["sections"][0]["title"]["ur"] == "یہاں رہنا"
    assert content["title"] == {"en": "Pulse 2027"}


def test_a_copy_has_everything_but_the_dates(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    browser.post(f"{BASE}/new", data={"title": "Trains", "start": "copy:buses"})
    copy = stored(session, "trains")
    assert drafted(session, copy)["sections"] == make.content()["sections"]
    assert copy.opens is None
    assert copy.edition == 0


def test_wrong_details_are_refused_and_kept_in_the_form(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    make.drafted(session, "taken")
    wrong = {"slug": "taken", "opens__day": "31", "opens__month": "2", "closes_time": "25:00",
             "minutes": "0", "title__en": "Kept as typed"}  # fmt: skip
    answer = pages.change(browser, f"{BASE}/buses/details", **wrong)
    assert answer.status_code == 422
    for message in ("already uses this address", "Write a real date.", "Write a time such as",
                    "Write a whole number of minutes.", "Kept as typed"):  # fmt: skip
        assert message in answer.text
    assert stored(session).title == make.words("Buses")


def test_details_are_saved_in_the_councils_time_and_days_follow_its_custom(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session, report_back=None, delete_written=None, delete_equality=None)
    july = {"opens__day": "1", "opens__month": "7", "opens__year": "2027", "opens_time": "9:00",
            "closes__day": "31", "closes__month": "8", "closes__year": "2027"}  # fmt: skip
    changes = july | {"closes_time": "17.30", "title__cy": "Bysiau", "languages__ur": "yes"}
    assert pages.change(browser, f"{BASE}/buses/details", **changes).status_code == 303
    one = stored(session)
    assert one.opens == datetime(2027, 7, 1, 8, 0, tzinfo=UTC)
    assert one.closes == datetime(2027, 8, 31, 16, 30, tzinfo=UTC)
    assert one.title["cy"] == "Bysiau"
    assert one.languages == ["en", "cy", "ur"]
    assert one.report_back == date(2027, 11, 23)
    assert one.delete_written == one.delete_equality == date(2028, 8, 31)
    assert actions(session) == ["consultation.edited"]


def test_a_text_in_a_language_that_is_taken_out_is_not_lost(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    address = f"{BASE}/buses/details"
    pages.change(browser, address, languages__cy="")
    pages.change(browser, address, title__en="Coaches")
    assert stored(session).title == {"en": "Coaches", "cy": "Buses (cy)"}


def test_a_section_needs_a_title(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    answer = pages.change(browser, f"{BASE}/buses/sections/new", intro__en="Kept")
    assert answer.status_code == 422
    assert "Write a title." in answer.text
    assert "Kept" in answer.text


def test_sections_are_added_moved_and_deleted_by_buttons(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    new = {"title__en": "Check", "show_if__use__never": "yes"}
    assert pages.change(browser, f"{BASE}/buses/sections/new", **new).status_code == 303
    sections = queries.sections(session, stored(session))
    assert [s.code for s in sections] == ["buses", "more", "check_2"]  # "check" is a page
    assert sections[2].show_if == {"question": "use", "options": ["never"]}
    browser.post(f"{BASE}/buses/sections/{sections[2].id}/move", data={"_do": "up"})
    stale = browser.post(f"{BASE}/buses/sections/{sections[0].id}/delete", data={"_version": "9"})
    assert stale.status_code == 409
    pages.delete(browser, f"{BASE}/buses/sections/{sections[0].id}", _sure="yes")
    assert [s.code for s in queries.sections(session, stored(session))] == [
        "check_2", "more",
    ]  # fmt: skip
    assert codes(session) == ["ideas"]
    assert "A condition depends on a question that is not there." in browser.get(QUESTIONS).text


def test_a_question_needs_a_kind_words_and_a_section(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    assert "Choose a kind" in pages.change(browser, f"{QUESTIONS}/new").text
    answer = pages.change(browser, f"{QUESTIONS}/new", kind="short", section="999")
    assert answer.status_code == 422
    assert "Write the question." in answer.text
    assert "Choose a section." in answer.text


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_question_can_be_added_and_opened(
    browser: TestClient, session: Session, kind: Kind
) -> None:
    pages.officer(browser, session)
    make.drafted(session)
    new = {"kind": kind.value, "label__en": "Why use it?", "options__new": "Often\nOften\n\nOther"}
    answer = pages.change(browser, f"{QUESTIONS}/new", **new)
    assert browser.get(answer.headers["location"]).status_code == 200
    added = next(q for q in questions(session) if q.code == "why_use_it")
    assert added.kind is kind
    assert bool(added.options) == (kind in ("single", "multiple", "ranking", "matrix"))
    assert bool(added.hint) == (kind is Kind.LONG)
    assert [option["code"] for option in added.options] in ([], ["often", "often_2", "other"])


def opened(session: Session, content: dict[str, Any]) -> str:
    first = make.section("a", make.choice("first", "x", "y"), content)
    make.drafted(session, content=make.content(first, make.section("b")))
    question = next(q for q in questions(session) if q.code == content["code"])
    return f"{QUESTIONS}/{question.id}"


def test_the_options_of_a_question_are_built_by_buttons(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    address = opened(session, make.choice("q", "red", "blue", kind="multiple"))
    answer = pages.change(browser, address, options__new="None of these\nSomething else",
                          _do="options.add")  # fmt: skip
    assert answer.headers["location"] == f"{address}#options-none_of_these-label-en"
    changes = {"_do": "options.up.blue", "options__none_of_these__exclusive": "yes",
               "options__something_else__other": "yes"}  # fmt: skip
    answer = pages.change(browser, address, **changes)
    assert answer.headers["location"] == f"{address}#options-blue"
    pages.change(browser, address, _do="options.delete.red")
    assert questions(session)[1].options == [
        {"code": "blue", "label": make.words("Blue"), "other": False, "exclusive": False},
        {"code": "none_of_these", "label": {"en": "None of these"}, "other": False,
         "exclusive": True},
        {"code": "something_else", "label": {"en": "Something else"}, "other": True,
         "exclusive": False},
    ]  # fmt: skip


def test_rows_ends_limits_and_conditions_are_kept(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)
    address = opened(session, make.question("q", "matrix", options=[make.option("good")]))
    changes = {"rows__new": "Bus\nTrain", "show_if__first__x": "yes", "required": "yes",
               "hint__ur": "", "hint__en": "One in each row"}  # fmt: skip
    pages.change(browser, address, **changes)
    question = questions(session)[1]
    assert [row["code"] for row in question.rows] == ["bus", "train"]
    assert question.show_if == {"question": "first", "options": ["x"]}
    assert question.required
    assert question.hint == {"en": "One in each row"}


@pytest.mark.parametrize(
    ("kind", "low", "high", "message"),
    [
        ("scale", "5", "1", "A scale needs two whole numbers"),
        ("scale", "0", "40", "A scale needs two whole numbers"),
        ("number", "5", "1", "The largest number is smaller"),
        ("number", "five", "", "Write a number."),
        ("number", "", "nan", "Write a number."),
    ],
)
def test_impossible_limits_are_refused(
    browser: TestClient, session: Session, kind: str, low: str, high: str, message: str
) -> None:
    pages.officer(browser, session)
    address = opened(session, make.question("q", kind))
    answer = pages.change(browser, address, minimum=low, maximum=high)
    assert answer.status_code == 422
    assert message in answer.text


@pytest.mark.parametrize(
    ("typed", "kept"), [("1,000", 1000), ("2,5", 2.5), ("1234567.5", 1234567.5), ("٣٠", 30)]
)
def test_a_limit_is_read_as_people_write_numbers_and_shown_in_full(
    browser: TestClient, session: Session, typed: str, kept: float
) -> None:
    pages.officer(browser, session)
    address = opened(session, make.question("q", "number"))
    pages.change(browser, address, maximum=typed)
    pages.change(browser, address, required="yes")
    assert questions(session)[1].maximum == kept


def test_a_fault_stands_beside_its_question_and_not_beside_a_section_of_that_code(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session, content=make.content(make.section("buses", make.choice("buses", "x"))))
    assert browser.get(QUESTIONS).text.count("A question has too few options") == 1


def test_a_copy_asks_equality_questions_only_if_the_original_did(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    make.drafted(session, ask_equality=False)
    browser.post(f"{BASE}/new", data={"title": "Trams", "start": "copy:buses"})
    assert not stored(session, "trams").ask_equality


def test_a_condition_on_two_questions_is_refused(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)
    address = opened(session, make.question("q"))
    answer = pages.change(browser, address, show_if__first__x="yes", show_if__other__y="yes")
    assert answer.status_code == 422
    assert "Choose answers of one question only." in answer.text


def test_questions_move_within_a_section_and_into_another(
    browser: TestClient, session: Session
) -> None:
    pages.officer(browser, session)
    address = opened(session, make.question("q"))
    browser.post(f"{address}/move", data={"_do": "up"})
    assert codes(session) == ["q", "first"]
    browser.post(f"{address}/move", data={"_do": "up"})
    assert codes(session) == ["q", "first"]
    section = queries.sections(session, stored(session))[1]
    pages.change(browser, address, section=str(section.id))
    assert codes(session) == ["first", "q"]
    pages.delete(browser, address)
    assert codes(session) == ["first"]
    assert actions(session)[-1] == "question.deleted"


@pytest.fixture
def published(browser: TestClient, session: Session) -> Consultation:
    pages.officer(browser, session)
    consultation = make.drafted(session, edition=1, stage="published")
    session.add(Edition(consultation_id=consultation.id or 0, number=1, content=make.content()))
    session.commit()
    return consultation


def test_after_publication_the_structure_stands(
    browser: TestClient, session: Session, published: Consultation
) -> None:
    before = drafted(session, published)
    section = queries.sections(session, published)[0]
    question = questions(session)[0]
    for address in (f"sections/{section.id}", f"questions/{question.id}"):
        for what in ("move", "delete"):
            answer = browser.post(f"{BASE}/buses/{address}/{what}", data={"_version": "0"})
            assert answer.status_code == 409
    for address in ("sections/new", "questions/new"):
        assert browser.post(f"{BASE}/buses/{address}", data={"title.en": "X"}).status_code == 409
    changes = {"required": "yes", "options__new": "More", "_do": "options.delete.often",
               "options__often__other": "yes", "section": "9", "show_if__a__b": "yes"}  # fmt: skip
    pages.change(browser, f"{QUESTIONS}/{question.id}", **changes)
    assert drafted(session, stored(session)) == before


def test_after_publication_words_can_be_corrected(
    browser: TestClient, session: Session, published: Consultation
) -> None:
    address = f"{QUESTIONS}/{questions(session)[0].id}"
    pages.change(browser, address, label__en="Typo gone", options__never__label__cy="Byth")
    question = questions(session)[0]
    assert question.label["en"] == "Typo gone"
    assert question.options[1]["label"]["cy"] == "Byth"


def test_after_publication_languages_address_and_closing_date_stay(
    browser: TestClient, session: Session, published: Consultation
) -> None:
    address = f"{BASE}/buses/details"
    closes = published.closes
    answer = pages.change(browser, address, languages__cy="")
    assert answer.status_code == 422
    assert "but not taken away" in answer.text
    changes = {"slug": "other", "closes__year": "2030"}
    assert pages.change(browser, address, **changes).status_code == 303
    one = stored(session)
    assert (one.slug, one.closes) == ("buses", closes)
