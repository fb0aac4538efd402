"""Where who comes says what they need, and where the chair sees to it without a name."""

from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import models as of_bodies
from portal.bodies import visiting
from portal.coming import leading
from portal.coming.needs import forms, keeping, queries, settling
from portal.forms.form import typed
from portal.languages.i18n import today
from portal.meetings import models, rules
from portal.meetings import queries as meetings
from portal.members import guards
from portal.members import models as of_members
from portal.store.db import now
from portal.web.page import both, done, found, link, page, render


@page
@guards.member_only
def ask(request: Request, session: Session, member: of_members.Member) -> Response:
    """Have somebody who comes say what they need, and show them how it stands."""
    meeting, body = _coming(request, session, member)
    needs = queries.of_member(session, meeting, member.id)
    if request.method == "GET":
        shown = forms.shown(needs, {one.id: keeping.told(session, one) for one in needs})
        return _own(request, meeting, leading.page_of(meeting, body), needs=needs, shown=shown)
    reading = forms.asked(request.state.form, member.language)
    if reading.problems:
        shown = typed(forms.ASKED, request.state.form)
        problems = reading.problems
        back = leading.page_of(meeting, body)
        return _own(request, meeting, back, needs=needs, shown=shown, problems=problems)
    keeping.say(session, meeting, member.id, reading.values, today())
    return done(request, link("meeting_needs", meeting=meeting.id), "saved")


@page(writes=True)
@visiting.presiding
def settle(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Show whoever presides what is needed at a meeting, and note what was booked."""
    number = request.path_params["meeting"]
    meeting = found(meetings.one(session, visit.body, number))
    here = link("meeting_needed", body=visit.body.slug, meeting=meeting.id)
    shown = {"body": visit.body, "back": leading.page_of(meeting, visit.body)}
    matter = settling.Matter("coming/needs/needed.html", here, shown, partial(visit.log, session))
    return settling.settle(request, session, meeting, matter)


def _coming(
    request: Request, session: Session, member: of_members.Member
) -> tuple[models.Meeting, of_bodies.Body | None]:
    """Find the meeting to come to which this member said that they come."""
    meeting, body = found(meetings.public(session, request.path_params["meeting"]))
    mine = queries.coming(session, meeting, member.id)
    if not (mine and rules.is_coming(meeting.state, meeting.ends, now())):
        raise HTTPException(404)
    return meeting, body


def _own(request: Request, meeting: models.Meeting, back: str, **shown: Any) -> Response:
    return render(
        request,
        "coming/needs/own.html",
        meeting=meeting,
        back=back,
        labels=forms,
        fields=forms.ASKED,
        **shown,
    )


routes = [
    both("/member/meetings/{meeting}/needs", ask, name="meeting_needs"),
    both("/forum/{body}/meetings/{meeting}/needs", settle, name="meeting_needed"),
]
