"""Bodies as officers see them: they found one, make its seats, open it and close it."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.bodies import answering, change_queries, forms, queries, rules
from portal.bodies.models import Body, Seat
from portal.bodies.staff import forms as of_staff
from portal.bodies.staff import founding
from portal.forms import form
from portal.forms.words import flat
from portal.problems import Problem, Problems, mark
from portal.store import audit, saving
from portal.web.page import both, done, found, get, lacking, link, page, post, render

_MOST_SEATS = 60


@page
@guards.officer_only
def bodies(request: Request, session: Session, account: models.Account) -> Response:
    """List every body."""
    every = queries.everything(session)
    shown: dict[str, Any] = {
        "bodies": every,
        "declared": change_queries.declared(session),
        "labels": forms,
    }
    return render(request, "bodies/staff/bodies.html", own=account.id, **shown)


@page
@guards.officer_only
def found_body(request: Request, session: Session, account: models.Account) -> Response:
    """Found a body, which nobody sees before it opens."""
    if request.method == "GET":
        return _form(request, None, shown={"kind": "forum"})
    reading = form.read(forms.NEW, request.state.form, ground=founding.ground(request))
    if reading.problems:
        return _form(request, None, shown=flat(request.state.form), problems=reading.problems)
    return _to(request, founding.found_body(session, account, reading.values))


@page
@guards.officer_only
def edit_body(request: Request, session: Session, account: models.Account) -> Response:
    """Change what is said of a body."""
    body, ground = body_of(request, session), founding.ground(request)
    held = form.held(forms.DETAILS, body)
    before = form.show(forms.DETAILS, held, ground)
    if request.method == "GET":
        return _form(request, body, shown=before)
    sent = flat(request.state.form) | form.typed(forms.DETAILS, request.state.form, ground)
    reading = form.read(forms.DETAILS, sent, held, ground)
    why = form.read(_why(body), sent, ground=ground)
    reading.problems.update(why.problems)
    change = saving.Change(account.id, "body.described", body.slug)
    said = {name: typed for name, typed in sent.items() if not name.startswith("why.")}
    if refusal := saving.save(session, change, body, before, said, reading):
        return _form(request, body, shown=sent, **refusal.shown)
    if why.values:
        founding.describe(session, account, body, held, why.values["why"])
    return _to(request, body)


@page
@guards.officer_only
def body_page(request: Request, session: Session, account: models.Account) -> Response:
    """Show a body and what it lacks."""
    return _page(request, session, body_of(request, session))


@page
@guards.officer_only
def open_body(request: Request, session: Session, account: models.Account) -> Response:
    """Open a body, once there are people in it who listen and who answer."""
    body = body_of(request, session)
    if body.stage is rules.Stage.CLOSED:
        return done(request, link("change_body", body=body.slug))
    if problems := missing(request, session, body):
        return _page(request, session, body, problems)
    founding.move(session, account, body, rules.Stage.OPEN)
    return _to(request, body, "done")


@page
@guards.officer_only
def name_officer(request: Request, session: Session, account: models.Account) -> Response:
    """Say which officer owes a body answers."""
    body, chosen = body_of(request, session), flat(request.state.form).get("answers", "")
    if problems := founding.name_officer(session, account, body, chosen):
        return _page(request, session, body, problems)
    return _to(request, body, "done")


@page
@guards.officer_only
def add_seat(request: Request, session: Session, account: models.Account) -> Response:
    """Add a seat, on which nobody sits before whoever presides gives it to somebody."""
    body = body_of(request, session)
    reading = form.read(forms.SEAT, request.state.form, ground=founding.ground(request))
    if len(queries.seats(session, body)) >= _MOST_SEATS:
        full = mark("A body has %(number)s seats at most.")
        reading.problems["title"] = Problem(full, {"number": _MOST_SEATS})
    if reading.problems:
        return _page(request, session, body, reading.problems)
    session.add(Seat(body_id=body.id or 0, **reading.values))
    audit.record(session, account.id or 0, "body.seat_added", body.slug)
    return _to(request, body)


@page
@guards.officer_only
def remove_seat(request: Request, session: Session, account: models.Account) -> Response:
    """Remove a seat on which nobody sits."""
    body = body_of(request, session)
    seat = queries.seat(session, body, request.path_params["id"])
    if seat and not seat.is_free:
        taken = Problem(mark("Somebody sits on this seat. Only the chair can end that."))
        return _page(request, session, body, {"seats": taken})
    if seat:
        session.delete(seat)
        audit.record(session, account.id or 0, "body.seat_removed", body.slug)
    return _to(request, body)


def body_of(request: Request, session: Session) -> Body:
    """Find the body that an address names; one that is to be changed nobody else changes."""
    hold = request.method == "POST"
    return found(queries.by_slug(session, request.path_params["body"], hold=hold))


def _why(body: Body) -> form.Fields:
    """Ask why it is changed once everybody knows it as it was."""
    return of_staff.WHY if body.stage is rules.Stage.OPEN else ()


def _form(request: Request, body: Body | None, **shown: Any) -> Response:
    fields = (*forms.DETAILS, *_why(body)) if body else forms.NEW
    languages = request.state.council.languages
    given: dict[str, Any] = {"body": body, "theirs": [], "fields": fields, "languages": languages}
    return render(request, "bodies/staff/details.html", **(given | shown))


def _page(
    request: Request, session: Session, body: Body, problems: Problems | None = None
) -> Response:
    held = queries.holders(session, body)
    return render(
        request,
        "bodies/staff/body.html",
        body=body,
        labels=forms,
        languages=request.state.council.languages,
        shown=flat(getattr(request.state, "form", {})),
        missing={} if body.stage is rules.Stage.OPEN else missing(request, session, body),
        officers=answering.officers(session),
        holders=[one for one in held if one.member_id and not one.ended],
        offered=[one for one in held if one.since is None],
        seats=queries.seats(session, body),
        problems=problems,
    )


def missing(request: Request, session: Session, body: Body) -> Problems:
    """List what a body lacks to open, of what any feature knows."""
    return {**founding.missing(session, body), **lacking(request, session, body.id or 0)}


def _to(request: Request, body: Body, said: str = "") -> Response:
    return done(request, link("staff_body", body=body.slug), said)


_ONE = "/staff/forum/{body}"

routes = [
    get("/staff/forum", bodies, name="staff_forum"),
    both("/staff/forum/new", found_body, name="found_body"),
    both(f"{_ONE}/details", edit_body, name="edit_body"),
    get(_ONE, body_page, name="staff_body"),
    post(f"{_ONE}/open", open_body, name="open_body"),
    post(f"{_ONE}/officer", name_officer, name="name_officer"),
    post(f"{_ONE}/seats", add_seat, name="add_seat"),
    post(f"{_ONE}/seats/{{id}}/remove", remove_seat, name="remove_seat"),
]
