"""A file that comes in: made anew before any transaction, and read from its form afterwards."""

from starlette.requests import Request

from portal.files import filetypes
from portal.files.filetypes import Accepted, Taken
from portal.problems import Problem
from portal.store import disk
from portal.web import body


def make_anew(request: Request, accepted: Accepted, full: str) -> None:
    """Keep with a request what can be kept of its first file; `full` says that nothing can."""
    file = body.files(request.state.form)[0]
    content = file.file.read(accepted.largest + 1)
    room = disk.takes_files(request.state.settings)
    taken = filetypes.taken(content, accepted, file.filename or "") if room else Problem(full)
    request.state.upload = taken


def came_in(request: Request, accepted: Accepted, unread: str = "") -> Taken | Problem:
    """Give the file that came in, or say why there is none."""
    said = accepted.empty
    if body.is_cut(request):
        large = not unread or body.is_beyond(request, accepted.largest)
        said = accepted.too_large if large else unread
    taken: Taken | Problem = getattr(request.state, "upload", Problem(said))
    return taken
