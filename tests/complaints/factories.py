"""Comments, as residents send them and as they are kept."""

import re
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.complaints import arrangements, keeping
from portal.complaints.models import Comment, CommentEquality, CommentStep
from portal.complaints.rules import Kind, State
from portal.languages.i18n import today
from portal.sealing import crypto
from tests.accounts.factories import account, sign_in

CARD = "/en/comment"
COMPLAIN = "/en/complaints/new"
STAFF = "/en/staff/comments"
CODE = crypto.new_code()
EMAIL = "amina@example.org"

SENT_CARD = {
    "code": CODE,
    "service": "other",
    "area": "everywhere",
    "well": "The bins were emptied.",
    "wrong": "Nobody answered the telephone.",
    "language": "en",
}
"""What a browser sends of a card that is filled in."""

SENT_COMPLAINT = {
    "code": CODE,
    "kind": "complaint",
    "service": "other",
    "area": "everywhere",
    "happened": "At the desk they served everybody else first.",
    "wants": "An apology.",
    "language": "en",
    "how": "email",
    "email": EMAIL,
    "telephone": "",
    "call_in": "en",
}
"""What a browser sends of a complaint that is filled in."""


def officer(browser: TestClient, session: Session, *roles: Role) -> Account:
    """Sign an officer in."""
    someone = account(session, *(roles or (Role.OFFICER,)))
    sign_in(browser, session, someone)
    return someone


def comment(
    session: Session, kind: str = Kind.CARD, *, days_ago: int = 0, code: str = "", **said: Any
) -> Comment:
    """Keep a comment that waits."""
    session.rollback()
    day = today() - timedelta(days=days_ago)
    usual = {
        "kind": kind,
        "service": "other",
        "area": "everywhere",
        "language": "en",
        "well": "",
        "wrong": "It was late.",
        "wants": "",
        "how": "code",
        "told": {},
    }
    code = code or crypto.new_code()
    keeping.receive(session, code, usual | said, day)
    session.commit()
    made = keeping.known(session, code)
    assert made
    return made


def moved(session: Session, one: Comment, *states: State, day: date | None = None) -> None:
    """Bring a comment through some states, on a day."""
    for state in states:
        words = "We are sorry." if state is State.ANSWERED else ""
        note = {State.ANSWERED: "Housing team", State.ESCALATED: "ombudsman"}.get(state, "")
        said = keeping.Said(note, "en" if words else "", words)
        assert keeping.move(session, one, state, day or today(), said=said)
    session.commit()


def decide(session: Session, **decided: Any) -> None:
    """Have the council decide something about comments."""
    session.rollback()
    arrangements.save(session, arrangements.from_json(decided))
    session.commit()


def comments(session: Session) -> list[Comment]:
    """List the comments that are kept, as they are now."""
    session.rollback()
    session.expire_all()
    return list(session.exec(select(Comment).order_by(col(Comment.day), col(Comment.kind))))


def told(session: Session) -> list[CommentEquality]:
    """List what people told about themselves."""
    session.rollback()
    return list(session.exec(select(CommentEquality)))


def steps(session: Session) -> list[State]:
    """List what became of all comments, in order."""
    session.rollback()
    return list(session.exec(select(col(CommentStep.state)).order_by(col(CommentStep.id))))


def code_on(page: str) -> str:
    """Read the code that a page shows, or that its form carries."""
    found = re.search(r'name="code" value="([^"]+)"', page) or re.search(
        r'translate="no">([^<]+)<', page
    )
    assert found
    code = crypto.parse_code(found[1])
    assert code
    return code
