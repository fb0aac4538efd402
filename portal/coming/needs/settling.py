"""Seeing to what is needed at a meeting: one page for the chair, and one for officers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.coming.needs import forms, keeping, queries
from portal.forms.words import sent_text
from portal.language_support import needing
from portal.meetings.models import Meeting
from portal.web.page import done, render


@dataclass(frozen=True)
class Matter:
    """On which page it is seen to, where that is, what else it shows, and how it is logged."""

    template: str
    here: str
    shown: Mapping[str, Any]
    log: Callable[..., None]


def settle(request: Request, session: Session, meeting: Meeting, matter: Matter) -> Response:
    """Show what is needed, or note of one thing whether it is booked."""
    if request.method == "GET":
        return _page(request, session, meeting, matter)
    key, pressed = (sent_text(request.state.form, name) for name in ("key", "_do"))
    said = needing.settled(pressed)
    if said is None:
        return _page(request, session, meeting, matter, status=422)
    if keeping.settle(session, meeting, key, *said):
        matter.log(f"meeting.need_{said[0].value}", meeting.id)
        return done(request, matter.here, "noted")
    return done(request, matter.here, "gone")


def _page(
    request: Request, session: Session, meeting: Meeting, matter: Matter, status: int = 200
) -> Response:
    return render(
        request,
        matter.template,
        status=status,
        meeting=meeting,
        here=matter.here,
        lines=keeping.lines(session, queries.of_meeting(session, meeting)),
        labels=forms,
        **matter.shown,
    )
