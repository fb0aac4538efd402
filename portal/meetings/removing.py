"""What the law may force away of a meeting, where it stands, and what then is left of it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies.models import Body
from portal.forum.topics.rules import Law
from portal.meetings import action_queries, acts, forms, queries, records
from portal.meetings.models import Action, Item, Meeting, Record
from portal.meetings.rules import What
from portal.problems import mark
from portal.web.links import link
from portal.web.removable import Passage, Removable

Row = Meeting | Item | Record | Action

_KEY = re.compile(r"meetings/(title|item|record|action)/([\w-]{1,22})")
_PLACE = re.compile(
    r"/forum/(?P<body>[\w-]+)/meetings/(?P<meeting>[\w-]{1,22})"
    r"(?P<page>/minutes|/aloud)?(?:[^#]*#(?P<place>[\w-]{1,40}))?"
)
_ON = {"/minutes": "minutes", "/aloud": "summary"}
_ONE_THING = re.compile(r"title|summary|minutes|(item|action)-.*")
_KINDS: dict[str, type[Row]] = {"title": Meeting, "item": Item, "record": Record, "action": Action}
_CALLED = {
    "title": mark("The title of a meeting"),
    "item": mark("An item of an agenda"),
    "action": mark("An action"),
}


def at(session: Session, address: str) -> Iterator[Passage]:
    """Give what stands at an address: all of a meeting, unless it leads to one thing there."""
    said = _PLACE.search(address)
    body = bodies.by_slug(session, said["body"]) if said else None
    meeting = queries.one(session, body, said["meeting"]) if said and body else None
    if said is None or body is None or meeting is None:
        return
    place = said["place"] or _ON.get(said["page"] or "", "")
    only = f"#{place}" if _ONE_THING.fullmatch(place) else ""
    for kind, row in _rows(session, meeting):
        found = _passage(body, meeting, kind, row)
        if found.text and found.href.endswith(only):
            yield found


def one(session: Session, key: str) -> Passage | None:
    """Find something of a meeting by its key."""
    found = _found(session, key)
    if found is None:
        return None
    kind, row = found
    meeting = row if isinstance(row, Meeting) else session.get_one(Meeting, row.meeting_id)
    return _passage(session.get_one(Body, meeting.body_id), meeting, kind, row)


def take_away(session: Session, key: str, law: str, day: date) -> bool:
    """Leave no word of any version or translation; the ground and the day stay."""
    found = _found(session, key, hold=True)
    if found is None or not _text(found[1]):
        return False
    _, row = found
    if isinstance(row, Meeting):
        acts.untitle(session, row)
    elif isinstance(row, Record):
        records.clear(session, row)
    elif isinstance(row, Action):
        action_queries.forget_versions(session, row)
        row.words = ""
    else:
        row.title = ""
    row.law, row.removed = Law(law), day
    session.add(row)
    session.flush()
    return True


def _rows(session: Session, meeting: Meeting) -> Iterator[tuple[str, Row]]:
    yield "title", meeting
    for item, _ in queries.items(session, meeting):
        if item.topic_id is None:
            yield "item", item
    for what in What:
        if record := queries.record(session, meeting, what):
            yield "record", record
    for action in action_queries.of_meeting(session, meeting):
        yield "action", action


def _found(session: Session, key: str, *, hold: bool = False) -> tuple[str, Row] | None:
    named = _KEY.fullmatch(key)
    if named is None:
        return None
    kind, number = named[1], named[2]
    number_of: Any = int(number) if kind == "record" and number.isdecimal() else number
    row: Any = session.get(_KINDS[kind], number_of, with_for_update=hold, populate_existing=hold)
    return (kind, row) if row else None


def _passage(body: Body, meeting: Meeting, kind: str, row: Row) -> Passage:
    at: dict[str, Any] = {"body": body.slug, "meeting": meeting.id}
    place, called, page = f"{kind}-{row.id}", _CALLED.get(kind, ""), "forum_meeting"
    closed = False
    if isinstance(row, Record):
        place, called = row.what.value, forms.WHATS[row.what]
        closed = row.what is What.MINUTES and meeting.agreed is None
    elif isinstance(row, Meeting):
        place = kind
    text = _text(row)
    return Passage(
        key=f"meetings/{kind}/{row.id}",
        slug=body.slug,
        called=called,
        href=f"{link(page, **at)}#{place}",
        text=text,
        language=_language(row),
        told="" if isinstance(row, Record) else text,
        closed=closed,
    )


def _text(row: Row) -> str:
    if isinstance(row, Meeting):
        return next(iter(row.title.values()), "")
    if isinstance(row, Record):
        return row.text
    return row.words if isinstance(row, Action) else row.title


def _language(row: Row) -> str:
    return next(iter(row.title), "") if isinstance(row, Meeting) else row.language


REMOVABLE = Removable(at, one, take_away)
