"""What waits for staff among the bodies: an officer to be named, a second person to agree."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.approvals import staff as approvals
from portal.bodies import answering, change_queries
from portal.findings import Finding, warning
from portal.languages.i18n import gettext
from portal.settings import Settings
from portal.web.brought import Colleague, Panel


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say to officers where one of them has to be named, and what else takes a second person."""
    bodies = answering.unanswered(session) if account.holds(frozenset({Role.OFFICER})) else []
    if bodies:
        title = gettext("Bodies without an officer who owes answers")
        yield Panel(title, "bodies/staff/unanswered.html", bodies, due=True)
    asked = change_queries.wanted(session) if account.holds(frozenset(approvals.ROLES)) else []
    others = [body for wish, body in asked if wish.asked_by != account.id]
    if others:
        title = gettext("Bodies to be closed or opened again: somebody else has to agree")
        yield Panel(title, "bodies/staff/wanted.html", others, due=True)


def findings(session: Session, _settings: Settings) -> Iterator[Finding]:
    """Look whether somebody who can sign in owes each open body its answers."""
    for body in answering.unanswered(session):
        yield warning(
            f"No officer who can sign in owes answers to this body: {body.slug}. All officers are "
            "reminded in their place.",
            "Let an officer sign in and name one on the page of the body.",
        )
