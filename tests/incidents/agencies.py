"""An agency with its people, and a case of which every part can be told from every other."""

from typing import Any

from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.case_models import Agency, AgencyMember, Referral
from portal.incidents.models import Report
from portal.incidents.records import pieces
from portal.incidents.records.pieces import Item
from tests.incidents import factories
from tests.incidents.factories import Person

CONTACT = {"telephone": "CANARY-telephone", "safe": "CANARY-safe"}

# What each field holds, and by which words it is told from the others on a page.
TOLD = {
    "what": "CANARY-what",
    "added": "CANARY-added",
    "language": "CANARY-language",
    "danger": "I am not sure",
    "child": "Yes, from the beginning",
    "child_now": "Yes, a child may come to harm",
    "role": "I saw or heard it",
    "who_knows": "They know, and they agree",
    "strands": "Religion or belief, or having none",
    "perception": "Somebody only thought so",
    "when": "In the last seven days",
    "when_words": "CANARY-when_words",
    "place": "On a bus or train, or at a stop",
    "area": "CANARY-area",
    "exact_place": "CANARY-exact_place",
    "kinds": "Insults or gestures",
    "injuries": "CANARY-injuries",
    "damage": "CANARY-damage",
    "before": "Once or twice",
    "risk_now": "Yes",
    "offender": "CANARY-offender",
    "police": "No",
    "police_reference": "CANARY-police_reference",
    "risk": "Medium risk",
    "recording": "A film",
    "recording_words": "CANARY-recording_words",
    "interpreter": "CANARY-interpreter",
    "access": "CANARY-access",
    "wishes": "CANARY-wishes",
    "safe_contact": "CANARY-safe_contact",
}
SAYS: dict[str, dict[str, Any]] = {
    "about": {"role": "witness", "who_knows": "agrees", "strands": ["religion"]}
    | {"perception": "perceived"},
    "when_where": {"when": "week", "place": "transport"},
    "harm": {"kinds": ["abuse"], "before": "once", "risk_now": "yes", "police": "no"}
    | {"child_now": "yes"},
    "recording": {"recording": ["film"]},
    "needs": {"link": "yes", "link_words": "CANARY-link"},
}
FREE = {
    "when_where": ("when_words", "area", "exact_place"),
    "harm": ("injuries", "damage", "offender", "police_reference"),
    "recording": ("recording_words",),
    "needs": ("interpreter", "access", "wishes", "safe_contact"),
}


def agency(session: Session, consent: str = "support", name: str = "Helping Hands") -> Agency:
    """Keep an agency of which nobody has an account."""
    session.commit()
    made = Agency(name=name, consent=consent)
    session.add(made)
    session.commit()
    session.refresh(made)
    return made


def partner(session: Session, to: Agency) -> Person:
    """Keep somebody of an agency, with a key."""
    made = factories.person(session, Role.PARTNER)
    join(session, to, made)
    return made


def join(session: Session, to: Agency, person: Person) -> None:
    """Let somebody read for an agency."""
    session.commit()
    session.add(AgencyMember(account_id=person.number, agency_id=to.id))
    session.commit()


def report(session: Session, *consents: str, **changes: Any) -> Report:
    """Keep a report of which every field says something of its own."""
    said: dict[str, Any] = {
        "what": "CANARY-what",
        "danger": "unsure",
        "language": "CANARY-language",
    }
    said |= {"child": True}
    kept = factories.report(session, report=said, contact=CONTACT, **changes)
    for section in SAYS:
        free = {name: f"CANARY-{name}" for name in FREE.get(section, ())}
        add(session, kept, section, **SAYS[section], **free)
    add(session, kept, "add", what="CANARY-added")
    agree(session, kept, *consents)
    pieces.add(session, kept, Item.SLIP, {"risk": "medium"})
    pieces.add(session, kept, Item.NOTE, {"text": "CANARY-note"})
    pieces.add(session, kept, Item.EQUALITY, {"sex": {"write_in": "CANARY-equality"}})
    session.commit()
    return kept


def add(session: Session, kept: Report, section: str, **said: Any) -> None:
    """Keep an addition to a report."""
    session.rollback()
    pieces.add(session, kept, Item.ADDITION, {"section": section, **said})
    session.commit()


def agree(session: Session, kept: Report, *consents: str) -> None:
    """Keep the reporter's last word about sharing."""
    given = {name: name in consents for name in ("police", "support", "statistics")}
    add(session, kept, "consent", **given)


def refer(browser: TestClient, kept: Report, to: Agency, *codes: str, **changes: Any) -> Any:
    """Send the form with which a case is passed on."""
    form = {"agency": to.id, "purpose": "CANARY-purpose", "days": "28", "fields": list(codes)}
    path = f"/en/staff/cases/{kept.reference}/refer"
    return browser.post(path, data=form | changes, follow_redirects=False)


def referral(session: Session) -> Referral:
    """Find the only referral."""
    session.rollback()
    return session.exec(select(Referral)).one()
