"""A published report, and what readers say of it, for tests."""

from typing import Any

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.answering import drafts
from portal.consultations.models import Response
from portal.feedback.models import Entry
from portal.feedback.reactions.models import Reaction
from portal.feedback.rules import Verdict
from portal.languages.i18n import today
from portal.sealing import crypto
from portal.store.db import random_id
from tests.feedback import factories as made

SAID = {"verdict": "does_not", "because": "No lamp was mended.", "language": "en"}


def published(session: Session, *codes: str, **changes: Any) -> list[Entry]:
    """Keep a report that everybody reads in English and in Urdu; give its entries."""
    report = made.report(session, *(codes or ("lamps",)))
    urdu = {"en": "We mend them in May.", "ur": "ہم مئی میں مرمت کریں گے۔"}
    rows = made.written(session, report, **({"did": urdu} | changes))
    made.published(session, report, "en", "ur")
    session.commit()
    return rows


def address(entry: Entry, page: str = "say", tag: str = "en") -> str:
    """Give the path at which something is said of an entry, or its line is signed."""
    if page == "line":
        return f"/{tag}/forum/lines/feedback/{made.SLUG}/{entry.key}"
    return f"/{tag}/feedback/{made.SLUG}/entries/{entry.key}/{page}"


def say(browser: TestClient, entry: Entry, **changes: str) -> Any:
    """Send what a reader says, from a page of its own."""
    sent = SAID | {"_key": random_id()} | changes
    return browser.post(address(entry), data=sent, follow_redirects=False)


def answered(session: Session, consultation: int, **changes: Any) -> str:
    """Keep answers to a consultation; give the code of their receipt."""
    code = crypto.new_code()
    values: dict[str, Any] = {"edition": 1, "language": "en", "day": today(), "answers": {}}
    row = Response(
        consultation_id=consultation, receipt=drafts.receipt_name(code), **(values | changes)
    )
    session.add(row)
    session.commit()
    return code


def reactions(session: Session, entry: Entry, *verdicts: Verdict, **changes: Any) -> None:
    """Keep what several readers say of an entry."""
    for verdict in verdicts:
        values: dict[str, Any] = {"verdict": verdict, "language": "en", "day": today()}
        row = Reaction(entry_id=entry.id or 0, mark=random_id(), **(values | changes))
        session.add(row)
    session.commit()
