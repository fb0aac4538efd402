"""What quotes ask of the database: which answers may be quoted, and how many are alike."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col, delete, update

from portal.consultations.models import Consultation, EqualityAnswers, Response, WrittenAnswer
from portal.consultations.rules import Respondent, ResponseState
from portal.feedback.models import Entry, Quote
from portal.feedback.queries import quotable
from portal.languages import searching
from portal.store import keyset
from portal.store.db import insert_once
from portal.store.keyset import Order, Place, Slice

_BY_DAY = Order([col(Response.day), col(Response.id), col(WrittenAnswer.question)])
_AT_ONCE = 500
_MOST_FOUND = 500


class Said(NamedTuple):
    """A written answer that may be quoted, and its response."""

    text: WrittenAnswer
    sender: Response


class Quoted(NamedTuple):
    """A quote that may still be quoted, the answer it is from, and its response."""

    quote: Quote
    text: WrittenAnswer
    sender: Response


class Shown(NamedTuple):
    """A quote, its entry, of which consultation, and what its writer told about themselves."""

    quote: Quote
    entry: Entry
    consultation: int
    told: Mapping[str, Any] | None


def answers(
    session: Session,
    consultation: Consultation,
    questions: Collection[str],
    wanted: str,
    place: Place | None,
) -> Slice[Said]:
    """List a page of the answers to some questions that may be quoted, by day; found by words."""
    query = _to(consultation, questions)
    if searching.words(wanted):
        found = _matching(session, query, wanted)
        query = query.where(col(WrittenAnswer.id).in_(found))
    return keyset.read(session, query, _BY_DAY, place).each(lambda row: Said(*row))


def answer(
    session: Session, consultation: Consultation, questions: Collection[str], name: str
) -> Said | None:
    """Find an answer to one of some questions that may be quoted."""
    query = _to(consultation, questions).where(col(WrittenAnswer.id) == name)
    row = session.execute(query).one_or_none()
    return Said(*row) if row else None


def quote(session: Session, entry: Entry, name: str) -> Quoted | None:
    """Find a quote beside an entry that may still be quoted."""
    query = select(Quote, WrittenAnswer, Response)
    query = query.join(WrittenAnswer, col(WrittenAnswer.id) == col(Quote.answer_id)).join(Response)
    query = query.where(*quotable(), col(Quote.entry_id) == entry.id, col(Quote.id) == name)
    row = session.execute(query).one_or_none()
    return Quoted(*row) if row else None


def add(session: Session, values: Mapping[str, Any]) -> bool:
    """Keep a quote; tell whether its name is new."""
    return insert_once(session, "feedback_quote", "id", dict(values))


def public(session: Session, names: Collection[str]) -> list[Shown]:
    """Read some quotes that may still be quoted, in the order of their names."""
    query = select(
        Quote, Entry, col(Response.consultation_id), col(EqualityAnswers.answers)
    ).select_from(Quote)
    query = query.join(Entry, col(Entry.id) == col(Quote.entry_id))
    query = query.join(WrittenAnswer, col(WrittenAnswer.id) == col(Quote.answer_id))
    query = query.join(Response).outerjoin(EqualityAnswers)
    query = query.where(*quotable(), col(Quote.id).in_(list(names)))
    return [Shown(*row) for row in session.execute(query.order_by(col(Quote.id)))]


def named(session: Session, consultation: Consultation) -> Sequence[Quote]:
    """List the quotes of answers to a consultation of whose writers something is said."""
    query = select(Quote).join(WrittenAnswer).join(Response)
    query = query.where(col(Response.consultation_id) == consultation.id)
    return session.execute(query.where(col(Quote.characteristic) != "")).scalars().all()


def consultations(session: Session) -> Sequence[Consultation]:
    """List the consultations of whose answers a writer is named by something they told."""
    of = select(col(Response.consultation_id)).join(WrittenAnswer)
    of = of.join(Quote).where(col(Quote.characteristic) != "")
    query = select(Consultation).where(col(Consultation.id).in_(of))
    return session.execute(query.order_by(col(Consultation.id))).scalars().all()


def said_of(session: Session, response: str, but: str) -> set[tuple[str, str]]:
    """Give what quotes say of whoever sent a response, but the one of a name."""
    query = select(col(Quote.characteristic), col(Quote.option)).join(WrittenAnswer)
    query = query.where(col(WrittenAnswer.response_id) == response, col(Quote.id) != but)
    rows = session.execute(query.where(col(Quote.characteristic) != ""))
    return {(characteristic, option) for characteristic, option in rows}


def told(session: Session, response: str) -> EqualityAnswers | None:
    """Find what somebody told about themselves."""
    return session.get(EqualityAnswers, response)


def alike(
    session: Session, consultation: Consultation, characteristic: str
) -> list[tuple[list[str], int]]:
    """Count those who count by all that they told of one thing about themselves, as codes."""
    told = col(EqualityAnswers.answers)[(characteristic, "codes")].as_string().label("codes")
    one = (
        select(told)
        .join(Response)
        .where(
            col(Response.consultation_id) == consultation.id,
            col(Response.state) == ResponseState.COUNTED,
            col(Response.respondent) == Respondent.INDIVIDUAL,
        )
    )
    each = one.subquery()
    rows = session.execute(select(each.c.codes, func.count()).group_by(each.c.codes))
    return [(json.loads(codes or "[]"), number) for codes, number in rows]


def forget(session: Session) -> int:
    """Delete the quotes whose writers took it back that they may be quoted; count them."""
    refused = select(col(Quote.id)).join(WrittenAnswer).join(Response)
    refused = refused.where(col(Response.may_quote).is_(False))
    return session.exec(delete(Quote).where(col(Quote.id).in_(refused))).rowcount


def nameless(session: Session) -> int:
    """Say nothing more of writers whose equality answers were deleted; count them."""
    told_ = col(EqualityAnswers.response_id) == col(WrittenAnswer.response_id)
    kept = select(col(Quote.id)).join(WrittenAnswer).join(EqualityAnswers, told_)
    late = update(Quote).where(col(Quote.characteristic) != "", col(Quote.id).not_in(kept))
    return session.exec(late.values(characteristic="", option="")).rowcount


def _to(consultation: Consultation, questions: Collection[str]) -> Select[WrittenAnswer, Response]:
    beside = [col(WrittenAnswer.question) == f"{code}.other" for code in questions]
    query = select(WrittenAnswer, Response).join(Response)
    query = query.where(col(Response.consultation_id) == consultation.id, *quotable())
    return query.where(or_(col(WrittenAnswer.question).in_(list(questions)), *beside))


def _matching(session: Session, query: Select[WrittenAnswer, Response], wanted: str) -> list[str]:
    """Name the answers in which words stand, the first few hundred of them by day."""
    columns = (col(WrittenAnswer.id), col(WrittenAnswer.text))
    plain = query.with_only_columns(*columns, maintain_column_froms=True)
    rows = session.execute(plain.order_by(*_BY_DAY.columns).execution_options(yield_per=_AT_ONCE))
    return list(_first(rows, wanted))


def _first(rows: Any, wanted: str) -> Iterator[str]:
    number = 0
    for name, text in rows:
        if searching.matches(wanted, [text]):
            yield name
            number += 1
        if number == _MOST_FOUND:
            return
