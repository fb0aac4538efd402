"""Reports back for tests: each test says only what matters to it."""

from datetime import date
from typing import Any

from sqlmodel import Session

from portal.accounts.models import Role
from portal.consultations.models import Consultation
from portal.consultations.rules import Stage
from portal.feedback import keeping, queries
from portal.feedback.models import Entry, EntryProof, ReportBack, ReportBackEdition
from portal.feedback.rules import Outcome, Owner, Proof
from tests.accounts.factories import account
from tests.consultations.factories import consultation, question

SLUG = "parks"
LANGUAGES = ("en", "ur")


def closed(session: Session, *codes: str, **changes: Any) -> Consultation:
    """Keep a closed consultation, called parks, of questions with these codes."""
    asked = [question(code) for code in codes or ("lamps", "paths")]
    return consultation(session, asked, **({"stage": Stage.CLOSED} | changes))


def report(session: Session, *codes: str, **changes: Any) -> ReportBack:
    """Keep the report that is drafted when such a consultation closes."""
    return keeping.draft(session, closed(session, *codes, **changes))


def written(session: Session, of: ReportBack, **changes: Any) -> list[Entry]:
    """Have all entries of a report say something in English, and in which state it is."""
    rows = list(queries.entries(session, of))
    values: dict[str, Any] = {
        "said": {"en": "The lamps are dark."},
        "did": {"en": "We mend them in May."},
        "outcome": Outcome.PROMISED,
        "owner": Owner.HEAD,
        "due": date(2027, 5, 31),
    }
    for row in rows:
        for name, value in (values | changes).items():
            setattr(row, name, value)
        session.add(row)
    session.flush()
    return rows


def proof(session: Session, entry: Entry, **changes: Any) -> EntryProof:
    """Keep a link that shows that something was done."""
    values: dict[str, Any] = {
        "entry_id": entry.id,
        "proof": Proof.LINK,
        "title": {"en": "The new lamps"},
        "language": "en",
        "address": "https://council.example/lamps",
    }
    made = EntryProof(**(values | changes))
    session.add(made)
    session.flush()
    return made


def frozen(
    session: Session, of: ReportBack, *languages: str, reason: str = ""
) -> ReportBackEdition:
    """Ask a second person for a report, in English unless other languages are named."""
    asked = account(session, Role.OFFICER).id or 0
    return keeping.freeze(session, of, languages or ("en",), by=asked, reason=reason)


def published(
    session: Session,
    of: ReportBack,
    *languages: str,
    on: date = date(2026, 11, 1),
    reason: str = "",
) -> ReportBackEdition:
    """Let everybody read a report as it stands, in English unless other languages are named."""
    edition = frozen(session, of, *languages, reason=reason)
    keeping.publish(session, of, edition, LANGUAGES, on)
    return edition
