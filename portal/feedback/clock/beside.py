"""What the chair of the forum reads of reports that are two weeks late."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies.rules import Office
from portal.bodies.visiting import Visit
from portal.feedback import chairing
from portal.feedback.clock import standing
from portal.languages.i18n import calendar, today
from portal.web.brought import Chapter

_OFFICES = (Office.CHAIR, Office.DEPUTY)


def late(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Tell the chair and the deputy of the forum, who were mailed, what is so late."""
    forum = chairing.forum(session) if visit.office in _OFFICES else None
    if forum and forum.id == visit.body.id:
        day = today()
        if rows := standing.told(session, calendar(), day):
            late = [(one, (day - one.clock.owed).days) for one in rows]
            yield Chapter("feedback/clock/late.html", {"late": late})
