"""Events as officers plan, move and cancel them; of who comes they read how many."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.forms import form, once
from portal.forms.words import flat
from portal.meetings import acts, forms, looking, queries, rules
from portal.meetings.models import Meeting
from portal.store import audit, db, saving
from portal.web.page import both, done, found, get, link, page, post, render

_USUAL = {"kind": rules.Kind.EVENT, "minutes": rules.USUAL}


@page
@guards.officer_only
def events(request: Request, session: Session, _account: models.Account) -> Response:
    """List the events to come, with how many come, and those that have been."""
    to_come = queries.to_come(session, None, db.now())
    numbers = {one.id: queries.count_coming(session, one) for one in to_come}
    over = queries.over(session, None, db.now())[:25]
    shown: dict[str, Any] = {"to_come": to_come, "over": over, "numbers": numbers}
    return render(request, "meetings/staff/events.html", labels=forms, **shown)


@page
@guards.officer_only
def plan(request: Request, session: Session, account: models.Account) -> Response:
    """Plan an event, or offer training places."""
    ground, sent = looking.ground(request), getattr(request.state, "form", {})
    if request.method == "GET":
        return _form(request, None, form.show(forms.EVENT, _USUAL, ground), key=db.random_id())
    made = queries.by_key(session, name := once.name(sent, account.id))
    if made is None:
        reading = form.read(forms.EVENT, sent, ground=ground)
        if problems := reading.problems or acts.time_problems(reading.values):
            shown = form.typed(forms.EVENT, sent, ground)
            return _form(request, None, shown, key=once.key(sent), problems=problems)
        made = acts.planned(session, None, reading.values)
        if made is None:
            made = acts.plan(session, None, reading.values, name)
            audit.record(session, account.id or 0, "event.planned", made.id)
    return done(request, link("staff_event", meeting=made.id), "planned")


@page
@guards.officer_only
def change(request: Request, session: Session, account: models.Account) -> Response:
    """Move an event, or change what is said of it."""
    one, ground = _one(request, session), looking.ground(request)
    shown, refusal = form.show(forms.EVENT_CHANGE, acts.stored(one), ground), saving.UNREFUSED
    if request.method == "POST":
        _require_coming(one)
        refused = acts.save(session, one, forms.EVENT_CHANGE, request.state.form, ground)
        if refused is None:
            by = account.id or 0
            audit.record(session, by, "event.changed", one.id, sequence=one.sequence)
            return done(request, link("staff_event", meeting=one.id), "changed")
        refusal, shown = refused, form.typed(forms.EVENT_CHANGE, request.state.form, ground)
    number = queries.count_coming(session, one)
    return _form(request, one, shown, number=number, **refusal.shown)


@page
@guards.officer_only
def cancel(request: Request, session: Session, account: models.Account) -> Response:
    """Cancel an event once that is confirmed."""
    one = _one(request, session)
    if one.state is not rules.State.CANCELLED:
        _require_coming(one)
        if flat(request.state.form).get("sure") != "yes":
            shown = form.show(forms.EVENT_CHANGE, acts.stored(one), looking.ground(request))
            number, unsure = queries.count_coming(session, one), {"sure": forms.UNSURE}
            return _form(request, one, shown, number=number, problems=unsure)
        acts.cancel(session, one)
        audit.record(session, account.id or 0, "event.cancelled", one.id)
    return done(request, link("staff_event", meeting=one.id), "cancelled")


def _one(request: Request, session: Session) -> Meeting:
    hold = request.method == "POST"
    return found(queries.one(session, None, request.path_params["meeting"], hold=hold))


def _require_coming(one: Meeting) -> None:
    if not rules.is_coming(one.state, one.ends, db.now()):
        raise HTTPException(409)


def _form(request: Request, one: Meeting | None, shown: dict[str, str], **more: Any) -> Response:
    given: dict[str, Any] = {
        "meeting": one,
        "shown": shown,
        "labels": forms,
        "fields": forms.EVENT_CHANGE if one else forms.EVENT,
        "languages": request.state.council.languages,
        "coming": one is None or rules.is_coming(one.state, one.ends, db.now()),
        "theirs": [],
        "key": "",
    }
    return render(request, "meetings/staff/event.html", **(given | more))


routes = [
    get("/staff/events", events, name="staff_events"),
    both("/staff/events/new", plan, name="plan_event"),
    both("/staff/events/{meeting}", change, name="staff_event"),
    post("/staff/events/{meeting}/cancel", cancel, name="cancel_event"),
]
