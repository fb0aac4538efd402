"""What stands on pages of others: by a receipt code what came of it, for the chair what waits."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies.visiting import Visit
from portal.consultations.models import Readable, Response
from portal.feedback import chairing, vocabulary
from portal.feedback.queries import of_consultation
from portal.feedback.reactions import keeping, queries
from portal.web.brought import Chapter

_MOST = 10


def on_receipt(
    _request: Request, session: Session, consultation: Readable, response: Response, code: str
) -> Iterator[Chapter]:
    """Show whoever has a receipt code what came of the consultation, and ask what they say of it.

    Whoever withdrew their answers reads it as everybody does.
    """
    report = of_consultation(session, consultation.id or 0)
    if report and (entries := queries.entries(session, report)):
        shown = {
            "slug": consultation.slug,
            "entries": entries,
            "code": code if keeping.may_say(response, consultation.id or 0) else "",
            "said": keeping.said_of(session, entries, code),
            "labels": vocabulary,
        }
        yield Chapter("feedback/reactions/receipt.html", shown)


def on_today(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Show the chair of the forum beside which entries no line of theirs stands yet."""
    if chairing.is_chaired(session, visit):
        rows = queries.unsigned(session, _MOST)
        if rows:
            yield Chapter("feedback/reactions/unsigned.html", {"rows": rows})
