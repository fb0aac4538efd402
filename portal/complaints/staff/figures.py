"""How much came, by service, language and state: rounded, on a page and as a file without words."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.complaints import forms, queries, rules
from portal.groups import choosing
from portal.languages import i18n, text_languages
from portal.store import audit
from portal.web import lists, spreadsheet
from portal.web.page import get, link, page, render

_BY = ("service", "language", "state")


@page
@guards.officer_only
def figures(request: Request, session: Session, account: models.Account) -> Response:
    """Show how much came of each kind, by three things."""
    years = years_of(session)
    year = year_of(request.query_params, years)
    return render(
        request,
        "complaints/staff/figures.html",
        tables={by: _lines(session, by, year) for by in _BY},
        services={one.code: one.label for one in choosing.services(session)},
        years=[(str(one), str(one)) for one in years],
        year=str(year or ""),
        kinds=forms.KINDS,
        states=forms.STATES,
        csv=lists.address(link("comment_figures_csv"), {"year": str(year or "")}),
    )


@page(writes=True)
@guards.officer_only
def figures_csv(request: Request, session: Session, account: models.Account) -> Response:
    """Send the same as a file, and log that it was sent."""
    year = year_of(request.query_params, years_of(session))
    audit.record(session, account.id or 0, "complaints.exported", "figures", year=year)
    return spreadsheet.file("comments", iter(list(_file(session, year))))


def years_of(session: Session) -> list[int]:
    """List the years of which anything is counted, the latest first."""
    found = queries.years(session)
    return list(range(found[1], found[0] - 1, -1)) if found else []


def year_of(asked: Mapping[str, Any], years: list[int]) -> int:
    """Read which of the years somebody chose; 0 for all of them."""
    return int(lists.chosen(asked, "year", [str(one) for one in years]) or 0)


def _file(session: Session, year: int) -> Iterator[str]:
    yield spreadsheet.BOM + spreadsheet.line(("year", "by", "code", "name", *rules.Kind))
    names = _names(session)
    for by in _BY:
        for one in _lines(session, by, year):
            numbers = [rules.FEWER if number is None else number for number in one.numbers]
            named = names[by].get(one.about) or _language(one.about)
            yield spreadsheet.line((year or "", by, one.about, named, *numbers))


def _names(session: Session) -> Mapping[str, Mapping[str, str]]:
    services = {one.code: str(i18n.pick(one.label)) for one in choosing.services(session)}
    states = {str(code): i18n.gettext(label) for code, label in forms.STATES.items()}
    return {"service": services, "state": states, "language": {}}


def _language(code: str) -> str:
    known = text_languages.is_known(code)
    return text_languages.named_in(code, i18n.language()) if known else ""


def _lines(session: Session, by: str, year: int) -> list[rules.Line]:
    order = {
        "service": [one.code for one in choosing.services(session)],
        "language": [],
        "state": [str(one) for one in rules.State],
    }
    return rules.lines(queries.counted(session, by, year), order[by])


routes = [
    get("/staff/comments/figures", figures, name="comment_figures"),
    get("/staff/comments/figures.csv", figures_csv, name="comment_figures_csv"),
]
