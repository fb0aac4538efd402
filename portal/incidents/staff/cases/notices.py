"""Mails that have staff look at the queue, and that tell nobody whether anything arrived.

They go out at fixed times, always with the same words and of the same size, also when there is
nothing. Only immediate danger may break the rule, if the council says so: then a report leaves
a flag, which says no time, and the job that finds it writes the mail.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlmodel import Session

from portal.council import queries as council_queries
from portal.forms.addresses import is_email
from portal.incidents import report_settings
from portal.incidents.records import danger
from portal.languages import invented
from portal.languages.direction import marked
from portal.languages.i18n import translation
from portal.problems import mark
from portal.settings import Settings
from portal.store import jobs, mail, noted
from portal.store.db import serialise
from portal.store.jobs import Job

_log = logging.getLogger(__name__)

NAME = "incidents.notices"
ONCE_PER = timedelta(hours=1)

SUBJECT = mark("Please look at the portal today")
BODY = mark(
    "This is the regular reminder to open the list of cases. It is sent at fixed times and "
    "always says the same, whether or not anything is waiting."
)
DANGER_SUBJECT = mark("Please look at the portal now")
DANGER_BODY = mark(
    "Please open the list of cases now, and begin with what is new: somebody may be in danger. "
    "This mail is sent at most once an hour."
)

_DANGER = "incidents.danger"


def send(session: Session, now: datetime) -> None:
    """Write the mails that are due: the regular ones, and one about danger if it is wanted."""
    decided = report_settings.current(session)
    calendar = council_queries.stored(session).calendar
    since = jobs.last_run(session, NAME, now)
    clocks = [time.fromisoformat(clock) for clock in decided.notice_times]
    if since is not None and calendar.has_come(clocks, since, now):
        _write(session, decided.notice_to, SUBJECT, BODY, now)
    serialise(session, danger.LOCK)
    _tell_danger(session, decided.notice_to, now)


def _tell_danger(session: Session, recipients: Sequence[str], now: datetime) -> None:
    told, wanted = noted.at(session, _DANGER, danger.WANTED)
    if told is not None and not told <= now < told + ONCE_PER:
        # When it was is of use for an hour and then nobody's business; a time to come is none.
        noted.forget(session, _DANGER)
        told = None
    if wanted is not None and told is None:
        noted.forget(session, danger.WANTED)
        noted.note(session, _DANGER, now)
        _write(session, recipients, DANGER_SUBJECT, DANGER_BODY, now)
    session.flush()


def _write(
    session: Session, recipients: Sequence[str], subject: str, body: str, now: datetime
) -> None:
    settings: Settings = session.info["settings"]
    tag = next(iter(council_queries.stored(session).languages), "en")
    title, words = (marked(translation(tag, one), tag) for one in (subject, body))
    text = invented.under(settings, tag, f"{words}\n\n{_link(settings)}\n")
    # One that still waits, because no server took it, would only say the same again.
    mail.forget(session, recipients, title)
    for recipient in recipients:
        # One address that cannot be written to must not keep the others from being told.
        if not is_email(recipient, dotted=False):
            _log.warning("Somebody who is to be reminded has no address that can be written to")
            continue
        mail.write(session, recipient, title, text, now)


def _link(settings: Settings) -> str:
    return f"{settings.public_url}/staff/cases" if settings.public_url else ""


JOB = Job(NAME, timedelta(minutes=1), send)
