"""What becomes of applications and memberships, and for how long they are kept."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal.bodies import acts
from portal.bodies import queries as bodies
from portal.bodies.models import Body, Membership
from portal.bodies.rules import WORDS, Joining
from portal.joining import needs, queries, rules
from portal.language_support.rules import Answer, Outcome, Why
from portal.store.db import now
from portal.store.jobs import Job

KEPT = timedelta(days=90)
"""For how long an application is kept that came to nothing, and what somebody needs."""

BEGUN_KEPT = timedelta(days=30)
"""For how long an application is kept that was begun and not sent."""


def move(
    session: Session, mine: Membership, state: Joining, words: str = "", tag: str = ""
) -> bool:
    """Bring an application from one state to another, with what is said to them; not if it cannot.

    With one that comes to nothing goes what was said for whoever presides alone.
    """
    if not rules.may_move(mine.state, state):
        return False
    mine.state = state
    if tag:
        mine.said, mine.said_in = words, tag
    if state is Joining.ACCEPTED:
        mine.joined = now()
    elif rules.may_apply(state):
        mine.called, mine.needs, mine.contact, mine.telephone = "", "", "", ""
        needs.end(session, mine)
    _keep(session, mine)
    return True


def withdraw(session: Session, mine: Membership) -> None:
    """Take an application back, as long as nobody decided it."""
    move(session, mine, Joining.WITHDRAWN)


def answer(session: Session, mine: Membership, words: str, tag: str) -> None:
    """Keep somebody's answer to what the chair asked back."""
    if mine.state is Joining.ASKED_BACK:
        mine.why, mine.language = f"{mine.why}\n\n{words}"[:WORDS], tag
        move(session, mine, Joining.WAITING)


def leave(session: Session, body: Body, mine: Membership) -> None:
    """Let somebody go, unseen: their seat falls vacant, and nothing of what they said stays."""
    for seat in bodies.seats(session, body):
        if seat.member_id == mine.member_id:
            acts.empty(session, seat)
    needs.end(session, mine)
    session.delete(mine)
    session.flush()


def _keep(session: Session, mine: Membership) -> None:
    session.add(mine)
    session.flush()


def _tidy(session: Session, moment: datetime) -> None:
    queries.forget_applications(session, moment - KEPT, moment - BEGUN_KEPT)
    for mine in queries.applied_before(session, moment - KEPT):
        needs.end(session, mine, Answer(Outcome.NOT_PROVIDED, Why.EXPIRED))


JOB = Job("joining.tidy", timedelta(days=1), _tidy, deletes=True)
