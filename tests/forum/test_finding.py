"""Whoever looks for words finds them in what they may read, in any script, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Office, Stage
from portal.forum.topics import authorship, posts, queries
from portal.forum.topics.models import Searched
from portal.forum.topics.rules import Room, Standing, Voice
from portal.languages import searching
from tests.bodies.factories import HERE, body, in_body, in_office, rows
from tests.forum.factories import at, topic, written
from tests.forum.test_translating import URDU, edit, translated
from tests.members.factories import member, sign_in
from tests.walking import walked

pytestmark = pytest.mark.both


def find(browser: TestClient, words: str, tag: str = "en") -> str:
    """Look for words, and give what of the page they did not write themselves."""
    page = browser.get(f"{HERE.replace('/en/', f'/{tag}/')}/search", params={"q": words})
    assert page.status_code == 200
    return page.text.partition("</form>")[2]


def test_nobody_looks_through_a_draft(browser: TestClient, session: Session) -> None:
    body(session, stage=Stage.DRAFT)
    assert browser.get(f"{HERE}/search?q=lights").status_code == 404


def test_everybody_finds_what_they_may_read_and_nothing_else(
    browser: TestClient, session: Session
) -> None:
    made, other = body(session), body(session, slug="other", answers_id=None)
    where = [("Public", Room.PUBLIC, 40), ("Before", Room.MEMBERS, 40), ("Since", Room.MEMBERS, 2)]
    for title, room, days in (*where, ("Chairs", Room.CHAIR, 2)):
        topic(session, made, room=room, days=days, title=f"{title} lights")
    topic(session, other, title="Elsewhere lights")

    def titles() -> set[str]:
        page = find(browser, "lights")
        every = ("Public", "Before", "Since", "Chairs", "Elsewhere")
        return {one for one in every if f"{one} lights" in page}

    assert titles() == {"Public"}
    sign_in(browser, session, member(session))
    assert titles() == {"Public"}
    in_body(browser, session, made)
    assert titles() == {"Public", "Since"}
    in_office(browser, session, made, Office.MODERATOR)
    assert titles() == {"Public", "Before", "Since", "Chairs"}


@pytest.mark.parametrize("standing", [Standing.HIDDEN, Standing.REDACTED, Standing.TAKEN_BACK])
def test_what_is_not_shown_any_more_nobody_finds_not_even_the_chair(
    browser: TestClient, session: Session, standing: Standing
) -> None:
    made = body(session)
    one = topic(session, made)
    translated(session, one, member(session))
    session.refresh(one)
    posts.stand(session, one, queries.opening(session, one), standing)
    session.commit()
    in_office(browser, session, made, Office.CHAIR)
    for words in ("lights", "broken", "بتیاں"):
        assert "<article" not in find(browser, words)
    assert rows(session, Searched) == []


def test_what_waits_is_found_once_it_is_shown(browser: TestClient, session: Session) -> None:
    made = body(session)
    in_body(browser, session, made)
    browser.post(f"{HERE}/rooms/public/new", data=URDU | {"language": "ur"})
    assert "<article" not in find(browser, "بتیاں")
    in_office(browser, session, made, Office.MODERATOR)
    assert "<article" not in find(browser, "بتیاں")
    one = queries.waiting(session, made)[0][0]
    browser.post(f"{HERE}/waiting/{one.topic_id}/{one.id}", data={"_do": "show"})
    assert "<article" in find(browser, "بتیاں")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zażółć gęślą jaźń", "ZAZOLC jazn"),
        ("آپ کا ٹیلیفون", "ٹیلیفون اپ"),
        ("আমাদের মায়েরা", "মায়েরা"),
        ("中国新年活动", "新年"),
        ("Ysgol Gŵyr", "gwyr"),
        ("100 % sure_ly\\", "100 sure"),
        ("Flat ٤٢", "42"),
    ],
)
def test_words_are_found_without_case_and_accents_in_any_script(
    browser: TestClient, session: Session, text: str, words: str
) -> None:
    topic(session, body(session), text=text)
    assert "<article" in find(browser, words)
    assert "<article" not in find(browser, f"{words} zebra")


@pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1 --", "\u202e", "x" * 60_000])
def test_signs_that_mean_something_to_a_database_find_nothing(
    browser: TestClient, session: Session, words: str
) -> None:
    topic(session, body(session))
    assert "<article" not in find(browser, words)


def test_translations_are_found_and_shown_in_the_language_of_the_page(
    browser: TestClient, session: Session
) -> None:
    one = topic(session, body(session))
    translated(session, one, member(session))
    assert URDU["text"] in find(browser, "خراب", "ur")
    english = find(browser, "خراب")
    assert "They are broken." in english
    assert f"#post-{written(session, one)[0].id}" in english
    edit(session, one, "They are mended.")
    assert "<article" not in find(browser, "broken")
    assert "<article" in find(browser, "mended")


def test_a_long_list_of_what_was_found_is_read_by_its_key(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    for number in range(30):
        topic(session, made, title=f"Lights {number:02}")
    pages = walked(browser, f"{HERE}/search?q=lights")
    assert ["Lights 29" in pages[0], "Lights 04" in pages[0], "Lights 04" in pages[1]] == [
        True,
        False,
        True,
    ]


def test_what_was_found_leads_to_its_place_in_a_long_topic(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    author = authorship.Author(Voice.MEMBER, trusted=True)
    for number in range(40):
        said = {"text": f"Reply number{number}x", "language": "en"}
        posts.reply(session, one, author, said, f"k{number}")
    session.commit()
    page = find(browser, "number37x")
    address = page.partition("<h2")[2].partition('href="')[2].partition('"')[0].partition("#")
    assert f'id="{address[2]}"' in browser.get(address[0]).text
    assert at(one) in address[0]


@given(st.text(max_size=60), st.text(min_size=1, max_size=8), st.text(max_size=600))
def test_the_part_that_is_shown_is_of_the_text_and_not_longer(
    before: str, word: str, after: str
) -> None:
    text = f"{before} {word} {after}"
    part = searching.around(text, searching.words(word), 50)
    assert part.strip("…") in text
    assert len(part) <= max(52, len(text) if len(text) <= 50 else 0)


def test_the_part_that_is_shown_has_the_word_in_it() -> None:
    text = f"{'some words ' * 60}Zażółć {'and more ' * 60}"
    assert "Zażółć" in searching.around(text, ["zazolc"])
    assert "新年" in searching.around("中" * 500 + "新年" + "中" * 500, ["新年"])
