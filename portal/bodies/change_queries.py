"""What the council did to bodies or wants to do, and the bodies that are only declared."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from portal.bodies import queries
from portal.bodies.change_models import Change, Declared
from portal.bodies.models import Body
from portal.bodies.rules import Change as What


def changes(session: Session, body: Body) -> Sequence[Change]:
    """List what the council did to a body, the latest first."""
    query = select(Change).where(Change.body_id == body.id, col(Change.day).is_not(None))
    return session.exec(query.order_by(col(Change.id).desc())).all()


def wanted(session: Session, body: Body | None = None) -> Sequence[tuple[Change, Body]]:
    """List what somebody wants to do to a body, or to any, about which nobody decided yet."""
    query = select(Change, Body).join(Body)
    for decided in (Change.day, Change.refused, Change.withdrawn):
        query = query.where(col(decided).is_(None))
    query = query.where(Change.body_id == body.id) if body else query
    return session.exec(query.order_by(col(Change.id))).all()


def closing(session: Session, body: Body) -> Change | None:
    """Find what somebody asked for last, if it is that a body be closed, and it is not."""
    query = select(Change).where(Change.body_id == body.id, Change.what != What.TERMS)
    latest = session.exec(query.order_by(col(Change.id).desc()).limit(1)).one_or_none()
    return latest if latest and latest.what is What.CLOSED and latest.day is None else None


def declared(session: Session) -> Sequence[Declared]:
    """List the bodies that decide and have no room here, in the order in which they came."""
    return session.exec(select(Declared).order_by(col(Declared.id))).all()


def declared_one(session: Session, number: str) -> Declared | None:
    """Find one of them, and let nobody else change it meanwhile."""
    query = select(Declared).where(Declared.id == queries.row_number(number)).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()
