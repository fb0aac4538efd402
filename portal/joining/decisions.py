"""What becomes of an application once whoever presides has decided, and of the seat with it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.bodies import acts, rules, telling
from portal.bodies import queries as bodies
from portal.bodies.models import Membership, Seat
from portal.bodies.rules import GroupSays, Joining
from portal.bodies.visiting import Visit
from portal.forms import form
from portal.forms.words import Shown
from portal.groups import letters
from portal.groups import queries as directory
from portal.joining import applications, forms, memberships, queries
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store.db import now


def decide(
    session: Session, visit: Visit, mine: Membership, state: Joining, sent: Shown
) -> Problems:
    """Keep a decision and tell the applicant, or say what is wrong with it."""
    reading = form.read(forms.DECIDING, sent)
    said, problems = reading.values, reading.problems
    if state is not Joining.ACCEPTED and not said["said"]:
        wanted = mark("Write to them: what you want to know, or why you do not accept them.")
        problems["said"] = Problem(wanted)
    number = sent.get("seat") if state is Joining.ACCEPTED else ""
    seat = bodies.seat(session, visit.body, number) if number else None
    if number:
        problems |= _seat_problems(free=seat is not None and seat.is_free, until=said["until"])
    if not problems:
        _keep(session, visit, mine, state, said, seat)
    return problems


def group_agrees(session: Session, visit: Visit, mine: Membership) -> None:
    """Keep that the group told whoever presides that somebody speaks for it.

    The group is told what was noted, and can say no; a no of its own stays.
    """
    group = directory.by_id(session, mine.group_id) if mine.group_id else None
    if group is None or mine.group_says is not GroupSays.ASKED:
        return
    applications.settle(session, visit.body, mine, GroupSays.YES)
    speak = applications.representatives(session, group)
    applications.ask(session, speak)
    if not speak:
        letters.send(session, group, letters.SPOKEN_FOR, now())
    visit.log(session, "body.group_agrees")


def group_says(session: Session, visit: Visit, mine: Membership, says: GroupSays) -> None:
    """Keep what a group says of somebody and tell them; whoever presides hears of a no."""
    if mine.group_says is says:
        return
    applications.settle(session, visit.body, mine, says)
    if applications.may_tell(session, mine):
        telling.tell(session, visit.body, [queries.applicant(session, mine)], telling.DECIDED)
        if says is GroupSays.NO:
            telling.tell_heads(session, visit.body, telling.DECIDED)


def tell_of_support(session: Session, visit: Visit, mine: Membership) -> None:
    """Tell somebody that what they need was answered, and log that it was."""
    telling.tell(session, visit.body, [queries.applicant(session, mine)], telling.ANSWERED)
    visit.log(session, "body.support_answered")


def _keep(
    session: Session,
    visit: Visit,
    mine: Membership,
    state: Joining,
    said: Mapping[str, Any],
    seat: Seat | None,
) -> None:
    if said["group_agrees"] and mine.group_id and state is Joining.ACCEPTED:
        group_agrees(session, visit, mine)
    memberships.move(session, mine, state, said["said"], said["language"])
    person = queries.applicant(session, mine)
    if seat is not None:
        acts.fill(session, seat, mine, said["until"], person.public_name)
    telling.tell(session, visit.body, [person], telling.ANSWERED)
    visit.log(session, f"body.application_{state.value}")


def _seat_problems(*, free: bool, until: date | None) -> Problems:
    problems: Problems = {}
    if not free:
        problems["seat"] = Problem(mark("Somebody sits on this seat by now. Choose another."))
    if until is None:
        problems["until"] = Problem(mark("Write the last day on this seat."))
    elif wrong := rules.term_problem(until, today()):
        problems["until"] = wrong
    return problems
