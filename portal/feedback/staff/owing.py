"""What we owe: reports by the promised day, promises by theirs, answers to the forum."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.feedback import vocabulary
from portal.feedback.staff import finding, missing, owed, queries
from portal.forum.topics import asks, translated
from portal.languages import i18n
from portal.web import lists
from portal.web.page import get, link, page, render

VIEWS = ("reports", "promises", "answers", "finished")


@page
@finding.either
def what_we_owe(request: Request, session: Session, account: Account) -> Response:
    """List what is owed, what is late or due first at the top."""
    view = lists.chosen(request.query_params, "view", VIEWS, "reports")
    address = link("staff_feedback")
    return render(
        request,
        "feedback/staff/owed.html",
        view=view,
        address=address,
        said=missing,
        words=vocabulary,
        waiting=queries.waiting(session),
        today=i18n.today(),
        **_VIEWS[view](request, session, address),
    )


def _reports(request: Request, session: Session, address: str) -> dict[str, Any]:
    part = lists.among(queries.reports(session, closed=False), lists.place(request), _name)
    to_come = queries.to_come(session)
    return {
        "rows": owed.owed(session, part.rows),
        "to_come": [(one, owed.left(one)) for one in to_come],
        "pages": lists.pages(part, address, {}),
    }


def _promises(request: Request, session: Session, address: str) -> dict[str, Any]:
    part = queries.promises(session, lists.place(request))
    return {"rows": part.rows, "pages": lists.pages(part, address, {"view": "promises"})}


def _answers(_: Request, session: Session, _address: str) -> dict[str, Any]:
    counted = asks.counted(session)
    titles = translated.titles(session, [topic for topic, *_ in counted])
    return {"answers": {"shown": {"rows": counted, "titles": titles}}}


def _finished(request: Request, session: Session, address: str) -> dict[str, Any]:
    part = lists.among(queries.reports(session, closed=True), lists.place(request), _name)
    return {"rows": part.rows, "pages": lists.pages(part, address, {"view": "finished"})}


_VIEWS: Mapping[str, Any] = {
    "reports": _reports,
    "promises": _promises,
    "answers": _answers,
    "finished": _finished,
}


def _name(row: queries.Report) -> str:
    return row[1].slug


routes = [get("/staff/feedback", what_we_owe, name="staff_feedback")]
