"""What the lists of texts ask of the database: what people wrote, and what of it is hidden.

Every number of texts that leads to a list comes of the same conditions as that list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import Select, String, and_, cast, func, select
from sqlalchemy.orm import join, outerjoin
from sqlmodel import Session, col

from portal.analysis.staff.reading.queries import count
from portal.consultations import hidden_texts
from portal.consultations.hidden_texts import HiddenText
from portal.consultations.models import Consultation, EqualityAnswers, Response, WrittenAnswer
from portal.consultations.rules import Respondent, ResponseState
from portal.store import keyset
from portal.store.keyset import Order, Place, Slice


@dataclass(frozen=True)
class Wanted:
    """Which written answers to list: of a question, a language or whom, with a flag, or hidden.

    Whoever looks for a flag or for what is hidden has something to do about it, so those lists
    hold responses that were set aside as well, and that of a flag what is hidden.
    """

    question: str = ""
    language: str = ""
    flag: str = ""
    who: str = ""
    hidden: bool = False

    @property
    def fields(self) -> dict[str, str]:
        """Name what was chosen as an address says it."""
        chosen = {
            "question": self.question,
            "language": self.language,
            "flag": self.flag,
            "who": self.who,
            "show": "hidden" if self.hidden else "",
        }
        return {name: value for name, value in chosen.items() if value}


class Written(NamedTuple):
    """A written answer, its response, and why it is hidden, if it is."""

    text: WrittenAnswer
    sender: Response
    hidden: str | None


class Told(NamedTuple):
    """Words about themselves that one or several people wrote, and why they are hidden."""

    characteristic: str
    words: str
    hidden: bool
    senders: Sequence[str]
    reason: str


PEOPLE = Respondent.INDIVIDUAL.value
_BY_DAY = Order([col(Response.day), col(Response.id), col(WrittenAnswer.question)])


def written(
    session: Session, consultation: Consultation, wanted: Wanted, place: Place | None
) -> tuple[Slice[Written], int]:
    """List a page of written answers by day, and count them all."""
    query = _of(consultation, wanted)
    part = keyset.read(session, query, _BY_DAY, place)
    return part.each(lambda row: Written(*row)), count(session, query)


def by_language(
    session: Session, consultation: Consultation, wanted: Wanted
) -> dict[str, dict[str, int]]:
    """Count the written answers of such a list by question, and then by language."""
    kinds = [col(WrittenAnswer.question), col(WrittenAnswer.language)]
    query = _of(consultation, wanted).with_only_columns(
        *kinds, func.count(), maintain_column_froms=True
    )
    counted: dict[str, dict[str, int]] = {}
    for question, language, number in session.execute(query.group_by(*kinds).order_by(*kinds)):
        counted.setdefault(question, {})[language] = number
    return counted


def languages(session: Session, consultation: Consultation, wanted: Wanted) -> list[str]:
    """List the languages of such a list, whichever of them was chosen."""
    found = by_language(session, consultation, replace(wanted, language=""))
    chosen = {wanted.language} - {""}
    return sorted(chosen.union(*found.values()))


def one_written(session: Session, consultation: Consultation, number: str) -> Written | None:
    """Find one written answer of a consultation, with its response."""
    query = _all(consultation).where(col(WrittenAnswer.id) == number)
    row = session.execute(query).one_or_none()
    return Written(*row) if row else None


def told(session: Session, consultation: Consultation) -> list[Told]:
    """List what people wrote about themselves, the same words once, in no order of arrival.

    Responses that were set aside are among them, because the export holds them.
    """
    columns = (col(EqualityAnswers.response_id), col(EqualityAnswers.answers))
    query = select(*columns).join(Response)
    query = query.where(col(Response.consultation_id) == consultation.id)
    worded = cast(col(EqualityAnswers.answers), String).contains('"write_in"')
    hidden = _hidden_told(session, consultation)
    found: dict[tuple[str, str, bool], dict[str, str]] = {}
    for number, answers in session.execute(query.where(worded).order_by(col(Response.id))):
        for code, answer in answers.items():
            if words := answer.get("write_in"):
                why = hidden.get((number, hidden_texts.told(code)))
                found.setdefault((code, words, why is not None), {})[number] = why or ""
    return [
        Told(*place, senders=sorted(why), reason=next(iter(why.values())))
        for place, why in sorted(found.items(), key=lambda item: (item[0][1].casefold(), item[0]))
    ]


def _hidden_told(session: Session, consultation: Consultation) -> dict[tuple[str, str], str]:
    columns = (col(HiddenText.response_id), col(HiddenText.name), col(HiddenText.reason))
    query = select(*columns).join(Response)
    rows = session.execute(query.where(col(Response.consultation_id) == consultation.id))
    return {(number, name): reason for number, name, reason in rows}


def _all(consultation: Consultation) -> Select[WrittenAnswer, Response, str | None]:
    same = and_(
        col(HiddenText.response_id) == col(WrittenAnswer.response_id),
        col(HiddenText.name) == col(WrittenAnswer.question),
    )
    query = select(WrittenAnswer, Response, col(HiddenText.reason))
    sent = join(WrittenAnswer, Response)
    query = query.select_from(outerjoin(sent, HiddenText, same))
    return query.where(col(Response.consultation_id) == consultation.id)


def _of(consultation: Consultation, wanted: Wanted) -> Select[WrittenAnswer, Response, str | None]:
    query, hidden = _all(consultation), col(HiddenText.reason).is_not(None)
    if wanted.hidden:
        query = query.where(hidden)
    elif not wanted.flag:
        query = query.where(~hidden, col(Response.state) == ResponseState.COUNTED)
    if wanted.question:
        query = query.where(col(WrittenAnswer.question) == wanted.question)
    if wanted.language:
        query = query.where(col(WrittenAnswer.language) == wanted.language)
    if wanted.who:
        query = query.where(col(Response.respondent) == wanted.who)
    if wanted.flag:
        flags = cast(col(WrittenAnswer.flags), String)
        query = query.where(flags.contains(f'"{wanted.flag}"', autoescape=True))
    return query
