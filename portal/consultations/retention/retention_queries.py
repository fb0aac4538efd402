"""What retention asks of the database: what is due, counting it, and deleting it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session, col, delete, func, or_, select, update

from portal.consultations.count_models import EqualityCount, WrittenCount
from portal.consultations.models import (
    Consultation,
    Draft,
    EqualityAnswers,
    Readable,
    Response,
    WrittenAnswer,
)
from portal.consultations.rules import LATE_DRAFTS, REASON_AFTER, Respondent, ResponseState, Told

_BATCH = 500


def written_due(session: Session, today: date, now: datetime) -> list[Consultation]:
    """List the consultations that are over whose written answers were to be deleted by today."""
    return _over(session, today, now, col(Consultation.delete_written) <= today)


def equality_due(session: Session, today: date, now: datetime) -> list[Consultation]:
    """List the consultations that are over whose equality answers were to be deleted by today."""
    return _over(session, today, now, col(Consultation.delete_equality) <= today)


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


def kept(session: Session, consultation: Readable) -> dict[Told, int]:
    """Count what each deletion would delete now: texts, and what people told of themselves."""
    of_it = Response.consultation_id == consultation.id
    texts = select(func.count()).select_from(WrittenAnswer).join(Response).where(of_it)
    told = select(func.count()).select_from(EqualityAnswers).join(Response).where(of_it)
    methods = select(func.count()).select_from(Response).where(of_it)
    methods = methods.where(Response.respondent == Respondent.ORGANISATION)
    methods = methods.where(col(Response.organisation)["how"].as_string() != "")
    return {
        Told.DELETE_WRITTEN: session.exec(texts).one() + session.exec(methods).one(),
        Told.DELETE_EQUALITY: session.exec(told).one(),
    }


def relied_on(
    session: Session, consultation: Readable, kept: Mapping[Told, int]
) -> frozenset[Told]:
    """Name the deletions that matter to what is kept, or to what somebody is about to send.

    A draft is sealed, so it may hold anything, also when it was just sent.
    """
    begun = select(Draft.id).where(Draft.consultation_id == consultation.id).limit(1)
    if session.exec(begun).first() is not None:
        return frozenset(kept)
    return frozenset(name for name, number in kept.items() if number)


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
        languages = dict(response.organisation.get("languages", {}))
        languages.pop("how", None)
        response.organisation = response.organisation | {"how": "", "languages": languages}
        session.add(response)
    return len(told)


def delete_marks(session: Session, consultation: Consultation) -> None:
    """Forget which answers came in a rush."""
    marked = update(Response).where(col(Response.consultation_id) == consultation.id)
    session.exec(marked.where(col(Response.rushed)).values(rushed=False))


def shorten_reasons(session: Session, consultation: Consultation) -> None:
    """Forget what staff wrote about responses, and keep which kind of reason it was."""
    here = col(Response.consultation_id) == consultation.id
    worded = col(Response.reason).contains(REASON_AFTER)
    for reason in session.exec(select(Response.reason).where(here, worded).distinct()).all():
        same = update(Response).where(here, col(Response.reason) == reason)
        session.exec(same.values(reason=reason.partition(REASON_AFTER)[0]))


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


def _over(
    session: Session, today: date, now: datetime, due: ColumnElement[bool]
) -> list[Consultation]:
    closed = col(Consultation.closes) <= now - LATE_DRAFTS
    promised = col(Consultation.report_back)
    reported = or_(promised.is_(None), promised < today)
    query = select(Consultation).where(due, closed, reported)
    return list(session.exec(query.order_by(Consultation.slug)))


def _standing(consultation: Readable) -> tuple[ColumnElement[bool], ...]:
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
