"""The lists of entries, for officers."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.groups import told
from portal.groups.staff import queries
from portal.languages import searching
from portal.languages.i18n import today
from portal.web import lists
from portal.web.page import get, link, page, render, sent_text


@page
@officer_only
def staff_groups(request: Request, session: Session, account: Account) -> Response:
    """List the entries that wait for something, or all that residents see."""
    view = lists.chosen(request.query_params, "view", queries.VIEWS, next(iter(queries.VIEWS)))
    words = sent_text(request.query_params, "q")[: searching.LONGEST]
    part = queries.listed(session, view, words, today(), lists.place(request))
    numbers = {one: queries.count(session, one, today()) for one in queries.VIEWS}
    return render(
        request,
        "groups/staff/list.html",
        block="results",
        groups=part.rows,
        views=queries.VIEWS,
        view=view,
        numbers=numbers,
        total=queries.count(session, view, today(), words),
        words=words,
        told=told,
        pages=lists.pages(part, link("staff_groups"), {"view": view, "q": words}),
    )


routes = [get("/staff/groups", staff_groups, name="staff_groups")]
