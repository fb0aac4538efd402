"""A name is what is seen of it, and nobody's name is somebody else's."""

import pytest

from portal.languages.appearance import is_called_like, is_plain, is_the_same, looks_like

TAKEN = (
    "Cwmteg County Borough Council",
    "مجلس مقاطعة كومتيغ",
    "Voices",
    "The council",
    "The chair",
)


@pytest.mark.parametrize(
    "name",
    [
        "safe\u202eedoc",
        "\u2066inside\u2069",
        "soft\u00adhyphen",
        "no\u200bthing",
        "Vo\u200dices",
        "\ufeffVoices",
        "\u3164",
        "mark\u200e",
        "end\u200d",
        "hidden\U000e0041",
    ],
)
def test_what_is_not_seen_is_no_part_of_a_name(name: str) -> None:
    assert not is_plain(name)


@pytest.mark.parametrize(
    "name",
    [
        "نمی‌دانم",
        "क्‍ष समिति",
        "谷镇中文学校",
        "Żółw",
        "Cymru \U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        "👩‍👩‍👧 together",
        "two\nlines",
    ],
)
def test_what_scripts_and_flags_are_written_with_stays(name: str) -> None:
    assert is_plain(name)


@pytest.mark.parametrize(
    "name",
    [
        "Voices",
        "VOICES!",
        "V0ices",
        "Vоices",  # with a Cyrillic o
        "the  Council",
        "Council",
        "C-o-u-n-c-i-l"[:1] + "ouncil",
        "Cwmteg County Borough Council",
        "Cwmteg County Borough Council: Equality Team",
        "CWMTEG  COUNTY BOROUGH  COUNCIL",
        "مجلس مقاطعة كومتيغ",
        "مجلس مقاطعه كومتيغ",
        "Chair",
        "ᴄᴡᴍᴛᴇɢ ᴄᴏᴜɴᴛʏ ʙᴏʀᴏᴜɢʜ ᴄᴏᴜɴᴄɪʟ",
        "the chɑir",
    ],
)
def test_a_name_that_looks_like_the_councils_is_taken(name: str) -> None:
    assert looks_like(name, TAKEN)


@pytest.mark.parametrize(
    "name",
    [
        "Cwmteg Council of Mosques",
        "Gypsy and Traveller Voices",
        "The Chairmakers",
        "Muslim Council",
        "",
    ],
)
def test_other_names_are_free(name: str) -> None:
    assert not looks_like(name, TAKEN)


CHAIRED = ("Amina Yusuf", "Jo", "রহিমা খাতুন")


@pytest.mark.parametrize(
    "name",
    [
        "Amina Yusuf",
        "Ɑmina Yusuf",
        "Amɩna Yusuf",
        "Аміпа Yusuf",
        "Dr Amina Yusuf",
        "Cllr. Amina Yusuf",
        "Yusuf Amina",
        "Amina B Yusuf",
        "AminaYusuf",
        "Ms Jo",
        "খাতুন রহিমা",
    ],
)
def test_somebody_could_be_taken_for_whoever_has_these_words_in_their_name(name: str) -> None:
    assert is_called_like(name, CHAIRED)


@pytest.mark.parametrize("name", ["Amina Khan", "Yusuf", "Jo Smith", "রহমা খাতুন", "Joanna", "Dr", ""])
def test_who_shares_a_part_of_a_name_is_somebody_else(name: str) -> None:
    assert not is_called_like(name, CHAIRED)


def test_of_two_groups_only_the_whole_name_is_the_same() -> None:
    known = ("Valley Women",)
    assert is_the_same("The vаlley WOMEN", known)
    assert not is_the_same("Valley Women Abertawe", known)
