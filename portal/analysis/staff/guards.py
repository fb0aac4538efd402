"""Who may see exact counts: analysts, once their looking is in the log."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import analyst_only
from portal.accounts.models import Account
from portal.analysis import queries
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.rules import Stage
from portal.store.db import now
from portal.web.page import View, found, link, redirect_to
from portal.web.security import SAFE_METHODS

ExactView = Callable[[Request, Session, Account, Consultation], Response]


def exact(view: ExactView) -> View:
    """Open a page of exact counts to an analyst whose look at this consultation is logged today.

    A look that is not yet logged goes by way of the page that logs it and comes straight back:
    pages that read keep no other writer waiting, and the log names each day once.
    """

    @wraps(view)
    def guarded(request: Request, session: Session, account: Account) -> Response:
        consultation = published(session, request.path_params["slug"])
        if request.method in SAFE_METHODS and not is_logged(session, account, consultation):
            query = f"?{request.url.query}" if request.url.query else ""
            logging = link("log_opening", slug=consultation.slug)
            return redirect_to(request, f"{logging}?next={quote(request.scope['path'] + query)}")
        return view(request, session, account, consultation)

    return analyst_only(guarded)


def published(session: Session, slug: str) -> Consultation:
    """Find a consultation that has been published, so that somebody can have answered it."""
    consultation = found(consultations.by_slug(session, slug))
    return found(None if consultation.stage is Stage.DRAFT else consultation)


def is_logged(session: Session, account: Account, consultation: Consultation) -> bool:
    """Tell whether today's opening is in the log already."""
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    return queries.was_opened(session, account.id or 0, consultation.slug, today)
