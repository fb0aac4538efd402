"""Assessments as officers write them, complete or not, and those that were signed off."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.council import queries as council
from portal.equality_impact import keeping, looking, queries, rules
from portal.equality_impact.models import Assessment, AssessmentEdition, Measure
from portal.groups import arrangements
from portal.groups.arrangements import Area, Arrangements
from portal.languages.i18n import today
from tests.accounts.factories import account, sign_in

ALL = "/en/staff/assessments"
SLUG = "winter-shelter"
ONE = f"{ALL}/{SLUG}"
PUBLIC = f"/en/equality-impact/{SLUG}"
BEGUN = {
    "title.en": "Winter shelter",
    "kind": "service",
    "service": "housing",
    "owner": "Head of housing",
    "language": "en",
}
SCREENED = {
    f"{one}{end}": said
    for one in rules.Question
    for end, said in (("", "yes"), ("_why", f"Because of {one}"))
}
MEASURE = {"words": "Say on the door which languages are spoken", "lead": "Head of housing"}
_SAID = {"effect": "neutral", "why": "Nobody is turned away", "whom": "", "evidence": ""}


def officer(browser: TestClient, session: Session) -> Account:
    """Sign an officer in."""
    someone = account(session, Role.OFFICER)
    sign_in(browser, session, someone)
    return someone


def services(session: Session) -> None:
    """Name the services of the council."""
    session.commit()
    listed = (Area("housing", {"en": "Housing", "cy": "Tai"}), Area("schools", {"en": "Schools"}))
    arrangements.save(session, Arrangements(services=listed))
    session.commit()


def assessment(session: Session, by: int = 0, **changes: Any) -> Assessment:
    """Keep an assessment that says all it has to; it was written by somebody."""
    services(session)
    looked_at = looking.looked_at(council.current(session))
    session.commit()
    values: dict[str, Any] = {
        "title": {"en": "Winter shelter"},
        "summary": {"en": "A warm place at night", "cy": "Lle cynnes yn y nos"},
        "kind": rules.Kind.SERVICE,
        "service": "housing",
        "owner": "Head of housing",
        "language": "en",
        "subject": "We plan to open one shelter in place of two",
        "reasons": "There is less money",
        "affected": "About 60 people in a winter",
        "outcome": rules.Outcome.FULL,
        "outcome_reason": {"en": "Some could be turned away"},
        "no_evidence": "We do not know who sleeps outside",
        "decision": rules.Decision.CHANGE,
        "decision_reason": {"en": "We keep both until we know more"},
        "review_on": today() + timedelta(days=200),
        "said": {"screening": SCREENED} | {one: dict(_SAID) for one in looked_at},
    }
    made = keeping.begin(session, values | changes, by=by)
    session.commit()
    session.refresh(made)
    return made


def asked(session: Session, one: Assessment, by: int, note: str = "") -> AssessmentEdition:
    """Have somebody ask for an assessment to be signed off."""
    session.commit()
    one = session.get_one(Assessment, one.id, populate_existing=True)
    content = keeping.content_of(session, one, looking.looked_at(council.current(session)))
    edition = keeping.freeze(session, one, content, by=by, note=note)
    session.commit()
    session.refresh(edition)
    return edition


def signed(
    session: Session, one: Assessment, day: date | None = None, note: str = ""
) -> AssessmentEdition:
    """Have an assessment signed off, by whomever."""
    edition = asked(session, one, account(session, Role.OFFICER).id or 0, note)
    one = session.get_one(Assessment, one.id, populate_existing=True)
    keeping.publish(session, one, edition, day or today())
    session.commit()
    session.refresh(edition)
    return edition


def measure(session: Session, one: Assessment, **changes: Any) -> Measure:
    """Keep something that is done against a bad effect."""
    number = one.id or 0
    session.commit()
    made = Measure(assessment_id=number, **(MEASURE | changes))
    session.add(made)
    session.commit()
    session.refresh(made)
    return made


def kept(session: Session) -> Assessment:
    """Read the only assessment as it is now."""
    session.rollback()
    session.expire_all()
    return session.exec(select(Assessment)).one()


def editions(session: Session) -> list[AssessmentEdition]:
    """List what somebody was asked to sign off, the first first."""
    session.rollback()
    session.expire_all()
    return list(session.exec(select(AssessmentEdition).order_by(col(AssessmentEdition.id))))


def measures(session: Session) -> list[Measure]:
    """List what is done against bad effects, as it is now."""
    one = kept(session)
    return list(queries.measures(session, one))
