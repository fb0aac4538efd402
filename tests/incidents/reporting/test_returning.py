"""Coming back with a code: status and replies, more words, and ways to take it all back."""

import re
from datetime import date

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents.models import Reply, Report
from portal.incidents.records import codes, replies
from portal.incidents.rules import State
from tests.incidents.afterwards import add, additions, only_report, page_of, private_key
from tests.incidents.factories import Person, team
from tests.incidents.reporter import ADDRESS, Reporter
from tests.incidents.reporting.test_misuse import forged

WORDS = "They shouted at me on the stairs."
ANSWER = "We have spoken to the landlord.\nشکریہ"
DAY = date(2026, 11, 23)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_DRAWN_ANEW = re.compile(r'(name="(?:so_far|page)" value=")[^"]*')


@pytest.fixture
def people(session: Session, browser: TestClient) -> list[Person]:
    return team(session)


@pytest.fixture
def reporter(browser: TestClient, people: list[Person]) -> Reporter:
    return Reporter(browser)


@pytest.fixture
def code(reporter: Reporter) -> str:
    return reporter.report(WORDS)


def answer(session: Session, text: str = ANSWER) -> None:
    replies.write(session, only_report(session), text, DAY)
    session.commit()


def set_state(session: Session, state: State, **changes: object) -> None:
    report = only_report(session)
    report.state = state
    for name, value in changes.items():
        setattr(report, name, value)
    session.commit()


def same(page: str) -> str:
    """Leave out what is drawn anew on each page."""
    return _DRAWN_ANEW.sub(r"\1", page).rstrip()


@pytest.mark.parametrize("typed", ["", "ABCD", "x" * 5000, "00" * 18 + "0", "\u202eabc<script>"])
def test_a_code_that_cannot_be_read_is_answered_like_an_unknown_one(
    reporter: Reporter, code: str, typed: str
) -> None:
    unknown = reporter.come_back(codes.letters(codes.new()))
    wrong = reporter.come_back(typed)
    assert (unknown.status_code, wrong.status_code) == (422, 422)
    assert "This code leads nowhere." in wrong.text
    assert set(wrong.headers) == set(unknown.headers)
    assert "<script>abc" not in wrong.text


def test_a_wrong_an_unknown_and_an_ended_code_show_the_same_page(
    reporter: Reporter, code: str
) -> None:
    reporter.come_back(codes.digits(code))
    reporter.post("end", sure="yes")
    shown = []
    mistyped = code[:-1] + str(9 - int(code[-1])) + "0"
    for typed in (codes.digits(code), codes.digits(codes.new()), mistyped):
        page = reporter.come_back(typed)
        shown.append((page.status_code, same(page.text).replace(typed, "")))
    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize(
    "typed",
    [
        codes.letters,
        codes.digits,
        lambda code: codes.letters(code).lower().replace("-", " "),
        lambda code: codes.digits(code).translate(ARABIC),
        lambda code: f"  {codes.digits(code).replace('-', '')} ",
    ],
)
def test_a_code_is_read_in_either_form_any_digits_case_or_spacing(
    reporter: Reporter, code: str, typed: object
) -> None:
    assert callable(typed)
    page = reporter.come_back(typed(code))
    assert page.status_code == 200
    assert "We have it. Nobody has opened it yet." in page.text


def test_neither_code_nor_report_is_on_the_page_or_in_its_address(
    reporter: Reporter, code: str
) -> None:
    add(reporter, "when_where", area="Canary Square")
    page = reporter.come_back(codes.digits(code))
    whole = page.text + str(page.url) + str(page.headers) + str(reporter.browser.cookies)
    symbols = codes.letters(code), codes.letters(code).replace("-", ""), codes.digits(code), code
    assert not [one for one in (*symbols, WORDS, "Canary Square") if one in whole]
    assert "<title>Contact us" in page.text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.RECEIVED, "Nobody has opened it yet."),
        (State.TRIAGE, "Somebody who helps has opened it."),
        (State.ACTION, "People who help are working on it."),
        (State.WAITING, "We are waiting for an answer from you."),
        (State.CLOSED, "The work on it is finished."),
        (State.SPAM, "The work on it is finished."),
    ],
)
def test_the_reporter_reads_in_plain_words_how_far_it_is(
    reporter: Reporter, session: Session, code: str, state: State, words: str
) -> None:
    set_state(session, state)
    assert words in reporter.come_back(codes.digits(code)).text


def test_a_reply_is_read_and_nothing_but_that_it_was_seen_is_kept(
    reporter: Reporter, session: Session, code: str
) -> None:
    answer(session)
    before = only_report(session).model_dump()
    assert before["seen"] is False
    page = reporter.come_back(codes.digits(code)).text
    english, urdu = ANSWER.split("\n")
    assert f'<div dir="ltr">{english}</div><div dir="rtl">{urdu}</div>' in page
    assert "Monday 23 November 2026" in page
    after = only_report(session).model_dump()
    assert after == before | {"seen": True, "came_back": True}
    reporter.come_back(codes.digits(code))
    assert only_report(session).model_dump() == after


def test_a_reply_is_sealed_to_the_reporter_and_to_the_case(
    session: Session, people: list[Person], code: str
) -> None:
    answer(session)
    report, private = only_report(session), private_key(session, people[0])
    reply = replies.stored(session, report)[0]
    assert [one.text for one in replies.for_team(session, report, private)] == [ANSWER]
    assert [one.text for one in replies.for_reporter(session, report, code)] == [ANSWER]
    assert replies.for_reporter(session, report, codes.new()) == []
    assert report.last_contact == DAY
    assert b"landlord" not in reply.for_team + (reply.for_reporter or b"")


