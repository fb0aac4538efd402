"""Blocks: somebody reads in a body and does not write, for a reason that they read."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies import parting, telling, visiting
from portal.bodies import queries as bodies
from portal.bodies import rules as of_bodies
from portal.bodies.models import Block
from portal.bodies.visiting import Visit
from portal.council import queries as council
from portal.languages.i18n import today
from portal.members.models import Member
from portal.order import queries, rules
from portal.problems import Problem, mark
from portal.store.jobs import Job
from portal.web.feature import OfMembers

KEPT = timedelta(days=90)
"""For how long a block is kept that is over."""


def begin(
    session: Session, visit: Visit, member: str, place: str, said: Mapping[str, Any]
) -> Problem | None:
    """Block somebody, or say why that cannot be; a moderator's wish waits for who presides."""
    if refused := _refusal(session, visit, member, place) or rules.block_problem(
        said["until"], today()
    ):
        return refused
    block = Block(body_id=visit.body.id or 0, member_id=member, place=place, asked=today(), **said)
    block.by_id = visit.own
    session.add(block)
    if rules.blocks_at_once(visit.office):
        _count(session, visit, block)
    else:
        visit.log(session, "body.block_asked", reason=block.reason)
    session.flush()
    return None


def agree(session: Session, visit: Visit, block: Block) -> None:
    """Have a block count that a moderator wanted."""
    block.agreed_id = visit.own
    _count(session, visit, block)


def part(request: Request, session: Session, visit: Visit, member: str) -> None:
    """End what somebody said about taking part, if they are blocked for good."""
    block = visiting.blocked(session, visit.body, member)
    if block and block.until is None:
        parting.part(request, session, visit.body, member)


def lift(session: Session, visit: Visit, block: Block) -> None:
    """Let somebody write again, or say no to a block that a moderator wanted."""
    block.lifted = today()
    session.add(block)
    visit.log(session, "body.block_lifted", reason=block.reason)
    if block.since:
        tell(session, visit, block)


def appeal(session: Session, visit: Visit, block: Block, said: Mapping[str, Any]) -> None:
    """Keep what somebody says against their block; once."""
    if not block.appeal:
        block.appeal, block.appeal_in = said["appeal"], said["language"]
        session.add(block)


def decide(
    session: Session, visit: Visit, block: Block, said: Mapping[str, Any], *, lifts: bool
) -> None:
    """Decide an appeal: the block is lifted, or stands to its end."""
    block.said, block.said_in, block.decided = said["said"], said["language"], today()
    session.add(block)
    visit.log(session, "body.block_appeal", lifted=lifts)
    if lifts:
        lift(session, visit, block)
    else:
        tell(session, visit, block)


def may_decide(session: Session, visit: Visit, block: Block) -> bool:
    """Tell whether somebody who holds an office decides an appeal that waits."""
    waits = bool(block.appeal) and block.decided is None and block.lifted is None
    holders = [one.member_id or "" for one in visiting.running(session, visit.body)]
    had_part = (block.by_id, block.agreed_id, block.member_id)
    return waits and rules.may_decide(visit.own, had_part, holders)


def waiting(session: Session, visit: Visit) -> list[Block]:
    """List the blocks of a body that count, or wait for somebody."""
    every, day = bodies.blocks(session, visit.body), today()
    return [
        one
        for one in every
        if one.since is None or of_bodies.is_blocked(one.since, one.until, one.lifted, day)
    ]


def tell(session: Session, visit: Visit, block: Block) -> None:
    """Mail somebody that there is something to read, and not what."""
    if person := session.get(Member, block.member_id):
        telling.tell(session, visit.body, [person], telling.DECIDED)


def tidy(session: Session, moment: datetime) -> None:
    """Forget blocks that have been over for long."""
    queries.forget_blocks(session, council.stored(session).calendar.day(moment - KEPT))


def _held(session: Session, member: str) -> Mapping[str, Any]:
    return {"where you cannot write": list(_said(session, member))}


def _said(session: Session, member: str) -> Iterator[Mapping[str, Any]]:
    for block, body in queries.blocks_of(session, member):
        yield {
            "body": body.slug,
            "reason": block.reason.value,
            "said to you": block.words,
            "from": _day(block.since),
            "to": _day(block.until),
            "you wrote": block.appeal,
            "answered": block.said,
        }


def _count(session: Session, visit: Visit, block: Block) -> None:
    block.since = today()
    session.add(block)
    session.flush()
    visit.log(session, "body.blocked", reason=block.reason, until=block.until)
    if visiting.blocked(session, visit.body, block.member_id):
        tell(session, visit, block)


def _refusal(session: Session, visit: Visit, member: str, place: str) -> Problem | None:
    day = today()
    # Who wrote another post, or holds an office, is not told: so nobody learns who wrote what.
    mine = [one for one in bodies.blocks(session, visit.body, member) if one.place == place]
    if any(one.since is None or one.until is None or one.until >= day for one in mine):
        return Problem(mark("They are blocked already, or somebody wants them to be."))
    return None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


JOB = Job("body.blocks", timedelta(days=1), tidy, deletes=True)
OF_MEMBERS = OfMembers(_held)
"""What is kept of the blocks of a member goes with them by itself: the rows belong to theirs."""
