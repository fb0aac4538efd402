"""What meetings keep of a member: until a week after it, whether they come; what they translated.

What somebody translated stays and is nobody's, or goes with what they wrote.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from portal.meetings import queries
from portal.meetings.translated import OURS
from portal.problems import Problem, mark
from portal.store.db import now
from portal.translations import keeping
from portal.web.feature import OfMembers

_TRANSLATED = mark(
    "You translated %(number)s summaries or minutes. These translations stay or go as your posts "
    "do."
)


def _held(session: Session, member: str) -> Mapping[str, Any]:
    said = [
        {"day": meeting.starts.date().isoformat(), "comes": mine.comes, "people": mine.people}
        for mine, meeting in queries.coming_of(session, member)
    ]
    made = keeping.held(session, member, OURS)
    coming = {"meetings to which you said that you come, or not": said} if said else {}
    return coming | ({"summaries and minutes that you translated": made} if made else {})


def _told(session: Session, member: str) -> Iterator[Problem]:
    if number := len(keeping.held(session, member, OURS)):
        yield Problem(_TRANSLATED, {"number": number})


def _leave(session: Session, member: str, stays: bool) -> None:
    if not stays:
        keeping.drop(session, member, OURS)


def _parted(session: Session, member: str, body: int) -> None:
    queries.forget_coming_to(session, member, body, now())


OF_MEMBERS = OfMembers(_held, _told, _leave, parted=_parted)
