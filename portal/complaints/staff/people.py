"""Who sent comment cards, by service and by what people told of themselves; few are not told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.categories import options, schemes
from portal.categories import queries as categories
from portal.complaints import queries, rules
from portal.complaints.staff import figures
from portal.groups import choosing
from portal.languages import i18n
from portal.store import audit
from portal.web import lists, spreadsheet
from portal.web.page import get, link, page, render

_USUAL = "ethnic_group"
_HEAD = ("year", "service", "question", "code", "name", "cards", "went_well", "went_wrong")


class Choice(NamedTuple):
    """Which cards somebody wants counted, and by the answers to which question about people."""

    asked: schemes.Characteristic
    service: str
    year: int

    @property
    def address(self) -> dict[str, str]:
        """Write the choice as it stands in an address."""
        return {"by": self.asked.code, "service": self.service, "year": str(self.year or "")}


class Row(NamedTuple):
    """People who told the same of themselves, and how many cards they sent."""

    code: str
    label: Mapping[str, str]
    cards: rules.Cards


@page
@guards.officer_only
def people(request: Request, session: Session, account: models.Account) -> Response:
    """Show who sent cards beside how many there were, for a service and a question at a time."""
    questions, services = _questions(request, session), _services(session)
    choice = _choice(request, session)
    everybody, rows = _counted(session, request.state.council.nation, choice)
    years = figures.years_of(session)
    return render(
        request,
        "complaints/staff/people.html",
        choice=choice,
        everybody=everybody,
        rows=rows,
        questions=[(one.code, one.label) for one in questions.values()],
        services=services,
        years=[(str(one), str(one)) for one in years],
        csv=lists.address(link("comment_people_csv"), choice.address),
    )


@page(writes=True)
@guards.officer_only
def people_csv(request: Request, session: Session, account: models.Account) -> Response:
    """Send the numbers of every service for a question as a file, and log that it was sent."""
    choice, nation = _choice(request, session), request.state.council.nation
    about = {"year": choice.year, "by": choice.asked.code}
    audit.record(session, account.id or 0, "complaints.exported", "people", **about)
    return spreadsheet.file("comment-cards", iter(list(_file(session, nation, choice))))


def _file(session: Session, nation: str, choice: Choice) -> Iterator[str]:
    yield spreadsheet.BOM + spreadsheet.line(_HEAD)
    for service in ("", *_services(session)):
        everybody, rows = _counted(session, nation, choice._replace(service=service))
        for row in (Row("", {}, everybody), *rows):
            numbers = [rules.FEWER if number is None else number for number in row.cards]
            name, year = i18n.pick(row.label), choice.year or ""
            yield spreadsheet.line((year, service, choice.asked.code, row.code, name, *numbers))


def _counted(session: Session, nation: str, choice: Choice) -> tuple[rules.Cards, list[Row]]:
    """Count all cards that were chosen, and those of each group of people."""
    cards, asked = queries.cards(session, choice.service, choice.year), choice.asked
    told = [(card, _groups(asked, nation, card)) for card in cards]
    codes = [code for code in options.options_of(asked) if any(code in of for _, of in told)]
    rows = [
        Row(
            code,
            options.option_of(asked, code).label,
            rules.cards(c for c, of in told if code in of),
        )
        for code in codes
    ]
    return rules.cards(cards), rows


def _groups(asked: schemes.Characteristic, nation: str, card: rules.Card) -> set[str]:
    """Give the broad groups that somebody told of themselves in answer to a question."""
    codes: Sequence[str] = card.answers.get(asked.code, {}).get("codes", ())
    known = codes if card.nation == nation else ()
    found = {options.roll_up(asked, code, options.Level.GROUP) for code in known}
    return {code for code in found if code}


def _questions(request: Request, session: Session) -> dict[str, schemes.Characteristic]:
    listed = categories.questions(session, request.state.council.nation)
    return {one.code: one for one in listed if one.options}


def _services(session: Session) -> dict[str, Mapping[str, str]]:
    return {one.code: one.label for one in choosing.services(session)}


def _choice(request: Request, session: Session) -> Choice:
    asked: Mapping[str, Any] = request.query_params
    questions = _questions(request, session)
    by = lists.chosen(asked, "by", questions) or _USUAL
    year = figures.year_of(asked, figures.years_of(session))
    return Choice(questions[by], lists.chosen(asked, "service", _services(session)), year)


routes = [
    get("/staff/comments/people", people, name="comment_people"),
    get("/staff/comments/people.csv", people_csv, name="comment_people_csv"),
]
