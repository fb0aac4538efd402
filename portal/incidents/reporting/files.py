"""Files from a reporter, added once the report has its code, so that no mistake loses the report.

They are looked at and cleaned before any transaction begins, because that takes long. They are
in memory only, until they are sealed.
"""

import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.files import filetypes, recordings
from portal.files.filetypes import Accepted
from portal.incidents.models import Report
from portal.incidents.records import attachments, pieces, quota
from portal.incidents.records.attachments import Attachment
from portal.incidents.reporting import floods, journey, reporter_guard
from portal.incidents.reporting.journey import Journey
from portal.incidents.reporting.steps import BACK, STEP, SWITCH, Step, Steps, noted, shown
from portal.incidents.safety import returns
from portal.problems import Problem, Problems, mark
from portal.store import disk
from portal.store.db import random_id
from portal.web import body
from portal.web.page import keep, sent_text

MOST = 10
MEGABYTE = 1024 * 1024
ACCEPTED = Accepted(
    kinds=tuple(filetypes.ENDINGS),
    largest=8 * MEGABYTE,
    links=False,
    empty=mark("The file is empty."),
    too_large=mark("The file is larger than 8 MB."),
    other=mark("The file must be a photo (JPEG, PNG or WebP), a PDF or plain text."),
)
TOO_MUCH = Problem(
    mark(
        "These files were not added: together they are too large, they are too many, or one has "
        "a very long name. Send fewer at a time."
    )
)

_FILM = Problem(returns.FILMS)
_FULL = mark("We have no room for files at the moment. Try again tomorrow, or call us.")
_TOO_SLOW = mark("Checking these files took too long. Send this one again by itself.")
_MOST_SECONDS = 15
_TOO_MANY = mark("Many files came in during the last hour. Try again in an hour, or call us.")
_ENDINGS = ",".join((*ACCEPTED.endings, ".jpeg"))


class Arrived(NamedTuple):
    """A file that came in: its own hash, and what is kept of it or why nothing is."""

    name: str
    digest: str
    read: Attachment | Problem


def prepare(request: Request) -> None:
    """Look at the files that came in, and clean the pictures, if the report has its code."""
    form = request.state.form
    moves = BACK in form or SWITCH in form or sent_text(form, STEP) != "files"
    here = None if moves else journey.carried(request)
    if here is None or not here.sent:
        return
    evidence = sent_text(form, "original") == "yes"
    room = disk.takes_files(request.state.settings)
    gate: floods.Gate = request.state.memory.of(floods.Gate)
    arrived, begun = [], time.monotonic()
    for file in body.files(form):
        name, content = file.filename or "", file.file.read()
        if not room:
            read: Attachment | Problem = Problem(_FULL)
        elif not gate.takes_file(gate.source(request), len(content)):
            read = Problem(_TOO_MANY)
        elif time.monotonic() - begun > _MOST_SECONDS:
            read = Problem(_TOO_SLOW)
        else:
            read = _read(name, content, evidence)
        arrived.append(Arrived(name, hashlib.sha256(content).hexdigest(), read))
    request.state.arrived = arrived


def too_much(request: Request) -> Problem:
    """Say why files did not come in that were too much for a form; films mostly are."""
    films = any(recordings.is_called_one(name) for name in body.names_of_cut(request))
    return _FILM if films else TOO_MUCH


def _read(name: str, content: bytes, evidence: bool) -> Attachment | Problem:
    file = filetypes.taken(content, ACCEPTED, name)
    if isinstance(file, Problem):
        return _FILM if recordings.is_one(content, name) else file
    original = content if evidence and file.kind in filetypes.IMAGES else None
    return Attachment(*file, original=original)


class Tried(NamedTuple):
    """What became of the files that were sent: how many are kept, and why others are not."""

    refused: Sequence[tuple[str, Problem]] = ()
    added: int = 0

    @property
    def problems(self) -> Problems:
        """Give the first reason, for the top of the page."""
        return {"files": self.refused[0][1]} if self.refused else {}

    def noted(self) -> dict[str, Any]:
        """Write it down for the page that is fetched."""
        refused = [(name, why.message, dict(why.values)) for name, why in self.refused]
        return {"refused": refused, "added": self.added}

    @classmethod
    def read(cls, noted: Mapping[str, Any]) -> "Tried":
        """Read what was written down."""
        refused = [(name, Problem(*why)) for name, *why in noted["refused"]]
        return cls(refused, noted["added"])


@reporter_guard.of_report
def show(
    request: Request, session: Session, here: Journey, report: Report, problems: Problems
) -> Response:
    """Ask for files."""
    told = noted(request, "tried")
    refused = [("", problem) for problem in problems.values()]
    return _page(request, session, here, report, Tried.read(told) if told else Tried(refused))


@reporter_guard.of_report
def add(
    request: Request, session: Session, here: Journey, report: Report, _problems: Problems
) -> Response:
    """Keep the files that can be kept, and say of each other one why not."""
    arrived: list[Arrived] = getattr(request.state, "arrived", [])
    if not arrived:
        nothing = Tried(refused=[("", Problem(mark("Choose a file.")))])
        return _page(request, session, here, report, nothing)
    before = attachments.count(session, report)
    page = sent_text(request.state.form, "page")
    tries = [(file.name, _kept(session, here, report, file, page)) for file in arrived]
    # Those that could be kept are kept, because a browser forgets which files were chosen.
    keep(request)
    refused = [(name, problem) for name, problem in tries if problem]
    added = attachments.count(session, report) - before
    return _page(request, session, here, report, Tried(refused, added))


def _kept(
    session: Session, here: Journey, report: Report, file: Arrived, page: str
) -> Problem | None:
    if isinstance(file.read, Problem):
        return file.read
    name = pieces.name_of(here.code, "file", page, file.digest)
    if attachments.is_there(session, name):
        return None
    full = attachments.count(session, report) >= MOST
    if full or not quota.has_room(session, report, file.read):
        return Problem(mark("You have added as many files as we can take."))
    attachments.add(session, report, file.read, name)
    return None


def _page(
    request: Request, session: Session, here: Journey, report: Report, tried: Tried
) -> Response:
    return shown(
        request,
        "files.html",
        here,
        tried.problems,
        {"tried": tried.noted()},
        tried=tried,
        left=MOST - attachments.count(session, report),
        at_once=body.MOST_FILES,
        most=body.UPLOAD_BYTES // MEGABYTE,
        each=ACCEPTED.largest // MEGABYTE,
        endings=_ENDINGS,
        page=random_id(),
    )


STEPS: Steps = {"files": Step(show, add, writes=True)}
