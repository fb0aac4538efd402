"""What came of the consultation that a page is about, read once for all its parts."""

from sqlmodel import Session
from starlette.requests import Request

from portal.consultations.models import Readable
from portal.feedback import queries
from portal.feedback.queries import Reported


def reported(request: Request, session: Session, consultation: Readable) -> Reported | None:
    """Find what came of a consultation, for a page that writes nothing of it."""
    key = f"reported_{consultation.id}"
    if not hasattr(request.state, key):
        setattr(request.state, key, queries.reported(session, consultation.id or 0))
    found: Reported | None = getattr(request.state, key)
    return found
