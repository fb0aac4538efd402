"""The council's events, and training places that it offers to groups, as everybody finds them."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.forms import form, words
from portal.meetings import acts, forms, looking, models, queries, rules
from portal.members import guards
from portal.members.models import Member
from portal.store import db
from portal.web import lists
from portal.web.page import chapters, done, found, get, link, page, post, render


@page
@guards.open_to_all
def events(request: Request, session: Session, _member: Member | None) -> Response:
    """List the events to come, and those that have been."""
    over = queries.over(session, None, db.now())
    part = lists.among(over, lists.place(request), lambda one: one.id)
    return render(
        request,
        "meetings/events.html",
        to_come=queries.to_come(session, None, db.now()),
        over=part.rows,
        pages=lists.pages(part, link("events"), {}),
        labels=forms,
    )


@page
@guards.open_to_all
def event(request: Request, session: Session, member: Member | None) -> Response:
    """Show an event."""
    return _event(request, session, found(_one(request, session)), member)


@page
@guards.member_only
def come(request: Request, session: Session, member: Member) -> Response:
    """Say that one comes to an event, or take places of a training for one's group."""
    one = found(_one(request, session, hold=True))
    if not rules.is_coming(one.state, one.ends, db.now()):
        raise HTTPException(409)
    comes, values = words.flat(request.state.form).get("_do") == "yes", {}
    if comes and one.kind is rules.Kind.TRAINING:
        groups = looking.speaks_for(session, member.id)
        if not groups:
            raise HTTPException(403)
        reading = form.read(forms.places(looking.named(groups)), request.state.form)
        if reading.problems:
            return _event(request, session, one, member, problems=reading.problems)
        values = {"people": reading.values["people"], "group": int(reading.values["group"])}
    if problem := acts.say(session, one, member.id, comes=comes, **values):
        return _event(request, session, one, member, problems={"people": problem})
    return done(request, link("event", meeting=one.id), "said")


def _one(request: Request, session: Session, *, hold: bool = False) -> models.Meeting | None:
    return queries.one(session, None, request.path_params["meeting"], hold=hold)


def _event(
    request: Request,
    session: Session,
    one: models.Meeting,
    member: Member | None,
    **more: Any,
) -> Response:
    mine = queries.coming(session, one, member.id) if member else None
    training = one.kind is rules.Kind.TRAINING
    groups = looking.speaks_for(session, member.id) if member and training else {}
    taken = queries.count_coming(session, one) if one.places else 0
    page: dict[str, Any] = {
        "meeting": one,
        "chapters": chapters(request, session, "meeting", looking.Looked(one, mine)),
        "labels": forms,
        "over": rules.is_over(one.state, one.ends, db.now()),
        "coming": rules.is_coming(one.state, one.ends, db.now()),
        "mine": mine,
        "sees_place": mine is not None and mine.comes,
        "training": training,
        "groups": looking.named(groups),
        "free": max(0, one.places - taken) if one.places else None,
        "sent": words.flat(getattr(request.state, "form", {})),
    }
    return render(request, "meetings/event.html", **(page | more))


routes = [
    get("/events", events, name="events"),
    get("/events/{meeting}", event, name="event"),
    post("/member/events/{meeting}/coming", come, name="event_come"),
]
