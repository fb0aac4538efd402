"""Which officers owe a body the council's answers."""

from collections.abc import Sequence

from sqlmodel import Session

from portal.accounts import queries as accounts
from portal.accounts.models import Account, Role
from portal.bodies import queries
from portal.bodies.models import Body
from portal.bodies.rules import Stage


def officers(session: Session) -> Sequence[Account]:
    """List the officers who can sign in."""
    every = accounts.everybody(session)
    return [one for one in every if one.usable and one.holds(frozenset({Role.OFFICER}))]


def owing(session: Session, body: Body) -> Sequence[Account]:
    """Find the officer who owes a body answers; all of them, while that one cannot sign in."""
    every = officers(session)
    return [one for one in every if one.id == body.answers_id] or every


def unanswered(session: Session) -> Sequence[Body]:
    """List the open bodies to which no officer who can sign in owes answers."""
    there = {one.id for one in officers(session)}
    return [one for one in queries.everything(session, Stage.OPEN) if one.answers_id not in there]
