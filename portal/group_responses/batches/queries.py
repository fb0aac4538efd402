"""Everything that is asked of the database about batches."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from portal.consultations.models import Consultation, Response
from portal.group_responses.batches.models import BatchDraft, BatchResponse, SentBatch
from portal.groups.models import Group
from portal.membership.models import Membership


def drafts(
    session: Session, own: Membership, consultation: int, now: datetime
) -> Sequence[BatchDraft]:
    """List what somebody has under way for a consultation in a group."""
    query = select(BatchDraft).where(BatchDraft.made_by == own.id, BatchDraft.expires > now)
    query = query.where(BatchDraft.consultation_id == consultation)
    return session.exec(query.order_by(col(BatchDraft.started), col(BatchDraft.id))).all()


def count_drafts(session: Session, own: Membership) -> int:
    """Count what somebody has under way in a group."""
    query = select(func.count()).select_from(BatchDraft).where(BatchDraft.made_by == own.id)
    return session.exec(query).one()


def count_of_member(session: Session, member: str) -> int:
    """Count what somebody has under way in all their groups."""
    query = select(func.count()).select_from(BatchDraft).join(Membership)
    return session.exec(query.where(Membership.member_id == member)).one()


def draft(session: Session, own: Membership, name: str, now: datetime) -> BatchDraft | None:
    """Find what somebody has under way by its random name, as it is now."""
    query = select(BatchDraft).where(BatchDraft.id == name, BatchDraft.made_by == own.id)
    query = query.where(BatchDraft.expires > now)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def is_taken(session: Session, name: str) -> bool:
    """Tell whether a batch has this name, under way or sent."""
    return any(session.get(table, name) is not None for table in (BatchDraft, SentBatch))


def was_sent(session: Session, group: Group, name: str) -> bool:
    """Tell whether a batch of a group was sent."""
    kept = session.get(SentBatch, name)
    return kept is not None and kept.group_id == group.id


def of_draft(session: Session, draft: BatchDraft) -> Consultation:
    """Give the consultation of a draft."""
    return session.exec(select(Consultation).where(Consultation.id == draft.consultation_id)).one()


def sent(session: Session, code_hash: str) -> SentBatch | None:
    """Find a batch that was sent by the name of its code, and let nobody else change it."""
    query = select(SentBatch).where(SentBatch.code_hash == code_hash)
    return session.exec(query).one_or_none()


def hold(session: Session, batch: SentBatch) -> None:
    """Let nobody else change a batch before this transaction ends."""
    session.refresh(batch, with_for_update=True)


def responses(session: Session, batch: SentBatch) -> Sequence[Response]:
    """List the responses of a batch, in an order that tells nothing."""
    query = select(Response).join(BatchResponse).where(BatchResponse.batch_id == batch.id)
    return session.exec(query.order_by(col(Response.id))).all()


def forget_expired(session: Session, now: datetime) -> None:
    """Delete the drafts that expired."""
    session.exec(delete(BatchDraft).where(col(BatchDraft.expires) <= now))


def forget(session: Session, draft: BatchDraft) -> bool:
    """Delete a draft; of two who do so at once, one is told that it was there."""
    return session.exec(delete(BatchDraft).where(col(BatchDraft.id) == draft.id)).rowcount == 1
