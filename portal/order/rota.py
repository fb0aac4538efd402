"""The rota as those who hold an office read it: who looks after the body on which day."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import visiting
from portal.bodies.forms import OFFICES
from portal.forms import words
from portal.languages.i18n import today
from portal.order import duties, forms, queries, rules
from portal.problems import Problems
from portal.web.page import both, done, link, page, render

AHEAD = 14
"""So many days the page shows."""


@page(writes=True)
@visiting.moderating
def rota(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Show who looks after the body on which day, and have somebody take days or give them up."""
    if request.method == "GET":
        return _page(request, session, visit, {})
    sent = words.flat(request.state.form)
    if away := sent.get("away"):
        duties.give_up(session, visit, away)
    elif problems := duties.take(session, visit, request.state.form):
        return _page(request, session, visit, sent, problems)
    said = "given_up" if away else "taken"
    return done(request, link("forum_rota", body=visit.body.slug), said)


def _page(
    request: Request,
    session: Session,
    visit: visiting.Visit,
    shown: dict[str, str],
    problems: Problems | None = None,
) -> Response:
    running = {one.id for one in visiting.running(session, visit.body)}
    rows = [row for row in queries.duties(session, visit.body) if row[1].id in running]
    numbered = [(str(duty.id), duty.weekday, duty.day) for duty, _ in rows]
    called = {str(duty.id): (duty.called, OFFICES[one.office]) for duty, one in rows}
    first, days = today(), dict[date, Any]()
    for day in (first + timedelta(days=ahead) for ahead in range(AHEAD)):
        days[day] = [called[one] for one in rules.on_duty(numbered, day)]
    return render(
        request,
        "order/rota.html",
        visit=visit,
        rows=rows,
        days=days,
        fields=forms.ON_DUTY,
        shown=shown,
        labels=forms,
        problems=problems,
    )


routes = [both("/forum/{body}/rota", rota, name="forum_rota")]
