"""By what closed cases are added up: one table for each thing that is counted of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from portal.categories import queries as categories
from portal.categories.rules import PREFER_NOT
from portal.incidents import counting, equality, report_settings, vocabulary
from portal.incidents.counting import Sums
from portal.incidents.staff.cases import states
from portal.incidents.staff.cases.statistics import Counted
from portal.languages.messages import Message
from portal.questions.questionnaire import Option, Translated, labels

SILENT = ""
"""Stands for those of whom nothing was said, or what is on the list no more."""

_NOBODY = "\n"
"""Stands for whatever nobody said where anything can be said; no line of text is this."""

_YES_NO = labels(one for one in vocabulary.YES_NO_UNSURE if one.code != "unsure")
_ALWAYS_SAID = ("outcome", "came_back")


@dataclass(frozen=True)
class Table:
    """One table: its name, what it is about, and the words for its rows by code.

    Without `rows` a case can say anything. In one that `overlaps` a case can stand in several.
    """

    name: str
    title: Translated
    read: Callable[[Counted], Iterable[str]]
    rows: Mapping[str, Translated] | None = None
    overlaps: bool = False

    def sums(self, cases: Sequence[Counted]) -> Sums:
        """Add cases up, and hide what cannot be shown."""
        said = Counter(code for one in cases for code in {*self.read(one)})
        if self.overlaps:
            listed = {code: said[code] for code in self.rows or ()}
            return counting.overlapping(listed, len(cases))
        if self.rows is None:
            return counting.apart({SILENT: 0, _NOBODY: 0, **said})
        listed = {code: said[code] for code in self.rows}
        silent = said.total() - sum(listed.values())
        always = self.name in _ALWAYS_SAID and not silent
        return counting.apart(listed if always else {**listed, SILENT: silent})


def tables(session: Session, nation: str, *, past: bool = False) -> list[Table]:
    """List the tables in their order; for the past also those of questions that were asked once."""
    decided = report_settings.current(session)
    local = {one.code: one.label for one in decided.local_strands}
    strands = labels(vocabulary.STRANDS) | local
    outcomes = labels((*states.OUTCOMES, states.COUNTED_ONLY, states.ASIDE[0]))
    more = [*equality.MORE] if past else decided.equality_more
    asked = equality.asked(categories.questions(session, nation), more)
    return [
        Table("strands", Message("What it was about"), _strands, strands, overlaps=True),
        Table("kinds", Message("What happened"), _kinds, labels(vocabulary.KINDS), overlaps=True),
        Table("area", Message("Area"), lambda one: [" ".join(one.area.split())]),
        Table("outcome", Message("What came of it"), lambda one: [one.outcome], outcomes),
        Table("came_back", Message("The reporter came back with the code"), _came_back, _YES_NO),
        Table(
            "channel",
            Message("How the report came"),
            lambda one: [one.channel],
            labels(vocabulary.CHANNELS),
        ),
        Table("language", Message("Language of the page"), lambda one: [one.language]),
        *(
            Table(f"person.{one.code}", one.label, _person(one.code), _said(one.options))
            for one in asked
        ),
    ]


def _strands(one: Counted) -> Iterable[str]:
    return one.strands


def _kinds(one: Counted) -> Iterable[str]:
    return one.kinds


def _came_back(one: Counted) -> Iterable[str]:
    return ["yes" if one.came_back else "no"]


def _said(options: Iterable[Option]) -> dict[str, Translated]:
    """Give the rows of a question; who preferred not to say stands with who said nothing."""
    return labels(one for one in options if one.code != PREFER_NOT)


def _person(code: str) -> Callable[[Counted], Iterable[str]]:
    return lambda one: [one.equality.get(code, SILENT)]
