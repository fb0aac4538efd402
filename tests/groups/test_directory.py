"""Residents find groups by what they type and choose, in any script, and read what they may."""

import html
import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.groups.rules import State
from tests.groups.factories import DIRECTORY, areas, group
from tests.walking import walked

pytestmark = pytest.mark.both


def names(page: str) -> list[str]:
    cards = re.findall(r'<h2 class="card__title">(.*?)</h2>', page)
    return [html.unescape(re.sub("<[^>]+>", "", card)).strip() for card in cards]


def found(browser: TestClient, **asked: str) -> list[str]:
    return names(browser.get(DIRECTORY, params=asked).text)


def test_what_is_found_is_gone_to_and_stands_apart_from_what_was_asked(
    browser: TestClient, session: Session
) -> None:
    group(session)
    page = browser.get(DIRECTORY, params={"q": "cook"}).text
    assert f'action="{DIRECTORY}#found"' in page
    assert re.search(r'<p [^>]*id="found"[^>]*tabindex="-1"', page)
    assert re.search(r"1 group\s+<a [^>]*>Show all", page)


def test_what_the_list_is_stands_above_it_and_cards_name_languages_for_who_reads_them(
    browser: TestClient, session: Session
) -> None:
    group(session, serves="Waan wada karinaa.", language="so")
    page = browser.get(DIRECTORY).text
    assert page.index("Voluntary groups of Black") < page.index("card__title")
    card = page.partition("card__title")[2]
    assert "Somali" in card
    assert "Soomaali" in card
    urdu = browser.get(DIRECTORY.replace("/en/", "/ur/")).text
    assert "صومالی" in urdu.partition("card__title")[2]
    assert re.search(r'<div class="govuk-body user-text" dir="ltr" lang="so">', urdu)


@pytest.mark.parametrize(
    "typed",
    ["Somali language", "صومالی زبان", "język somalijski", "iaith Somaleg", "اللغة الصومالية"],
)
def test_the_word_for_a_language_hides_no_group_that_speaks_it(
    browser: TestClient, session: Session, typed: str
) -> None:
    group(session, speaks=["so"])
    assert found(browser, q=typed) == ["Valley Women"]
    assert found(browser, q="language") == []


@pytest.mark.parametrize(
    "state", [State.APPLIED, State.WAITING, State.PAUSED, State.CLOSED, State.DECLINED]
)
def test_nobody_finds_a_group_that_is_not_in_the_directory(
    browser: TestClient, session: Session, state: State
) -> None:
    group(session, state=state)
    assert found(browser) == []
    assert "No group is listed yet." in browser.get(DIRECTORY).text
    page = browser.get(f"{DIRECTORY}/valley-women")
    assert page.status_code == (410 if state in (State.PAUSED, State.CLOSED) else 404)
    assert "We cook" not in page.text
    assert "/groups/valley-women" not in browser.get("/sitemap.xml").text


def test_what_a_group_did_not_tick_stands_on_no_page(browser: TestClient, session: Session) -> None:
    group(session, contact_name="Amina Ali", telephone="01632 960777", website="https://w.example/")
    for page in (DIRECTORY, f"{DIRECTORY}/valley-women", "/en/help/speak-up", "/sitemap.xml"):
        text = browser.get(page).text
        assert not any(said in text for said in ("Amina", "960777", "w.example", "groups.example"))
    assert "does not show how to reach it" in browser.get(f"{DIRECTORY}/valley-women").text


def test_what_a_group_ticked_is_shown(browser: TestClient, session: Session) -> None:
    group(
        session,
        contact_name="Amina Ali",
        contact_name_public=True,
        telephone="01632 960777",
        telephone_public=True,
        website="https://w.example/",
        website_public=True,
        email_public=True,
        state=State.VERIFIED,
        meets="Mondays",
        wishes="Ring us",
        helps=["training"],
    )
    page = browser.get(f"{DIRECTORY}/valley-women").text
    said = ("Amina Ali", "tel:01632960777", "https://w.example/", "circle@groups.example")
    assert all(one in page for one in (*said, "Mondays", "Ring us", "Training", "Verified"))


