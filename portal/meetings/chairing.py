"""What whoever presides does with a meeting that is to come: plans, moves and cancels it."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, presiding
from portal.forms import form, once
from portal.forms.words import flat
from portal.languages.i18n import language
from portal.meetings import acts, forms, looking, models, queries, rules
from portal.store import db, saving
from portal.web.page import both, done, link, page, render

_USUAL = {"kind": rules.Kind.MEETING, "minutes": rules.USUAL}


@page(writes=True)
@presiding
def plan(request: Request, session: Session, visit: Visit) -> Response:
    """Plan a meeting: the day is enough."""
    if not visit.is_open:
        raise HTTPException(403)
    ground, sent = looking.ground(request), getattr(request.state, "form", {})
    if request.method == "GET":
        shown = form.show(forms.PLAN, {**_USUAL, "language": language()}, ground)
        return _plan(request, visit, shown, db.random_id())
    made = queries.by_key(session, name := once.name(sent, visit.own, visit.body.id))
    if made is None:
        reading = form.read(forms.PLAN, sent, ground=ground)
        if problems := reading.problems or acts.time_problems(reading.values):
            shown = form.typed(forms.PLAN, sent, ground)
            return _plan(request, visit, shown, once.key(sent), problems)
        made = acts.planned(session, visit.body, reading.values)
        if made is None:
            made = acts.plan(session, visit.body, reading.values, name)
            visit.log(session, "meeting.planned", made.id)
    return _to(request, visit, made, "planned")


@page(writes=True)
@looking.presided
def change(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Move a meeting, or change where it is and what it is called."""
    _require_coming(meeting)
    ground, refusal = looking.ground(request), saving.UNREFUSED
    shown = form.show(forms.CHANGE, acts.stored(meeting), ground)
    if request.method == "POST":
        refused = acts.save(session, meeting, forms.CHANGE, request.state.form, ground)
        if refused is None:
            visit.log(session, "meeting.changed", meeting.id, sequence=meeting.sequence)
            return _to(request, visit, meeting, "changed")
        refusal, shown = refused, form.typed(forms.CHANGE, request.state.form, ground)
    more: dict[str, Any] = {"fields": forms.CHANGE, "shown": shown, "labels": forms}
    return render(
        request, "meetings/change.html", visit=visit, meeting=meeting, **more, **refusal.shown
    )


@page(writes=True)
@looking.presided
def cancel(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Cancel a meeting once that is confirmed."""
    sent = getattr(request.state, "form", None)
    if meeting.state is rules.State.CANCELLED and sent is not None:
        return _to(request, visit, meeting, "cancelled")
    _require_coming(meeting)
    if sent is None or flat(sent).get("sure") != "yes":
        unsure = {} if sent is None else {"sure": forms.UNSURE}
        at: dict[str, Any] = {"visit": visit, "meeting": meeting, "labels": forms}
        return render(request, "meetings/cancel.html", problems=unsure, **at)
    acts.cancel(session, meeting)
    visit.log(session, "meeting.cancelled", meeting.id)
    return _to(request, visit, meeting, "cancelled")


def _require_coming(meeting: models.Meeting) -> None:
    if not rules.is_coming(meeting.state, meeting.ends, db.now()):
        raise HTTPException(409)


def _plan(
    request: Request,
    visit: Visit,
    shown: dict[str, str],
    key: str,
    problems: Any = None,
) -> Response:
    more: dict[str, Any] = {"shown": shown, "key": key, "problems": problems}
    return render(request, "meetings/plan.html", visit=visit, fields=forms.PLAN, **more)


def _to(request: Request, visit: Visit, meeting: models.Meeting, said: str = "") -> Response:
    return done(request, link("forum_meeting", body=visit.body.slug, meeting=meeting.id), said)


_ONE = "/forum/{body}/meetings/{meeting}"

routes = [
    both("/forum/{body}/meetings/new", plan, name="forum_plan"),
    both(f"{_ONE}/change", change, name="forum_change_meeting"),
    both(f"{_ONE}/cancel", cancel, name="forum_cancel_meeting"),
]
