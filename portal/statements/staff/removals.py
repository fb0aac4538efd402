"""The page on which staff ask for what the law forces away, and a second person agrees."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.approvals import staff as approvals
from portal.forms import form, words
from portal.forum.topics import forms as of_topics
from portal.problems import Problems, mark
from portal.statements import queries
from portal.statements.staff import forms, removing
from portal.web.page import both, done, found, link, page, render
from portal.web.staff_areas import Area, StaffPage

_either = guards.only(*approvals.ROLES)


@page
@_either
def removals(request: Request, session: Session, account: models.Account) -> Response:
    """List what the law forced away, and ask for more."""
    if request.method == "GET":
        return _page(request, session, account)
    reading = form.read(forms.REMOVING, request.state.form)
    if reading.problems:
        return _page(request, session, account, reading.problems)
    ways, thing = removing.ways(request), words.sent_text(request.state.form, "what")
    if refused := removing.ask(session, account, ways, {**reading.values, "thing": thing}):
        return _page(request, session, account, refused)
    return done(request, link("legal_removals"), "asked")


@page(writes=True)
@_either
def removal(request: Request, session: Session, account: models.Account) -> Response:
    """Show what is to be taken away beside what becomes of it; who asked can take that back."""
    row, body = found(queries.removal(session, request.path_params["id"]))
    ways = removing.ways(request)
    there = removing.words(session, ways, row)
    shut = removing.is_shut(row, account, there)
    said = None if shut else there
    shown = {"row": row, "body": body, "said": said, "shut": there if shut else None}
    if request.method == "GET":
        removing.read(session, account, row, body, said)
        return _one(request, session, account, shown)
    if not row.waits:
        return done(request, link("legal_removals"), "late")
    sent = words.flat(request.state.form)
    became, refused = removing.decide(session, account, ways, (row, body), sent)
    if refused:
        return _one(request, session, account, shown | {"problems": refused})
    if became == "opened":
        return done(request, link("legal_removal", id=row.id), became)
    return done(request, link("legal_removals"), became)


def _one(
    request: Request,
    session: Session,
    account: models.Account,
    shown: Mapping[str, Any],
) -> Response:
    asked_by = shown["row"].asked_by
    asker = session.get(models.Account, asked_by) if asked_by else None
    here: dict[str, Any] = {"asker": asker, "own": account.id, "labels": of_topics, **shown}
    return render(request, "statements/staff/removal.html", **here)


def _page(
    request: Request, session: Session, account: models.Account, problems: Problems | None = None
) -> Response:
    rows = queries.removals(session)
    shown = words.flat(getattr(request.state, "form", request.query_params))
    ways = removing.ways(request)
    which = "what" in (problems or {})
    return render(
        request,
        "statements/staff/removals.html",
        own=account.id,
        rows=rows,
        things=removing.things(session, ways, [row for row, *_ in rows]),
        passages=removing.passages(session, ways, shown) if which else (),
        fields=forms.REMOVING,
        shown=shown,
        labels=of_topics,
        problems=problems,
    )


_PATH = "/staff/legal-removals"

routes = [
    both(_PATH, removals, name="legal_removals"),
    both(f"{_PATH}/{{id}}", removal, name="legal_removal"),
]
pages = (
    StaffPage(
        Area.FORUM, mark("What the law takes away"), "legal_removals", frozenset(approvals.ROLES)
    ),
)
