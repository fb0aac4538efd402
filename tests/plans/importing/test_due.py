"""A day is read where words name one day or month, and in no other case."""

from datetime import date

import pytest

from portal.plans.importing import due

NONE = [
    *("", "Ongoing", "21 st August", "2010-11", "2026/27", "Q3 2026", "31/02/2026", "Summer 2026"),
    *("September 06 October 06", "March \u2013 Sept 06", "Oct 06 \u2013 March 07", "Met 25/9/06"),
    *("from April 2026", "1 April 2026 and 3 May 2027", "12/03/2027 (09/2026)", "March 1850"),
    *("early March 2027", "32 March 2027", "13/13/2026", "x" * 5_000, "every March 2027"),
]


@pytest.mark.parametrize("words", NONE)
def test_words_that_name_no_single_day_have_none(words: str) -> None:
    assert due.read(words) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1 st April 07", date(2007, 4, 1)),
        ("31st March, 2027", date(2027, 3, 31)),
        ("By end of March 2027", date(2027, 3, 31)),
        ("Feb 28", date(2028, 2, 29)),
        ("Sept '06", date(2006, 9, 30)),
        ("30/6/26", date(2026, 6, 30)),
        ("01.04.2027", date(2027, 4, 1)),
        ("2027-03-31", date(2027, 3, 31)),
        ("03/2027", date(2027, 3, 31)),
        ("1 July 98", date(1998, 7, 1)),
        ("erbyn diwedd Mawrth 2027", date(2027, 3, 31)),
        ("do 31 marca 2027 r.", date(2027, 3, 31)),
        ("۳۱ مارچ ۲۰۲۷ تک", date(2027, 3, 31)),
        ("بحلول ٣١ مارس ٢٠٢٧", date(2027, 3, 31)),
    ],
)
def test_one_day_or_month_is_read_in_our_languages(words: str, day: date) -> None:
    assert due.read(words) == day
