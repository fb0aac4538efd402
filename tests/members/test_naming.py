"""Nobody is called like the chair or the council, in any language in which a forum is written."""

from dataclasses import replace

import pytest

from portal.council.rules import Council
from portal.forms.names import tidied
from portal.members.naming import problem

COUNCIL = Council()
CALLED = {
    "en": ("The Council", "Chair", "Chairman", "Madam Chairwoman", "Chairperson Jo"),
    "cy": (
        *("Y Gadeirydd", "Cadeirydd", "Fy nghadeirydd", "Ei Chadeirydd", "Cadeiryddes"),
        *("Cyngor", "Y Gyngor", "Eich nghyngor", "A Chyngor", "Y Gymedrolwr"),
    ),
    "pl": ("Rada", "Przewodniczący", "Pani Przewodnicząca", "Przewodniczaca"),
    "ur": ("کونسل", "صدر", "چیئرپرسن", "چیئر مین", "كونسل"),
    "ar": ("المجلس", "مجلس المدينة", "الرئيس", "الرئيسة", "المجلـس"),
    "so": ("Golaha", "Golaha Deegaanka", "Guddoomiye Cali", "Gudoomiyaha", "Dowladda Hoose"),
    "bn": ("সভাপতি", "কাউন্সিল", "চেয়ারম্যান সাহেব", "পৰিষদ", "স ভা প তি"),
    "zh": ("主席", "市议会主席", "本地議會", "王主席", "议 会", "理事會"),
}
ALIKE = (
    "Gаdeirydd",
    "Cуngor",
    "GuddоοmIye",
    "G0laha",
    "Gol\u200daha",
    "主\u200b席",
    "⼀主席",
    "সভা\u200dপতি",
    *("ᴄʜᴀɪʀ", "ᴛʜᴇ ᴄᴏᴜɴᴄɪʟ", "the chɑir", "ϲhair", "Chair!", "$Chair", "counci!", "🇨🇭🇦🇮🇷 a"),
    *(
        "\u13df\u13bb\u13aa\u13c6\u13a1",
        "\u2ca4\u2c8e\u2c80\u2c92\u2ca2",
        "\ua4da\ua4e7\ua4ee\ua4f2\ua4e3",
    ),
    *("moderators", "Moderators Ali", "رئيسة", "رئيس المنتدى", "Cha\u0e34ir", "C\u20ddhair"),
)
PEOPLE = (
    *("Cali Guddoon", "Maryan Golis", "Gwenllian Cadwaladr", "Angharad Nghai", "Chloe Gower"),
    *("রহিমা খাতুন", "সভ্য রায়", "陳美玲", "席慕蓉", "王议", "رئیس خان", "Rais Khan", "مجید"),
    *("Chairul Anwar", "Radosława", "Przemysław"),
)


@pytest.mark.parametrize("tag", CALLED)
def test_nobody_is_called_like_the_chair_or_the_council(tag: str) -> None:
    assert [one for one in CALLED[tag] if not problem(tidied(one), COUNCIL)] == []


@pytest.mark.parametrize("name", ALIKE)
def test_nor_with_letters_that_look_the_same_or_signs_that_nobody_sees(name: str) -> None:
    assert problem(tidied(name), COUNCIL)


@pytest.mark.parametrize(
    "name", ["Cwmteg County Borough", "Bwrdeistref Sirol Cwmteg", "Race equality forum", "Гасе"]
)
def test_nor_like_the_council_without_its_last_word_or_a_body(name: str) -> None:
    places = {"en": "Cwmteg County Borough Council", "cy": "Cyngor Bwrdeistref Sirol Cwmteg"}
    others = ["Race Equality Forum", "Race"]
    assert problem(tidied(name), replace(COUNCIL, name=places), others)
    assert problem("Cwmteg Leeds", replace(COUNCIL, name={"en": "Leeds Council"})) is None


def test_people_are_called_as_they_are() -> None:
    assert [one for one in PEOPLE if problem(tidied(one), COUNCIL)] == []
