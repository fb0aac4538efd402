"""What moderation keeps of a member, and what becomes of it once they leave the portal."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from portal.moderation import queries
from portal.problems import Problem, mark
from portal.web.feature import OfMembers

_WAITS = mark("What you reported is looked at all the same; nobody can tell that it was you.")


def _held(session: Session, member: str) -> Mapping[str, Any]:
    reports = queries.reported_by(session, member)
    return {
        "what you reported and nobody has decided about": [
            {"day": one.day.isoformat(), "reason": one.reason, "words": one.words}
            for one in reports
        ],
        "your appeals": [
            {"day": one.made.date().isoformat(), "words": one.words}
            for one in queries.appealed_by(session, member)
        ],
        "what you decided about posts": [
            {"day": one.made.date().isoformat(), "decision": one.act.value, "words": one.words}
            for one in queries.decided_by(session, member)
        ],
        "appeals that you heard": [
            {"day": one.made.date().isoformat(), "words": one.said}
            for one in queries.heard_by(session, member)
        ],
        "languages that you read, as you said in an office": queries.read_by(session, member),
    }


def _told(session: Session, member: str) -> Iterator[Problem]:
    if queries.reported_by(session, member):
        yield Problem(_WAITS)


def _leave(session: Session, member: str, stays: bool) -> None:
    for report in queries.reported_by(session, member):
        report.member_id, report.words = None, report.words if stays else ""
        session.add(report)
    for one in queries.appealed_by(session, member):
        one.words = one.words if stays else ""
        session.add(one)
    session.flush()


OF_MEMBERS = OfMembers(_held, _told, _leave)
"""What moderation keeps of a member: reports that wait, whose words go, and appeals."""
