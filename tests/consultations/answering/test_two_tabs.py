"""The same answers in two tabs: neither empties what the other wrote, and both are shown."""

import re
from typing import Any

import pytest
from httpx2 import Response as Page
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import (
    Draft,
    Edition,
    EqualityAnswers,
    Response,
    WrittenAnswer,
)
from tests.consultations.answering.test_responding import CHECK, HOME, S1, S2, code_in, send
from tests.consultations.building_pages import form
from tests.consultations.factories import consultation, content, question

ORGANISATION, EQUALITY = f"{HOME}/respond/organisation", f"{HOME}/respond/equality"
TOLD = "In another tab or window you answered differently"
CHOOSE = "In another tab or window you answered differently. Choose under Change."
BESIDE = "In another tab or window you answered</dt>"
OUTDATED = "In another tab or window you changed them since this page was shown to you"
ONLY_YES = {"question": "group", "options": ["yes"]}
CLUB = {"name": "Cricket club", "asked": "40", "how": "At practice"}
USE = [
    {"code": "bus", "label": {"en": "Bus"}},
    {"code": "o", "label": {"en": "Another"}, "other": True},
]


class Tab:
    """One tab of a browser: the page it shows, and its form."""

    def __init__(self, browser: TestClient, address: str = S1) -> None:
        self.browser, self.address = browser, address
        self.page = browser.get(address)
        self.fields = form(self.page, address)

    def save(self, **changes: Any) -> Page:
        """Change some fields and send the form with all the others as they stand."""
        changed = {name.replace("__", "."): value for name, value in changes.items()}
        page: Page = self.browser.post(self.address, data=self.fields | changed)
        return page


def tabs(browser: TestClient, address: str = S1) -> tuple[Tab, Tab]:
    """Open a page twice."""
    return Tab(browser, address), Tab(browser, address)


def kept(browser: TestClient, address: str = S1) -> dict[str, str]:
    """Read what stands in the fields of a page."""
    return {n: v for n, v in Tab(browser, address).fields.items() if not n.startswith("_") and v}


def beside(page: Page) -> list[str]:
    """Read what a page shows beside its fields, from another tab."""
    rows = [row.partition("</dd>")[0] for row in page.text.split(BESIDE)[1:]]
    plain = [re.sub(r"<[^>]*>", " ", re.sub(r"</?bdi[^>]*>", "", row)) for row in rows]
    return [" ".join(text.split()) for text in plain]


def using(page: Page, name: str) -> str:
    """Find the button that takes what another tab wrote in a field."""
    # Enter presses the first button of a form, and the one in the head that stands for it.
    assert 'name="_use"' not in page.text.partition("<main")[0]
    found = re.search(rf'name="_use" value="({re.escape(name)}:[^"]*)"', page.text)
    assert found
    return found[1]


