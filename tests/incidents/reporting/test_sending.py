"""Telling what happened: nothing is kept before it is sent, and nothing typed is lost."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, func, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.models import Report, ReportItem
from portal.incidents.records import codes, pieces, take_in
from portal.incidents.records.pieces import Item
from portal.incidents.report_settings import SignOff
from portal.incidents.reporting import short_report
from portal.incidents.reporting.journey import Journey
from portal.incidents.rules import Circle
from portal.incidents.safety import signing_off
from portal.incidents.signposts import Support
from portal.store.noted import Noted
from tests.incidents.factories import Person, approvers, arrange, open_vault, person, team
from tests.incidents.reporter import ADDRESS, Reporter

WORDS = "They shouted at my mother.\r\n\r\nوہ ہمارے پیچھے آئے"
HELPER = Support("Race Equality Trust", "029 2000 0000", "", {"en": "Advice in many languages."})


def count(session: Session, table: type[SQLModel]) -> int:
    session.rollback()
    return session.exec(select(func.count()).select_from(table)).one()


def opened(session: Session, someone: Person, code: str, kind: Item) -> Any:
    session.rollback()
    report = take_in.found(session, code)
    assert report
    private = someone.vault.report_private(session, report)
    assert private
    return [record for _, record in pieces.opened(session, report, private, kind)]


def test_without_a_team_the_first_page_says_so_and_names_others(
    browser: TestClient, session: Session
) -> None:
    arrange(session, support=(HELPER,))
    first = Reporter(browser)
    assert "You cannot write to us here at the moment" in first.text
    assert "Race Equality Trust" in first.text
    assert 'value="start"' not in first.text
    assert 'value="return"' in first.text


def test_a_closed_door_is_closed_to_whoever_stands_in_it(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish()
    arrange(session, enabled=False, support=(HELPER,))
    reporter.send()
    assert "Nothing was sent" in reporter.text
    assert "They shouted at my mother." in reporter.text
    assert "Race Equality Trust" in reporter.text
    assert count(session, Report) == 0
    arrange(session, enabled=True)
    assert reporter.send().code
    assert count(session, Report) == 1


@pytest.mark.parametrize("typed", ["", " \r\n ", codes.letters("0" * 35 + "1"), "code in digits"])
def test_a_report_without_words_or_with_only_a_code_is_refused_kindly(
    browser: TestClient, session: Session, typed: str
) -> None:
    team(session)
    text = codes.digits(codes.new()) if typed == "code in digits" else typed
    reporter = Reporter(browser).begin().tell(text)
    assert reporter.page.status_code == 422
    assert "There is a problem" in reporter.text
    reporter.send()
    assert reporter.page.status_code == 422
    assert count(session, Report) == 0


def test_too_long_a_report_is_refused_and_comes_back_whole(
    browser: TestClient, session: Session
) -> None:
    team(session)
    text = "خ" * (short_report.MOST + 5)
    reporter = Reporter(browser).begin().tell(text)
    assert reporter.page.status_code == 422
    assert "5 characters too long" in reporter.text
    assert text in reporter.text
    assert count(session, Report) == 0


def test_words_that_look_a_little_like_a_code_are_no_code() -> None:
    sentences = ("they shot at me yesterday" + end for end in "abcdefghijkmnpqrstvwxyz")
    here = [Journey(code=codes.new(), fields={"what": {"what": one}}) for one in sentences]
    assert [one for one in here if short_report.what_problems(one, outside=True)] == []


@pytest.mark.parametrize("reply", ["", "contact", "pigeon"])
def test_how_to_reply_has_to_be_chosen_from_what_is_offered(
    browser: TestClient, session: Session, reply: str
) -> None:
    team(session)  # without approvers nobody could open contact details
    reporter = Reporter(browser).begin().tell(WORDS)
    assert 'value="contact"' not in reporter.text
    reporter.wish(reply)
    assert reporter.page.status_code == 422
    assert "Choose whether we may reply to you." in reporter.text


@pytest.mark.parametrize(
    "contact", [{}, {"name": "Amina"}, {"email": "amina"}, {"telephone": "0" * 61}]
)
def test_whoever_wants_to_be_reached_says_how(
    browser: TestClient, session: Session, contact: dict[str, str]
) -> None:
    team(session)
    approvers(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish("contact", **contact)
    assert reporter.page.status_code == 422
    assert all(value in reporter.text for value in contact.values())


def test_a_report_about_the_council_is_not_sent_to_it_without_asking(
    browser: TestClient, session: Session
) -> None:
    team(session)
    arrange(session, support=(HELPER,))
    reporter = Reporter(browser).begin().tell(WORDS, about_council="yes")
    assert reporter.page.status_code == 422
    assert "Nobody outside the council has a key" in reporter.text
    assert "Race Equality Trust" in reporter.text
    reporter.tell(WORDS, about_council="yes", to_team="no")
    assert "Nothing was sent" in reporter.text
    reporter.post("before", _back="what")
    assert "They shouted at my mother." in reporter.text
    code = reporter.tell(WORDS, about_council="yes", to_team="yes").wish().send().code
    session.rollback()
    report = take_in.found(session, code)
    assert report
    assert report.circle is Circle.TEAM


def test_a_report_about_the_council_goes_to_somebody_outside_it(
    browser: TestClient, session: Session
) -> None:
    inside = team(session)
    outside = person(session, Role.INDEPENDENT)
    reporter = Reporter(browser).begin().tell(WORDS, about_council="yes").wish()
    code = reporter.send().code
    session.rollback()
    report = take_in.found(session, code)
    assert report
    assert report.circle is Circle.INDEPENDENT
    assert opened(session, outside, code, Item.REPORT)[0]["about_council"] is True
    assert inside[0].vault.report_private(session, report) is None


@pytest.mark.parametrize(
    ("told", "kept", "read"),
    [({}, "not_answered", "Not answered"), ({"danger": "unsure"}, "unsure", "I am not sure")],
)
def test_who_left_out_whether_there_is_danger_did_not_say_that_they_are_unsure(
    browser: TestClient, session: Session, told: dict[str, str], kept: str, read: str
) -> None:
    people = team(session)
    reporter = Reporter(browser).begin()
    reporter.post("what", what=WORDS, **told)
    reporter.wish()
    row = reporter.text.partition("Is anyone in danger now?")[2].partition("</dd>")[0]
    assert read in row
    code = reporter.send().code
    assert opened(session, people[0], code, Item.REPORT)[0]["danger"] == kept
    assert opened(session, people[0], code, Item.SLIP)[0]["danger"] is False
    report = take_in.found(session, code)
    assert report
    open_vault(browser, session, people[0])
    page = browser.get(f"/en/staff/cases/{report.reference}").text
    row = page.partition("In danger when the report was sent")[2].partition("</dd>")[0]
    assert read in row


def test_nothing_is_written_before_the_last_step(browser: TestClient, session: Session) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish()
    assert "They shouted at my mother." in reporter.text
    assert count(session, Report) == 0
    reporter.send()
    assert count(session, Report) == 1


def test_three_short_pages_make_a_report(browser: TestClient, session: Session) -> None:
    people = team(session)
    code = Reporter(browser).begin().tell(WORDS, danger="yes").wish().send().code
    (report,) = opened(session, people[0], code, Item.REPORT)
    assert report == {
        "what": WORDS.replace("\r\n", "\n"),
        "languages": {"what": "en"},
        "danger": "yes",
        "about_council": False,
        "reply": "code",
        "language": "en",
        "channel": "web",
    }
    (slip,) = opened(session, people[1], code, Item.SLIP)
    assert (slip["danger"], slip["language"], slip["risk"]) == (True, "en", "unknown")


def test_contact_details_are_sealed_apart(browser: TestClient, session: Session) -> None:
    team(session)
    approvers(session)
    reporter = Reporter(browser).begin().tell(WORDS)
    reporter.wish("contact", telephone="07700 900123", safe="Only messages.", name="Amina")
    assert "07700 900123" in reporter.text
    code = reporter.send().code
    session.rollback()
    report = take_in.found(session, code)
    assert report
    assert len(pieces.stored(session, report, Item.CONTACT)) == 1


def test_contact_details_that_were_thought_better_of_are_not_sent(
    browser: TestClient, session: Session
) -> None:
    team(session)
    approvers(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish("contact", telephone="07700 900123")
    reporter.post("send", _back="reply")
    assert "07700 900123" in reporter.text
    code = reporter.wish("code", telephone="07700 900123").send().code
    session.rollback()
    report = take_in.found(session, code)
    assert report
    assert pieces.stored(session, report, Item.CONTACT) == []


def test_sending_twice_makes_one_report_and_shows_the_same_code(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish()
    last_page = reporter.page
    first = reporter.send().code
    reporter.page = last_page
    assert reporter.send().code == first
    assert "kept it once" in reporter.text
    assert count(session, Report) == 1
    assert count(session, ReportItem) == 2


def test_pressing_send_often_at_the_same_moment_makes_one_report(
    browser: TestClient, session: Session
) -> None:
    team(session)
    for number in range(1, 5):
        reporter = Reporter(browser).begin().tell(WORDS).wish()
        form = {"step": "send", "so_far": reporter.so_far}
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda data: browser.post(ADDRESS, data=data), [form] * 4))
        assert {answer.status_code for answer in answers} == {200}
        assert count(session, Report) == number


def test_every_page_goes_back_and_changes_language_with_all_that_was_typed(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin()
    reporter.post("what", what="half a sen", danger="unsure", _switch="ur")
    assert 'lang="ur" dir="rtl"' in reporter.text
    assert "half a sen" in reporter.text
    reporter.post("what", what="half a sentence", danger="unsure", _back="before")
    reporter.post("before")
    assert "half a sentence" in reporter.text
    assert 'value="unsure" checked' in reporter.text
    reporter.address = "/ur/help/speak-up"
    reporter.tell("half a sentence").wish()
    reporter.post("send", _back="what")
    assert "half a sentence" in reporter.text


def test_the_code_is_in_no_address_and_what_was_written_travels_no_further(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish().send()
    assert codes.letters(reporter.code)[:4] in reporter.text
    assert "They shouted" not in reporter.text
    assert reporter.page.url.path == ADDRESS
    visited = [str(page.url) for page in (*reporter.page.history, reporter.page)]
    shown = (reporter.code, codes.letters(reporter.code), codes.digits(reporter.code))
    assert not any(one.replace("-", "") in url for one in shown for url in visited)
    assert all("code" not in cookie for cookie in browser.cookies)


def test_the_end_of_the_code_is_typed_back(browser: TestClient, session: Session) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish().send()
    code = reporter.code
    assert reporter.post("sent", end="nope").status_code == 422
    assert reporter.code == code
    reporter.post("sent", end=codes.digits(code)[-4:])
    assert "You have your code" in reporter.text
    assert 'value="more"' in reporter.text
    assert 'value="files"' in reporter.text


def test_whoever_wants_no_reply_is_first_asked_to_do_without_a_code(
    browser: TestClient, session: Session
) -> None:
    team(session)
    silent = Reporter(browser).begin().tell(WORDS).wish("none").send().text
    assert silent.index("I do not want a code") < silent.index("I have kept my code")
    other = Reporter(browser).begin().tell(WORDS).wish().send().text
    assert other.index("I do not want a code") > other.index("I have kept my code")


def test_without_a_code_nobody_comes_back_and_the_report_stays(
    browser: TestClient, session: Session
) -> None:
    people = team(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish("none").send()
    code, last_page = reporter.code, reporter.page
    reporter.post("sent", none="yes")
    assert "Without the code you cannot read our replies" in reporter.text
    session.rollback()
    report = session.exec(select(Report)).one()
    assert (report.lookup, report.reporter_key) == (None, None)
    assert people[0].vault.report_private(session, report)
    assert take_in.found(session, code) is None
    reporter.page = last_page
    reporter.post("send")
    assert "This code leads nowhere" in reporter.text
    assert count(session, Report) == 1


def test_the_card_names_no_purpose(browser: TestClient, session: Session) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish().send()
    code = reporter.code
    reporter.post("sent", end="", _back="card")
    card = reporter.text.partition('<div class="sheet">')[2].partition("</div>")[0]
    assert "voices.example" in card
    assert reporter.code == code
    assert not any(word in card.lower() for word in ("report", "hate", "council", "speak"))


def test_a_caseworker_takes_a_report_by_telephone_in_the_same_form(
    browser: TestClient, session: Session
) -> None:
    people = team(session)
    reporter = Reporter(browser)
    reporter.post("start", channel="telephone")
    assert "Read this page to them first." in reporter.text
    reporter.post("before")
    code = reporter.tell(WORDS).wish().send().code
    assert opened(session, people[0], code, Item.REPORT)[0]["channel"] == "telephone"


def test_a_report_that_was_sent_is_told_how_to_add_a_change(
    browser: TestClient, session: Session
) -> None:
    people = team(session)
    reporter = Reporter(browser).begin().tell(WORDS)
    first_draft = reporter.page
    code = reporter.wish().send().code
    reporter.page = first_draft
    assert reporter.wish().send().code == code
    assert "tell us the change" in reporter.text
    assert len(opened(session, people[0], code, Item.REPORT)) == 1


def test_more_can_be_added_before_a_code_is_refused(browser: TestClient, session: Session) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish("none").send()
    assert reporter.post("sent", _back="more").status_code == 200
    assert 'value="sent"' in reporter.text
    assert reporter.post("more", _back="sent").status_code == 200
    assert "I do not want a code" in reporter.text


def test_a_channel_that_does_not_exist_is_the_web(browser: TestClient, session: Session) -> None:
    people = team(session)
    reporter = Reporter(browser)
    reporter.post("start", channel="<script>")
    reporter.post("before")
    code = reporter.tell(WORDS).wish().send().code
    assert opened(session, people[0], code, Item.REPORT)[0]["channel"] == "web"


def test_a_form_that_nobody_could_have_filled_in_is_no_error(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin()
    two: Any = ["one", "two"]
    assert reporter.post("what", what=two, danger=two, about_council=two).status_code == 422
    assert reporter.post("before", _back="nothing").status_code == 404
    assert reporter.post("nothing").status_code == 404


@pytest.mark.parametrize(
    ("danger", "wanted", "told"),
    [("yes", True, True), ("yes", False, False), ("no", True, False)],
)
def test_immediate_danger_is_told_to_staff_only_if_the_council_says_so(
    browser: TestClient, session: Session, danger: str, wanted: bool, told: bool
) -> None:
    team(session)
    arrange(session, danger_notice=wanted)
    Reporter(browser).begin().tell("They are outside.", danger=danger).wish().send()
    session.rollback()
    assert (session.get(Noted, "incidents.news.team") is not None) == told


def test_the_page_with_the_code_is_drawn_once_and_shows_each_reporter_their_own(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporters = [Reporter(browser).begin().tell("They shouted.").wish().send() for _ in range(3)]
    known = {codes.lookup(reporter.code) for reporter in reporters}
    session.rollback()
    assert set(session.exec(select(Report.lookup)).all()) == known
    for reporter in reporters:
        assert codes.digits(reporter.code) in re.sub(r"<[^>]*>", "", reporter.text)
        assert "zq." not in reporter.text
    # What one carries opens with one's own key only, and leads on from there.
    assert reporters[2].post("sent", end=codes.digits(reporters[2].code)[-4:]).status_code == 200


def test_the_page_with_the_code_follows_what_the_council_changes(
    browser: TestClient, session: Session
) -> None:
    team(session)
    before = Reporter(browser, "/ur/help/speak-up").begin().tell("They shouted.").wish().send()
    english = "The code is the only way back to your report."
    assert english in before.text
    decided = {
        name: SignOff("Amina Yusuf", "2026-11-20", signing_off.digest(text, "ur"))
        for name, text in signing_off.TEXTS.items()
    }
    arrange(session, sign_offs={"ur": decided})
    after = Reporter(browser, "/ur/help/speak-up").begin().tell("They shouted.").wish().send()
    assert english not in after.text
