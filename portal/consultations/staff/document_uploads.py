"""Documents that officers send: what is taken of them, before any transaction."""

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts import guards
from portal.accounts.models import Role
from portal.files import filetypes
from portal.files.filetypes import Accepted, Taken
from portal.problems import Problem, mark
from portal.store import disk
from portal.web import body as sent

ACCEPTED = Accepted(
    kinds=(filetypes.PDF, *filetypes.IMAGES),
    largest=10 * 1024 * 1024,
    links=True,
    empty=mark("Choose a file."),
    too_large=mark("The file is larger than 10 MB."),
    other=mark("The file must be a PDF, PNG, JPEG or WebP file."),
)
"""What is published beside a consultation."""

_FULL = mark("No files can be kept at the moment: the disk is almost full. Tell an administrator.")


def prepare(request: Request) -> None:
    """Make the file that came in anew, if an officer sent it: no transaction waits for that."""
    with Session(request.state.engine) as session:
        account = guards.visitor(request, session)
        if account is None or not account.holds(frozenset({Role.OFFICER})):
            return
    file = sent.files(request.state.form)[0]
    room = disk.takes_files(request.state.settings)
    content = file.file.read(ACCEPTED.largest + 1)
    taken = filetypes.taken(content, ACCEPTED, file.filename or "") if room else Problem(_FULL)
    request.state.upload = taken


def received(request: Request) -> Taken | Problem:
    """Give the file that came in, or say why there is none."""
    nothing = Problem(ACCEPTED.too_large if sent.is_cut(request) else ACCEPTED.empty)
    given: Taken | Problem = getattr(request.state, "upload", nothing)
    return given
