"""Freezing a questionnaire into the edition that residents read."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from portal.consultations import editor_queries
from portal.consultations.building import Content
from portal.consultations.models import Consultation, Edition
from portal.consultations.rules import Stage


def publish(
    session: Session,
    consultation: Consultation,
    content: Content,
    now: datetime,
    note: Mapping[str, str] | None = None,
) -> Edition:
    """Freeze a questionnaire as the next edition, and let residents see the consultation.

    Forms that were opened before the first one ask for more than may change after it. They are
    out of date from now on, so that nothing in them is dropped without a word.
    """
    if not consultation.edition:
        editor_queries.outdate_forms(session, consultation)
    consultation.edition += 1
    consultation.revision += 1
    if consultation.stage is Stage.DRAFT:
        consultation.stage = Stage.PUBLISHED
    session.add(consultation)
    session.flush()
    assert consultation.id is not None  # noqa: S101 - the row has just been flushed
    edition = Edition(
        consultation_id=consultation.id,
        number=consultation.edition,
        content=content,
        note=dict(note or {}),
        published=now,
    )
    session.add(edition)
    session.flush()
    return edition
