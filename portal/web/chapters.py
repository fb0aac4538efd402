"""What features show in each other's pages, without either importing the other."""

from sqlmodel import Session
from starlette.requests import Request

from portal.problems import Problems
from portal.web.brought import Chapter


def chapters(request: Request, session: Session, place: str, *about: object) -> list[Chapter]:
    """Collect what features show at a place in a page, given what the page there is about."""
    showing = (one.chapters[place] for one in request.state.features if place in one.chapters)
    return [chapter for shows in showing for chapter in shows(request, session, *about)]


def lacking(request: Request, session: Session, body: int) -> Problems:
    """Collect what a body needs before it opens."""
    return {
        name: problem
        for one in request.state.features
        for name, problem in one.lacks(session, body).items()
    }


def waiting(request: Request, session: Session, body: int) -> int:
    """Count all that waits in a body for those who look after it, as mails to them do."""
    return sum(one.waits(session, body) for one in request.state.features)
