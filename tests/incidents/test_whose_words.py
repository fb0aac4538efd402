"""What reporters and helpers write stays in the language of the page on which it was typed."""

import re
from typing import Any

import pytest
from sqlmodel import Session, col, delete, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.models import Report, ReportKey
from portal.incidents.records import codes, pieces, replies
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle
from portal.sealing import boxes
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.incidents import agencies
from tests.incidents.afterwards import only_report
from tests.incidents.factories import TODAY, Person, approvers, open_vault, report, team
from tests.incidents.reporter import Reporter
from tests.incidents.reporting.test_misuse import forged
from tests.incidents.staff.sharing.test_contacts import ALLOW, ask, decide

URDU = "Tesco کے باہر گالی دی"
ENGLISH, IN_URDU = "/en/help/speak-up", "/ur/help/speak-up"
_TYPED_IN = re.compile(r'name="_typed_in" value="([^"]*)"')


@pytest.fixture
def people(session: Session) -> list[Person]:
    return team(session)


class Switching(Reporter):
    """A browser that sends with each form what the page carries, and turns to other languages."""

    def post(self, step: str, files: Any = None, **fields: Any) -> Any:
        found = _TYPED_IN.search(self.text)
        typed_in = {"_typed_in": found[1]} if found else {}
        page = super().post(step, files, **(typed_in | fields))
        self.address = page.url.path
        return page


def kept(session: Session, people: list[Person], *kinds: Item) -> list[Any]:
    """Open what was kept of the one report."""
    session.rollback()
    one = only_report(session)
    private = people[0].vault.report_private(session, one)
    assert private
    return [record for _, record in pieces.opened(session, one, private, *kinds)]


def case_page(browser: TestClient, session: Session, someone: Person) -> str:
    """Open the one case."""
    one = only_report(session)
    open_vault(browser, session, someone)
    return browser.get(f"/en/staff/cases/{one.reference}").text


def correct(browser: TestClient, page: str, **changes: Any) -> Any:
    """Press the first link beside a text that leads to its language, and choose another."""
    link = re.search(r'href="([^"]*/language/[^"]*)"', page)
    assert link
    version = re.search(r'name="_version" value="(\d+)"', browser.get(link[1]).text)
    assert version
    return browser.post(link[1], data={"_version": version[1], "language": "ckb"} | changes)


@pytest.mark.parametrize(
    "languages",
    [
        {"what": {"what": "xx"}},
        {"what": {"what": ["ur"]}},
        {"what": "ur"},
        ["ur"],
        {"what": {"a": 1}},
    ],
)
def test_a_language_that_the_portal_did_not_write_is_not_believed(
    browser: TestClient, people: list[Person], languages: Any
) -> None:
    Reporter(browser).begin()
    sent = {"step": "send", "so_far": forged(browser, languages=languages)}
    assert "The page you came from is no longer open" in browser.post(ENGLISH, data=sent).text


@pytest.mark.parametrize("tag", ["", "xx", "mul", '"><b>', "u" * 5000])
def test_a_text_of_a_case_is_filed_under_no_made_up_language(
    browser: TestClient, session: Session, people: list[Person], tag: str
) -> None:
    report(session, what=URDU)
    page = correct(browser, case_page(browser, session, people[0]), language=tag)
    assert page.status_code == 422
    assert kept(session, people, Item.LANGUAGE) == []


