"""How sums are shown: rows with words and numbers, on the page and in a file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from portal.incidents import counting
from portal.incidents.counting import Sums
from portal.incidents.staff.sums.sealed import Period
from portal.incidents.staff.sums.tables import SILENT, Table
from portal.languages import i18n
from portal.problems import mark
from portal.web import spreadsheet

_HEAD = ("from", "until", "table", "row", "name", "cases")
_NOT_SAID = mark("Not said, or something else")
_REST = mark("All others together")


class Row(NamedTuple):
    """One row of a table; no number where it is not shown."""

    code: str
    label: str | Mapping[str, str]
    number: int | None


class Shown(NamedTuple):
    """A table as it is shown."""

    table: Table
    rows: list[Row]

    @property
    def is_empty(self) -> bool:
        """Tell whether only the sum of all rows could be shown, or nothing."""
        return not any(row.number for row in self.rows if row.code != _REST)


def of_period(period: Period, asked: Sequence[Table]) -> list[Shown]:
    """Give the tables that some quarters were added up in."""
    return [_shown(one, period.tables[one.name]) for one in asked if one.name in period.tables]


def days(period: Period) -> tuple[date, date]:
    """Give the first and the last day of some quarters."""
    return counting.first_day(period.first), counting.last_day(period.last)


def as_file(periods: Sequence[Period], asked: Sequence[Table]) -> Iterator[str]:
    """Write all numbers that are shown as a file, line by line."""
    yield spreadsheet.BOM + spreadsheet.line(_HEAD)
    for period in periods:
        yield spreadsheet.line((*days(period), "", "", "", period.cases))
        for shown in of_period(period, asked):
            for row in shown.rows:
                if row.number is not None:
                    name = i18n.pick(row.label) if isinstance(row.label, Mapping) else row.label
                    code = "" if row.code == _REST else row.code
                    cells = (shown.table.name, code, name, row.number)
                    yield spreadsheet.line((*days(period), *cells))


def _shown(table: Table, sums: Sums) -> Shown:
    labels: Mapping[str, Any] = table.rows if table.rows is not None else {}
    codes = [*labels, *(code for code in sums.shown if code not in labels)]
    rows = [Row(code, _label(table, labels, code), sums.shown.get(code)) for code in codes]
    rest = [] if sums.rest is None else [Row(_REST, i18n.gettext(_REST), sums.rest)]
    return Shown(table, rows + rest)


def _label(table: Table, labels: Mapping[str, Any], code: str) -> Any:
    if code == SILENT:
        return i18n.gettext(_NOT_SAID)
    return labels.get(code) or (i18n.endonym(code) if table.name == "language" else code)
