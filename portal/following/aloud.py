"""What is new in a body, as a sheet to read aloud: the weekly mail of whoever has no mail."""

from datetime import timedelta

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, anybody
from portal.following import desk, gathering, wording
from portal.languages.i18n import calendar
from portal.news import Window
from portal.store.db import now
from portal.web.page import get, link, page, render

_MOST = 6
"""So many topics stand in large print on one page."""

_A_WEEK = timedelta(days=7)


@page
@anybody
def forum_aloud(request: Request, session: Session, visit: Visit) -> Response:
    """Show what became public in a week, and which answers are owed, ready to be printed."""
    body, moment = visit.body, now()
    window = Window(moment - _A_WEEK, moment, body.id)
    public = gathering.printed(session, gathering.news(request.state.features, session, window))
    owing = desk.owing(session, moment, calendar(), body).get(body.id or 0, ())
    named = wording.Body(body.slug, body.name, gathering.owed(session, owing))
    chapter = wording.chapter(named, public, owed=True, titled=False, decline="")
    more = chapter.more + max(0, len(chapter.sections) - _MOST)
    return render(
        request,
        "following/aloud.html",
        body=body,
        sections=chapter.sections[::-1][:_MOST],
        more=wording.more_topics(more) if more else "",
        owed=chapter.owed,
        way=link("forum_body", body=body.slug),
    )


routes = [get("/forum/{body}/aloud", forum_aloud, name="forum_aloud")]
