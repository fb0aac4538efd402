"""What was agreed at a meeting, as whoever presides notes it, puts it right, and takes it back."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.bodies.visiting import Visit
from portal.forms import form
from portal.languages.i18n import calendar, language, today
from portal.meetings import action_queries, forms, looking, models, records, rules
from portal.store import saving
from portal.web.page import both, done, found, link, page, post, render, sent_text

_USUAL = {"owner": rules.Owner.COUNCIL.value}


@page(writes=True)
@looking.presided
def note(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Note an action that was agreed: who does it, and by when."""
    looking.require_begun(meeting, papers=False)
    fields = forms.action(looking.named(looking.groups_of(session, visit)))
    shown, problems = {"language": language(), **_USUAL}, None
    if request.method == "POST":
        reading = _read(fields, request, meeting)
        if not reading.problems:
            if records.note_action(session, meeting, reading.values):
                visit.log(session, "meeting.action_agreed", meeting.id)
            return _to(request, visit, meeting, "action_kept")
        shown, problems = form.typed(fields, request.state.form), reading.problems
    more: dict[str, Any] = {"fields": fields, "shown": shown, "problems": problems, "action": None}
    return render(request, "meetings/act.html", visit=visit, meeting=meeting, **more)


@page(writes=True)
@looking.presided
def change(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Put right how an action reads, or take it back; how it read before stays for who presides."""
    action = _left(_of(session, visit, meeting, request))
    versions = action_queries.versions(session, action)
    theirs = bodies.groups(session, [one.group_id for one in (action, *versions)])
    fields = forms.action(looking.named({**looking.groups_of(session, visit), **theirs}))
    stored = form.show(fields[:-1], records.said_of(action))
    shown, refusal = stored, saving.UNREFUSED
    if request.method == "POST":
        if sent_text(request.state.form, "_do") == "back":
            action.taken_back = action.taken_back or today()
            visit.log(session, "meeting.action_taken_back", action.id)
            return _to(request, visit, meeting, "action_taken_back")
        reading, shown = _read(fields, request, meeting), form.typed(fields, request.state.form)
        refused = saving.overtaken(request.state.form, stored, form.typed(fields[:-1], shown))
        if reading.problems:
            refused = saving.Refusal(422, reading.problems)
        if refused is None:
            records.change_action(session, action, reading.values)
            visit.log(session, "meeting.action_changed", action.id)
            return _to(request, visit, meeting, "action_changed")
        refusal = refused
    more: dict[str, Any] = {"fields": fields, "shown": shown, "action": action, "labels": forms}
    more |= {"versions": versions, "version": saving.version_of(stored), "named": theirs}
    more |= refusal.shown
    return render(request, "meetings/act.html", visit=visit, meeting=meeting, **more)


@page
@looking.presided
def finish(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Say that an action is done, or that it is open after all, on the page of any meeting."""
    action = _left(action_queries.one(session, visit.body, request.path_params["action"]))
    action.done = (action.done or today()) if _is_done(request) else None
    session.add(action)
    visit.log(session, "meeting.action_done" if action.done else "meeting.action_open", action.id)
    return _to(request, visit, meeting, "action_done" if action.done else "action_open")


@page
@looking.presided
def forget(request: Request, session: Session, visit: Visit, meeting: models.Meeting) -> Response:
    """Keep no more how an action read before, nor the words of one that was taken back."""
    action = found(_of(session, visit, meeting, request))
    action_queries.forget_versions(session, action)
    action.words = "" if action.taken_back else action.words
    visit.log(session, "meeting.versions_forgotten", meeting.id, of="action")
    at: dict[str, Any] = {"body": visit.body.slug, "meeting": meeting.id}
    return done(request, link("forum_action", action=action.id, **at))


def _of(
    session: Session, visit: Visit, meeting: models.Meeting, request: Request
) -> models.Action | None:
    action = action_queries.one(session, visit.body, request.path_params["action"])
    return action if action and action.meeting_id == meeting.id else None


def _left(action: models.Action | None) -> models.Action:
    """Let nobody change what the law took away."""
    if found(action).removed:
        raise HTTPException(409)
    return found(action)


def _read(fields: form.Fields, request: Request, meeting: models.Meeting) -> form.Reading:
    reading = form.read(fields, request.state.form)
    if reading.problems:
        return reading
    said: Mapping[str, Any] = reading.values
    agreed, owner = calendar().day(meeting.starts), rules.Owner(said["owner"])
    problems = rules.action_problems(owner, said["group"], said["due"], agreed)
    return form.Reading(reading.values, problems)


def _is_done(request: Request) -> bool:
    return sent_text(request.state.form, "_do") != "open"


def _to(request: Request, visit: Visit, meeting: models.Meeting, said: str) -> Response:
    return done(request, link("forum_meeting", body=visit.body.slug, meeting=meeting.id), said)


_ONE = "/forum/{body}/meetings/{meeting}/actions"

routes = [
    both(_ONE, note, name="forum_act"),
    both(f"{_ONE}/{{action}}", change, name="forum_action"),
    post(f"{_ONE}/{{action}}/done", finish, name="forum_finish"),
    post(f"{_ONE}/{{action}}/forget", forget, name="forum_forget_action"),
]
