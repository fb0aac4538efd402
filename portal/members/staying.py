"""Members of whom nothing was heard are asked whether they stay, and erased if nobody answers.

Mails say nothing of whether they are read, so whoever only reads them is asked with one button.
A card has no mailbox: it says so itself, lasts for twice as long, and features hear of it before,
so that somebody asks its owner. Whom a feature still needs, such as who holds a seat, is asked and
never erased.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from portal.council import queries as council_queries
from portal.members import arrangements, keeping, letters, links, new_addresses, queries
from portal.members.arrangements import Arrangements
from portal.members.letters import Line, Lines
from portal.members.models import Member
from portal.members.rules import month_of, months_before
from portal.problems import mark
from portal.settings import Settings
from portal.store import audit
from portal.store.jobs import Job
from portal.web.feature import Feature

NAME = "members.stay"
AT_ONCE = 200
"""How many are asked, or erased, in one go: the others come with the next."""

_LINK_LASTS = timedelta(days=730)  # until then somebody answered, or is gone
_NOT_HEARD = mark("We have not heard from you for %(months)s months. Do you want to stay?")
_STAY = mark("If so, open this link and press the button on its page. You need not sign in:")
_ELSE = mark(
    "If we hear nothing within %(months)s months, we erase your name and your address. What you "
    "wrote stays without them. If you sign in before then you can choose that it goes, too."
)


def look(features: Sequence[Feature], session: Session, now: datetime) -> None:
    """Ask those of whom nothing was heard, and erase who did not answer; all of it or nothing."""
    decided = arrangements.current(session)
    month = month_of(council_queries.stored(session).calendar.day(now))
    new_addresses.look(session, now)
    silent = _unheard(session, decided, month)
    for member in silent:
        _ask(session, member, decided, month, now)
    keeping.unheard(features, session, [one.id for one in silent])
    over = _over(session, decided, month)
    needed = keeping.needed(features, session, [one.id for one in over])
    gone = [one for one in over if one.id not in needed][:AT_ONCE]
    for member in gone:
        keeping.erase(features, session, member, stays=True)
    if gone:
        audit.record(session, NAME, "members.erased", "members", members=len(gone))


def job(features: Sequence[Feature]) -> Job:
    """Make the work that looks after members of whom nothing was heard."""
    return Job(NAME, timedelta(hours=1), partial(look, features), deletes=True)


def asked(session: Session, token: str) -> Member | None:
    """Find the member whom a mailed link asks to stay, until they answered or are gone."""
    said = links.read(session.info["settings"], links.STAY, token, _LINK_LASTS)
    member = queries.held(session, said[0]) if said else None
    is_open = member is not None and member.warned and said[1] == member.warned.isoformat()
    return member if is_open else None


def stay(session: Session, member: Member, today: date) -> None:
    """Note that somebody wants to stay, as if they had signed in."""
    member.here, member.warned = month_of(today), None
    session.add(member)
    session.flush()


def _ask(
    session: Session, member: Member, decided: Arrangements, month: date, now: datetime
) -> None:
    settings: Settings = session.info["settings"]
    member.warned = month
    session.add(member)
    session.flush()
    if member.email is None:
        return
    lines: Lines = [
        Line(_NOT_HEARD, {"months": decided.idle_months}),
        Line(_STAY),
        links.written(settings, links.STAY, member.language, [member.id, month.isoformat()]),
        Line(_ELSE, {"months": decided.answer_months}),
    ]
    letters.send(session, member.email, member.language, letters.NEWS_SUBJECT, lines, now)


def _unheard(session: Session, decided: Arrangements, month: date) -> Sequence[Member]:
    ahead = _ahead(decided)
    query = select(Member).where(_silent(decided, month, ahead), col(Member.warned).is_(None))
    return session.exec(query.order_by(Member.id).limit(AT_ONCE)).all()


def _over(session: Session, decided: Arrangements, month: date) -> Sequence[Member]:
    query = select(Member).where(_is_over(decided, month)).order_by(Member.id)
    # Who signs in at this moment is waited for, and then not over any more.
    return session.exec(query.with_for_update()).all()


def _is_over(decided: Arrangements, month: date) -> ColumnElement[bool]:
    mailed = col(Member.warned) <= months_before(month, decided.answer_months)
    told = col(Member.warned) <= months_before(month, _ahead(decided))
    return _silent(decided, month) & (mailed | (col(Member.email).is_(None) & told))


def _silent(decided: Arrangements, month: date, ahead: int = 0) -> ColumnElement[bool]:
    """Say of whom nothing was heard; of a card's owner so many months before it goes."""
    by_mail = col(Member.here) <= months_before(month, decided.idle_months)
    on_paper = col(Member.here) <= months_before(month, 2 * decided.idle_months - ahead)
    without = col(Member.email).is_(None)
    return (by_mail & ~without) | (on_paper & without)


def _ahead(decided: Arrangements) -> int:
    """Say how many months before it goes a card is asked for: not as soon as it is used."""
    return min(decided.answer_months, decided.idle_months)
