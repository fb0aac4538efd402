"""The code of the demonstration with which anybody reads what came of one made-up answer."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.consultations import queries
from portal.consultations.answering import drafts
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.brought import Chapter


def code(settings: Settings) -> str:
    """Give the receipt code of the answer; in no other portal is there such a one."""
    return crypto.demonstration_code(settings.secret, "feedback", "receipt")


def chapter(request: Request, session: Session) -> Iterator[Chapter]:
    """Tell how somebody who answered without a name reads what came of it."""
    receipt = code(request.state.settings)
    if queries.by_receipt(session, drafts.receipt_name(receipt)):
        yield Chapter("feedback/demo.html", {"receipt_code": crypto.format_code(receipt)})
