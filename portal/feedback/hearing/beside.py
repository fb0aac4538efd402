"""The small form on the receipt and on a consultation's page, apart from any answer."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.consultations.models import Readable
from portal.feedback import reading
from portal.feedback.hearing import rules
from portal.languages.i18n import today
from portal.web.brought import Chapter


def chapter(request: Request, session: Session, consultation: Readable) -> Iterator[Chapter]:
    """Offer to be told once, as long as what came of a consultation is to come."""
    if is_offered(request, session, consultation):
        yield Chapter("feedback/hearing/offer.html", {"consultation": consultation})


def is_offered(request: Request, session: Session, consultation: Readable) -> bool:
    """Tell whether somebody can leave an address: also where mails can lead back to this portal."""
    if not request.state.settings.public_url or consultation.report_back is None:
        return False
    reported = reading.reported(request, session, consultation)
    closed = reported.report.closed if reported else None
    return rules.is_awaited(closed, consultation.report_back, today())


def privacy(_session: Session) -> Iterator[Chapter]:
    """Say in the privacy notice what becomes of such an address."""
    yield Chapter("feedback/hearing/privacy.html", {})
