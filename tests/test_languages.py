"""Each visitor is met in a language they read, and no catalogue can break a page."""

from dataclasses import replace

import pytest
from babel.support import Translations
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from portal import i18n, locales

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
    ],
)
def test_the_language_is_chosen_from_what_the_browser_accepts(accepted: str, tag: str) -> None:
    assert locales.match(accepted, OFFERED) == tag


@given(st.text(max_size=60))
def test_whatever_a_browser_accepts_the_answer_is_an_offered_language(accepted: str) -> None:
    assert locales.match(accepted, OFFERED) in OFFERED


@pytest.mark.parametrize(("accepted", "tag"), [("ar-EG", "ar"), ("tlh", "en")])
def test_the_bare_address_leads_to_the_best_language(
    browser: TestClient, accepted: str, tag: str
) -> None:
    page = browser.get("/", headers={"Accept-Language": accepted}, follow_redirects=False)
    assert page.headers["location"] == f"/{tag}/"
    assert "accept-language" in page.headers["vary"].lower()


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


def test_an_address_without_a_language_leads_to_the_best_one(browser: TestClient) -> None:
    headers = {"Accept-Language": "ur"}
    page = browser.get("/consultations", headers=headers, follow_redirects=False)
    assert page.headers["location"] == "/ur/consultations"
    assert page.headers["vary"].lower() == "accept-language"


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
