"""What becomes of applications, memberships and seats, and how offices are given and ended."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from sqlmodel import Session

from portal.bodies import queries, rules, visiting
from portal.bodies.models import Body, Membership, OfficeHolder, Seat
from portal.bodies.rules import Joining, Office, Stage
from portal.council import queries as council
from portal.languages.i18n import today
from portal.problems import Problem, mark
from portal.sealing import crypto
from portal.settings import Settings
from portal.store.db import now
from portal.store.jobs import Job
from portal.web.feature import OfMembers
from portal.web.links import absolute, link

KEPT = timedelta(days=90)
"""For how long an application is kept that came to nothing."""

COUNTS = timedelta(days=14)
"""For how long a link to an office counts."""

_SAID = ("why", "language", "called", "contact", "needs", "group_id")
_KEPT = ("why", "called", "contact", "needs", "said")


def apply(session: Session, body: Body, member: str, said: Mapping[str, Any]) -> None:
    """Keep somebody's wish to join; one of before that came to nothing begins anew."""
    mine = queries.membership(session, body, member)
    if mine is None:
        mine = Membership(body_id=body.id or 0, member_id=member, language=said["language"])
    elif not is_over(mine):
        return
    mine.state, mine.applied, mine.joined = Joining.WAITING, now(), None
    mine.said, mine.said_in = "", ""
    for name in _SAID:
        setattr(mine, name, said[name])
    _keep(session, mine)


def is_over(mine: Membership) -> bool:
    """Tell whether somebody may apply again."""
    return mine.state in (Joining.DECLINED, Joining.WITHDRAWN)


def move(
    session: Session, mine: Membership, state: Joining, words: str = "", tag: str = ""
) -> bool:
    """Bring an application from one state to another, with what is said to them; not if it cannot.

    With one that comes to nothing goes what was said for whoever presides alone.
    """
    if not rules.may_move(mine.state, state):
        return False
    mine.state = state
    if tag:
        mine.said, mine.said_in = words, tag
    if state is Joining.ACCEPTED:
        mine.joined = now()
    elif is_over(mine):
        mine.called, mine.needs, mine.contact = "", "", ""
    _keep(session, mine)
    return True


def answer(session: Session, mine: Membership, words: str, tag: str) -> None:
    """Keep somebody's answer to what the chair asked back."""
    if mine.state is Joining.ASKED_BACK:
        mine.why, mine.language = f"{mine.why}\n\n{words}"[: rules.WORDS], tag
        move(session, mine, Joining.WAITING)


def leave(session: Session, body: Body, mine: Membership) -> None:
    """Let somebody go, unseen: their seat falls vacant, and nothing of what they said stays."""
    for seat in queries.seats(session, body):
        if seat.member_id == mine.member_id:
            empty(session, seat)
    session.delete(mine)
    session.flush()


def fill(session: Session, seat: Seat, mine: Membership, until: date, shown: str) -> None:
    """Give a seat to a member, or to the group for which they joined, until a day."""
    seat.member_id, seat.group_id = mine.member_id, mine.group_id
    seat.until, seat.shown = until, shown
    _keep(session, seat)


def empty(session: Session, seat: Seat) -> None:
    """Have a seat fall vacant, which everybody then sees."""
    seat.member_id, seat.group_id, seat.until, seat.shown = None, None, None, ""
    _keep(session, seat)


def vacant(session: Session, body: Body) -> list[Seat]:
    """List the seats on which nobody sits."""
    return [one for one in queries.seats(session, body) if one.is_free]


def offer_problem(session: Session, body: Body, office: Office, until: date) -> Problem | None:
    """Say why an office cannot be offered: somebody holds it, or the term is wrong."""
    if office is not Office.MODERATOR and visiting.current(session, body)[office]:
        held = mark("Somebody holds this office. Only the members end a term, by a minute.")
        return Problem(held)
    return rules.term_problem(until, today())


def offer(
    session: Session, settings: Settings, body: Body, office: Office, said: Mapping[str, Any]
) -> str:
    """Offer an office, in place of an offer that nobody used; give the link, which is kept nowhere.

    Several people can be offered to be a moderator.
    """
    if office is not Office.MODERATOR:
        queries.drop_offers(session, body, office)
    made = OfficeHolder(body_id=body.id or 0, office=office, until=said["until"], invited="")
    made.chosen_by, made.paid_by = said.get("chosen_by", {}), said.get("paid_by", {})
    return way_in(session, settings, made)


def way_in(session: Session, settings: Settings, holder: OfficeHolder) -> str:
    """Make a link to an office in place of any before; give it."""
    token = secrets.token_urlsafe(24)
    holder.invited, holder.expires = crypto.fingerprint(token), now() + COUNTS
    _keep(session, holder)
    return absolute(settings, link("forum_office", token=token))


def offered(session: Session, token: str) -> tuple[OfficeHolder, Body] | None:
    """Find the office that a link offers, as long as it counts."""
    return queries.offered(session, crypto.fingerprint(token), now())


def sign_in_first(path: str) -> str:
    """Lead to where members sign in, and back to a path."""
    return f"{link('member_sign_in')}?next={quote(path)}"


def accept_problem(
    session: Session, body: Body, holder: OfficeHolder, member: str
) -> Problem | None:
    """Say why somebody cannot accept an office: an office is held alone, one by one person."""
    held = visiting.running(session, body)
    if any(one.member_id == member and one.id != holder.id for one in held):
        return Problem(mark("You hold another office of this body. Nobody holds two."))
    alone = holder.since is None and holder.office is not Office.MODERATOR
    if alone and any(one.office is holder.office for one in held):
        return Problem(mark("Somebody else holds this office by now."))
    return None


def accept(session: Session, body: Body, holder: OfficeHolder, member: str, shown: str) -> None:
    """Give an office to the member who used its link; whoever had it before has it no more."""
    moment = now()
    if holder.since is None:
        is_open = body.stage is Stage.OPEN and holder.office is not Office.MODERATOR
        holder.since = rules.office_begins(moment, is_open=is_open)
    holder.member_id, holder.shown, holder.seen = member, shown, None
    holder.reset_asked, holder.expires = None, moment
    _keep(session, holder)


def _keep(session: Session, row: Membership | Seat | OfficeHolder) -> None:
    session.add(row)
    session.flush()


def _tidy(session: Session, moment: datetime) -> None:
    for seat in queries.lapsed(session, council.stored(session).calendar.day(moment)):
        empty(session, seat)
    queries.forget_applications(session, moment - KEPT)


def _held(session: Session, member: str) -> Mapping[str, Any]:
    joined = queries.joined_by(session, member)
    said = [
        {"body": body.slug, "state": mine.state.value, "applied": mine.applied.date().isoformat()}
        | {name: getattr(mine, name) for name in _KEPT}
        for mine, body in joined
    ]
    return {"bodies, and what you told them": said}


def _told(session: Session, member: str) -> Iterator[Problem]:
    if queries.joined_by(session, member):
        ends = mark("Your membership of a body ends. If you sit on a seat, it falls vacant.")
        yield Problem(ends)


def _leave(session: Session, member: str, _stays: bool) -> None:
    for mine, body in queries.joined_by(session, member):
        leave(session, body, mine)


JOB = Job("body.tidy", timedelta(days=1), _tidy, deletes=True)
OF_MEMBERS = OfMembers(_held, _told, _leave, queries.needed)
"""What bodies keep of a member, and what becomes of it once they leave the portal."""