@pytest.mark.parametrize(
    ("name", "more", "wanted"),
    [
        ("Stowarzyszenie Łódź", {}, "lodz"),
        ("بيت الحكايات العربي", {}, "الحكايات"),
        ("مدرسة الأحد", {}, "مدرسه الاحد"),
        ("কুমতেগ বাংলা সমিতি", {}, "বাংলা"),
        ("谷镇中文学校", {}, "中文"),
        ("Circle", {"serves": "ہم پاکستانی خواتین ہیں"}, "پاكستاني"),
        ("Circle", {"speaks": ["so"]}, "soomaali"),
        ("Circle", {"speaks": ["so"]}, "Somali"),
        ("Circle", {"communities": ["pakistani"]}, "pacistanaidd"),
        ("Circle", {"communities": ["pakistani"]}, "asian"),
        ("Circle", {"areas": ["upper"]}, "upper"),
    ],
)
def test_a_group_is_found_by_what_it_is_in_every_script(
    browser: TestClient, session: Session, name: str, more: dict[str, object], wanted: str
) -> None:
    areas(session, "upper")
    group(session, "Another group", speaks=["en"])
    group(session, name, **more)
    assert found(browser, q=wanted) == [name]
    assert found(browser, q=f"{wanted} nothinglikeit") == []


@pytest.mark.parametrize("wanted", ["%", "_", "\\", "'", '"', "/", "% OR 1=1"])
def test_no_sign_finds_more_than_it_says(
    browser: TestClient, session: Session, wanted: str
) -> None:
    group(session)
    expected = [] if "OR" in wanted else ["Valley Women"]
    assert found(browser, q=wanted) == expected


def test_groups_are_narrowed_by_community_language_and_area_all_in_the_address(
    browser: TestClient, session: Session
) -> None:
    areas(session, "upper", "lower")
    group(session, "A", communities=["pakistani"], speaks=["ur"], areas=["upper"])
    group(session, "B", communities=["asian"], speaks=["ur", "en"], areas=["lower"])
    group(session, "C", communities=["african"], speaks=["so"], areas=["everywhere"])
    group(session, "D", communities=["arab"], speaks=["ar"], state=State.WAITING)
    assert found(browser, community="asian") == ["A", "B"]
    assert found(browser, community="pakistani") == ["A"]
    assert found(browser, language="ur") == ["A", "B"]
    assert found(browser, language="ur", area="lower") == ["B"]
    assert found(browser, language="ur", area="lower", q="c") == ["B"]
    assert found(browser, area="everywhere") == ["C"]
    page = browser.get(DIRECTORY).text
    assert 'value="african"' in page
    assert 'value="arab"' not in page


@pytest.mark.parametrize("name", ["community", "language", "area"])
def test_what_is_not_offered_narrows_nothing(
    browser: TestClient, session: Session, name: str
) -> None:
    group(session)
    assert found(browser, **{name: "x" * 60_000}) == ["Valley Women"]


def test_a_list_is_read_by_key_and_in_the_same_order_on_every_database(
    browser: TestClient, session: Session
) -> None:
    for number in range(30):
        group(session, f"ä group {number:02}" if number % 2 else f"A Group {number:02}")
    pages = walked(browser, f"{DIRECTORY}?q=group")
    listed = [name for page in pages for name in names(page)]
    assert [name[-2:] for name in listed] == [f"{number:02}" for number in range(30)]
    assert [len(names(page)) for page in pages] == [25, 5]


def test_words_of_a_group_say_in_which_language_and_direction_they_are(
    browser: TestClient, session: Session
) -> None:
    group(session, "بيت الحكايات", serves="ساعة قصص", language="ar")
    page = browser.get(f"{DIRECTORY}/group").text
    assert '<bdi lang="ar" dir="rtl">بيت الحكايات</bdi>' in page
    assert re.search(r'<div class="govuk-body user-text" dir="rtl" lang="ar">\s*ساعة قصص', page)


def test_what_a_group_wrote_is_never_markup(browser: TestClient, session: Session) -> None:
    group(session, "<script>alert(1)</script>", serves="<img src=x>", meets="{{ 7 * 7 }}")
    for page in (DIRECTORY, f"{DIRECTORY}/script-alert-1-script"):
        text = browser.get(page).text
        assert "<script>alert" not in text
        assert "<img src=x>" not in text


def test_the_directory_is_in_the_navigation_on_the_map_and_at_home(
    browser: TestClient, session: Session
) -> None:
    group(session)
    assert browser.get("/en/").text.count('href="/en/groups"') == 2
    assert "https://voices.example/cy/groups/valley-women" in browser.get("/sitemap.xml").text


def test_the_privacy_notice_says_what_is_kept_of_groups(browser: TestClient) -> None:
    notice = browser.get("/en/privacy").text
    assert "An application whose address nobody confirms is deleted after 28 days." in notice


def test_groups_are_found_by_what_they_help_with(browser: TestClient, session: Session) -> None:
    group(session, name="Advisers", helps=["advice", "training"])
    group(session, name="Singers")
    page = browser.get(DIRECTORY, params={"help": "advice"}).text
    assert "Advisers" in page
    assert "Singers" not in page
    assert '<option value="advice" selected>' in page
    assert 'value="elders"' not in page
    assert '<details class="govuk-details narrow" open>' in page
    assert 'filters" open' not in browser.get(DIRECTORY).text
