"""The register of assessments, and each of them, as everybody reads them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.equality_impact import looking, queries, rules, vocabulary
from portal.equality_impact.models import Assessment, AssessmentEdition
from portal.languages import i18n
from portal.web import lists, spreadsheet
from portal.web.brought import Mapped, Pointer, Thing
from portal.web.page import found, get, link, page, public, render

_MOST = 500
_COLUMNS = ("title", "service", "state", "due", "late", "address")


class Choice(NamedTuple):
    """What somebody wants to see of the register: of a service, in a state, or what is late."""

    service: str
    state: str

    @property
    def narrowed(self) -> tuple[str, str, date | None]:
        """Give what the database is asked for."""
        late = self.state == vocabulary.LATE
        return self.service, "" if late else self.state, i18n.today() if late else None

    @property
    def address(self) -> dict[str, str]:
        """Write the choice as it stands in the address."""
        return self._asdict()


@page
@public
def register(request: Request, session: Session) -> Response:
    """Say what was assessed, what was not and why, and what is due."""
    services = looking.services(session)
    choice = _choice(request.query_params, services)
    part = queries.register(session, *choice.narrowed, lists.place(request))
    used = queries.services_in_use(session)
    return render(
        request,
        "equality_impact/register.html",
        rows=part.rows,
        reasons=_reasons(session, part.rows),
        choice=choice,
        services=services,
        offered=[(code, label) for code, label in services.items() if code in used],
        total=queries.count(session, *choice.narrowed),
        pages=lists.pages(part, link("assessments"), choice.address),
        csv=lists.address(link("assessments_csv"), choice.address),
        today=i18n.today(),
        words=vocabulary,
    )


@page
@public
def register_csv(request: Request, session: Session) -> Response:
    """Hand out the register as a file."""
    services = looking.services(session)
    choice = _choice(request.query_params, services)
    rows = queries.whole_register(session, *choice.narrowed)
    lines = [spreadsheet.line(_cells(one, services)) for one in rows]
    head = spreadsheet.BOM + spreadsheet.line(_COLUMNS)
    return spreadsheet.file("equality-impact", iter([head, *lines]))


@page
@public
def assessment(request: Request, session: Session) -> Response:
    """Show what of an assessment was signed off last, or that it is still to be done."""
    one = _known(request, session)
    editions = queries.published(session, one)
    return _page(request, session, one, editions, editions[0] if editions else None)


@page
@public
def earlier(request: Request, session: Session) -> Response:
    """Show how an assessment read before it was changed."""
    one = _known(request, session)
    editions = queries.published(session, one)
    named = (each for each in editions if str(each.id) == request.path_params["edition"])
    return _page(request, session, one, editions, found(next(named, None)))


def _page(
    request: Request,
    session: Session,
    one: Assessment,
    editions: Sequence[AssessmentEdition],
    edition: AssessmentEdition | None,
) -> Response:
    shown: dict[str, Any] = {"services": looking.services(session)}
    if edition:
        shown = looking.shown(request, session, one, edition.content, i18n.today())
    return render(
        request,
        "equality_impact/assessment.html",
        assessment=one,
        edition=edition,
        editions=editions,
        latest=editions[0] if editions else None,
        today=i18n.today(),
        words=vocabulary,
        **shown,
    )


def _known(request: Request, session: Session) -> Assessment:
    one = found(queries.by_slug(session, request.path_params["slug"]))
    if one.standing is rules.Standing.HIDDEN:
        raise HTTPException(404)
    return one


def _choice(asked: Mapping[str, Any], services: Mapping[str, Any]) -> Choice:
    states = (*vocabulary.STANDINGS, vocabulary.LATE)
    return Choice(lists.chosen(asked, "service", services), lists.chosen(asked, "state", states))


def _reasons(session: Session, rows: Sequence[Assessment]) -> dict[int, Mapping[str, str]]:
    """Say of what needed no full assessment, why."""
    out = [one for one in rows if one.standing is rules.Standing.OUT]
    signed = queries.latest(session, out)
    return {number: one.content["outcome_reason"] for number, one in signed.items()}


def _cells(one: Assessment, services: Mapping[str, Mapping[str, str]]) -> tuple[object, ...]:
    late = "yes" if rules.is_late(one.next_on, i18n.today()) else "no"
    service = i18n.pick(services.get(one.published_service, {}))
    href = link("assessment", slug=one.slug)
    return i18n.pick(one.published_title), service, one.standing, one.due, late, href


def things(session: Session, _now: datetime) -> Iterator[Thing]:
    """List the assessments to which others may point."""
    for one in queries.whole_register(session, "", "", None):
        href = link("assessment", slug=one.slug)
        yield Thing(f"{looking.RAISED}{one.slug}", one.published_title, href)


def resting(session: Session, key: str) -> Iterator[Pointer]:
    """List the assessments that rest on something public, or that it is done for."""
    for one in queries.naming(session, key):
        title = i18n.pick(one.published_title)
        href = link("assessment", slug=one.slug)
        yield Pointer(vocabulary.CALLED, title, title.language, href)


def mapped(session: Session, _now: datetime) -> Iterator[Mapped]:
    """List the pages that search engines may find."""
    yield Mapped("assessments")
    for one in queries.whole_register(session, "", "", None)[:_MOST]:
        yield Mapped("assessment", {"slug": one.slug})


routes = [
    get("/equality-impact", register, name="assessments"),
    get("/equality-impact/register.csv", register_csv, name="assessments_csv"),
    get("/equality-impact/{slug}", assessment, name="assessment"),
    get("/equality-impact/{slug}/editions/{edition}", earlier, name="earlier_assessment"),
]
