"""Requests for language support, as residents send them and as they are kept."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.language_support import keeping
from portal.language_support.models import SupportCount, SupportRequest
from portal.language_support.rules import Answer, Kind, Need, Outcome, Service
from portal.languages.i18n import today
from tests.accounts.factories import account, sign_in

NUMBER = "01632 960777"
SENT = {
    "language": "en",
    "kind": "interpreter",
    "service": "meeting",
    "about": "The meeting on Thursday",
    "reach": NUMBER,
    "when": "Mornings",
    "_key": "a-key",
}
"""What a browser sends of a form that is filled in."""


def officer(browser: TestClient, session: Session) -> Account:
    """Sign an officer in."""
    someone = account(session, Role.OFFICER)
    sign_in(browser, session, someone)
    return someone


def asked(
    session: Session, *, days_ago: int = 0, language: str = "ur", **told: str
) -> SupportRequest:
    """Keep a request that waits."""
    need = Need(language, Kind.INTERPRETER, Service.MEETING)
    day = today() - timedelta(days=days_ago)
    session.commit()
    words = {"reach": NUMBER, **told}
    made = keeping.ask(session, need, words, f"{days_ago} {language}", day)
    session.commit()
    assert made
    session.refresh(made)
    return made


def counted(
    session: Session,
    number: int,
    language: str = "ur",
    kind: Kind = Kind.INTERPRETER,
    outcome: Outcome = Outcome.PROVIDED,
    **changes: Any,
) -> None:
    """Count some requests."""
    need = Need(language, kind, changes.pop("service", Service.MEETING))
    day: date = changes.pop("day", today())
    keeping.count(session, need, Answer(outcome, **changes), day, number)
    session.commit()


def requests(session: Session) -> list[SupportRequest]:
    """List the requests that are kept, as they are now."""
    session.rollback()
    session.expire_all()
    return list(session.exec(select(SupportRequest).order_by(col(SupportRequest.asked))))


def counts(session: Session) -> list[tuple[str, ...]]:
    """List what is counted: language, kind, service, outcome, why and how many."""
    session.rollback()
    session.expire_all()
    rows = session.exec(select(SupportCount).order_by(col(SupportCount.language)))
    return [
        (one.language, one.kind, one.service, one.outcome, one.why, str(one.number)) for one in rows
    ]
