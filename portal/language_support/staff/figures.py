"""What is asked for and what came of it, month by month: a page, and the same as a file."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.language_support import queries, rules
from portal.language_support.staff import forms
from portal.languages import calendar, i18n, text_languages
from portal.store import audit
from portal.web import lists, spreadsheet
from portal.web.page import get, link, page, render

_YEAR = 12
_MOST_MONTHS = 120
_COLUMNS = ("from", "to", "service", "language", "language_name", "kind", "asked")
FEWER, UNTOLD = f"<{rules.FEW}", "[c]"
"""What stands in the file for a few, and for a number that is not told."""


class Choice(NamedTuple):
    """Of which months, and for which service, somebody wants to see the figures."""

    first: date
    last: date
    service: str

    @property
    def months(self) -> tuple[date, date]:
        """Give the first and the last month."""
        return self.first, self.last

    @property
    def address(self) -> dict[str, str]:
        """Write the choice as it stands in the address."""
        return {"from": _code(self.first), "to": _code(self.last), "service": self.service}


@page
@officer_only
def figures(request: Request, session: Session, account: Account) -> Response:
    """Show what was asked for by language and kind, by service, and why not all was provided."""
    months = _months(session)
    choice = _choice(request.query_params, months)
    return render(
        request,
        "language_support/staff/figures.html",
        choice=choice.address,
        months=[(_code(month), i18n.month(month)) for month in months],
        lines=_lines(session, choice),
        services=_simple(session, choice, "service"),
        whys=_whys(session, choice),
        kinds=dict(rules.KINDS),
        service_names=dict(rules.SERVICES),
        outcomes=dict(forms.OUTCOMES),
        why_names=dict(forms.WHYS) | {rules.Why.EXPIRED: forms.EXPIRED},
        counted=rules.COUNTED,
        csv=lists.address(link("support_figures_csv"), choice.address),
    )


@page(writes=True)
@officer_only
def figures_csv(request: Request, session: Session, account: Account) -> Response:
    """Send the table by language and kind as a file, and log that it was sent."""
    choice = _choice(request.query_params, _months(session))
    audit.record(session, account.id or 0, "support.exported", "figures", **choice.address)
    return spreadsheet.file("language-support", iter(list(_file(session, choice))))


def _file(session: Session, choice: Choice) -> Iterator[str]:
    yield spreadsheet.BOM + spreadsheet.line((*_COLUMNS, *rules.COUNTED))
    asked = choice.address
    for one in _lines(session, choice):
        named = text_languages.named_in(one.about, i18n.language())
        whole = FEWER if one.total is None else one.total
        parts = [_part(one, number) for number in one.parts]
        yield spreadsheet.line((*asked.values(), one.about, named, one.kind, whole, *parts))


def _part(one: rules.Line, number: int | None) -> str | int:
    if number is not None:
        return number
    return UNTOLD if one.total is None else FEWER


def _lines(session: Session, choice: Choice) -> list[rules.Line]:
    return rules.lines(queries.counted(session, choice.months, choice.service, "language", "kind"))


def _simple(session: Session, choice: Choice, by: str) -> list[rules.Line]:
    found = queries.counted(session, choice.months, choice.service, by, by)
    return [rules.line(one, "", numbers) for (one, _), numbers in sorted(found.items())]


def _whys(session: Session, choice: Choice) -> list[rules.Line]:
    return [one for one in _simple(session, choice, "why") if one.about]


def _months(session: Session) -> list[date]:
    """List the months that can be chosen, the newest first, as far as anything is counted."""
    this = i18n.today().replace(day=1)
    first, last = queries.months(session) or (this, this)
    earlier = [calendar.add_months(max(this, last), -n) for n in range(_MOST_MONTHS)]
    return [month for month in earlier if month >= min(first, calendar.add_months(this, 1 - _YEAR))]


def _choice(asked: Mapping[str, Any], months: list[date]) -> Choice:
    codes = {_code(month): month for month in months}
    usual = (_code(months[min(_YEAR, len(months)) - 1]), _code(months[0]))
    ends = [
        codes[lists.chosen(asked, name, codes, otherwise)]
        for name, otherwise in zip(("from", "to"), usual, strict=True)
    ]
    return Choice(min(ends), max(ends), lists.chosen(asked, "service", list(rules.Service)))


def _code(month: date) -> str:
    return f"{month:%Y-%m}"


routes = [
    get("/staff/support/figures", figures, name="support_figures"),
    get("/staff/support/figures.csv", figures_csv, name="support_figures_csv"),
]
