"""What retention asks of the database: what is due, counting it, and deleting it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session, col, delete, func, select, update

from portal.consultations.models import (
    Consultation,
    EqualityAnswers,
    EqualityCount,
    Response,
    WrittenAnswer,
    WrittenCount,
)
from portal.consultations.rules import LATE_DRAFTS, Respondent, ResponseState

_BATCH = 500


def written_due(session: Session, today: date, now: datetime) -> list[Consultation]:
    """List the closed consultations whose written answers were to be deleted by today."""
    return _closed(session, now, col(Consultation.delete_written) <= today)


def equality_due(session: Session, today: date, now: datetime) -> list[Consultation]:
    """List the closed consultations whose equality answers were to be deleted by today."""
    return _closed(session, now, col(Consultation.delete_equality) <= today)


def count_written(session: Session, consultation: Consultation) -> Counter[tuple[Any, ...]]:
    """Count written answers by question, respondent and language."""
    kinds = (
        col(WrittenAnswer.question),
        col(Response.respondent),
        col(WrittenAnswer.language),
    )
    query = select(*kinds, func.count()).join(Response).where(*_standing(consultation))
    rows = session.execute(query.group_by(*kinds))
    return Counter({tuple(kind): number for *kind, number in rows})


def count_equality(session: Session, consultation: Consultation) -> Counter[tuple[Any, ...]]:
    """Count what people told about themselves by characteristic, state and option."""
    query = select(EqualityAnswers.answers).join(Response).where(*_standing(consultation))
    counted: Counter[tuple[Any, ...]] = Counter()
    for answers in session.exec(query.execution_options(yield_per=_BATCH)):
        counted.update(_told(answers))
    return counted


def add_to_counts(
    session: Session,
    table: type[WrittenCount] | type[EqualityCount],
    consultation: Consultation,
    counted: Counter[tuple[Any, ...]],
) -> None:
    """Add to the numbers that stay; a late answer is added to what was counted before."""
    for kind, number in counted.items():
        row = session.get(table, (consultation.id, *kind))
        if row is None:
            row = table(consultation_id=consultation.id or 0, **_named(table, kind))
        row.number += number  # type: ignore[attr-defined]
        session.add(row)
    session.flush()


def delete_written(session: Session, consultation: Consultation) -> int:
    """Delete every written answer to a consultation, and say how many there were."""
    return _delete(session, WrittenAnswer, consultation)


def delete_methods(session: Session, consultation: Consultation) -> int:
    """Delete what organisations wrote about how they asked people, and say how many had."""
    query = select(Response).where(Response.consultation_id == consultation.id)
    # Every consultation that was ever due is asked again each hour: what has nothing to delete
    # must not be read.
    query = query.where(Response.respondent == Respondent.ORGANISATION)
    told = session.exec(query.where(col(Response.organisation)["how"].as_string() != "")).all()
    for response in told:
        response.organisation = response.organisation | {"how": ""}
        session.add(response)
    return len(told)


def delete_marks(session: Session, consultation: Consultation) -> None:
    """Forget which answers came in a rush."""
    marked = update(Response).where(col(Response.consultation_id) == consultation.id)
    session.exec(marked.where(col(Response.rushed)).values(rushed=False))


def delete_equality(session: Session, consultation: Consultation) -> int:
    """Delete what everybody told about themselves, and say how many had."""
    return _delete(session, EqualityAnswers, consultation)


def written_counts(session: Session, consultation: Consultation) -> list[WrittenCount]:
    """List how many written answers there were before they were deleted."""
    query = select(WrittenCount).where(WrittenCount.consultation_id == consultation.id)
    return list(session.exec(query.order_by(WrittenCount.question, WrittenCount.language)))


def equality_counts(session: Session, consultation: Consultation) -> list[EqualityCount]:
    """List how many told each thing about themselves before it was deleted."""
    query = select(EqualityCount).where(EqualityCount.consultation_id == consultation.id)
    return list(session.exec(query.order_by(EqualityCount.characteristic, EqualityCount.code)))


def _closed(session: Session, now: datetime, due: ColumnElement[bool]) -> list[Consultation]:
    over = col(Consultation.closes) <= now - LATE_DRAFTS
    return list(session.exec(select(Consultation).where(due, over).order_by(Consultation.slug)))


def _standing(consultation: Consultation) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Response.consultation_id) == consultation.id,
        col(Response.state) == ResponseState.COUNTED,
    )


def _told(answers: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    for characteristic, answer in answers.items():
        for code in answer["codes"] or [""]:
            yield characteristic, answer["state"], code


def _named(table: Any, kind: tuple[Any, ...]) -> dict[str, Any]:
    names = [column.name for column in table.__table__.primary_key][1:]
    return dict(zip(names, kind, strict=True))


def _delete(session: Session, table: Any, consultation: Consultation) -> int:
    of_it: Select[Any] = select(Response.id).where(Response.consultation_id == consultation.id)
    return session.exec(delete(table).where(col(table.response_id).in_(of_it))).rowcount