def test_a_reply_that_was_moved_to_another_row_does_not_open(
    session: Session, people: list[Person], code: str
) -> None:
    answer(session, "first")
    answer(session, "second")
    report = only_report(session)
    first, second = replies.stored(session, report)
    first.for_reporter, second.for_reporter = second.for_reporter, first.for_reporter
    first.for_team, second.for_team = second.for_team, first.for_team
    session.commit()
    assert replies.for_reporter(session, report, code) == []
    assert replies.for_team(session, report, private_key(session, people[0])) == []


def test_words_are_added_once_however_often_they_are_sent(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    reporter.come_back(codes.digits(code))
    page, so_far = page_of(reporter), reporter.so_far
    for _ in range(2):
        reporter.post("add", page=page, so_far=so_far, what="It was the same man.")
        assert "We have it. Thank you." in reporter.text
        assert "It was the same man." not in reporter.text
    assert additions(session, people[0]) == [{"section": "add", "what": "It was the same man."}]
    reporter.post("add", page=page_of(reporter), what="And again today.")
    assert len(additions(session, people[0])) == 2


def test_other_words_from_the_same_page_replace_nothing(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    reporter.come_back(codes.digits(code))
    page, so_far = page_of(reporter), reporter.so_far
    for words in ("It was the same man.", "He came back.", "It was the same man."):
        reporter.post("add", page=page, so_far=so_far, what=words)
        assert "We have it. Thank you." in reporter.text
    kept = [one["what"] for one in additions(session, people[0])]
    assert sorted(kept) == ["He came back.", "It was the same man."]


def test_too_many_words_are_refused_and_none_is_lost(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    reporter.come_back(codes.digits(code))
    assert reporter.post("add", what="  ").status_code == 422
    page = reporter.post("add", what="word " * 1000)
    assert page.status_code == 422
    assert ("word " * 1000).strip() in page.text
    assert additions(session, people[0]) == []


@pytest.mark.parametrize(
    ("step", "question"),
    [
        ("delete_replies", "Do you want to delete our replies?"),
        ("withdraw", "Do you want to take your report back?"),
        ("end", "Do you want to end access with this code?"),
    ],
)
def test_what_cannot_be_undone_is_asked_twice(
    reporter: Reporter, session: Session, code: str, step: str, question: str
) -> None:
    answer(session)
    reporter.come_back(codes.digits(code))
    before = only_report(session).model_dump()
    for fields in ({}, {"sure": ""}, {"_switch": "en", "sure": "yes"}):
        assert question in reporter.post(step, **fields).text
    assert only_report(session).model_dump() == before
    assert len(replies.for_reporter(session, only_report(session), code)) == 1


def test_deleted_replies_are_gone_here_and_stay_with_the_case(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    answer(session)
    reporter.come_back(codes.digits(code))
    reporter.post("delete_replies", sure="yes")
    assert "Our replies were deleted here." in reporter.text
    assert "landlord" not in reporter.text
    report = only_report(session)
    assert [one.for_reporter for one in session.exec(select(Reply))] == [None]
    assert replies.for_team(session, report, private_key(session, people[0]))
    answer(session, "A newer one")
    assert "A newer one" in reporter.come_back(codes.digits(code)).text


def test_after_the_access_was_ended_nobody_comes_back_and_the_report_stays(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    answer(session)
    reporter.come_back(codes.digits(code))
    so_far, cookies = reporter.so_far, dict(reporter.browser.cookies)
    assert "Access with this code has ended" in reporter.post("end", sure="yes").text
    report = only_report(session)
    assert (report.lookup, report.reporter_key) == (None, None)
    assert replies.for_reporter(session, report, code) == []
    assert replies.for_team(session, report, private_key(session, people[0]))
    # A page that is still open elsewhere does nothing either.
    reporter.browser.cookies.update(cookies)
    page = reporter.post("add", so_far=so_far, what="more")
    assert "This code leads nowhere" in page.text
    assert additions(session, people[0]) == []
    answer(session, "Nobody reads this here")
    assert replies.stored(session, only_report(session))[-1].for_reporter is None


def test_whoever_returns_can_add_to_the_report(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    reporter.come_back(codes.digits(code))
    add(reporter, "about", role="victim")
    assert additions(session, people[0]) == [{"section": "about", "role": "victim"}]


def test_what_was_typed_on_the_page_is_still_there_in_another_language(
    reporter: Reporter, code: str
) -> None:
    reporter.come_back(codes.digits(code))
    reporter.post("status", what="half a sentence", _switch="en")
    assert "half a sentence" in reporter.text
    reporter.post("status", what="half a sentence", _back="end")
    reporter.post("end", _back="status")
    assert "half a sentence" in reporter.text


def test_one_code_says_nothing_of_another_report(
    reporter: Reporter, session: Session, browser: TestClient, code: str
) -> None:
    answer(session)
    other = Reporter(browser)
    second = other.report("Something else.")
    assert "landlord" not in other.come_back(codes.digits(second)).text
    session.rollback()
    assert len(session.exec(select(Report)).all()) == 2


def test_words_of_a_page_that_knew_no_languages_are_sent_unchanged(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    code = Reporter(browser).report("They shouted at me.")
    fields = {"status": {"what": "They came again."}}
    before = forged(browser, code=code, sent=True, kept_code=True, fields=fields)
    more = {"step": "add", "so_far": before, "what": "They came again.", "page": "p"}
    assert "We have it. Thank you." in browser.post(ADDRESS, data=more).text
    assert [one["what"] for one in additions(session, people[0])] == ["They came again."]
