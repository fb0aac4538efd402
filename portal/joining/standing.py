"""Joining a body: what it is, how somebody stands with it, and leaving."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import acts, change_queries, closings, parting, visiting
from portal.bodies import queries as bodies
from portal.bodies.visiting import Visit, anybody, signed_in
from portal.forms import form
from portal.forms.words import flat
from portal.joining import applications, forms, memberships, needs, queries, rules
from portal.languages.i18n import language
from portal.problems import Problem, Problems, mark
from portal.web.page import both, chapters, done, found, get, link, page, post, render


@page
@anybody
def join(request: Request, session: Session, visit: Visit) -> Response:
    """Say what a body is, who runs it, how much time it takes, and what joining leads to."""
    running, vacant = visiting.running(session, visit.body), acts.vacant(session, visit.body)
    coming = visiting.to_come(session, visit.body)
    return _render(request, "join", visit, running=running, coming=coming, vacant=vacant)


@page
@signed_in
def applied(request: Request, session: Session, visit: Visit) -> Response:
    """Show how somebody's application stands, or take their answer to what the chair asks back."""
    if request.method == "GET" or visit.membership is None:
        return _status(request, session, visit)
    mine = found(queries.application(session, visit.body, visit.membership.id))
    if flat(request.state.form).get("_do") == "withdraw":
        memberships.withdraw(session, mine)
        return _to(request, visit, "forum_applied")
    reading = form.read(forms.ANSWER, request.state.form)
    if reading.problems:
        return _status(request, session, visit, reading.problems)
    memberships.answer(session, mine, reading.values["why"], reading.values["language"])
    return _to(request, visit, "forum_applied")


@page
@signed_in
def leave(request: Request, session: Session, visit: Visit) -> Response:
    """Leave a body; what one wrote stays until one takes it back."""
    if visit.membership and flat(request.state.form).get("sure") == "yes":
        memberships.leave(session, visit.body, visit.membership)
        parting.part(request, session, visit.body, visit.own)
        return _to(request, visit, "forum_body", "left")
    return _status(request, session, visit, {"sure": Problem(mark("Tick the box to leave."))})


def _status(
    request: Request, session: Session, visit: Visit, problems: Problems | None = None
) -> Response:
    sent = flat(getattr(request.state, "form", {"language": language()}))
    mine = visit.membership
    shown: dict[str, Any] = {"mine": mine, "fields": forms.ANSWER, "sent": sent}
    shown["typed"] = None
    number = mine.group_id if mine else None
    shown["group"] = bodies.groups(session, [number]).get(number or 0)
    if mine and rules.waits(mine.state):
        shown["typed"] = applications.typed(session, mine)
    shown["needs"] = needs.stand(mine) if mine else ()
    shown["days"] = rules.ANSWERED_WITHIN
    running = visiting.running(session, visit.body)
    shown["changes"] = change_queries.changes(session, visit.body)[:1]
    shown["closing"] = closings.asked_for(session, visit)
    shown["coming"] = visiting.to_come(session, visit.body)
    shown["chapters"] = chapters(request, session, "forum_applied", visit)
    return _render(request, "applied", visit, problems=problems, running=running, **shown)


def _render(request: Request, name: str, visit: Visit, **shown: Any) -> Response:
    return render(request, f"joining/{name}.html", visit=visit, labels=forms, **shown)


def _to(request: Request, visit: Visit, name: str, said: str = "") -> Response:
    return done(request, link(name, body=visit.body.slug), said)


_JOIN = "/forum/{body}/join"

routes = [
    get(_JOIN, join, name="forum_join"),
    both(f"{_JOIN}/mine", applied, name="forum_applied"),
    post(f"{_JOIN}/leave", leave, name="forum_leave"),
]
