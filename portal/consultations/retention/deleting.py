"""Keeping the promises about deleting drafts, written answers and equality answers.

What is deleted leaves numbers behind, which say how many there were and of nobody what. Until a
consultation is over and the day of reporting back has passed nothing of it is deleted, whatever
its dates say: they may be of a time when nothing kept them in order.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal.consultations import hidden_texts
from portal.consultations.answering import drafts
from portal.consultations.count_models import EqualityCount, WrittenCount
from portal.consultations.models import Consultation
from portal.consultations.retention import retention_queries as queries
from portal.council import queries as council_queries
from portal.store import audit
from portal.store.jobs import Job

ACTOR = "retention"


def keep_promises(session: Session, now: datetime) -> None:
    """Delete what is due to be deleted."""
    today = council_queries.stored(session).calendar.day(now)
    _forget_drafts(session, now)
    for consultation in queries.written_due(session, today, now):
        _reduce_written(session, consultation)
    for consultation in queries.equality_due(session, today, now):
        _reduce_equality(session, consultation)


def _forget_drafts(session: Session, now: datetime) -> None:
    if number := drafts.forget_expired(session, now):
        audit.record(session, ACTOR, "consultation.drafts_deleted", "drafts", number=number)


def _reduce_written(session: Session, consultation: Consultation) -> None:
    counted = queries.count_written(session, consultation)
    queries.add_to_counts(session, WrittenCount, consultation, counted)
    queries.delete_marks(session, consultation)
    queries.shorten_reasons(session, consultation)
    hidden_texts.forget_written(session, consultation)
    if number := queries.delete_written(session, consultation) + queries.delete_methods(
        session, consultation
    ):
        audit.record(
            session, ACTOR, "consultation.written_deleted", consultation.slug, number=number
        )


def _reduce_equality(session: Session, consultation: Consultation) -> None:
    counted = queries.count_equality(session, consultation)
    queries.add_to_counts(session, EqualityCount, consultation, counted)
    hidden_texts.forget_told(session, consultation)
    if number := queries.delete_equality(session, consultation):
        audit.record(
            session, ACTOR, "consultation.equality_deleted", consultation.slug, number=number
        )


JOB = Job("consultations.retention", timedelta(hours=1), keep_promises, deletes=True)
