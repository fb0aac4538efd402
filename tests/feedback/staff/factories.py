"""Reports as officers find them: closed, written or not, and how they are sent."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.consultations.models import Consultation
from portal.feedback import keeping, languages, queries
from portal.feedback.models import Entry, ReportBack, ReportBackEdition, ReportBackLanguage
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.feedback import factories as made
from tests.walking import versioned

ALL = "/en/staff/feedback"
ONE = f"{ALL}/{made.SLUG}"
SAID = {
    "asked": "Are the lamps bright?",
    "said": "They are dark.",
    "did": "We mend them in May.",
    "outcome": "promised",
    "reason": "unsaid",
    "owner": "head",
    "due.day": "31",
    "due.month": "5",
    "due.year": "2027",
}
REFUSED = {
    **SAID,
    "did": "",
    "outcome": "not_possible",
    "reason": "costs",
    "owner": "unsaid",
    **{f"due.{part}": "" for part in ("day", "month", "year")},
}
AGREE = {"_do": "agree", "sure": "yes"}
URDU = {"asked": "روشن؟", "said": "اندھیرا", "did": "مرمت"}


def officer(browser: TestClient, session: Session, *roles: Role) -> Account:
    """Sign an officer in."""
    someone = account(session, *(roles or (Role.OFFICER,)))
    sign_in(browser, session, someone)
    return someone


def begun(session: Session, *codes: str, **changes: Any) -> list[Entry]:
    """Keep a report that was drafted; give its entries."""
    session.commit()
    report = made.report(session, *codes, **changes)
    rows = list(queries.written(session, report))
    session.commit()
    return rows


def written(session: Session, *codes: str, **changes: Any) -> list[Entry]:
    """Keep a report that says all it has to, in English."""
    session.commit()
    report = made.report(session, *(codes or ("lamps",)))
    rows = made.written(session, report, **changes)
    session.commit()
    return rows


def published(session: Session, *tags: str, **changes: Any) -> list[Entry]:
    """Keep a report that everybody reads."""
    written(session, **changes)
    made.published(session, kept(session), *tags, on=date(2026, 11, 1))
    session.commit()
    return entries(session)


def kept(session: Session) -> ReportBack:
    """Read the only report as it is now."""
    session.rollback()
    session.expire_all()
    return session.exec(select(ReportBack)).one()


def entries(session: Session) -> list[Entry]:
    """List the entries that stand in it, in their order."""
    return list(queries.written(session, kept(session)))


def editions(session: Session) -> list[ReportBackEdition]:
    """List what somebody was asked to sign off, the first first."""
    return list(queries.editions(session, kept(session)))


def asked(session: Session, by: Account, **changes: Any) -> tuple[str, ReportBackEdition]:
    """Have somebody ask for a report to be signed off; give the address where that is decided."""
    number = by.id or 0
    session.commit()
    report = kept(session)
    report.writers = changes.pop("writers", [number])
    tags = languages.ready(session, report, made.LANGUAGES)
    edition = keeping.freeze(session, report, tags, by=number, reason=changes.get("reason", ""))
    session.commit()
    session.refresh(edition)
    return f"{ONE}/sign/{edition.id}", edition


def page_of(entry: Entry) -> str:
    """Give the address at which an entry is written."""
    return f"{ONE}/entries/{entry.key}"


def save(browser: TestClient, entry: Entry, sent: dict[str, str]) -> Any:
    """Open an entry, and send it."""
    page = page_of(entry)
    return browser.post(page, data=sent | versioned(browser, page))


def urdu(entry: Entry, **changes: str) -> dict[str, str]:
    """Give the words of an entry in Urdu, as the form sends them."""
    return {f"{name}_{entry.key}": text for name, text in (URDU | changes).items()}


def language(session: Session) -> ReportBackLanguage:
    """Read who translated the only further language that somebody translated."""
    kept(session)
    return session.exec(select(ReportBackLanguage)).one()


def actions(session: Session) -> list[str]:
    """List what was logged of reports, the first first."""
    session.rollback()
    query = select(AuditEntry.action).where(col(AuditEntry.action).startswith("feedback."))
    return list(session.exec(query.order_by(col(AuditEntry.id))))


def promised(session: Session, day: date) -> None:
    """Have the only consultation promise its report by a day."""
    session.rollback()
    one = session.exec(select(Consultation)).one()
    one.report_back = day
    session.add(one)
    session.commit()


def nobody_else(session: Session) -> None:
    """Have nobody work here any more."""
    session.commit()
    for one in session.exec(select(Account)):
        one.disabled = True
        session.add(one)
    session.commit()
