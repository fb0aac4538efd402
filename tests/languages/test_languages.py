"""Each visitor is met in a language they read, and no catalogue can break a page."""

from dataclasses import replace

import pytest
from babel.support import Translations
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from portal.languages import i18n, locales

OFFERED = ["en", "cy", "pl", "ur", "ar"]


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("", "en"),
        ("xx", "en"),
        ("UR-pk", "ur"),
        ("pa-Arab-PK", "ur"),
        ("pnb", "ur"),
        ("fr, pl;q=0.5", "pl"),
        ("pl;q=0, cy;q=0.1", "cy"),
        ("ar-SY,en;q=0.9", "ar"),
        ("en-GB,ur;q=0.9", "en"),
        ("ur;q=banana, pl", "pl"),
        ("cy; q=0.5, pl; Q=0.9", "pl"),
        ("pa", "en"),
        ("ur-" + "a-" * 17 + "a", "en"),  # longer than any tag
        (",".join([*["xx"] * 20, "ur"]), "en"),  # more than any browser sends
        ("*", "en"),
        ("en;q=0, *", "cy"),
        ("en; Q=0.000 , fr", "cy"),
        ("en;q=0", "cy"),
        ("en-GB, en;q=0", "cy"),
        ("en-US;q=0, en-GB", "en"),
        ("en, en;q=0", "cy"),
        ("*, ur", "ur"),
        ("*, ur;q=0.5", "en"),
        ("fr, *;q=0.5, ur;q=0.4", "en"),
        ("en;q=0.1, *", "cy"),
        ("pl, *;q=0", "pl"),
        ("ur;q=0, pa-Arab, pl;q=0.1", "pl"),
        ("en;q=0, cy;q=0, pl;q=0, ur;q=0, ar;q=0", "en"),
        ("*;q=0", "en"),
        ("pl;q=nan, pl;q=-1, ur;q=inf", "ur"),
        ("ur-*", "ur"),
    ],
)
def test_the_language_is_chosen_from_what_the_browser_accepts(accepted: str, tag: str) -> None:
    assert locales.match(accepted, OFFERED) == tag


@given(st.text(max_size=60))
def test_whatever_a_browser_accepts_the_answer_is_an_offered_language(accepted: str) -> None:
    assert locales.match(accepted, OFFERED) in OFFERED


@given(st.permutations(OFFERED), st.sets(st.sampled_from(OFFERED), max_size=4), st.booleans())
def test_a_language_that_is_refused_is_never_given_and_the_councils_first_other_is(
    offered: list[str], refused: set[str], anything: bool
) -> None:
    accepted = ", ".join([*(f"{tag};q=0" for tag in sorted(refused)), *(["*"] if anything else [])])
    assert locales.match(accepted, offered) == next(t for t in offered if t not in refused)


@given(
    st.permutations(OFFERED),
    st.dictionaries(st.sampled_from([*OFFERED, "*", "fr"]), st.integers(0, 10)),
)
def test_nothing_that_is_offered_is_wanted_more_than_what_is_given(
    offered: list[str], wanted: dict[str, int]
) -> None:
    weights = {tag: wanted.get(tag, wanted.get("*", 0)) for tag in offered}
    accepted = ",".join(f"{tag};q={weight / 10}" for tag, weight in wanted.items())
    assert weights[locales.match(accepted, offered)] == max(weights.values())


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("ur", "اردو"),
        ("ur-Latn", "Urdu (Latin)"),
        ("bn-Latn", "Bangla (Latin)"),
        ("ku-Arab", "kurdî (kurmancî) (erebî)"),
        ("pa-Arab", "پنجابی (عربی)"),
        ("sr-Latn", "srpski (latinica)"),
        ("zh-Hans", "中文 (简体)"),
        ("zh-Hant", "中文 (繁體)"),
        ("en-XA", "Ēnglīsh (long)"),
        ("xx-Latn", "xx-Latn"),
    ],
)
def test_a_language_in_other_letters_has_a_name_of_its_own(tag: str, name: str) -> None:
    assert i18n.endonym(tag) == name


def test_two_languages_that_are_shipped_under_one_name_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    roman = replace(locales.LANGUAGES["ur"], tag="ur-Latn", babel="ur", direction="ltr")
    monkeypatch.setitem(locales.LANGUAGES, "ur-Latn", roman)
    assert (i18n.endonym("ur"), i18n.endonym("ur-Latn")) == ("اردو", "Urdu (Latin)")


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ur", "rtl"),
        ("ckb", "rtl"),
        ("ps", "rtl"),
        ("pa", "ltr"),
        ("pa-PK", "rtl"),
        ("ku", "ltr"),
        ("ku-Arab", "rtl"),
        ("ur-Latn", "ltr"),
        ("so", "ltr"),
        ("xx", "ltr"),
        ("not a tag", "ltr"),
    ],
)
def test_every_language_has_a_direction_shipped_or_not(tag: str, direction: str) -> None:
    assert locales.direction(tag) == direction


def test_a_language_that_is_not_offered_is_not_found(browser: TestClient) -> None:
    assert browser.get("/xx/").status_code == 404


def test_urdu_pages_read_from_right_to_left(browser: TestClient) -> None:
    assert 'lang="ur" dir="rtl"' in browser.get("/ur/").text


def test_a_bad_translation_shows_english_instead_of_an_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Translations()
    broken._catalog = {"Closes: %(when)s": "Zamyka: %(kiedy)s"}
    monkeypatch.setattr(i18n, "_catalogue", lambda _tag: broken)
    assert i18n.gettext("Closes: %(when)s", when="today") == "Closes: today"
    assert "Bad placeholder" in caplog.text


@pytest.mark.parametrize("tag", sorted(locales.PSEUDO))
def test_an_invented_language_keeps_placeholders_and_markup(tag: str) -> None:
    shown = locales.pseudo(tag, "Closes <b>%(when)s</b>")
    assert "%(when)s" in shown
    assert "<b>" in shown
    assert "Closes" not in shown or tag == "ar-XB"


def test_text_falls_back_in_the_councils_order_and_says_so() -> None:
    i18n.speak("pl")
    i18n.prefer(("cy", "en"))
    picked = i18n.pick({"en": "Parks", "cy": "Parciau"})
    assert (picked, picked.language, picked.foreign) == ("Parciau", "cy", True)
    i18n.speak("en")
    i18n.prefer(())
