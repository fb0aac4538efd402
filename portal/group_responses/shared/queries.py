"""Everything that is asked of the database about answers that groups draft."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import defer
from sqlmodel import Session, col, delete, func, select

from portal.consultations.models import Consultation, Readable, Response
from portal.consultations.rules import ResponseState
from portal.group_responses.shared.models import SharedAnswer, SharedChange
from portal.groups.models import Group
from portal.membership.models import Membership


def of_group(session: Session, group: Group, consultation: Readable) -> SharedAnswer | None:
    """Find what a group answers to a consultation, as it is now."""
    query = select(SharedAnswer).where(SharedAnswer.group_id == group.id)
    query = query.where(SharedAnswer.consultation_id == consultation.id)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def standing(session: Session, group: Group) -> dict[str, bool]:
    """Tell to which consultations a group answers, by their addresses, and whether it was sent."""
    query = select(Consultation.slug, SharedAnswer.response_id, Response.state)
    query = query.select_from(SharedAnswer).join(Consultation)
    query = query.outerjoin(Response, col(SharedAnswer.response_id) == col(Response.id))
    rows = session.exec(query.where(SharedAnswer.group_id == group.id)).all()
    return {slug: bool(sent) for slug, sent, state in rows if state != ResponseState.WITHDRAWN}


def response(session: Session, answer: SharedAnswer | None) -> Response | None:
    """Find the response that an answer became, unless it was withdrawn."""
    if answer is None or answer.response_id is None:
        return None
    query = select(Response).where(Response.id == answer.response_id)
    query = query.where(Response.state != ResponseState.WITHDRAWN)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def latest(session: Session, answer: SharedAnswer) -> Sequence[SharedChange]:
    """List what was changed, without the answers, the newest first."""
    query = select(SharedChange).where(SharedChange.answer_id == answer.id)
    query = query.options(defer(SharedChange.sent, raiseload=True))  # type: ignore[arg-type]
    return session.exec(query.order_by(col(SharedChange.number).desc())).all()


def history(session: Session, answer: SharedAnswer, question: str) -> Sequence[SharedChange]:
    """List what was given as the answer to a question, the newest first."""
    query = select(SharedChange).where(SharedChange.answer_id == answer.id)
    query = query.where(SharedChange.question == question)
    return session.exec(query.order_by(col(SharedChange.number).desc())).all()


def last_number(session: Session, answer: SharedAnswer) -> int:
    """Give the number of the change that was made last."""
    query = select(func.max(SharedChange.number)).where(SharedChange.answer_id == answer.id)
    return session.exec(query).one() or 0


def forget(session: Session, changes: Iterable[SharedChange]) -> None:
    """Delete some changes."""
    names = [one.id for one in changes]
    session.exec(delete(SharedChange).where(col(SharedChange.id).in_(names)))


def forget_all(session: Session, answer: SharedAnswer) -> None:
    """Delete all that was changed in an answer, because it was sent."""
    session.exec(delete(SharedChange).where(col(SharedChange.answer_id) == answer.id))


def of_member(session: Session, member: str) -> Sequence[SharedChange]:
    """List what a member gave as answers in drafts of their groups."""
    query = select(SharedChange).join(Membership).where(Membership.member_id == member)
    return session.exec(query.order_by(col(SharedChange.answer_id), col(SharedChange.number))).all()
