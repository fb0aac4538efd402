"""Telling whoever left an address, once: the mail goes out as the address is deleted.

Somebody may have left the address of somebody else. So the mail says so, no second one follows,
and one press deletes the address wherever else it was left.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from portal.consultations.models import Consultation
from portal.council import queries as council
from portal.feedback.hearing import queries
from portal.feedback.hearing.rules import Word, word
from portal.feedback.models import OutcomeAddress
from portal.members import letters, links
from portal.members.letters import Line
from portal.problems import mark
from portal.store import audit, mail
from portal.store.jobs import Job
from portal.web.links import absolute, link

ACTOR = "feedback"
FORGET = "forget_address"
"""The name of the page that deletes an address."""

_AT_ONCE = 500
_SUBJECT = mark("What came of it")
_SAID = {
    Word.ANSWERED: mark(
        "You asked to hear what came of a consultation of the council. Everything that was asked "
        "is answered now. Read it here:"
    ),
    Word.LATE: mark(
        "You asked to hear what came of a consultation of the council. It promised to say so by "
        "%(day)s, and has not answered everything yet. This page says how far it is:"
    ),
}
_ONCE = mark("This is the only mail. Your address was deleted from our list when it was written.")
_NOT_YOU = mark(
    "Was it somebody else who left your address? Then you need do nothing. To have it deleted "
    "wherever else it was left to hear of a consultation, open this page and press the button:"
)


def tell(session: Session, now: datetime) -> None:
    """Write to those who are to hear now, and forget their addresses."""
    if not session.info["settings"].public_url:
        return
    today = council.stored(session).calendar.day(now)
    for consultation, closed in queries.due(session, today):
        rows = queries.addresses(session, consultation.id or 0, _AT_ONCE)
        said = word(closed, consultation.report_back, today)
        if said and rows:
            mail.keep(session, [_mail(session, one, consultation, said, now) for one in rows])
            queries.forget(session, [one.id for one in rows])
            audit.record(
                session, ACTOR, "feedback.outcome_told", consultation.slug, number=len(rows)
            )


def _mail(
    session: Session,
    one: OutcomeAddress,
    consultation: Consultation,
    said: Word,
    now: datetime,
) -> dict[str, Any]:
    settings, tag = session.info["settings"], letters.spoken(one.language)
    stop = links.written(settings, FORGET, tag, one.email)
    where = absolute(settings, link("report_back", tag, slug=consultation.slug))
    lines: letters.Lines = [
        Line(_SAID[said], {"day": consultation.report_back}),
        where,
        Line(_ONCE),
        Line(_NOT_YOU),
        stop,
    ]
    letter = letters.composed(session, tag, _SUBJECT, lines)
    if letter is None:
        raise ValueError("no mail without an address of the portal")
    return mail.written(one.email, letter.subject, letter.body, now)


JOB = Job("feedback.outcomes", timedelta(minutes=10), tell, deletes=True)
