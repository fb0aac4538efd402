"""What groups brought: kept beside each response, and counted so that nobody is found by it."""

from typing import NamedTuple

from sqlmodel import Session, and_, col, func, not_, select

from portal.consultations.models import Consultation, Response
from portal.consultations.rules import Channel, Respondent, ResponseState
from portal.group_responses.models import GroupReturn
from portal.groups.models import Group
from portal.membership.rules import rounded


class Returns(NamedTuple):
    """How many responses a group brought in one way: whole fives, of which 0 is fewer than 5."""

    consultation: Consultation
    way: Channel
    number: int


def credit(session: Session, group: Group, response: str) -> None:
    """Keep which group brought a response."""
    session.add(GroupReturn(response_id=response, group_id=group.id or 0))


def returns(session: Session, group: Group) -> list[Returns]:
    """Count what a group brought, those first of the consultation that closes last."""
    query = select(Consultation, Response.channel, func.count()).join(
        Response, col(Response.consultation_id) == Consultation.id
    )
    query = query.join(GroupReturn).where(GroupReturn.group_id == group.id)
    query = query.where(Response.state != ResponseState.WITHDRAWN)
    # What a meeting said together stands beside the answers of its people, and is none of them.
    of_meeting = Response.channel == Channel.HELPED, Response.respondent == Respondent.ORGANISATION
    query = query.where(not_(and_(*of_meeting)))
    query = query.group_by(col(Consultation.id), col(Response.channel))
    order = col(Consultation.closes).desc(), col(Consultation.id), col(Response.channel)
    rows = session.exec(query.order_by(*order))
    return [Returns(one, Channel(way), rounded(number)) for one, way, number in rows]
