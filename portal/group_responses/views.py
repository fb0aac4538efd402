"""What a group answers: the consultations that are open to it, and how much it brought."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations import queries as consultations
from portal.consultations.answering import visits
from portal.consultations.rules import Channel, Status
from portal.group_responses import queries, rules
from portal.group_responses.shared import queries as shared
from portal.group_responses.slips import queries as slips
from portal.members import guards as members
from portal.members import models
from portal.membership import guards
from portal.membership import queries as membership
from portal.membership.rules import works
from portal.store.db import now
from portal.web.page import get, page, render


@page
@guards.of_group
def group_consultations(request: Request, session: Session, mine: guards.Mine) -> Response:
    """List what is open, with the ways in which the group can answer, and what it brought."""
    listed = consultations.visible(session, now())
    together = shared.standing(session, mine.group)
    return render(
        request,
        "group_responses/consultations.html",
        mine=mine,
        open_now=[one for one, status in listed if _takes(status, together.get(one.slug))],
        together=together,
        known={one.slug: (one, status) for one, status in listed},
        returns=[_seen(session, mine, one) for one in queries.returns(session, mine.group)],
        ways=rules.WAYS,
    )


@page
@members.member_only
def answer_together(request: Request, session: Session, member: models.Member) -> Response:
    """List with which of their groups a member can answer a consultation."""
    consultation = visits.published(session, request.path_params["slug"])
    groups = [one for _, one in membership.of_member(session, member.id) if works(one.state)]
    return render(
        request,
        "group_responses/together.html",
        consultation=consultation,
        title=consultations.edition(session, consultation).title,
        groups=groups,
    )


def _seen(session: Session, mine: guards.Mine, one: queries.Returns) -> queries.Returns:
    """Leave open of slips whether all came back, which would tell of each."""
    if one.way is not Channel.SLIP:
        return one
    most = slips.most_seen(session, mine.group, one.consultation.id or 0)
    return one._replace(number=min(one.number, most))


def _takes(status: Status, sent: bool | None) -> bool:
    """Tell whether a consultation is open, or closed with a draft that may still be sent."""
    return status is Status.OPEN or (status is Status.CLOSED and sent is False)


routes = [
    get("/member/groups/{slug}/consultations", group_consultations, name="group_consultations"),
    get("/member/consultations/{slug}", answer_together, name="answer_together"),
]
