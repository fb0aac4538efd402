"""A resident without an account asks a body something, and reads with a code what came of it."""

import re
from dataclasses import replace

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Office
from portal.forum.topics import asks, rules
from portal.forum.topics.models import ResidentQuestion, Topic
from portal.forum.topics.rules import Question, Voice
from portal.languages.i18n import today
from portal.moderation.models import OwnReason
from portal.sealing import crypto
from portal.settings import Settings
from tests.bodies.factories import HERE, body, chair, in_office, only, read, rows
from tests.forum.factories import at, written

ASK = f"{HERE}/ask"
ASKED = {"text": "لماذا لا تُضاء الشوارع؟", "language": "ar"}


def send(browser: TestClient, **changes: str) -> str:
    """Ask something; give the code."""
    form = browser.get(ASK).text
    (code,) = re.findall(r'name="code" value="(\w+)"', form)
    page = browser.post(ASK, data=ASKED | {"code": code} | changes)
    assert page.status_code == 200, page.text
    assert crypto.format_code(code) in page.text
    return str(code)


def came_of_it(browser: TestClient, code: str, tag: str = "en") -> str:
    page = browser.post(f"/{tag}/receipt", data={"receipt_code": crypto.format_code(code)})
    return str(page.text)


def path(session: Session) -> str:
    return f"{HERE}/questions/{only(session, ResidentQuestion).id}"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "Fill in: What do you want to ask?"),
        ({"text": "x" * 60_000}, "at most 4000 characters"),
        ({"language": "xx-yy"}, "Choose the language."),
    ],
)
def test_what_cannot_be_kept_is_refused_with_all_that_was_typed(
    browser: TestClient, session: Session, changes: dict[str, str], said: str
) -> None:
    body(session)
    page = browser.post(ASK, data=ASKED | {"code": crypto.new_code()} | changes)
    assert page.status_code == 422
    assert said in page.text
    assert changes.get("text", ASKED["text"]) in page.text
    assert rows(session, ResidentQuestion) == []


@pytest.mark.both
def test_a_question_is_kept_once_without_its_code(browser: TestClient, session: Session) -> None:
    body(session)
    code = send(browser)
    browser.post(ASK, data=ASKED | {"code": code})
    kept = only(session, ResidentQuestion)
    assert (kept.text, kept.language, kept.day) == (ASKED["text"], "ar", today())
    assert code not in str(kept.model_dump())


def test_asking_sets_no_cookie_and_a_language_button_keeps_the_words(
    browser: TestClient, session: Session
) -> None:
    body(session)
    page = browser.post(ASK, data=ASKED | {"code": crypto.new_code(), "_switch": "cy"})
    assert page.url.path.startswith("/cy/")
    assert ASKED["text"] in page.text
    assert rows(session, ResidentQuestion) == []
    send(browser)
    assert not browser.cookies


def test_the_code_opens_what_came_of_it_step_by_step(browser: TestClient, session: Session) -> None:
    made = body(session)
    code = send(browser)
    assert "Received." in came_of_it(browser, code)
    chair(browser, session, made)
    assert ASKED["text"] in browser.get(path(session)).text
    assert "The chair has read it." in came_of_it(browser, code)
    browser.post(path(session), data={"title": "Street lights"})
    one = only(session, Topic)
    page = came_of_it(browser, code, "ur")
    assert f"/ur/forum/race-equality/topics/{one.id}" in page
    browser.post(at(one, "/ask"))
    assert "The council has been asked" in came_of_it(browser, code)


