"""Which files stand beside posts: made anew like those beside reports, and pictures from a few.

Pictures come from the council, the chair and groups only, who say that everybody in them agreed.
"""

from dataclasses import replace

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies.queries import row_number
from portal.files import filetypes
from portal.files.filetypes import Accepted, Taken
from portal.forms.words import sent_text
from portal.forum.topics import queries
from portal.forum.topics.models import Attachment, Post
from portal.forum.topics.rules import Voice
from portal.members import sessions
from portal.problems import Problem, mark
from portal.web import uploads

MOST = 3
"""How many files stand beside a post at most."""

PAPERS = Accepted(
    kinds=(filetypes.PDF, filetypes.TEXT),
    largest=5 * 1024 * 1024,
    links=False,
    empty=mark("Choose a file."),
    too_large=mark("The file is larger than 5 MB."),
    other=mark("The file must be a PDF or plain text."),
)
WITH_PICTURES = replace(
    PAPERS,
    kinds=(*PAPERS.kinds, *filetypes.IMAGES),
    other=mark("The file must be a PDF, plain text, or a PNG, JPEG or WebP picture."),
)
_UNREAD = mark("The file could not be read. Give it a shorter name, and send it again.")
_FULL = mark("No files can be kept at the moment. Try again tomorrow.")
_AGREED = mark("Say that everybody who can be recognised agreed, and that no child is in it.")


def accepted(post: Post) -> Accepted:
    """Say which files may stand beside a post."""
    return PAPERS if post.voice in (Voice.MEMBER, Voice.RESIDENT) else WITH_PICTURES


def prepare(request: Request, *, staff: bool = False) -> None:
    """Make the file that came in anew, before any transaction: members send any, and `staff`."""
    with Session(request.state.engine) as session:
        if not staff and sessions.visitor(request, session) is None:
            return
        accepts = _accepted_at(session, request.path_params.get("post", ""))
    uploads.make_anew(request, accepts, _FULL)


def came_in(request: Request) -> Taken | Problem:
    """Give the file that came in and was made anew, or say why there is none."""
    return uploads.came_in(request, PAPERS, _UNREAD)


def change(request: Request, session: Session, post: Post, *, waits: bool) -> Problem | None:
    """Put the file that came in beside a post, or take one away; say why not."""
    post.revision += 1
    if away := sent_text(request.state.form, "away"):
        if there := queries.attachment(session, post, away):
            session.delete(there)
        return None
    taken = came_in(request)
    if isinstance(taken, Problem):
        return taken
    if problem := _refusal(request, session, post, taken.kind):
        return problem
    kept = Attachment(post_id=post.id or 0, filename=taken.name, size=0, content=taken.content)
    kept.size, kept.waits = len(taken.content), waits
    session.add(kept)
    session.flush()
    return None


def _accepted_at(session: Session, number: str) -> Accepted:
    # A picture takes seconds, which nobody may cost us who could not keep it.
    post = session.get(Post, row_number(number))
    return accepted(post) if post else PAPERS


def _refusal(request: Request, session: Session, post: Post, kind: str) -> Problem | None:
    if kind not in accepted(post).kinds:
        return Problem(accepted(post).other)
    if kind in filetypes.IMAGES and sent_text(request.state.form, "agreed") != "yes":
        return Problem(_AGREED)
    if len(queries.attachments(session, [post.id])) >= MOST:
        return Problem(mark("%(number)s files stand here already."), {"number": MOST})
    return None
