"""The batch of the demonstration, and the code with which anybody opens it."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.group_responses.batches import keeping, queries
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.brought import Chapter


def code(settings: Settings) -> str:
    """Give the code of the batch; in no other portal is there such a one."""
    return crypto.demonstration_code(settings.secret, "batches", "batch")


def chapter(request: Request, session: Session) -> Iterator[Chapter]:
    """Tell how to read what came of the answers that a helper entered."""
    typed = code(request.state.settings)
    if queries.sent(session, keeping.code_hash(typed)):
        shown = {"code": crypto.format_code(typed)}
        yield Chapter("group_responses/batches/demo.html", shown)
