"""Days in the words of a plan: "by 1 st April 07", "March 2027", "30/6/26". Pure.

A day is read only if the words name one day or month and say nothing else; a month is its last day.
Days stand before months, as people here write them.
"""

import re
from calendar import monthrange
from datetime import date
from functools import cache, lru_cache

from portal.languages.searching import fold
from portal.plans.importing import vocabulary

_LONGEST = 80
_REMEMBERED = 4_096
_CENTURY, _OLDEST = 100, 70
_FIRST, _LAST = 1990, 2099
_YEAR_FIRST = re.compile(r"\b(\d{4}) (\d{1,2}) (\d{1,2})\b")
_NUMBERS = re.compile(r"\b(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})\b")
_MONTH_YEAR = re.compile(r"\b(\d{1,2}) (\d{4})\b")
_RAISED = re.compile(r"(?<=\d) ?(?:st|nd|rd|th|af|il|ydd|fed|eg|ain)\b")


@lru_cache(_REMEMBERED)
def read(words: str) -> date | None:
    """Read the one day that words name, if they name no other and say nothing else."""
    if not words or len(words) > _LONGEST:
        return None
    folded = _RAISED.sub("", fold(words))
    found = _named().search(folded)
    forms = (found, _YEAR_FIRST.search(folded), _NUMBERS.search(folded), _MONTH_YEAR.search(folded))
    match = next((form for form in forms if form), None)
    if match is None or not _says_no_more(folded[: match.start()], folded[match.end() :]):
        return None
    return _day(match, is_named=match is found)


def _day(match: re.Match[str], *, is_named: bool) -> date | None:
    parts = match.groups()
    if is_named:
        return _date(parts[0], int(vocabulary.meanings("month")[parts[1]]), parts[2])
    if len(parts) == 2:
        return _date(None, int(parts[0]), parts[1])
    first, month, last = parts
    return _date(last, int(month), first) if len(first) == 4 else _date(first, int(month), last)


def _date(day: str | None, month: int, year: str) -> date | None:
    whole = int(year)
    if len(year) == 2:
        whole += _FIRST - _FIRST % _CENTURY if whole >= _OLDEST else 2000
    if not (_FIRST <= whole <= _LAST and 1 <= month <= 12):
        return None
    last = monthrange(whole, month)[1]
    number = int(day) if day else last
    return date(whole, month, number) if 1 <= number <= last else None


def _says_no_more(before: str, after: str) -> bool:
    return all(word in _untils() for word in (*before.split(), *after.split()))


@cache
def _untils() -> frozenset[str]:
    return frozenset(part for word in vocabulary.meanings("until") for part in word.split())


@cache
def _named() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, vocabulary.meanings("month")), key=len, reverse=True))
    return re.compile(rf"(?:\b(\d{{1,2}}) (?:of )?)?\b({months}) (\d{{4}}|\d{{2}})\b")
