"""Bodies for tests, and people in them: each test says only what matters to it."""

import secrets
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body, Membership, OfficeHolder, Seat
from portal.bodies.rules import GroupSays, Joining, Office, Stage
from portal.groups.models import Group
from portal.languages.i18n import today
from portal.members.models import Member
from portal.store.db import now
from tests.accounts.factories import account
from tests.members.factories import member, sign_in

Row = TypeVar("Row")

YEAR = timedelta(days=365)
HERE = "/en/forum/race-equality"

NO_POST = {"no_post": "yes"}
"""What whoever accepts an office declares: that they hold no post at this council."""


def body(session: Session, **changes: Any) -> Body:
    """Keep an open body, called the race equality forum, to which an officer owes answers."""
    officer = account(session, Role.OFFICER) if "answers_id" not in changes else None
    values: dict[str, Any] = {
        "slug": "race-equality",
        "stage": Stage.OPEN,
        "name": {"en": "Race equality forum"},
        "terms": {"en": "It advises the council."},
        "rules_seen": today(),
        "effort": {"en": "An evening a month."},
        "answers_id": officer and officer.id,
    }
    return _kept(session, Body(**(values | changes)))


def seat(session: Session, body: Body, **changes: Any) -> Seat:
    """Keep a seat on which nobody sits."""
    session.commit()
    return _kept(session, Seat(body_id=body.id or 0, title={"en": "A youth group"}, **changes))


def holder(
    session: Session, body: Body, office: Office, person: Member, **changes: Any
) -> OfficeHolder:
    """Give somebody an office for a year."""
    session.commit()
    values: dict[str, Any] = {
        "office": office,
        "member_id": person.id,
        "invited": secrets.token_hex(16),
        "expires": now(),
        "since": now() - timedelta(days=100),
        "until": today() + YEAR,
        "seen": today(),
        "chosen_by": {"en": "Elected by the groups."},
        "paid_by": {"en": "Nobody."},
    }
    return _kept(session, OfficeHolder(body_id=body.id or 0, **(values | changes)))


def joined(
    session: Session,
    body: Body,
    person: Member,
    group: Group | None = None,
    state: Joining = Joining.ACCEPTED,
    **changes: Any,
) -> Membership:
    """Have somebody apply, and be accepted a month ago unless the state says otherwise."""
    session.commit()
    values: dict[str, Any] = {
        "member_id": person.id,
        "group_id": group.id if group else None,
        "group_says": GroupSays.YES,
        "state": state,
        "why": "I want to be heard.",
        "language": "en",
        "contact": "email",
        "joined": now() - timedelta(days=30) if state is Joining.ACCEPTED else None,
    }
    return _kept(session, Membership(body_id=body.id or 0, **(values | changes)))


def chair(browser: TestClient, session: Session, body: Body) -> Member:
    """Have the chair of a body look at it."""
    return in_office(browser, session, body, Office.CHAIR)


def in_office(browser: TestClient, session: Session, body: Body, office: Office) -> Member:
    """Have somebody who holds an office look at it."""
    person = member(session)
    holder(session, body, office, person)
    sign_in(browser, session, person)
    return person


def in_body(
    browser: TestClient, session: Session, body: Body, group: Group | None = None, **changes: Any
) -> Member:
    """Have a member of a body look at it."""
    person = member(session, **changes)
    joined(session, body, person, group)
    sign_in(browser, session, person)
    return person


def read(session: Session, row: Any) -> Any:
    """Read a row as it is now."""
    session.rollback()
    session.refresh(row)
    return row


def rows(session: Session, table: Any) -> list[Any]:
    """Read all rows of a table as they are now: as they were made, where a column says when.

    PostgreSQL gives a row that was changed after the others, and most keys are drawn by lot.
    """
    session.rollback()
    kept = inspect(table)
    made = [kept.columns["made"]] if "made" in kept.columns else []
    query = select(table).order_by(*made, *kept.primary_key)
    return list(session.exec(query.execution_options(populate_existing=True)))


def only(session: Session, table: Any) -> Any:
    """Read the one row of a table."""
    (row,) = rows(session, table)
    return row


def _kept(session: Session, row: Row) -> Row:
    session.add(row)
    session.commit()
    session.refresh(row)
    session.commit()
    return row