def test_a_question_that_is_put_is_a_residents_in_its_own_words(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    send(browser)
    chair(browser, session, made)
    browser.post(path(session), data={"title": "Street lights"})
    one = only(session, Topic)
    post = written(session, one)[0]
    assert (post.voice, post.text, post.language) == (Voice.RESIDENT, ASKED["text"], "ar")
    browser.cookies.clear()
    assert "A resident" in browser.get(at(one)).text


@pytest.mark.parametrize(("sent", "kept"), [({}, "en"), ({"title_in": "ur"}, "ur")])
def test_the_title_that_the_chair_gives_is_in_a_language_of_its_own(
    browser: TestClient, session: Session, sent: dict[str, str], kept: str
) -> None:
    made = body(session)
    send(browser)
    chair(browser, session, made)
    wrong = browser.post(path(session), data={"title": "Street lights", "title_in": "xx-yy"})
    assert wrong.status_code == 422
    browser.post(path(session), data={"title": "Street lights"} | sent)
    one = only(session, Topic)
    assert (one.language, written(session, one)[0].language) == (kept, "ar")
    browser.cookies.clear()
    assert f'<bdi lang="{kept}"' in browser.get(f"/cy{HERE[3:]}").text


def test_a_question_that_is_not_put_says_why_in_the_language_of_whoever_asked(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    own = OwnReason(body_id=made.id or 0, label={"en": "It was asked before.", "ar": "سُئل من قبل."})
    session.add(own)
    session.commit()
    session.refresh(own)
    reason = f"own-{own.id}"
    session.commit()
    code = send(browser)
    chair(browser, session, made)
    form = browser.get(path(session)).text
    assert "It was asked before." in form
    assert "It is not about what this body is for" in form
    assert '<option value="ar" selected' in form.partition('name="said_in"')[2]
    assert browser.post(path(session), data={"_do": "not_put"}).status_code == 422
    browser.post(path(session), data={"_do": "not_put", "reason": reason})
    assert "سُئل من قبل." in came_of_it(browser, code, "ar")
    assert "It was asked before." in came_of_it(browser, code)
    assert only(session, ResidentQuestion).said_in == ""


def test_a_question_that_is_not_put_can_say_more_in_a_language(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    code = send(browser)
    chair(browser, session, made)
    refused = {"_do": "not_put", "said_in": "ar", "said": "هذا ليس من عملنا."}
    assert browser.post(path(session), data=refused).status_code == 422
    browser.post(path(session), data=refused | {"reason": "elsewhere"})
    page = came_of_it(browser, code)
    assert 'lang="ar"' in page
    assert "هذا ليس من عملنا." in page
    kept = only(session, ResidentQuestion)
    assert kept.state is Question.NOT_PUT
    late = browser.post(path(session), data={"title": "After all"})
    assert late.status_code == 409
    assert "After all" in late.text
    assert rows(session, Topic) == []


def test_a_question_can_be_answered_in_a_few_words_behind_its_code(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    code = send(browser)
    chair(browser, session, made)
    answer = {"_do": "answer", "answer_in": "ar"}
    assert browser.post(path(session), data=answer).status_code == 422
    long = browser.post(path(session), data=answer | {"answer": "/" * 60_000})
    assert long.status_code == 422
    assert browser.post(path(session), data=answer | {"answer": "\u200b\u2060"}).status_code == 422
    page = browser.post(path(session), data=answer | {"answer": "نعم، أحضر طفلك."})
    assert "You answered the question" in page.text
    came = came_of_it(browser, code)
    assert "The chair has answered it." in came
    assert "نعم، أحضر طفلك." in came
    assert 'lang="ar"' in came
    assert only(session, ResidentQuestion).state is Question.ANSWERED
    assert rows(session, Topic) == []
    late = browser.post(path(session), data=answer | {"answer": "Something else"})
    assert late.status_code == 409
    assert "Something else" in late.text


def test_who_asked_is_told_when_to_look_and_led_back(browser: TestClient, session: Session) -> None:
    body(session)
    code = send(browser)
    page = came_of_it(browser, code)
    assert "Look again in a week" in page
    assert f'href="{HERE}"' in page


def test_only_whoever_presides_reads_a_question(browser: TestClient, session: Session) -> None:
    made = body(session)
    send(browser)
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.get(path(session)).status_code == 403
    assert read(session, only(session, ResidentQuestion)).state is Question.RECEIVED


def test_no_more_questions_wait_than_somebody_can_read(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    for _ in range(rules.MOST_WAITING):
        asks.receive(session, made, crypto.new_code(), "Why?", "en", today())
    session.commit()
    page = browser.post(ASK, data=ASKED | {"code": crypto.new_code()})
    assert page.status_code == 422
    assert "Many questions wait" in page.text
    assert ASKED["text"] in page.text


def test_a_script_of_one_network_or_of_none_that_is_known_buries_nobody(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    taken = [
        browser.post(ASK, data=ASKED | {"code": crypto.new_code()}).status_code for _ in range(30)
    ]
    assert taken == [200] * 20 + [429] * 10
    assert len(rows(session, ResidentQuestion)) == 20
    assert browser.get(f"/en/forum/{made.slug}/ask").status_code == 200


def test_one_network_asks_less_than_everybody_may(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    body(session)
    browser.app_state["settings"] = replace(settings, source_header="X-Source")

    def asked(source: str) -> int:
        sent = ASKED | {"code": crypto.new_code()}
        return browser.post(ASK, data=sent, headers={"X-Source": source}).status_code

    assert [asked("192.0.2.1") for _ in range(8)] == [200] * 6 + [429] * 2
    assert asked("192.0.2.2") == 200


def test_a_code_that_opens_nothing_is_told_so(browser: TestClient, session: Session) -> None:
    body(session)
    assert "We find no answers with this code" in came_of_it(browser, crypto.new_code())


def test_back_and_forward_show_what_the_code_opened(browser: TestClient, session: Session) -> None:
    body(session)
    code = send(browser)
    page = browser.post("/en/receipt", data={"receipt_code": code})
    assert "opened=" in str(page.url)
    assert "Received." in browser.get(str(page.url)).text
    assert code not in str(page.url)
