"""Everything that hearing asks of the database; no question of it leads to an answer."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, delete, or_, select

from portal.consultations.models import Consultation
from portal.feedback.models import OutcomeAddress, ReportBack
from portal.store.db import insert_once


def keep(session: Session, consultation: int, email: str, language: str) -> None:
    """Keep an address; one that was left before stays as it is, and nobody is told so."""
    row = OutcomeAddress(consultation_id=consultation, email=email, language=language)
    insert_once(session, "outcome_address", "consultation_id email", row.model_dump())


def due(session: Session, today: date) -> list[tuple[Consultation, date | None]]:
    """List of which consultations somebody is to hear today, and when all was answered."""
    waiting = select(OutcomeAddress.consultation_id)
    query = select(Consultation, ReportBack).outerjoin(ReportBack)
    told = or_(col(ReportBack.closed).is_not(None), col(Consultation.report_back) < today)
    query = query.where(col(Consultation.id).in_(waiting), told).order_by(col(Consultation.id))
    return [(one, report.closed if report else None) for one, report in session.exec(query)]


def addresses(session: Session, consultation: int, most: int) -> Sequence[OutcomeAddress]:
    """List so many of those who wait to hear of a consultation, and let nobody else tell them."""
    query = select(OutcomeAddress).where(OutcomeAddress.consultation_id == consultation)
    query = query.order_by(col(OutcomeAddress.id)).limit(most)
    return session.exec(query.with_for_update(skip_locked=True)).all()


def forget(session: Session, names: Sequence[str]) -> None:
    """Delete the addresses of those who were told."""
    session.exec(delete(OutcomeAddress).where(col(OutcomeAddress.id).in_(names)))


def forget_email(session: Session, email: str) -> None:
    """Delete an address wherever it was left."""
    session.exec(delete(OutcomeAddress).where(col(OutcomeAddress.email) == email))
