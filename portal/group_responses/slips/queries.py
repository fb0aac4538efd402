"""Everything that is asked of the database about slips."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, delete, func, select, update

from portal.consultations.models import Consultation, Response
from portal.consultations.rules import Channel
from portal.group_responses.slips import rules
from portal.group_responses.slips.models import Slip, SlipBatch
from portal.groups.models import Group
from portal.groups.rules import State

_OUT = select(Consultation.slug).join(SlipBatch).where(col(SlipBatch.revoked).is_(False))


class Printed(NamedTuple):
    """A batch as its group sees it: how many were used is rounded, as all that it counts."""

    batch: SlipBatch
    used: int


def batches(session: Session, group: Group, consultation: int) -> list[Printed]:
    """List a group's batches for a consultation, the newest first."""
    left = select(func.count()).select_from(Slip).where(Slip.batch_id == SlipBatch.id)
    query = select(SlipBatch, left.scalar_subquery()).where(SlipBatch.group_id == group.id)
    query = query.where(SlipBatch.consultation_id == consultation)
    found = session.exec(query.order_by(col(SlipBatch.made).desc(), col(SlipBatch.id)))
    return [Printed(one, rules.seen_used(one.number, rest)) for one, rest in found]


def made(session: Session, group: Group, consultation: int) -> int:
    """Count the slips that a group made for a consultation."""
    query = select(func.coalesce(func.sum(SlipBatch.number), 0))
    query = query.where(SlipBatch.group_id == group.id)
    return session.exec(query.where(SlipBatch.consultation_id == consultation)).one()


def most_seen(session: Session, group: Group, consultation: int) -> int:
    """Say how many of a group's slips for a consultation it sees as used at most."""
    return rules.seen_used(made(session, group, consultation), 0)


def batch(session: Session, group: Group, name: str) -> SlipBatch | None:
    """Find a batch of a group by its random name."""
    query = select(SlipBatch).where(SlipBatch.id == name, SlipBatch.group_id == group.id)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def keep(session: Session, batch: SlipBatch, names: Iterable[str]) -> None:
    """Keep the names of the codes of a batch."""
    rows = [{"id": name, "batch_id": batch.id} for name in names]
    session.connection().execute(insert(SQLModel.metadata.tables["slip"]), rows)


def hold(session: Session, batch: SlipBatch) -> Sequence[str]:
    """Let none of the slips that are left be used before this transaction ends; name them."""
    query = select(Slip.id).where(Slip.batch_id == batch.id).order_by(col(Slip.id))
    return session.exec(query.with_for_update()).all()


def delete_left(session: Session, batch: SlipBatch) -> int:
    """Delete the slips of a batch that were not used, and count them."""
    return session.exec(delete(Slip).where(col(Slip.batch_id) == batch.id)).rowcount


def are_out(session: Session, consultation: int) -> bool:
    """Tell whether slips for a consultation are out; how many are used makes no difference."""
    return session.exec(_OUT.where(Consultation.id == consultation).limit(1)).first() is not None


def out(session: Session) -> set[str]:
    """Name the consultations for which slips are out."""
    return set(session.exec(_OUT.distinct()))


def group_of(session: Session, consultation: int, name: str) -> Group | None:
    """Find the group that gave out the slip of a name for a consultation, while it works."""
    query = select(Group).join(SlipBatch).join(Slip)
    query = query.where(SlipBatch.consultation_id == consultation, Slip.id == name)
    return session.exec(query.where(Group.state == State.VERIFIED)).one_or_none()


def use(session: Session, name: str) -> bool:
    """Use a slip up; of two who do so at once, one is told that it was there."""
    return session.exec(delete(Slip).where(col(Slip.id) == name)).rowcount == 1


def mark_response(session: Session, response: str) -> None:
    """Keep of a response that it came with a slip."""
    marked = update(Response).where(col(Response.id) == response).values(channel=Channel.SLIP)
    session.exec(marked.execution_options(synchronize_session=False))
