"""A review as its pages show it, to officers, to a body and once it is signed off to everybody."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies.models import Body
from portal.languages.i18n import gettext, pick
from portal.plans import rules, said
from portal.plans import vocabulary as of_plans
from portal.plans.models import Plan
from portal.plans.reviews import drawing, queries, vocabulary
from portal.plans.reviews.models import Review, ReviewItem
from portal.plans.rules import Glance
from portal.web import lists
from portal.web.folding import share

_EMPTY = {
    "status": of_plans.UNSAID,
    "assessment": of_plans.UNSAID,
    "due": of_plans.WHENS["undated"],
}


@dataclass(frozen=True)
class Line:
    """An item in a review: what it said, what was otherwise before, and what was reported."""

    row: ReviewItem
    item: Mapping[str, Any]
    was: Sequence[tuple[str, Any]]
    reports: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Table:
    """How many items were in each state before and are now: what they are, and a row a state."""

    caption: str
    rows: Sequence[tuple[str, int, int]]


def page(request: Request, session: Session, review: Review, path: str) -> dict[str, Any]:
    """Give what a page of a review shows: its numbers, and the items that somebody looks for."""
    plan = session.get_one(Plan, review.plan_id)
    show = lists.chosen(request.query_params, "show", vocabulary.SHOWS)
    part = queries.items(session, review, show, lists.place(request))
    lines = [_line(row) for row in part.rows]
    room = share([length for line in lines for length in _lengths(line)])
    return {
        "plan": plan,
        "review": review,
        "body": session.get(Body, review.body_id) if review.body_id else None,
        "tables": list(_tables(plan, review)),
        "late": (review.counts["before"]["late"], review.counts["now"]["late"]),
        "lines": [replace(line, was=said.fitted(line.was, room)) for line in lines],
        "room": room,
        "show": show,
        "counted": queries.counted(session, review),
        "pages": lists.pages(part, path, {"show": show}),
        "path": path,
        "labels": of_plans,
        "words": vocabulary,
    }


def was(fields: Mapping[str, Any], tag: str) -> list[tuple[str, Any]]:
    """Name what was otherwise before, also where nothing was said."""
    told = dict(said.named(fields, tag))
    empty = {name: _EMPTY[name] for name in _EMPTY if name in fields and not fields[name]}
    nothing = {gettext(of_plans.FIELDS[name]): gettext(words) for name, words in empty.items()}
    return list((told | nothing).items())


def compared(plan: Plan, before: Glance, now: Glance) -> Iterator[Table]:
    """Lay side by side how many items were in each state and are."""
    of_both = (
        (rules.assessed_level(plan.levels), of_plans.ASSESSMENTS, "assessments"),
        (rules.done_level(plan.levels), of_plans.STATUSES, "statuses"),
    )
    for level, names, which in of_both:
        was, is_now = getattr(before, which), getattr(now, which)
        if level is not None and is_now:
            called = {**names, "": of_plans.UNSAID}
            rows = [(gettext(label), was[code], is_now[code]) for code, label in called.items()]
            caption = gettext(of_plans.LEVELS_COUNTED[plan.levels[level]])
            yield Table(caption, [row for row in rows if row[1] or row[2]])


def _tables(plan: Plan, review: Review) -> Iterator[Table]:
    told = (drawing.glance_of(review.counts[name]) for name in ("before", "now"))
    return compared(plan, *told)


def _line(row: ReviewItem) -> Line:
    said_then = row.content
    due = said_then["due"]
    item = {**said_then, "due": date.fromisoformat(due) if due else None}
    reports = [{**one, "on": date.fromisoformat(one["on"])} for one in said_then["reports"]]
    return Line(row, item, was(said_then["was"], said_then["language"]), reports)


def _lengths(line: Line) -> Iterator[int]:
    yield len(pick(line.item["text"]))
    yield len(line.row.chair_words)
    yield from (len(one["words"]) for one in line.reports)
    yield from said.lengths(line.was)