def test_an_older_tab_does_not_empty_what_a_newer_one_wrote(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a"), question("b", "single"), question("c")], [question("d")])
    old, new = tabs(browser)
    new.save(a="Trees", b="yes")
    page = old.save(c="Benches")
    assert page.url.path == S2
    assert kept(browser) == {"a": "Trees", "b": "yes", "c": "Benches"}


def test_no_button_of_an_older_tab_empties_anything(browser: TestClient, session: Session) -> None:
    consultation(session, [question("a"), question("b")], [question("d")])
    old, new = tabs(browser)
    new.save(a="Trees", b="Lakes")
    for button in ({"_switch": "ur"}, {"_save": "yes"}, {}):
        old.save(**button)
        assert kept(browser) == {"a": "Trees", "b": "Lakes"}


def test_what_was_emptied_in_a_newer_tab_stays_empty(browser: TestClient, session: Session) -> None:
    consultation(session, [question("a"), question("b")], [question("d")])
    Tab(browser).save(a="Trees", b="Lakes")
    old, new = tabs(browser)
    new.save(a="")
    old.save(b="Ponds")
    assert kept(browser) == {"b": "Ponds"}


def test_a_field_that_both_changed_comes_back_with_both(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a", "long"), question("b")], [question("d")])
    old, new = tabs(browser)
    new.save(a="More trees", b="Lakes")
    page = old.save(a="More benches")
    assert (page.status_code, page.request.method, page.url.path) == (422, "GET", S1)
    assert page.text.count(TOLD) == 2
    assert '<a href="#a">' in page.text
    assert beside(page) == ["More trees"]
    assert kept(browser) == {"a": "More benches", "b": "Lakes"}
    again = Tab(browser)
    assert again.page.text.count(TOLD) == 2
    assert again.save(a="More trees and benches").url.path == S2
    assert kept(browser) == {"a": "More trees and benches", "b": "Lakes"}
    send(browser)
    texts = sorted(session.exec(select(WrittenAnswer.text)))
    assert texts == ["Lakes", "More trees and benches"]


def test_sending_the_page_with_both_again_takes_what_stands_in_the_field(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")], [question("d")])
    old, new = tabs(browser)
    new.save(a="Trees")
    old.save(a="Benches")
    assert Tab(browser).save().url.path == S2
    assert kept(browser) == {"a": "Benches"}


def test_each_kind_of_question_is_one_field_and_shows_both(
    browser: TestClient, session: Session
) -> None:
    asked = [
        question("which", "single"),
        question("all", "multiple"),
        question("use", "single", options=USE),
        question("uses", "multiple", options=USE),
        question("number", "number"),
        question("scale", "scale"),
        question("order", "ranking"),
        question("lines", "matrix", rows=[{"code": "r", "label": {"en": "R"}}]),
        question("day", "date"),
    ]
    consultation(session, asked, [question("d")])
    old, new = tabs(browser)
    new.save(which="yes", all=["yes", "no"], use="o", use__other="Tram", uses="bus", number="many",
             scale="2", order__no="1", order__yes="2", lines__r="yes",
             day__day="1", day__month="5", day__year="2020")  # fmt: skip
    page = old.save(which="no", all=["no"], use="bus", uses="o", uses__other="Tram", number="4",
                    scale="4", order__yes="1", lines__r="no", day__day="2")  # fmt: skip
    assert beside(page) == ["Yes", "Yes No", "Another: Tram", "Bus", "many", "2", "1. No 2. Yes",
                            "R: Yes", "Friday 1 May 2020"]  # fmt: skip


def test_the_answer_of_another_tab_of_each_kind_is_taken_with_one_button(
    browser: TestClient, session: Session
) -> None:
    asked = [
        question("which", "single"),
        question("uses", "multiple", options=USE),
        question("number", "number"),
        question("scale", "scale"),
        question("order", "ranking"),
        question("lines", "matrix", rows=[{"code": "r", "label": {"en": "R"}}]),
        question("day", "date"),
        question("why", "long"),
    ]
    consultation(session, asked, [question("d")])
    theirs = {"which": "yes", "uses": "o", "uses.other": "Tram", "number": "5", "scale": "2",
              "order.no": "1", "order.yes": "2", "lines.r": "yes",
              "day.day": "1", "day.month": "5", "day.year": "2020", "why": "Shade"}  # fmt: skip
    mine = {"which": "no", "uses": "bus", "number": "4", "scale": "4", "order.yes": "1",
            "lines.r": "no", "day.day": "2", "why": "Birds"}  # fmt: skip
    old, new = tabs(browser)
    new.save(**theirs)
    page = old.save(**mine)
    for one in asked:
        assert "Use this answer" in page.text
        tab = Tab(browser)
        page = tab.save(_use=using(tab.page, one["code"]), why=tab.fields["why"] + "!")
        assert page.url.path == S1
        assert page.url.fragment == one["code"]
    stands = kept(browser)
    assert stands.pop("why") == theirs.pop("why")
    assert stands == theirs
    assert beside(Tab(browser).page)[-1] == "Birds!!!!!!!!"
    assert Tab(browser).save().url.path == S2
    assert kept(browser) == theirs | {"why": "Shade"}


def test_a_button_of_an_old_page_or_a_made_up_one_takes_nothing(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")], [question("d")])
    old, new = tabs(browser)
    new.save(a="Trees")
    page = old.save(a="Benches")
    old_button = using(page, "a")
    Tab(browser).save()
    for made_up in (old_button, "a", "a:", ":", "nobody:1", "\0", "x" * 9999):
        assert Tab(browser).save(_use=made_up).url.path == S1
        assert kept(browser) == {"a": "Benches"}


def test_an_answer_that_is_taken_keeps_its_language_and_takes_along_what_depends_on_it(
    browser: TestClient, session: Session
) -> None:
    group, name = question("group", "single"), question("name", show_if=ONLY_YES)
    consultation(session, [group, name, question("a")], [question("d")])
    urdu = S1.replace("/en/", "/ur/")
    old = Tab(browser)
    Tab(browser, urdu).save(a="درخت", group="no")
    old.save(a="Benches", group="yes")
    Tab(browser).save(_use=using(Tab(browser).page, "a"))
    Tab(browser).save(_use=using(Tab(browser).page, "group"))
    assert 'name="name"' not in Tab(browser).page.text
    Tab(browser).save()
    send(browser)
    (text,) = session.exec(select(WrittenAnswer))
    assert (text.text, text.language) == ("درخت", "ur")


def test_the_page_to_check_shows_both_answers_and_leads_to_the_question(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a"), question("b")], [question("d")])
    old, new = tabs(browser)
    new.save(a="Trees", b="Lakes")
    old.save(a="Benches")
    page = browser.get(CHECK).text
    main = page.partition("<h1")[2]
    row = main.partition("Label of a")[2].partition("Label of b")[0]
    assert "Trees" in row
    assert "Benches" in row
    assert CHOOSE in row
    assert "Keep the answer you want here" not in page
    assert main.count(CHOOSE) == 1
    assert f'<a href="{S1}?from=check#a">' in page.partition("<h1")[0]
    Tab(browser, f"{S1}?from=check").save()
    assert CHOOSE not in browser.get(CHECK).text


@pytest.mark.parametrize("change", [{"asked": "41"}, {"_alone": "yes"}])
def test_the_page_to_check_shows_both_of_an_organisation(
    browser: TestClient, session: Session, change: dict[str, str]
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Nets"})
    old, new = tabs(browser, ORGANISATION)
    new.save(**CLUB)
    old.save(**change)
    page = browser.get(CHECK).text
    assert CHOOSE in page.partition("<h1")[0]
    assert f'<a href="{ORGANISATION}?from=check">' in page.partition("<h1")[0]
    told = page.partition("<h1")[2].partition("How many people were asked")[2]
    assert "40" in told.partition("</dd>")[0]
    tab = Tab(browser, ORGANISATION)
    tab.save(_use=using(tab.page, "_organisation.asked"))
    assert kept(browser, ORGANISATION)["asked"] == "40"


def test_an_answer_that_another_tab_took_away_is_said_to_be_gone(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a"), question("b")], [question("d")])
    Tab(browser).save(a="Trees", b="Lakes")
    old, new = tabs(browser)
    new.save(a="")
    assert beside(old.save(a="Benches")) == ["Not answered"]
    assert kept(browser) == {"a": "Benches", "b": "Lakes"}


def test_what_one_tab_emptied_and_another_changed_is_no_empty_draft(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")], [question("d")])
    Tab(browser).save(a="Trees")
    old, new = tabs(browser)
    new.save(a="Benches")
    assert beside(old.save(a="")) == ["Benches"]
    assert kept(browser) == {}
    assert "1 answer was begun on this device" in browser.get(HOME).text
    assert beside(Tab(browser).page) == ["Benches"]


def test_it_is_said_in_the_readers_language_and_a_change_of_language_settles_nothing(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")], [question("d")])
    old, new = tabs(browser)
    new.save(a="Trees")
    page = old.save(a="Benches", _switch="ur")
    assert page.url.path.startswith("/ur/")
    urdu = Tab(browser, S1.replace("/en/", "/ur/"))
    assert "Trees" in urdu.page.text
    assert TOLD not in urdu.page.text
    assert "دوسرے ٹیب" in urdu.page.text
    english = urdu.save(_switch="en")
    assert beside(english) == ["Trees"]
    assert 'value="Benches"' in english.text


def test_whoever_saves_for_later_finds_both_and_cannot_send_before_choosing(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")], [question("d")])
    old, new = tabs(browser)
    new.save(a="Trees")
    assert "Your answers are saved" in old.save(a="Benches", _save="yes").text
    page = send(browser)
    assert "Your answers were not sent yet" in page
    assert f'href="{S1}?from=check#a"' in page
    assert session.exec(select(Response)).all() == []
    session.rollback()
    last = Tab(browser, f"{S1}?from=check")
    assert beside(last.page) == ["Trees"]
    assert last.save(a="Both").url.path == CHECK
    send(browser)
    assert session.exec(select(WrittenAnswer.text)).all() == ["Both"]


def test_a_third_tab_is_shown_beside_the_others(browser: TestClient, session: Session) -> None:
    consultation(session, [question("a")], [question("d")])
    one, two = tabs(browser)
    three = Tab(browser)
    one.save(a="Trees")
    two.save(a="Benches")
    told = Tab(browser)
    assert beside(three.save(a="Lakes")) == ["Trees", "Benches"]
    assert beside(told.save()) == ["Trees", "Benches"]
    assert kept(browser) == {"a": "Lakes"}


def test_a_form_that_is_sent_again_brings_nothing_old_back(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a"), question("b")], [question("d")])
    old, new = tabs(browser)
    new.save(a="Trees")
    for _ in range(2):
        assert beside(old.save(a="Benches", b="Lakes")) == ["Trees"]
    Tab(browser).save(a="Benches", b="")
    assert new.save(b="").url.path == S2
    assert kept(browser) == {"a": "Benches"}


def test_whoever_goes_back_to_the_page_as_they_sent_it_changes_their_own_answer(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("d")], [question("a"), question("b")], [question("e")])
    Tab(browser).save(d="Begun")
    page, other = tabs(browser, S2)
    page.save(a="Trees", b="Lakes")
    assert "Section 3" in page.save(a="Benches", b="").text
    assert kept(browser, S2) == {"a": "Benches"}
    assert beside(other.save(a="Paths")) == ["Benches"]
    assert beside(page.save(a="Lawns")) == ["Benches", "Paths"]


@pytest.mark.parametrize("address", [S1, ORGANISATION])
def test_whoever_goes_back_to_the_very_first_page_changes_their_own_answer_too(
    browser: TestClient, session: Session, address: str
) -> None:
    consultation(session, [question("name"), question("asked", "number")], [question("d")])
    page, other = tabs(browser, address)
    page.save(name="Trees", asked="4")
    assert beside(page.save(name="Benches", asked="5")) == []
    assert kept(browser, address) == {"name": "Benches", "asked": "5"}
    assert beside(other.save(name="Paths")) == ["Benches"]


def test_whatever_an_old_page_without_a_fingerprint_brings_is_kept(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a"), question("b"), question("c")], [question("d")])
    Tab(browser).save(a="Trees", b="Lakes")
    page = browser.post(S1, data={"a": "", "b": "Ponds", "c": "Paths", "_shown": ["a", "b", "c"]})
    assert beside(page) == ["Lakes"]
    assert kept(browser) == {"a": "Trees", "b": "Ponds", "c": "Paths"}


def test_a_damaged_fingerprint_loses_nothing(browser: TestClient, session: Session) -> None:
    consultation(session, [question("a"), question("b")], [question("d")])
    Tab(browser).save(a="Trees")
    for damaged in ("", "a:", "::: ~ :x", "a:AAAAAAAAAA b~:AAAAAAAAAA", "\0", "x" * 9999):
        page = Tab(browser).save(a="Benches", b="Lakes", _shown=damaged)
        assert beside(page) == ["Trees"]
        assert kept(browser) == {"a": "Benches", "b": "Lakes"}
        Tab(browser).save(a="Trees", b="")
        assert kept(browser) == {"a": "Trees"}


@pytest.mark.parametrize("shown", ["_page:" + "y" * 500_000, "y " * 250_000, "_page:\u0661" * 8])
def test_no_stranger_fills_a_draft_with_the_name_of_a_page(
    browser: TestClient, session: Session, shown: str
) -> None:
    asked = [question(f"q{number}") for number in range(40)]
    consultation(session, asked, [question("d")])
    browser.post(S1, data={one["code"]: "x" for one in asked} | {"_shown": shown})
    assert len(session.exec(select(Draft)).one().sealed) < 2000


def test_a_draft_keeps_the_name_of_a_page_once(browser: TestClient, session: Session) -> None:
    asked = [question(f"q{number}") for number in range(40)]
    consultation(session, asked, [question("d")])
    Tab(browser).save(q0="Begun")
    Tab(browser).save(**{one["code"]: "x" for one in asked})
    assert len(session.exec(select(Draft)).one().sealed) < 2000


def test_a_page_of_answers_that_are_gone_brings_all_that_stands_on_it(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a"), question("b")], [question("d")])
    Tab(browser).save(a="Trees")
    old = Tab(browser)
    browser.cookies.clear()
    old.save(b="Lakes")
    assert kept(browser) == {"a": "Trees", "b": "Lakes"}


def test_what_a_newer_tab_emptied_to_the_last_answer_comes_back_only_with_a_true_word(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a"), question("c")], [question("d")])
    Tab(browser).save(a="Trees")
    old, new = tabs(browser)
    new.save(a="")
    page = old.save(c="Benches")
    assert "You took all of them out in another tab or window, or your browser" in page.text
    assert "Everything that stood on the page you just sent is kept" in page.text
    assert "has forgotten" not in page.text
    assert kept(browser) == {"a": "Trees", "c": "Benches"}


WORDS = {S1: {"b": "Words of mother"}, S2: {"d": "Words of mother"}, ORGANISATION: CLUB}
OWN = {S1: {"a": "Mine"}, S2: {"d": "Mine"}, ORGANISATION: {"name": "Netball club"}}
ELSEWHERE = "This page belongs to other answers"


def page_of_another_draft(browser: TestClient, session: Session, address: str) -> Tab:
    """Give a page with one's own answers, in a browser that opened somebody else's since."""
    consultation(session, [question("a"), question("b")], [question("d")])
    Tab(browser, address).save(**WORDS[address])
    code = code_in(Tab(browser).save(_save="yes").text)
    browser.cookies.clear()
    Tab(browser, address).save(**OWN[address])
    mine = Tab(browser, address)
    browser.post("/en/receipt", data={"receipt_code": code, "sure": "yes"})
    assert kept(browser, address) == WORDS[address]
    return mine


@pytest.mark.parametrize("address", list(WORDS))
@pytest.mark.parametrize("button", [{}, {"_save": "yes"}, {"_switch": "ur"}])
def test_a_page_of_one_draft_changes_no_other_before_somebody_decides(
    browser: TestClient, session: Session, address: str, button: dict[str, str]
) -> None:
    mine = page_of_another_draft(browser, session, address)
    page = mine.save(**button)
    assert page.status_code == 409
    assert "_switch" in button or ELSEWHERE in page.text  # whoever switches reads it in Urdu
    assert all(f'value="{text}"' in page.text for text in OWN[address].values())
    assert "of mother" not in page.text
    assert kept(browser, address) == WORDS[address]
    assert mine.save(**button).status_code == 409


@pytest.mark.parametrize("address", list(WORDS))
def test_whoever_says_that_a_page_belongs_to_the_open_answers_adds_it(
    browser: TestClient, session: Session, address: str
) -> None:
    mine = page_of_another_draft(browser, session, address)
    page = browser.post(address, data=form(mine.save(), address))
    assert ELSEWHERE not in page.text
    assert kept(browser, address) == WORDS[address] | OWN[address]
    beside_it = [] if address == S1 else [next(iter(WORDS[address].values()))]
    assert beside(Tab(browser, address).page) == beside_it


def test_an_empty_part_of_one_draft_is_known_to_be_of_it(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")], [question("d")])
    code = code_in(Tab(browser).save(a="Words of mother", _save="yes").text)
    browser.cookies.clear()
    Tab(browser).save(a="Mine")
    mine = Tab(browser, S2)
    browser.post("/en/receipt", data={"receipt_code": code, "sure": "yes"})
    assert mine.save(d="More of mine").status_code == 409
    assert kept(browser, S2) == {}


def test_what_is_far_too_long_in_an_older_tab_empties_nothing_when_it_is_shortened(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a"), question("b")], [question("d")])
    old, new = tabs(browser)
    new.save(a="Trees")
    refused = old.save(b="x" * 9000)
    assert "Write at most" in refused.text
    shortened = form(refused, S1) | {"b": "Lakes"}
    browser.post(S1, data=shortened)
    assert kept(browser) == {"a": "Trees", "b": "Lakes"}


def test_a_question_that_the_older_page_did_not_show_keeps_its_answer(
    browser: TestClient, session: Session
) -> None:
    asked = [question("group", "single"), question("name", show_if=ONLY_YES), question("more")]
    consultation(session, asked, [question("d")])
    old, new = tabs(browser)
    new.save(group="yes")
    Tab(browser).save(name="Cricket club")
    page = old.save(more="Nets")
    assert "now has another question" in page.text
    assert kept(browser) == {"group": "yes", "name": "Cricket club", "more": "Nets"}


def test_what_somebody_took_away_themselves_is_no_answer_of_another_tab(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("group", "single"), question("name", show_if=ONLY_YES)])
    Tab(browser).save(group="yes")
    Tab(browser).save(name="Cricket club")
    page = Tab(browser).save(group="no")
    assert "no longer apply" in page.text
    assert BESIDE not in page.text
    assert BESIDE not in Tab(browser).save(group="yes").text


@pytest.mark.parametrize("apart", [False, True])
def test_what_is_written_for_a_question_that_another_tab_removed_is_shown_and_comes_back(
    browser: TestClient, session: Session, *, apart: bool
) -> None:
    group, name = question("group", "single"), question("name", show_if=ONLY_YES)
    sections = [[group], [name], [question("d")]] if apart else [[group, name], [question("d")]]
    consultation(session, *sections)
    place = S2 if apart else S1
    Tab(browser).save(group="yes")
    writing = Tab(browser, place)
    Tab(browser).save(group="no")
    page = writing.save(name="Cricket club")
    assert "no longer apply" in page.text
    assert beside(page) == ["Cricket club"]
    assert "Cricket club" not in browser.get(CHECK).text.partition("<h1")[2]
    Tab(browser).save(group="yes")
    assert beside(Tab(browser, place).page) == ["Cricket club"]


def test_what_is_far_too_long_for_a_part_that_another_tab_removed_is_shown_again(
    browser: TestClient, session: Session
) -> None:
    group, name = question("group", "single"), question("name", show_if=ONLY_YES)
    consultation(session, [group], [name], [question("d")])
    Tab(browser).save(group="yes")
    writing = Tab(browser, S2)
    Tab(browser).save(group="no")
    page = writing.save(name="x" * 9000)
    assert page.status_code == 422
    assert "x" * 9000 in page.text


def test_two_tabs_about_an_organisation_keep_what_both_wrote(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    old, new = tabs(browser, ORGANISATION)
    new.save(**CLUB)
    assert old.save(asked="41").status_code == 422
    told = Tab(browser, ORGANISATION)
    assert beside(told.page) == ["40"]
    assert told.page.status_code == 422
    assert kept(browser, ORGANISATION) == CLUB | {"asked": "41"}
    assert told.save().url.path == S1
    assert browser.get(ORGANISATION).status_code == 200
    assert kept(browser, ORGANISATION) == CLUB | {"asked": "41"}


def test_two_answers_about_an_organisation_are_not_sent(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Nets"})
    old, new = tabs(browser, ORGANISATION)
    new.save(**CLUB)
    old.save(asked="41", _switch="en")
    assert BESIDE in send(browser)
    assert session.exec(select(Response)).all() == []


def test_a_change_of_language_settles_nothing_about_an_organisation_either(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    old, new = tabs(browser, ORGANISATION)
    new.save(**CLUB)
    old.save(asked="41")
    Tab(browser, ORGANISATION).save(_switch="en")
    assert beside(Tab(browser, ORGANISATION).page) == ["40"]


@pytest.mark.parametrize("button", [{"_switch": "ur"}, {}])
def test_a_page_about_an_organisation_that_is_left_blank_says_nothing_about_one(
    browser: TestClient, session: Session, button: dict[str, str]
) -> None:
    consultation(session, [question("a")])
    Tab(browser).save(a="Trees")
    page = Tab(browser, ORGANISATION).save(**button)
    assert ("Fill in: What is the name" in page.text) is not bool(button)
    assert "Organisation or group" not in browser.get(CHECK).text
    assert "Your receipt code" in send(browser)
    assert session.exec(select(Response.organisation)).one() == {}


def test_whoever_answers_alone_in_one_tab_is_shown_what_another_wrote(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    old, new = tabs(browser, ORGANISATION)
    new.save(**CLUB)
    page = old.save(_alone="yes")
    assert beside(page) == ["Cricket club", "40", "At practice"]
    assert Tab(browser, ORGANISATION).save(_alone="yes").url.path == S1
    assert kept(browser, ORGANISATION) == {}
    Tab(browser, ORGANISATION).save(**CLUB)
    assert Tab(browser, ORGANISATION).save(_alone="yes").url.path == S1
    assert kept(browser, ORGANISATION) == {}


def test_a_page_to_check_sends_only_what_it_showed(browser: TestClient, session: Session) -> None:
    consultation(session, [question("a"), question("b")], [question("d")])
    Tab(browser).save(a="Trees", b="Lakes")
    check = Tab(browser, CHECK)
    Tab(browser).save(a="Benches")
    page = check.save()
    assert (page.status_code, page.request.method, page.url.path) == (409, "GET", CHECK)
    assert OUTDATED in page.text
    changed = page.text.partition("This changed:")[2].partition("</ul>")[0]
    assert f'<a href="{S1}?from=check#a">Label of a</a>' in changed
    assert "Label of b" not in changed
    assert session.exec(select(Response)).all() == []
    session.rollback()
    assert OUTDATED not in browser.get(CHECK).text
    browser.post(CHECK, data=form(page, CHECK))
    assert sorted(session.exec(select(WrittenAnswer.text))) == ["Benches", "Lakes"]


@pytest.mark.parametrize("change", [{"asked": "41"}, {"_alone": "yes"}])
def test_a_page_to_check_shows_another_organisation_before_it_sends(
    browser: TestClient, session: Session, change: dict[str, str]
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Nets"})
    Tab(browser, ORGANISATION).save(**CLUB)
    check = Tab(browser, CHECK)
    Tab(browser, ORGANISATION).save(**change)
    page = check.save()
    assert OUTDATED in page.text
    assert "Organisation or group" in page.text.partition("This changed:")[2].partition("</ul>")[0]
    assert session.exec(select(Response)).all() == []


def test_a_page_to_check_from_before_the_upgrade_is_shown_once_more(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Nets"})
    page = browser.post(CHECK, data={"key": Tab(browser, CHECK).fields["key"]})
    assert OUTDATED in page.text
    browser.post(CHECK, data=form(page, CHECK))
    assert session.exec(select(WrittenAnswer.text)).all() == ["Nets"]


def test_a_correction_of_words_does_not_make_a_page_to_check_old(
    browser: TestClient, session: Session
) -> None:
    item = consultation(session, [question("a")])
    Tab(browser).save(a="Trees")
    check = Tab(browser, CHECK)
    fresh = content([question("a", label={"en": "Better words"})])
    session.add(Edition(consultation_id=item.id or 0, number=2, content=fresh))
    item.edition = 2
    session.commit()
    check.save()
    assert session.exec(select(WrittenAnswer.text)).all() == ["Trees"]


def test_two_taps_on_an_outdated_page_send_nothing_and_two_on_a_good_one_send_once(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("a")], [question("d")])
    Tab(browser).save(a="Trees")
    check = Tab(browser, CHECK)
    Tab(browser).save(a="Benches")
    assert OUTDATED in check.save().text
    assert OUTDATED in check.save().text
    good = Tab(browser, CHECK)
    good.save()
    assert "already sent" in good.save().text
    assert session.exec(select(WrittenAnswer.text)).all() == ["Benches"]


def test_whoever_told_about_themselves_in_another_tab_hears_that_the_first_counts(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees"})
    send(browser)
    old, new = tabs(browser, EQUALITY)
    new.save(ethnic_group="prefer_not_to_say", _step="2")
    page = old.save(sex="female", _step="2")
    assert "already sent these answers" in page.text
    assert len(session.exec(select(EqualityAnswers)).all()) == 1


def test_a_first_look_is_the_same_for_all_and_its_fingerprint_is_short(
    browser: TestClient, session: Session
) -> None:
    asked = [question(f"question_{number}", "long") for number in range(15)]
    consultation(session, asked, [question("d")])
    old, new = tabs(browser)
    name = re.compile(r"_page:[0-9a-f]{8} ")
    assert name.sub("", old.page.text) == name.sub("", new.page.text)
    assert name.findall(old.page.text) != name.findall(new.page.text)
    new.save(**{one["code"]: "x" * 300 for one in asked})
    assert len(Tab(browser).fields["_shown"]) < 400
