"""Joining a body: what it is, applying, what whoever presides decides, and leaving."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import acts, forms, queries, rules, telling, visiting
from portal.bodies.rules import Joining
from portal.bodies.visiting import Visit, anybody, presiding, signed_in
from portal.forms import form
from portal.forms.words import Shown, flat
from portal.languages.i18n import language, today
from portal.problems import Problem, Problems, mark
from portal.web.page import both, done, found, get, link, page, post, render

_DECISIONS = {
    "accept": Joining.ACCEPTED,
    "ask": Joining.ASKED_BACK,
    "decline": Joining.DECLINED,
}


@page
@anybody
def join(request: Request, session: Session, visit: Visit) -> Response:
    """Say what a body is, who runs it, how much time it takes, and what joining leads to."""
    running, vacant = visiting.running(session, visit.body), acts.vacant(session, visit.body)
    return _render(request, "join", visit, running=running, vacant=vacant)


@page
@signed_in
def apply(request: Request, session: Session, visit: Visit) -> Response:
    """Take somebody's wish to join, which they read once more before it goes to the chair."""
    if not visit.is_open:
        raise HTTPException(403)
    if visit.belongs or (visit.membership and not acts.is_over(visit.membership)):
        return _to(request, visit, "forum_applied")
    if request.method == "GET":
        group = request.query_params.get("group", "")
        shown = {"language": language(), "as_": "group" if group else "", "group": group}
        return _render(request, "apply", visit, fields=forms.APPLYING, shown=shown)
    sent, fields = flat(request.state.form), forms.APPLYING
    said, problems = _read(session, sent)
    if problems or sent.get("_do") == "change":
        return _render(request, "apply", visit, problems=problems, fields=fields, shown=sent)
    if sent.get("_do") != "confirm":
        return _render(request, "apply_sure", visit, sent=sent)
    acts.apply(session, visit.body, visit.own, said)
    return _to(request, visit, "forum_applied")


@page
@signed_in
def applied(request: Request, session: Session, visit: Visit) -> Response:
    """Show how somebody's application stands, or take their answer to what the chair asks back."""
    if request.method == "GET" or visit.membership is None:
        return _status(request, session, visit)
    mine = found(queries.application(session, visit.body, visit.membership.id))
    if flat(request.state.form).get("_do") == "withdraw":
        acts.move(session, mine, Joining.WITHDRAWN)
        return _to(request, visit, "forum_applied")
    reading = form.read(forms.ANSWER, request.state.form)
    if reading.problems:
        return _status(request, session, visit, reading.problems)
    acts.answer(session, mine, reading.values["why"], reading.values["language"])
    return _to(request, visit, "forum_applied")


@page
@signed_in
def leave(request: Request, session: Session, visit: Visit) -> Response:
    """Leave a body; what one wrote stays until one takes it back."""
    if visit.membership and flat(request.state.form).get("sure") == "yes":
        acts.leave(session, visit.body, visit.membership)
        return _to(request, visit, "forum_body", "left")
    return _status(request, session, visit, {"sure": Problem(mark("Tick the box to leave."))})


@page(writes=True)
@presiding
def application(request: Request, session: Session, visit: Visit) -> Response:
    """Show an application, and keep what whoever presides decides about it."""
    mine = found(queries.application(session, visit.body, request.path_params["id"]))
    shown = {"mine": mine, "sent": {"language": language()}, "status": 200}
    if request.method == "GET":
        return _application(request, session, visit, shown)
    sent = flat(request.state.form)
    shown["sent"], state = sent, _DECISIONS.get(sent.get("_do", ""))
    if mine.state is state:
        return _to(request, visit, "forum_today", "done")
    if state is None or not rules.may_move(mine.state, state):
        return _application(request, session, visit, shown | {"status": 409})
    reading = form.read(forms.DECIDING, request.state.form)
    said, problems = reading.values, reading.problems
    if state is not Joining.ACCEPTED and not said["said"]:
        wanted = mark("Write to them: what you want to know, or why you do not accept them.")
        problems["said"] = Problem(wanted)
    number = sent.get("seat") if state is Joining.ACCEPTED else ""
    seat = queries.seat(session, visit.body, number) if number else None
    if number:
        problems |= _seat_problems(free=seat is not None and seat.is_free, until=said["until"])
    if problems:
        return _application(request, session, visit, shown | {"problems": problems})
    acts.move(session, mine, state, said["said"], said["language"])
    person = queries.applicant(session, mine)
    if seat is not None:
        acts.fill(session, seat, mine, said["until"], person.public_name)
    telling.tell(session, visit.body, [person], telling.ANSWERED)
    visit.log(session, f"body.application_{state.value}")
    return _to(request, visit, "forum_today", "done")


def _read(session: Session, sent: Shown) -> tuple[Mapping[str, Any], Problems]:
    reading = form.read(forms.APPLYING, sent)
    said, problems = reading.values, reading.problems
    said["group_id"] = None
    if said["as_"] == "group" and "group" not in problems:
        group = queries.group_named(session, said["group"])
        said["group_id"] = group.id if group else None
        if group is None:
            unknown = mark(
                "No group in the directory has this name. Apply for yourself, if you wish."
            )
            problems["group"] = Problem(unknown)
    return said, problems


def _seat_problems(*, free: bool, until: date | None) -> Problems:
    problems: Problems = {}
    if not free:
        problems["seat"] = Problem(mark("Somebody sits on this seat by now. Choose another."))
    if until is None:
        problems["until"] = Problem(mark("Write the last day on this seat."))
    elif wrong := rules.term_problem(until, today()):
        problems["until"] = wrong
    return problems


def _application(
    request: Request, session: Session, visit: Visit, shown: Mapping[str, Any]
) -> Response:
    mine = shown["mine"]
    return _render(
        request,
        "application",
        visit,
        group=queries.groups(session, [mine.group_id]).get(mine.group_id),
        vacant=acts.vacant(session, visit.body),
        balance=rules.balance(queries.communities(session, visit.body)),
        communities=queries.community_names(session),
        **shown,
    )


def _status(
    request: Request, session: Session, visit: Visit, problems: Problems | None = None
) -> Response:
    sent = flat(getattr(request.state, "form", {"language": language()}))
    shown = {"mine": visit.membership, "fields": forms.ANSWER, "sent": sent}
    running = visiting.running(session, visit.body)
    return _render(request, "applied", visit, problems=problems, running=running, **shown)


def _render(request: Request, name: str, visit: Visit, **shown: Any) -> Response:
    return render(request, f"bodies/{name}.html", visit=visit, labels=forms, **shown)


def _to(request: Request, visit: Visit, name: str, said: str = "") -> Response:
    return done(request, link(name, body=visit.body.slug), said)


_JOIN = "/forum/{body}/join"

routes = [
    get(_JOIN, join, name="forum_join"),
    both(f"{_JOIN}/apply", apply, name="forum_apply"),
    both(f"{_JOIN}/mine", applied, name="forum_applied"),
    post(f"{_JOIN}/leave", leave, name="forum_leave"),
    both("/forum/{body}/applications/{id}", application, name="forum_application"),
]