def test_of_two_who_correct_at_once_the_second_looks_again(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    report(session, what=URDU)
    shown = case_page(browser, session, people[0])
    assert correct(browser, shown).status_code == 200
    late = correct(browser, shown, _version="0", language="ps")
    assert late.status_code == 409
    assert '<option value="ps" selected>' in late.text
    assert len(kept(session, people, Item.LANGUAGE)) == 1


@pytest.mark.parametrize("field", ["language", "reply", "section", "piece", "x" * 300])
def test_only_words_of_the_reporter_are_filed_under_a_language(
    browser: TestClient, session: Session, people: list[Person], field: str
) -> None:
    report(session, what=URDU)
    page = case_page(browser, session, people[0])
    address = re.search(r'href="([^"]*/language/[^"]*/)what"', page)
    assert address
    assert browser.get(address[1] + field).status_code == 404


def test_whoever_has_no_key_to_a_case_files_nothing(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    one = report(session, what=URDU)
    piece = pieces.stored(session, one, Item.REPORT)[0].id
    sign_in(browser, session, account(session, Role.OFFICER))
    address = f"/en/staff/cases/{one.reference}/language/{piece}/what"
    assert browser.post(address, data={"language": "ur"}).status_code == 403


def test_whoever_was_not_given_a_case_is_told_so_where_its_languages_are_shown(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    one = report(session, what=URDU)
    case_page(browser, session, people[0])
    address = f"/en/staff/cases/{one.reference}/language/piece/what"
    number = one.id
    session.rollback()
    session.exec(delete(ReportKey).where(col(ReportKey.report_id) == number))
    session.commit()
    assert browser.get(address).status_code == 404
    session.rollback()
    assert session.exec(select(AuditEntry.subject).where(AuditEntry.action == "case.refused")).all()


def test_a_report_that_is_sent_from_another_page_stays_in_its_own_language(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    approvers(session)
    reporter = Switching(browser, IN_URDU).begin().tell(URDU)
    reporter.post("reply", reply="contact", telephone="07700 900001", safe="صرف صبح", _switch="en")
    assert reporter.address == ENGLISH
    assert re.search(r'id="safe"[^>]* lang="ur"', reporter.text)
    reporter.wish("contact", telephone="07700 900001", safe="صرف صبح")
    assert re.search(rf'lang="ur">{URDU}<', reporter.text)
    assert re.search(r'lang="ur"[^>]*>صرف صبح<', reporter.text)
    reporter.send()
    (sent,) = kept(session, people, Item.REPORT)
    assert sent["languages"] == {"what": "ur"}
    assert sent["language"] == "en"
    assert kept(session, people, Item.SLIP)[0]["language"] == "ur"
    assert f'lang="ur">{URDU}<' in case_page(browser, session, people[0])


def test_words_that_are_changed_are_in_the_language_of_the_page_on_which_they_were(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    reporter = Switching(browser, IN_URDU).begin()
    reporter.post("what", what=URDU, danger="no", _switch="en")
    reporter.tell("They shouted outside Tesco.").wish().send()
    (sent,) = kept(session, people, Item.REPORT)
    assert sent["languages"] == {"what": "en"}


def test_words_whose_page_is_gone_come_back_in_their_language(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    reporter = Switching(browser, IN_URDU).begin()
    browser.cookies.clear()
    page = reporter.post("what", what=URDU, danger="no", _switch="en")
    again = re.search(r'<form id="again".*?</form>', page.text, re.DOTALL)
    assert again
    hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', again[0]))
    reporter.page = browser.post(ENGLISH, data=hidden)
    reporter.wish().send()
    (sent,) = kept(session, people, Item.REPORT)
    assert sent["languages"] == {"what": "ur"}


def test_additions_and_later_words_keep_their_language(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    reporter = Switching(browser)
    code = reporter.report("They shouted at me.")
    reporter.address = IN_URDU
    reporter.come_back(codes.letters(code))
    reporter.post("status", what="وہ پھر آئے", page="p", _switch="en")
    reporter.post("add", what="وہ پھر آئے", page="p")
    reporter.post("harm", injuries="A bruise", page="q")
    added = kept(session, people, Item.ADDITION)
    assert [one["languages"] for one in added] == [{"what": "ur"}, {"injuries": "en"}]
    page = case_page(browser, session, people[0])
    assert 'lang="ur">وہ پھر آئے<' in page
    assert 'lang="en">A bruise<' in page


def test_a_report_from_before_opens_in_the_language_of_its_page(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    said = {"what": URDU, "reply": "code", "language": "ur", "channel": "web"}
    code = codes.new()
    one = report(session, code=code, report=said)
    pieces.add(session, one, Item.ADDITION, {"section": "add", "what": "پھر"})
    old = replies.write(session, one, "", TODAY)
    for name, key in (("team", one.public_key), ("reporter", one.reporter_key)):
        assert key
        sealed = boxes.seal_record(key, "We read it.", replies.place(old, name))
        setattr(old, f"for_{name}", sealed)
    session.commit()
    page = case_page(browser, session, people[0])
    assert f'lang="ur">{URDU}<' in page
    assert 'lang="ur">پھر<' in page
    assert "We read it." in page
    assert "We read it." in Reporter(browser).come_back(codes.letters(code)).text


def test_whoever_reads_a_case_says_in_which_language_it_is_and_the_words_stay(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    Reporter(browser).report("ئەوان جنێویان دا")
    before = kept(session, people, Item.REPORT)
    page = correct(browser, case_page(browser, session, people[0]))
    assert "It is noted in which language the text is." in page.text
    assert 'lang="ckb">ئەوان' in page.text
    assert "کوردیی ناوەندی" in page.text
    assert kept(session, people, Item.REPORT) == before
    assert kept(session, people, Item.SLIP)[-1]["language"] == "ckb"
    (row,) = session.exec(select(AuditEntry).where(AuditEntry.action == "case.language_noted"))
    assert "ckb" not in str(row)


def test_how_to_reach_a_reporter_is_filed_by_whoever_may_read_it(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    (approver,) = approvers(session)
    told = {"telephone": "07700 900001", "safe": "بەیانیان", "languages": {"safe": "ar"}}
    one = report(session, contact=told)
    home = f"/en/staff/cases/{one.reference}"
    address = f"{home}/language/contact/safe"
    open_vault(browser, session, people[0])
    assert browser.get(address).status_code == 404
    asked_for = ask(browser, session, people[0], one)
    decide(browser, session, approver, asked_for, ALLOW)
    open_vault(browser, session, people[0])
    shown = browser.get(f"{home}/contact/details").text
    assert 'lang="ar">بەیانیان<' in shown
    assert correct(browser, shown).status_code == 200
    assert browser.get(f"{home}/language/contact/telephone").status_code == 404
    assert 'lang="ckb">بەیانیان<' in browser.get(f"{home}/contact/details").text


def test_a_report_is_written_down_in_a_language_that_is_not_shipped(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    open_vault(browser, session, people[0])
    assert '<option value="ckb">' in browser.get("/en/staff/cases/take").text
    reporter = Switching(browser)
    reporter.post("start", channel="telephone", told_in="ckb")
    reporter.post("before")
    reporter.tell("ئەوان جنێویان دا").wish().send()
    page = case_page(browser, session, people[0])
    assert 'lang="ckb">ئەوان' in page
    read = re.sub(r"<[^>]+>", "", page)
    assert "The reporter read the form in this language: Central Kurdish · کوردیی ناوەندی" in read


@pytest.mark.parametrize("tag", ["xx", '"><b>', "u" * 5000])
def test_a_reply_in_a_made_up_language_is_not_sent_and_not_lost(
    browser: TestClient, session: Session, people: list[Person], tag: str
) -> None:
    one = report(session)
    open_vault(browser, session, people[0])
    data = {"_version": "0", "reply": "We read it.", "language": tag}
    page = browser.post(f"/en/staff/cases/{one.reference}/reply", data=data)
    assert page.status_code == 422
    assert "We read it.</textarea>" in page.text
    assert replies.stored(session, one) == []


def test_a_reply_reaches_its_reporter_in_its_own_language(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    code = codes.new()
    one = report(session, code=code)
    open_vault(browser, session, people[0])
    address = f"/en/staff/cases/{one.reference}/reply"
    data = {"_version": "0", "reply": "مونږ ولوست", "language": "ps"}
    assert 'lang="ps">مونږ ولوست<' in browser.post(address, data=data).text
    assert 'lang="ps">مونږ ولوست<' in Reporter(browser).come_back(codes.letters(code)).text


def test_what_is_passed_on_keeps_its_language(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    to = agencies.agency(session)
    reader = agencies.partner(session, to)
    said = {"what": URDU, "danger": "no", "language": "en", "languages": {"what": "ur"}}
    one = report(session, report=said)
    agencies.agree(session, one, "support")
    open_vault(browser, session, people[0])
    agencies.refer(browser, one, to, "what", "language")
    one = session.exec(select(Report)).one()
    assert one.circle is Circle.TEAM
    open_vault(browser, session, reader)
    listed = browser.get("/en/staff/referrals").text
    link = re.search(r'href="(/en/staff/referrals/[^"]+)"', listed)
    assert link
    page = browser.get(link[1]).text
    assert f'lang="ur">{URDU}<' in page
    assert "اردو" in page
