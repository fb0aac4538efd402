"""What the lists of responses ask of the database, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlmodel import Session, col

from portal.consultations import hidden_texts
from portal.consultations.models import (
    Consultation,
    EqualityAnswers,
    Response,
    WrittenAnswer,
)
from portal.consultations.rules import Channel, Respondent, ResponseState
from portal.group_responses.models import GroupReturn
from portal.groups.models import Group
from portal.store import keyset
from portal.store.keyset import Order, Place, Slice

_NEWEST = Order([col(Response.day), col(Response.id)], newest_first=True)
_ROWS_AT_ONCE = 200


@dataclass(frozen=True)
class Batch:
    """Which responses to list: in a state, of a day, a channel or whom, in a rush, for a reason."""

    state: ResponseState = ResponseState.COUNTED
    day: date | None = None
    channel: Channel | None = None
    rushed: bool = False
    why: str = ""
    who: Respondent | None = None

    @property
    def narrow(self) -> bool:
        """Tell whether it is narrow enough to do something with all of it."""
        return bool(self.day or self.channel or self.why)

    @property
    def fields(self) -> dict[str, str]:
        """Name what was chosen as a form sends it."""
        chosen = {
            "state": self.state.value,
            "day": self.day.isoformat() if self.day else "",
            "channel": self.channel.value if self.channel else "",
            "rushed": "yes" if self.rushed else "",
            "why": self.why,
            "who": self.who.value if self.who else "",
        }
        return {name: value for name, value in chosen.items() if value}


def responses(
    session: Session, consultation: Consultation, batch: Batch, place: Place | None
) -> Slice[Response]:
    """List a page of responses, newest day first."""
    return keyset.read(session, _of(consultation, batch), _NEWEST, place).each(itemgetter(0))


def total(session: Session, consultation: Consultation, batch: Batch) -> int:
    """Count the responses that such a list holds."""
    return count(session, _of(consultation, batch))


def brought_by(session: Session, response: str) -> Group | None:
    """Find the group that brought a response, if one did."""
    query = select(Group).join(GroupReturn).where(col(GroupReturn.response_id) == response)
    return session.execute(query).scalar_one_or_none()


def response(session: Session, consultation: Consultation, number: str) -> Response | None:
    """Find one response of a consultation, also by the id that an export gave it."""
    found = session.get(Response, number)
    if found is None and number.startswith("_"):
        found = session.get(Response, f"-{number[1:]}")
    return found if found and found.consultation_id == consultation.id else None


def change(
    session: Session, consultation: Consultation, batch: Batch, seen: int, values: dict[str, Any]
) -> int:
    """Change a batch of responses together, unless they are others than were seen; count them.

    One statement counts and changes, so that none is changed that came in between.
    """
    here = _in(consultation, batch)
    number = select(func.count()).select_from(Response).where(*here).correlate(None)
    changing = update(Response).where(*here, number.scalar_subquery() == seen).values(values)
    unsynchronised = {"synchronize_session": False}
    return session.connection().execute(changing, execution_options=unsynchronised).rowcount


def days(session: Session, consultation: Consultation, state: ResponseState) -> list[date]:
    """List the days on which responses in a state came, the newest first."""
    query = select(col(Response.day)).where(*_in(consultation, Batch(state))).distinct()
    return list(session.execute(query.order_by(col(Response.day).desc())).scalars())


def reasons(session: Session, consultation: Consultation) -> list[str]:
    """List the reasons for which responses are set aside."""
    aside = _in(consultation, Batch(ResponseState.SET_ASIDE))
    return sorted(session.execute(select(col(Response.reason)).where(*aside).distinct()).scalars())


def organisations(session: Session, consultation: Consultation) -> list[Response]:
    """List the responses of organisations that count, by day."""
    query = _of(consultation, Batch(who=Respondent.ORGANISATION))
    return list(session.execute(query.order_by(col(Response.day), col(Response.id))).scalars())


def texts_of(session: Session, ids: Sequence[str]) -> dict[str, list[WrittenAnswer]]:
    """Read the written answers of some responses, hidden ones included."""
    query = select(WrittenAnswer).where(col(WrittenAnswer.response_id).in_(ids))
    found: dict[str, list[WrittenAnswer]] = {}
    for text in session.execute(query.order_by(col(WrittenAnswer.question))).scalars():
        found.setdefault(text.response_id, []).append(text)
    return found


def for_export(session: Session, consultation: Consultation) -> Iterator[list[tuple[Any, ...]]]:
    """Read the responses that were not withdrawn in handfuls.

    Each comes with its equality answers, the name of the group that brought it, its written
    answers, and why words of it are hidden.
    """
    query = select(Response, EqualityAnswers, col(Group.name)).select_from(Response)
    query = query.outerjoin(EqualityAnswers).outerjoin(GroupReturn).outerjoin(Group)
    query = query.where(col(Response.consultation_id) == consultation.id)
    query = query.where(col(Response.state) != ResponseState.WITHDRAWN)
    last = ""
    while True:
        after = query.where(col(Response.id) > last).order_by(col(Response.id))
        rows = session.execute(after.limit(_ROWS_AT_ONCE)).all()
        if not rows:
            return
        ids = [one.id for one, *_ in rows]
        texts, hidden = texts_of(session, ids), hidden_texts.of(session, ids)
        yield [(*row, texts.get(row[0].id, []), hidden[row[0].id]) for row in rows]
        last = rows[-1][0].id
        session.expunge_all()


def count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    """Count all that a query finds."""
    counting = query.with_only_columns(func.count(), maintain_column_froms=True)
    return int(session.execute(counting).scalar_one())


def _of(consultation: Consultation, batch: Batch) -> Select[Response]:
    return select(Response).where(*_in(consultation, batch))


def _in(consultation: Consultation, batch: Batch) -> list[ColumnElement[bool]]:
    chosen: list[Any] = [
        col(Response.consultation_id) == consultation.id,
        col(Response.state) == batch.state,
    ]
    if batch.day:
        chosen.append(col(Response.day) == batch.day)
    if batch.channel:
        chosen.append(col(Response.channel) == batch.channel)
    if batch.rushed:
        chosen.append(col(Response.rushed))
    if batch.why:
        chosen.append(col(Response.reason) == batch.why)
    if batch.who:
        chosen.append(col(Response.respondent) == batch.who)
    return chosen
