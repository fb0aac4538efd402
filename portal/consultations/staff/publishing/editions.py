"""Freezing a questionnaire into the edition that residents read."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from portal.consultations import preview_queries
from portal.consultations.models import Consultation, Edition
from portal.consultations.rules import Stage
from portal.consultations.staff import queries
from portal.consultations.staff.building.composition import Content


def publish(
    session: Session,
    consultation: Consultation,
    content: Content,
    now: datetime,
    note: Mapping[str, str] | None = None,
) -> Edition:
    """Freeze a questionnaire as the next edition, and let residents see the consultation.

    Forms that were opened while it was a draft ask for more than may change now. They are out
    of date, so that nothing in them is dropped without a word. Links to its preview end: who
    signed it off would otherwise read what is corrected later. A number is given once, also if
    what had it was taken back: editions and pages are kept in memory by it.
    """
    if consultation.stage is Stage.DRAFT:
        queries.outdate_forms(session, consultation)
        consultation.stage = Stage.PUBLISHED
    consultation.edition += 1
    consultation.revision += 1
    consultation.published_title = content["title"]
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
    preview_queries.end(session, consultation)
    session.flush()
    return edition
