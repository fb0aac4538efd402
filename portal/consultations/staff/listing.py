"""Which consultations the first pages of staff name, and what they ask of all of them."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from portal.consultations.models import Consultation, Response
from portal.consultations.rules import ResponseState, Stage

_DUE = timedelta(days=30)
_MOST_NAMED = 6
"""How many of one kind the start page names; the list of all consultations has the others."""


def drafts(session: Session) -> list[Consultation]:
    """List the consultations that nobody has published yet, the newest first."""
    query = select(Consultation).where(Consultation.stage == Stage.DRAFT)
    return list(session.exec(query.order_by(col(Consultation.created).desc())))


def open_now(session: Session, now: datetime) -> list[tuple[Consultation, int]]:
    """List the open consultations that close next, each with how many responses count so far."""
    counted = select(func.count()).where(
        Response.consultation_id == Consultation.id, Response.state == ResponseState.COUNTED
    )
    query = select(Consultation, counted.scalar_subquery()).where(
        Consultation.stage == Stage.PUBLISHED,
        col(Consultation.opens) <= now,
        col(Consultation.closes) > now,
    )
    rows = session.exec(query.order_by(col(Consultation.closes)).limit(_MOST_NAMED)).all()
    return [(consultation, number) for consultation, number in rows]


def closed_last(session: Session, now: datetime) -> list[Consultation]:
    """List the consultations that closed last and are not archived, the latest first."""
    query = select(Consultation).where(
        col(Consultation.stage).in_((Stage.PUBLISHED, Stage.CLOSED)),
        col(Consultation.opens) <= now,
        or_(col(Consultation.stage) == Stage.CLOSED, col(Consultation.closes) <= now),
    )
    return list(session.exec(query.order_by(col(Consultation.closes).desc()).limit(_MOST_NAMED)))


def report_due(session: Session, today: date) -> list[Consultation]:
    """List the consultations on which residents were promised a report by a month from today."""
    query = select(Consultation).where(
        col(Consultation.stage).in_((Stage.PUBLISHED, Stage.CLOSED)),
        col(Consultation.report_back) <= today + _DUE,
    )
    return list(session.exec(query.order_by(col(Consultation.report_back))))


def first_opening(session: Session) -> datetime | None:
    """Tell when the first of the consultations that residents can see opened, or opens."""
    query = select(func.min(col(Consultation.opens))).where(Consultation.stage != Stage.DRAFT)
    return session.exec(query).one()


def any_published(session: Session) -> bool:
    """Tell whether residents have ever been asked anything."""
    query = select(Consultation.id).where(Consultation.stage != Stage.DRAFT).limit(1)
    return session.exec(query).first() is not None
