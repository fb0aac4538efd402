"""Which files stand beside posts: made anew like those beside reports, and pictures from a few.

Pictures come from the council, the chair and groups only, who say that everybody in them agreed.
"""

from dataclasses import replace

from sqlmodel import Session
from starlette.requests import Request

from portal.files import filetypes
from portal.files.filetypes import Accepted, Taken
from portal.forms.words import sent_text
from portal.forum.topics import queries
from portal.forum.topics.models import Attachment, Post
from portal.forum.topics.rules import Voice
from portal.members import sessions
from portal.problems import Problem, mark
from portal.store import disk
from portal.web import body as sent

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
_FULL = mark("No files can be kept at the moment. Try again tomorrow.")
_AGREED = mark("Say that everybody who can be recognised agreed, and that no child is in it.")


def accepted(post: Post) -> Accepted:
    """Say which files may stand beside a post."""
    return PAPERS if post.voice in (Voice.MEMBER, Voice.RESIDENT) else WITH_PICTURES


def prepare(request: Request) -> None:
    """Make the file that came in anew, before any transaction: only members send any."""
    with Session(request.state.engine) as session:
        if sessions.visitor(request, session) is None:
            return
    file = sent.files(request.state.form)[0]
    room = disk.takes_files(request.state.settings)
    content = file.file.read(PAPERS.largest + 1)
    taken = filetypes.taken(content, WITH_PICTURES, file.filename or "") if room else Problem(_FULL)
    request.state.upload = taken


def change(request: Request, session: Session, post: Post) -> Problem | None:
    """Put the file that came in beside a post, or take one away; say why not."""
    if away := sent_text(request.state.form, "away"):
        if there := queries.attachment(session, post, away):
            session.delete(there)
        return None
    nothing = Problem(PAPERS.too_large if sent.is_cut(request) else PAPERS.empty)
    taken: Taken | Problem = getattr(request.state, "upload", nothing)
    if isinstance(taken, Problem):
        return taken
    if problem := _refusal(request, session, post, taken.kind):
        return problem
    kept = Attachment(post_id=post.id or 0, filename=taken.name, size=0, content=taken.content)
    kept.size = len(taken.content)
    session.add(kept)
    session.flush()
    return None


def _refusal(request: Request, session: Session, post: Post, kind: str) -> Problem | None:
    if kind not in accepted(post).kinds:
        return Problem(accepted(post).other)
    if kind in filetypes.IMAGES and sent_text(request.state.form, "agreed") != "yes":
        return Problem(_AGREED)
    if len(queries.attachments(session, [post.id])) >= MOST:
        return Problem(mark("%(number)s files stand here already."), {"number": MOST})
    return None
