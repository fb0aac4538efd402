"""A text can be filed under every language that has a name, and under nothing else."""

import csv
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

import catalogues
from portal.languages import i18n, locales, text_languages

ENDONYMS = Path(text_languages.__file__).with_name("endonyms.csv")


def test_what_languages_call_themselves_is_written_where_it_is_looked_up() -> None:
    assert catalogues.ENDONYMS == ENDONYMS


@pytest.mark.parametrize(
    "tag",
    ["", "xx", "EN", "ur-latn", "ur-Xxxx", "en-GB", "mul", "ur\n", "u" * 5000, '"><script>', "é"],
)
def test_what_is_no_language_is_refused(tag: str) -> None:
    assert not text_languages.is_known(tag)


@given(st.text(max_size=40))
def test_whatever_is_sent_what_is_taken_fits_its_column_and_has_a_direction(tag: str) -> None:
    if text_languages.is_known(tag):
        assert len(tag) <= 20
        assert i18n.endonym(tag)
        assert locales.direction(tag) in ("ltr", "rtl")


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("cy", "Welsh · \u2068Cymraeg\u2069"),
        ("ckb", "Central Kurdish · \u2068کوردیی ناوەندی\u2069"),
        ("ps", "Pashto · \u2068پښتو\u2069"),
        ("ti", "Tigrinya · \u2068ትግርኛ\u2069"),
        ("rom", "Romany"),
        ("ur-Latn", "Urdu (Latin)"),
        ("und", "Language not known"),
    ],
)
def test_every_language_that_has_a_name_is_offered_once_by_its_names(tag: str, name: str) -> None:
    offered = [one for _, group in text_languages.offered(("en", "ur")) for one in group]
    assert offered.count((tag, name)) == 1
    assert text_languages.is_known(tag)


def test_the_languages_of_the_council_are_offered_first_and_what_stands_is_always_offered() -> None:
    (_, first), (_, used), (_, others) = text_languages.offered(
        ("ur", "en"), "pa-Arab", ["en", "xx", "ckb", "und"]
    )
    assert [tag for tag, _ in first] == ["ur", "ur-Latn", "en", "und"]
    assert [tag for tag, _ in used] == ["ckb", "pa-Arab"]
    assert not {tag for tag, _ in others} & {"ur", "en", "und", "pa-Arab"}
    (sorani,) = [name for tag, name in others if tag == "ckb"]
    assert "Sorani" in sorani


@pytest.mark.parametrize(
    ("other", "tag"),
    [
        ("Sorani", "ckb"),
        ("Kurmanji", "ku"),
        ("Farsi", "fa"),
        ("Dari", "fa-AF"),
        ("Mirpuri", "lah"),
        ("Pahari", "lah"),
        ("Bengali", "bn"),
    ],
)
def test_a_language_is_found_in_the_list_under_the_name_that_people_know(
    other: str, tag: str
) -> None:
    (*_, (_, others)) = text_languages.offered(("en", "ur"))
    names = [name.replace("\u2068", "") for _, name in others]
    assert names == sorted(names, key=str.casefold)
    assert [one for one, name in others if name.replace("\u2068", "").startswith(other)] == [tag]
    assert text_languages.is_known(tag)


@pytest.mark.parametrize("reader", locales.LANGUAGES)
def test_nothing_is_offered_by_a_tag_in_letters_nobody_writes_or_twice_to_who_reads_others(
    reader: str,
) -> None:
    i18n.speak(reader)
    groups = text_languages.offered(("en", "ur"), likely=text_languages.LIKELY)
    i18n.speak("en")
    often, others = groups[-2][1], groups[-1][1]
    assert [tag for _, group in groups for tag, name in group if name == tag] == []
    assert not {"en-Dsrt", "en-Shaw", "uz-Cyrl", "gez"} & {tag for tag, _ in others}
    assert {"pa-Arab", "zh-Hant"} <= {tag for tag, _ in (*often, *others)}
    if locales.script(reader) == "Arab":
        assert [tag for tag, _ in often].count("bn") == 1
        assert not {"bn", "ckb"} & {tag for tag, _ in others}
        with ENDONYMS.open(encoding="utf-8", newline="") as file:
            own = dict(csv.reader(file))
        english = [tag for tag, name in others if name[0].isascii() and name != own.get(tag)]
        assert english == []


def test_what_residents_are_likely_to_write_in_stands_before_all_others_by_name() -> None:
    groups = text_languages.offered(("en", "pl"), likely=text_languages.LIKELY)
    (_, often), (_, others) = groups[1:]
    tags = [tag for tag, _ in often]
    assert {"so", "ckb", "ro", "rom", "lah", "yo"} <= set(tags)
    assert not {"pl", "en"} & set(tags)
    assert [name for _, name in often] == sorted((name for _, name in often), key=str.casefold)
    assert "ain" in {tag for tag, _ in others}


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("پوٹھوہاری", "lah"),
        ("Mirpuri", "lah"),
        ("صومالی زبان", "so"),
        ("Somali language", "so"),
        ("język somalijski", "so"),
        ("iaith Somaleg", "so"),
        ("اللغة الصومالية", "so"),
        ("Romani", "rom"),
    ],
)
def test_a_language_is_read_as_people_call_it(typed: str, tag: str) -> None:
    assert text_languages.read_names(typed, locales.LANGUAGES) == ([tag], [])


def test_what_has_no_name_of_its_own_is_called_in_one_way_everywhere() -> None:
    for tag in ("lah", "rom"):
        assert i18n.endonym(tag) == text_languages.named_in(tag, "en") == text_languages.named(tag)


def test_a_name_of_many_languages_is_one_that_its_speakers_know() -> None:
    assert "Mirpuri" in text_languages.named_in("lah", "en")
    assert text_languages.read_names("language", locales.LANGUAGES) == ([], ["language"])


@pytest.mark.parametrize("tag", ["so", "ckb", "rom", "und"])
def test_staffs_words_in_a_language_that_is_not_shipped_are_shown_in_its_direction(
    tag: str,
) -> None:
    words = i18n.pick({tag: "…"})
    assert words.direction == locales.direction(tag)


def test_a_language_without_a_name_of_its_own_is_called_as_others_call_it() -> None:
    assert i18n.endonym("rom") == "Romany"
    assert i18n.endonym("und") == "Language not known"


@pytest.mark.parametrize("tag", ["ckb", "ku", "pa-Arab", "ps", "so", "ti"])
def test_what_languages_call_themselves_is_what_cldr_says(tag: str) -> None:
    with ENDONYMS.open(encoding="utf-8", newline="") as file:
        kept = dict(csv.reader(file))
    own = Locale.parse(tag, sep="-")
    assert kept[tag] == own.languages[own.language]


def test_what_nobody_speaks_is_read_and_not_offered_and_names_in_own_letters_come_first() -> None:
    i18n.speak("ur")
    (*_, (_, others)) = text_languages.offered(["en", "ur"])
    i18n.speak("en")
    assert "akk" not in {tag for tag, _ in others}
    assert text_languages.is_known("akk")
    tags = [tag for tag, _ in others]
    # Baluchi has no name in Urdu there.
    assert tags.index("so") < tags.index("bal")
