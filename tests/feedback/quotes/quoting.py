"""A report on parks whose answers may be quoted, for the stories of quotes."""

from typing import Any

from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.consultations.models import Consultation, Response, WrittenAnswer
from portal.feedback import queries
from portal.feedback.models import Entry, Quote, ReportBack
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import response
from tests.feedback import factories as made

DARK = "The lamps are dark, and my children are afraid."


def told(session: Session, text: str = DARK, **changes: Any) -> WrittenAnswer:
    """Keep an answer about lamps that may be quoted, unless it is said otherwise."""
    parks = session.exec(select(Consultation).where(Consultation.slug == made.SLUG)).one()
    texts = {changes.pop("question", "lamps"): text}
    one = response(session, parks, **({"texts": texts, "may_quote": True} | changes))
    query = select(WrittenAnswer).where(WrittenAnswer.response_id == one.id)
    return session.exec(query).one()


def sender(session: Session, answer: WrittenAnswer) -> Response:
    """Find the response of an answer."""
    return session.get_one(Response, answer.response_id)


def entry(session: Session) -> Entry:
    """Begin the report, and give its entry on the lamps."""
    report = made.report(session)
    made.written(session, report)
    session.commit()
    return queries.entries(session, report)[0]


def report_of(session: Session, one: Entry) -> ReportBack:
    """Find the report of an entry."""
    return session.get_one(ReportBack, one.report_back_id)


def quoted(session: Session, one: Entry, answer: WrittenAnswer, **changes: Any) -> Quote:
    """Quote an answer beside an entry."""
    words = {answer.language: answer.text}
    values = {"words": words, "language": answer.language, **changes}
    made_ = Quote(entry_id=one.id or 0, answer_id=answer.id, **values)
    session.add(made_)
    session.commit()
    return made_


def officer(browser: TestClient, session: Session) -> Account:
    """Sign an officer in."""
    one = account(session, Role.OFFICER)
    sign_in(browser, session, one)
    return one


def address(one: Entry, *rest: str) -> str:
    """Write the address of a page about the quotes of an entry."""
    return "/".join([f"/en/staff/feedback/parks/entries/{one.key}/quotes", *rest])
