"""Who is on duty in a body: days that are taken, and the mail to them when something waits."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies import telling, visiting
from portal.bodies.models import Body, Duty, OfficeHolder
from portal.bodies.rules import Stage
from portal.bodies.visiting import Visit
from portal.council import queries as council
from portal.forms import form, names
from portal.forms.words import Sent
from portal.languages.i18n import today
from portal.members import naming
from portal.members.models import Member
from portal.order import forms, queries, rules
from portal.problems import Problem, Problems, mark
from portal.store.jobs import Job
from portal.web.feature import Feature

MOST = 30
"""How many days one person takes at most."""

_ONE = mark("Choose a day of the week, or write one day.")
_MANY = mark("You have taken many days already. Take some away first.")


def take(session: Session, visit: Visit, sent: Sent) -> Problems:
    """Have somebody take a day, or say what is wrong with it; a day is taken once."""
    reading = form.read(forms.ON_DUTY, sent)
    said, problems = reading.values, reading.problems
    called = names.tidied(said["called"] or "")
    others = bodies.names(session)
    if called and (wrong := naming.problem(called, council.stored(session), others)):
        problems.setdefault("called", wrong)
    if not problems and bool(said["weekday"]) == bool(said["day"]):
        problems["weekday"] = Problem(_ONE)
    elif said["day"] and said["day"] < today():
        problems.setdefault("day", Problem(mark("Choose a day that is today or later.")))
    mine = [duty for duty, holder in queries.duties(session, visit.body) if is_own(visit, holder)]
    if len(mine) >= MOST:
        problems["weekday"] = Problem(_MANY)
    if problems or visit.holder is None:
        return problems
    weekday = int(said["weekday"]) if said["weekday"] else None
    if not any((one.weekday, one.day) == (weekday, said["day"]) for one in mine):
        day = said["day"]
        session.add(Duty(office_id=visit.holder.id or 0, weekday=weekday, day=day, called=called))
        session.flush()
    return {}


def give_up(session: Session, visit: Visit, number: str) -> None:
    """Give a day up: one's own, or anybody's for whoever presides."""
    row = queries.duty(session, visit.body, number)
    if row and (visit.presides or is_own(visit, row[1])):
        session.delete(row[0])
        session.flush()


def is_own(visit: Visit, holder: OfficeHolder) -> bool:
    """Tell whether a day was taken in the office that somebody holds."""
    return visit.holder is not None and holder.id == visit.holder.id


def responsible(session: Session, body: Body, day: date) -> list[Member]:
    """Find who is mailed on a day: who is on duty, or else the chair, or the deputy who acts."""
    held = visiting.running(session, body)
    running = {one.id: one.member_id for one in held if one.member_id}
    rows = [(duty, holder) for duty, holder in queries.duties(session, body)]
    days = [(running[one.id], duty.weekday, duty.day) for duty, one in rows if one.id in running]
    return _reached(session, rules.on_duty(days, day)) or presiding(session, body, day)


def presiding(session: Session, body: Body, day: date) -> list[Member]:
    """Find who presides on a day, the chair or the deputy who acts, if a mail reaches them."""
    return _reached(session, (one.member_id for one in visiting.heads(session, body, day)))


def alarmed(session: Session, body: Body, author: str | None) -> list[Member]:
    """Find who is mailed at once: who is on duty and who presides, or else all who hold an office.

    Whoever wrote what they would look at is not: somebody else decides about it.
    """
    day, held = today(), visiting.running(session, body)
    people = [*responsible(session, body, day), *presiding(session, body, day)]
    first = {one.id: one for one in people if one.id != author}
    others = [one.member_id for one in held if one.member_id and one.member_id != author]
    return list(first.values()) or _reached(session, others)


def tell(features: Iterable[Feature], session: Session, moment: datetime) -> None:
    """Mail whoever is on duty in each body in which something waits, once a day at most."""
    day, every = council.stored(session).calendar.day(moment), tuple(features)
    for body in bodies.everything(session, Stage.OPEN):
        if body.told != day and any(one.waits(session, body.id or 0) for one in every):
            body.told = day
            session.add(body)
            telling.tell(session, body, responsible(session, body, day), telling.WAITS)


def tidy(session: Session, moment: datetime) -> None:
    """Forget the days that are over."""
    queries.forget_duties(session, council.stored(session).calendar.day(moment))


def job(features: Iterable[Feature]) -> Job:
    """Look now and then whether anything waits; the day is noted with the mail, so it goes once."""
    return Job("body.rota", timedelta(hours=1), partial(tell, tuple(features)))


TIDY = Job("body.duties", timedelta(days=1), tidy, deletes=True)


def _reached(session: Session, members: Iterable[str | None]) -> list[Member]:
    people = (session.get(Member, one) for one in dict.fromkeys(members) if one)
    return [one for one in people if one and one.email]
