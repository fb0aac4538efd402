"""Everything that assessments ask of the database."""

from collections.abc import Collection, Sequence
from datetime import date
from operator import itemgetter

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, select
from sqlmodel.sql.expression import SelectOfScalar

from portal.accounts.models import Account
from portal.equality_impact.models import (
    Assessment,
    AssessmentEdition,
    AssessmentEvidence,
    AssessmentPointer,
    Measure,
)
from portal.equality_impact.rules import Progress, Standing
from portal.store import keyset
from portal.store.db import serialise
from portal.store.keyset import Place, Slice

_ADDRESSES = 0x65716961
_NEXT = keyset.Order([col(Assessment.next_on), col(Assessment.id)])


def by_slug(session: Session, slug: str, *, hold: bool = False) -> Assessment | None:
    """Find an assessment; one that is to be changed nobody else changes meanwhile."""
    query = select(Assessment).where(Assessment.slug == slug)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one_or_none()


def slugs(session: Session, stem: str) -> set[str]:
    """List the addresses that begin so, and let nobody else take one meanwhile."""
    serialise(session, _ADDRESSES)
    begins = col(Assessment.slug).startswith(stem, autoescape=True)
    return set(session.exec(select(Assessment.slug).where(begins)))


def all_by_date(session: Session, place: Place | None) -> Slice[Assessment]:
    """Read a page of all assessments, what is due first at the top."""
    return keyset.read(session, select(Assessment), _NEXT, place).each(itemgetter(0))


def register(
    session: Session, service: str, standing: str, before: date | None, place: Place | None
) -> Slice[Assessment]:
    """Read a page of the register: of a service, of a standing, due before a day, or all of it."""
    query = select(Assessment).where(*_public(service, standing, before))
    return keyset.read(session, query, _NEXT, place).each(itemgetter(0))


def whole_register(
    session: Session, service: str, standing: str, before: date | None
) -> Sequence[Assessment]:
    """Read all of the register, or of what somebody chose of it."""
    query = select(Assessment).where(*_public(service, standing, before))
    return session.exec(query.order_by(*_NEXT.columns)).all()


def count(session: Session, service: str, standing: str, before: date | None) -> int:
    """Count what of the register somebody chose."""
    query = select(func.count()).select_from(Assessment)
    return session.exec(query.where(*_public(service, standing, before))).one()


def services_in_use(session: Session) -> set[str]:
    """List the services about which anything stands in the register."""
    return set(session.exec(select(Assessment.published_service).where(*_public()).distinct()))


def due(session: Session, before: date) -> Sequence[Assessment]:
    """List what is due before a day, hidden or not, the longest due first."""
    query = select(Assessment).where(col(Assessment.next_on) < before)
    return session.exec(query.order_by(*_NEXT.columns)).all()


def published(session: Session, assessment: Assessment) -> Sequence[AssessmentEdition]:
    """List what of an assessment was signed off, the latest first."""
    query = _editions(assessment).where(col(AssessmentEdition.published).is_not(None))
    return session.exec(query).all()


def latest(session: Session, rows: Sequence[Assessment]) -> dict[int, AssessmentEdition]:
    """Find what of some assessments was signed off last, by their numbers."""
    query = select(AssessmentEdition).where(col(AssessmentEdition.published).is_not(None))
    query = query.where(col(AssessmentEdition.assessment_id).in_([one.id for one in rows]))
    return {
        one.assessment_id: one for one in session.exec(query.order_by(col(AssessmentEdition.id)))
    }


def editions(session: Session, assessment: Assessment) -> Sequence[AssessmentEdition]:
    """List all that somebody was asked to sign off, the latest first."""
    return session.exec(_editions(assessment)).all()


def waiting(session: Session, assessment: Assessment) -> AssessmentEdition | None:
    """Find what waits for somebody to sign it off."""
    return session.exec(_editions(assessment).where(*_waits()).limit(1)).first()


def all_waiting(session: Session) -> Sequence[tuple[Assessment, AssessmentEdition]]:
    """List all that waits to be signed off, the longest first."""
    query = select(Assessment, AssessmentEdition).join(AssessmentEdition).where(*_waits())
    return session.exec(query.order_by(col(AssessmentEdition.id))).all()


def evidence(session: Session, assessment: Assessment) -> Sequence[AssessmentEvidence]:
    """List what an assessment rests on, in the order in which it was added."""
    query = select(AssessmentEvidence).where(AssessmentEvidence.assessment_id == assessment.id)
    return session.exec(query.order_by(col(AssessmentEvidence.id))).all()


def measures(session: Session, assessment: Assessment) -> Sequence[Measure]:
    """List what is done against bad effects, in the order in which it was added."""
    query = select(Measure).where(Measure.assessment_id == assessment.id)
    return session.exec(query.order_by(col(Measure.id))).all()


def late_measures(session: Session, before: date) -> Sequence[tuple[Measure, Assessment]]:
    """List the measures that were to be done before a day and are not, the longest due first."""
    query = select(Measure, Assessment).join(Assessment).where(col(Measure.due) < before)
    query = query.where(col(Measure.progress).in_([Progress.NOT_STARTED, Progress.UNDER_WAY]))
    query = query.where(Assessment.standing == Standing.ASSESSED)
    return session.exec(query.order_by(col(Measure.due), col(Measure.id))).all()


def point(session: Session, assessment: Assessment, keys: Collection[str]) -> None:
    """Keep what public things an assessment names, in place of what it named before."""
    number = assessment.id or 0
    session.exec(delete(AssessmentPointer).where(col(AssessmentPointer.assessment_id) == number))
    session.add_all([AssessmentPointer(assessment_id=number, key=key) for key in keys])
    session.flush()


def naming(session: Session, key: str) -> Sequence[Assessment]:
    """List the assessments that name something public, as they were signed off."""
    query = select(Assessment).join(AssessmentPointer).where(AssessmentPointer.key == key)
    return session.exec(query.order_by(col(Assessment.id))).all()


def names(session: Session, numbers: Sequence[int | None]) -> dict[int, str]:
    """Name the accounts that did something."""
    query = select(Account.id, Account.name).where(col(Account.id).in_({*numbers} - {None}))
    return {number or 0: name for number, name in session.exec(query)}


def _public(
    service: str = "", standing: str = "", before: date | None = None
) -> list[ColumnElement[bool]]:
    found = [col(Assessment.standing) != Standing.HIDDEN]
    found += [col(Assessment.published_service) == service] if service else []
    found += [col(Assessment.standing) == standing] if standing else []
    return found + ([col(Assessment.next_on) < before] if before else [])


def _waits() -> list[ColumnElement[bool]]:
    ended = (
        AssessmentEdition.published,
        AssessmentEdition.refused,
        AssessmentEdition.withdrawn,
    )
    return [col(day).is_(None) for day in ended]


def _editions(assessment: Assessment) -> SelectOfScalar[AssessmentEdition]:
    query = select(AssessmentEdition).where(AssessmentEdition.assessment_id == assessment.id)
    return query.order_by(col(AssessmentEdition.id).desc())
