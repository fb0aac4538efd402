"""What ends for somebody who takes part in a body no more: they left, or are blocked for good."""

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies.models import Body


def part(request: Request, session: Session, body: Body, member: str) -> None:
    """Have every feature end what somebody said about taking part in a body."""
    for one in request.state.features:
        if one.of_members:
            one.of_members.parted(session, member, body.id or 0)
