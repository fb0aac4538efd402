"""What the links with which anybody reads a draft ask of the database."""

from datetime import date

from sqlmodel import Session, col, delete, select

from portal.consultations.models import Consultation, SharedPreview


def open_links(session: Session, consultation: Consultation, today: date) -> list[SharedPreview]:
    """List the links to a consultation's preview that still work, the newest first."""
    query = select(SharedPreview).where(SharedPreview.consultation_id == consultation.id)
    query = query.where(col(SharedPreview.until) >= today)
    return list(session.exec(query.order_by(col(SharedPreview.made).desc())))


def end(session: Session, consultation: Consultation) -> None:
    """End all links to a consultation's preview."""
    of_it = col(SharedPreview.consultation_id) == consultation.id
    session.exec(delete(SharedPreview).where(of_it))


def forget_expired(session: Session, consultation: Consultation, today: date) -> None:
    """Delete the links to a consultation's preview that have expired."""
    of_it = delete(SharedPreview).where(col(SharedPreview.consultation_id) == consultation.id)
    session.exec(of_it.where(col(SharedPreview.until) < today))
