"""What becomes of seats, and how offices are given and ended."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from sqlmodel import Session

from portal.accounts import queries as accounts
from portal.bodies import queries, rules, visiting
from portal.bodies.models import Body, Membership, OfficeHolder, Seat
from portal.bodies.rules import Office, Stage
from portal.council import queries as council
from portal.languages.i18n import today
from portal.members import new_addresses
from portal.members.models import Member
from portal.problems import Problem, mark
from portal.sealing import crypto
from portal.settings import Settings
from portal.store.db import now
from portal.store.jobs import Job
from portal.web.links import absolute, link

COUNTS = timedelta(days=14)
"""For how long a link to an office counts."""

_OF_STAFF = mark(
    "This is the address of an account of the council. Nobody who works for the council holds an "
    "office in a body."
)


def fill(session: Session, seat: Seat, mine: Membership, until: date, shown: str) -> None:
    """Give a seat to a member, or to the group for which they speak, until a day."""
    seat.member_id, seat.group_id = mine.member_id, mine.speaks_for
    seat.until, seat.shown, seat.advertised = until, shown, None
    _keep(session, seat)


def empty(session: Session, seat: Seat) -> None:
    """Have a seat fall vacant, which everybody then sees."""
    seat.member_id, seat.group_id, seat.until, seat.shown = None, None, None, ""
    seat.advertised = None
    _keep(session, seat)


def vacant(session: Session, body: Body) -> list[Seat]:
    """List the seats on which nobody sits."""
    return [one for one in queries.seats(session, body) if one.is_free]


def offer_problem(session: Session, body: Body, office: Office, until: date) -> Problem | None:
    """Say why an office cannot be offered: somebody holds it, or the term is wrong."""
    given = _given(session, body)
    if office is not Office.MODERATOR and any(one.office is office for one in given):
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


def ask_way_in(session: Session, holder: OfficeHolder) -> None:
    """Note that a new way in to an office is asked for.

    An address that somebody wants with a stolen card ends: it would outlast that card.
    """
    holder.reset_asked = now()
    _keep(session, holder)
    if person := session.get(Member, holder.member_id):
        new_addresses.stop(session, person)


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
    session: Session, body: Body, holder: OfficeHolder, member: Member
) -> Problem | None:
    """Say why somebody cannot accept an office: an office is held alone, one by one person."""
    held = _given(session, body)
    if accounts.works_here(session, member.email or ""):
        return Problem(_OF_STAFF)
    if any(one.member_id == member.id and one.id != holder.id for one in held):
        return Problem(mark("You hold another office of this body. Nobody holds two."))
    alone = holder.since is None and holder.office is not Office.MODERATOR
    if alone and any(one.office is holder.office for one in held):
        return Problem(mark("Somebody else holds this office by now."))
    return None


def accept(session: Session, body: Body, holder: OfficeHolder, member: str, shown: str) -> bool:
    """Give an office to the member who used its link; whoever had it before has it no more.

    Tell whether it only begins in the days to come.
    """
    moment = now()
    if holder.since is None:
        is_open = body.stage is Stage.OPEN and holder.office is not Office.MODERATOR
        holder.since = rules.office_begins(moment, is_open=is_open)
    holder.member_id, holder.shown, holder.seen = member, shown, None
    holder.reset_asked, holder.expires, holder.no_post = None, moment, today()
    _keep(session, holder)
    return holder.since > moment


def release(session: Session, holder: OfficeHolder) -> None:
    """End the office of somebody who leaves: no link leads in, and no name is on it."""
    holder.ended = holder.ended or now()
    holder.member_id, holder.shown, holder.reset_asked = None, "", None
    holder.expires = min(holder.expires, now())
    _keep(session, holder)


def _given(session: Session, body: Body) -> list[OfficeHolder]:
    return [*visiting.running(session, body), *visiting.to_come(session, body)]


def _keep(session: Session, row: Seat | OfficeHolder) -> None:
    session.add(row)
    session.flush()


def _tidy(session: Session, moment: datetime) -> None:
    for seat in queries.lapsed(session, council.stored(session).calendar.day(moment)):
        empty(session, seat)
    queries.forget_endings(session, moment - rules.CONFIRMED_WITHIN)


JOB = Job("body.tidy", timedelta(days=1), _tidy, deletes=True)
