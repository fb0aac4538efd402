"""What bodies keep of a member, and what becomes of it once they leave the portal."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.bodies import acts, held_queries, queries, telling
from portal.bodies.models import Block, Body, Ending, OfficeHolder
from portal.languages.i18n import pick, today
from portal.problems import Problem, mark
from portal.web.feature import OfMembers

_OFFICE_ENDS = mark(
    "Your office in “%(body)s” ends, and your name goes from it. Everybody in the body is told "
    "that something changed. Where there is a deputy, they act for a chair who is gone."
)
_MINUTES = mark("Minutes of a vote that you wrote stay with the body, without your name.")
_IN_OFFICE = mark(
    "What you wrote in an office, such as a reason or a statement, stays with the body, without "
    "your name."
)


def _held(session: Session, member: str) -> Mapping[str, Any]:
    return {
        "your seats": [
            {"body": body.slug, "until": _day(seat.until), "name shown": seat.shown}
            for seat, body in held_queries.seats(session, member)
        ],
        "your offices": [
            _office(session, holder, body) for holder, body in held_queries.offices(session, member)
        ],
        "minutes that you wrote to end a term": [
            _minute(*one) for one in held_queries.minutes(session, member)
        ],
        "minutes that you confirmed": [
            _minute(*one) for one in held_queries.confirmed(session, member)
        ],
        "blocks that you asked for, or to which you said yes": [
            _block(*one) for one in held_queries.blocks(session, member)
        ],
    }


def _office(session: Session, holder: OfficeHolder, body: Body) -> Mapping[str, Any]:
    return {
        "body": body.slug,
        "office": holder.office.value,
        "name shown": holder.shown,
        "chosen by": dict(holder.chosen_by),
        "paid by": dict(holder.paid_by),
        "since": _day(holder.since),
        "until": _day(holder.until),
        "ended": _day(holder.ended),
        "last day at work": _day(holder.seen),
        "declared that you hold no post at this council": _day(holder.no_post),
        "a new way in was asked for": _day(holder.reset_asked),
        "days on duty": [
            {"day of the week": one.weekday, "day": _day(one.day), "called": one.called}
            for one in held_queries.duties(session, holder)
        ],
    }


def _minute(ending: Ending, body: Body) -> Mapping[str, Any]:
    return {"body": body.slug, "day": _day(ending.day), "words": ending.words}


def _block(block: Block, body: Body) -> Mapping[str, Any]:
    reason = {"reason": block.reason.value, "words": block.words}
    return {"body": body.slug, "asked": _day(block.asked), **reason}


def _told(session: Session, member: str) -> Iterator[Problem]:
    offices = held_queries.offices(session, member)
    for holder, body in offices:
        if goes_on(holder):
            yield Problem(_OFFICE_ENDS, {"body": pick(body.name)})
    if offices:
        yield Problem(_IN_OFFICE)
    if held_queries.minutes(session, member):
        yield Problem(_MINUTES)


def _leave(session: Session, member: str, _stays: bool) -> None:
    for seat, _ in held_queries.seats(session, member):
        acts.empty(session, seat)
    for holder, body in held_queries.offices(session, member):
        went_on = goes_on(holder)
        held_queries.forget_duties(session, holder)
        acts.release(session, holder)
        if went_on:
            telling.tell_of_changes(session, body, telling.CHANGED)


def goes_on(holder: OfficeHolder) -> bool:
    """Tell whether somebody holds an office, or is about to."""
    return holder.since is not None and holder.ended is None and holder.until >= today()


def _day(moment: date | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


OF_MEMBERS = OfMembers(_held, _told, _leave, queries.needed)
