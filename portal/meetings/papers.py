"""The papers of a meeting: files that are made anew when they come, like those beside posts."""

from sqlmodel import Session
from starlette.requests import Request

from portal.files.filetypes import Taken
from portal.forms.words import sent_text
from portal.forum.topics import files
from portal.meetings import queries
from portal.meetings.models import Meeting, Paper
from portal.problems import Problem, mark

MOST = 10
"""How many papers stand beside a meeting at most."""

ENDINGS = ",".join(files.PAPERS.endings)
prepare = files.prepare


def change(request: Request, session: Session, meeting: Meeting) -> Problem | None:
    """Put the file that came in beside a meeting, or take one away; say why not."""
    if away := sent_text(request.state.form, "away"):
        if there := queries.paper(session, meeting, away):
            session.delete(there)
        return None
    taken: Taken | Problem = files.came_in(request)
    if isinstance(taken, Problem):
        return taken
    if taken.kind not in files.PAPERS.kinds:
        return Problem(files.PAPERS.other)
    if len(queries.papers(session, meeting)) >= MOST:
        return Problem(mark("%(number)s files stand here already."), {"number": MOST})
    closed = sent_text(request.state.form, "closed") == "yes"
    kept = Paper(meeting_id=meeting.id, filename=taken.name, size=0, content=taken.content)
    kept.size, kept.closed = len(taken.content), closed
    session.add(kept)
    session.flush()
    return None
