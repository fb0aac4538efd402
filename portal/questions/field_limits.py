"""How much each field of a question may hold, before anything is done with it. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from portal.problems import Problems, too_long
from portal.questions.kinds import OTHER_LIMIT, Sent, text_limit
from portal.questions.questionnaire import WRITTEN, Kind, Question, Section

KEPT_LIMITS = 2
"""A draft keeps words up to so many times their limit: they can be shortened another day."""

_TYPED_LIMIT = 100  # a code, a number or a part of a date
_CHOICES = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX})
_PARTS = ("day", "month", "year")


def overlong(section: Section, posted: Mapping[str, Sequence[str]]) -> Problems:
    """Say which fields of a section hold far too much, and how much fits."""
    return {
        _shown_at(question, name): too_long(limit)
        for question in section.questions
        for name, limit in _limits(question)
        if any(len(value) > KEPT_LIMITS * limit for value in posted.get(name, ()))
    }


def fields_of(section: Section, posted: Mapping[str, Sequence[str]]) -> Sent:
    """Pick what was sent for the fields that a section has: no more values than they hold.

    A code that no option has is no answer, and nobody can have chosen it.
    """
    return {
        name: _offered(question, name, posted[name])[: max(len(question.options), 1)]
        for question in section.questions
        for name, _ in _limits(question)
        if name in posted
    }


def _limits(question: Question) -> Iterator[tuple[str, int]]:
    """Name the fields of a question, and how many characters fit into each."""
    code, kind = question.code, question.kind
    if kind in WRITTEN:
        yield code, text_limit(question)
    elif kind in (Kind.DATE, Kind.RANKING, Kind.MATRIX):
        yield from ((f"{code}.{part}", _TYPED_LIMIT) for part in _parts(question))
    elif kind is not Kind.PANEL:
        yield code, _TYPED_LIMIT
    if any(option.other for option in question.options):
        yield f"{code}.other", OTHER_LIMIT


def _offered(question: Question, name: str, values: Sequence[str]) -> list[str]:
    known = list(dict.fromkeys(values))
    if name.endswith(".other") or question.kind not in _CHOICES:
        return known
    return [value for value in known if question.option(value.strip())]


def _parts(question: Question) -> Sequence[str]:
    if question.kind is Kind.DATE:
        return _PARTS
    return [part.code for part in (question.rows or question.options)]


def _shown_at(question: Question, name: str) -> str:
    one_box = question.kind in (Kind.SINGLE, Kind.MULTIPLE)
    return name if one_box else question.code
