"""Words of a person that staff hid: which, and why. The words stay, for whoever has to read them.

One way for all of them: written answers and words beside a choice, what an organisation says of
itself, and what people write about themselves. Whatever shows or sends words asks here first.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, delete, select
from sqlmodel import Field, Session, SQLModel, col

from portal import lengths
from portal.consultations.models import Consultation, Response
from portal.consultations.rules import ResponseState
from portal.store.db import insert_once
from portal.store.tables import UNORDERED

_ORGANISATION, _TOLD = "organisation:", "told:"


class HiddenText(SQLModel, table=True):
    """Some words of a response that are shown and sent to nobody but those who look for them.

    `name` says which words: a written answer by its question, all else as `organisation` and
    `told` name it. No code of a question has a colon.
    """

    __tablename__ = "hidden_text"
    __table_args__ = UNORDERED

    response_id: str = Field(
        foreign_key="response.id", ondelete="CASCADE", primary_key=True, max_length=lengths.ID
    )
    name: str = Field(primary_key=True, max_length=lengths.FIELD)
    reason: str = Field(max_length=lengths.KEPT_REASON)


def organisation(part: str) -> str:
    """Name what an organisation says of itself: its name, or how it asked people."""
    return f"{_ORGANISATION}{part}"


def told(characteristic: str) -> str:
    """Name what somebody wrote in answer to an equality question."""
    return f"{_TOLD}{characteristic}"


def of(session: Session, responses: Sequence[str]) -> dict[str, dict[str, str]]:
    """Give why words of some responses are hidden: by response, and then by their names."""
    found: dict[str, dict[str, str]] = {number: {} for number in responses}
    query = select(HiddenText).where(col(HiddenText.response_id).in_(responses))
    for row in session.execute(query).scalars():
        found[row.response_id][row.name] = row.reason
    return found


def hide(session: Session, responses: Iterable[str], name: str, reason: str) -> None:
    """Hide words of some responses; what is hidden already keeps its reason."""
    for number in hold(session, responses):
        values = {"response_id": number, "name": name, "reason": reason}
        insert_once(session, "hidden_text", "response_id name", values)


def hold(session: Session, responses: Iterable[str]) -> list[str]:
    """Let nobody else hide words of some responses meanwhile; list those that still stand.

    Whoever withdraws a response at this moment must not leave behind what was said about it.
    """
    standing = select(col(Response.id)).where(col(Response.id).in_(list(responses)))
    standing = standing.where(col(Response.state) != ResponseState.WITHDRAWN)
    held = standing.order_by(col(Response.id)).with_for_update()
    return list(session.execute(held).scalars())


def show(session: Session, responses: Iterable[str], name: str) -> None:
    """Show words of some responses again, and forget why they were hidden."""
    gone = delete(HiddenText).where(col(HiddenText.response_id).in_(list(responses)))
    session.execute(gone.where(col(HiddenText.name) == name))


def forget(session: Session, response: Response) -> None:
    """Forget what was hidden of a response, and why."""
    session.execute(delete(HiddenText).where(col(HiddenText.response_id) == response.id))


def forget_written(session: Session, consultation: Consultation) -> None:
    """Forget why words were hidden that are deleted: all but names and equality answers."""
    named = (col(HiddenText.name) == organisation("name")) | col(HiddenText.name).startswith(_TOLD)
    _forget(session, consultation, ~named)


def forget_told(session: Session, consultation: Consultation) -> None:
    """Forget why words about themselves were hidden, once what people told is deleted."""
    _forget(session, consultation, col(HiddenText.name).startswith(_TOLD))


def _forget(session: Session, consultation: Consultation, which: ColumnElement[bool]) -> None:
    here = select(col(Response.id)).where(col(Response.consultation_id) == consultation.id)
    session.execute(delete(HiddenText).where(col(HiddenText.response_id).in_(here), which))
