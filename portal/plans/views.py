"""Plans as everybody reads them: the list, one with its items, an item with its history, a file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.plans import actions, chairing, queries, said, shown, vocabulary
from portal.plans.linking import looking
from portal.plans.models import Plan, PlanItem
from portal.plans.reviews import queries as reviews
from portal.plans.reviews import vocabulary as reviewing
from portal.plans.rules import Standing
from portal.web import lists, spreadsheet
from portal.web.brought import Mapped, Thing, resting
from portal.web.folding import share
from portal.web.page import chapters, found, get, link, page, public, render

_MOST_MAPPED, _FEW_REVIEWS = 500, 3
_FEW_VERSIONS, _MOST_VERSIONS = 5, 100
_COLUMNS = ("id", "below", "level", *vocabulary.FIELDS, "language")


@page
@public
def plans(request: Request, session: Session) -> Response:
    """List the plans with how each stands, the newest first."""
    listed = shown.listed(request, session, link("plans"), Standing.PUBLIC)
    return render(request, "plans/index.html", **listed)


@page
@public
def plan(request: Request, session: Session) -> Response:
    """Show how a plan stands, and its items or those that somebody looks for."""
    one = _public(request, session)
    looked = shown.look(request, session, one)
    return render(
        request,
        "plans/plan.html",
        chapters=chapters(request, session, "plan", one),
        reviews=reviews.signed(session, one, _FEW_REVIEWS),
        kinds=reviewing.KINDS,
        changes=[
            (version.changed, said.of_plan(version))
            for version in queries.plan_versions(session, one, _FEW_VERSIONS)
        ],
        **shown.drawn(request, session, looked, link("plan", slug=one.slug)),
        **_addresses(looked, one),
    )


@page
@public
def item(request: Request, session: Session) -> Response:
    """Show all that an item says, what was reported of it, and what it said before."""
    one = _public(request, session)
    row = found(queries.item(session, one, request.path_params["item"]))
    part = queries.reported(session, row, lists.place(request))
    path = link("plan_item", slug=one.slug, item=row.id)
    printed = lists.chosen(request.query_params, "all", ("yes",))
    versions = queries.versions(session, row, _MOST_VERSIONS if printed else _FEW_VERSIONS)
    told = said.now(row, but=("text", "number", "status", "assessment"))
    before = [(version.changed, said.before(version)) for version in versions]
    heard = looking.rests_on(request, session, row)
    rows = [*told, *(row for _, rows in before for row in rows)]
    lengths = [*said.lengths(rows), *(len(report.words) for report in part.rows)]
    room = sum(lengths) if printed else share(lengths)
    return render(
        request,
        "plans/item.html",
        plan=one,
        item=row,
        when=shown.when(one, row),
        above=shown.above(session, one, row),
        said=said.fitted(told, room),
        below=queries.has_below(session, row),
        heard=heard,
        beside=(queries.before(session, row), queries.after(session, row)),
        reported=part.rows,
        pages=lists.pages(part, path, {"all": printed}),
        versions=[(changed, said.fitted(rows, room)) for changed, rows in before],
        room=room,
        rests=resting(request, session, actions.key_of(row)),
        lines=chairing.lines(session, row),
        whole=""
        if printed or _is_whole(lengths, room, versions)
        else lists.address(path, {"all": "yes"}),
        labels=vocabulary,
    )


@page
@public
def plan_csv(request: Request, session: Session) -> Response:
    """Hand out the items that somebody looks for as a table."""
    one = _public(request, session)
    looked = shown.look(request, session, one)
    wanted = looked.wanted
    items = queries.items(session, [node.id for node in wanted])
    rows = [_row(one, items[node.id]) for node in wanted]
    return spreadsheet.file(one.slug, iter(_lines(rows)))


def _addresses(looked: shown.Looked, plan: Plan) -> dict[str, Any]:
    """Give where the same choice stands as a file, and unfolded on one page."""
    here, chosen = link("plan", slug=plan.slug), looked.address
    return {
        "file": lists.address(link("plan_csv", slug=plan.slug), chosen),
        "whole": lists.address(here, chosen | {"all": "yes"}),
    }


def _is_whole(lengths: Sequence[int], room: int, versions: Sequence[object]) -> bool:
    return max(lengths, default=0) <= room and len(versions) != _FEW_VERSIONS


def _public(request: Request, session: Session) -> Plan:
    return found(queries.public_by_slug(session, request.path_params["slug"]))


def _lines(rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield spreadsheet.BOM + spreadsheet.line(_COLUMNS)
    yield from map(spreadsheet.line, rows)


def _row(plan: Plan, item: PlanItem) -> list[object]:
    words = shown.name(item)
    told: dict[str, object] = {name: getattr(item, name) for name in vocabulary.FIELDS}
    told |= {"text": words, "leads": "; ".join(item.leads)}
    return [item.id, item.parent_id, plan.levels[item.level], *told.values(), words.language]


def mapped(session: Session, _now: datetime) -> Iterator[Mapped]:
    """List the pages that search engines may find."""
    yield Mapped("plans")
    for one in queries.public(session, _MOST_MAPPED):
        yield Mapped("plan", {"slug": one.slug})


def things(session: Session, _now: datetime) -> Iterator[Thing]:
    """List the plans to which others may point."""
    for one in queries.public(session, _MOST_MAPPED):
        yield Thing(f"plan/{one.slug}", one.title, link("plan", slug=one.slug))


routes = [
    get("/plans", plans, name="plans"),
    get("/plans/{slug}", plan, name="plan"),
    get("/plans/{slug}/plan.csv", plan_csv, name="plan_csv"),
    get("/plans/{slug}/{item}", item, name="plan_item"),
    *chairing.routes,
]
