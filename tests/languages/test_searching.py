"""What somebody types finds what somebody else wrote, in every script and without its accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.languages import searching

FOUND = [
    ("lodz", "Stowarzyszenie Łódź"),
    ("LODZ", "łódź"),
    ("womens", "Women’s Circle"),
    ("women's circle", "The Women’s Circle"),
    ("cafe", "Café"),
    ("strasse", "Straße"),
    ("istanbul", "İSTANBUL"),
    ("polish welsh", "Polish-Welsh Society"),
    ("society polish", "Polish-Welsh Society"),
    ("الاحد", "مدرسة الأحد"),
    ("مدرسه", "مدرسة الأحد"),
    ("پاکستانی", "انجمن پاکستاني"),
    ("پاكستانى", "انجمن پاکستانی"),
    ("محمد", "مُحَمَّد"),
    ("نمیدانم", "نمی‌دانم"),
    ("বাংলা", "কুমতেগ বাংলা সমিতি"),
    ("中文", "谷镇中文学校"),
    ("١٩٩٥", "since 1995"),
    ("full", "ＦＵＬＬ"),
    ("", "anything"),
    ("!?", "anything"),
]
NOT_FOUND = [
    ("বাংলি", "বাংলা"),
    ("polish irish", "Polish-Welsh Society"),
    ("中国", "谷镇中文学校"),
]


@pytest.mark.parametrize(("wanted", "text"), FOUND)
def test_it_is_found(wanted: str, text: str) -> None:
    assert searching.matches(wanted, [text])


@pytest.mark.parametrize(("wanted", "text"), NOT_FOUND)
def test_it_is_not_found(wanted: str, text: str) -> None:
    assert not searching.matches(wanted, [text])


def test_words_may_stand_in_different_texts() -> None:
    assert searching.matches("parks trees", ["Trees", "About parks"])


@given(st.text(max_size=300))
def test_folding_again_changes_nothing_and_leaves_no_sign_of_sql(text: str) -> None:
    folded = searching.fold(text)
    assert searching.fold(folded) == folded
    assert not set("%_\\/'\"") & set(folded)


@given(st.text(max_size=300))
def test_a_text_finds_itself(text: str) -> None:
    assert searching.matches(text, [text])


def test_a_search_is_read_up_to_a_length() -> None:
    assert len(searching.words("a " * 60_000)) == 8
    assert searching.words("x" * 60_000) == ["x" * 100]
