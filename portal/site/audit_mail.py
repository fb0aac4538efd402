"""Sending the head of the audit log out of the house, where nobody who holds the database is."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlmodel import Session

from portal.council import queries
from portal.languages import invented
from portal.settings import Settings
from portal.store import audit, audit_head, mail
from portal.store.jobs import Job

NAME = "audit.head_mail"
_BODY = """\
This is the newest row of the audit log of {place} on {day}:

{head}

Keep this mail. If rows are cut off the log, the number or the signature no longer fit. To check:

portal audit verify --head "{head}"
"""


def send(session: Session, now: datetime) -> None:
    """Write the mail, if the council wants it and there is anything in the log."""
    recipient, head = queries.stored(session).audit_email, audit.newest_head(session)
    if not recipient or head is None:
        return
    settings: Settings = session.info["settings"]
    place, day = urlsplit(settings.public_url).netloc or "the portal", now.date().isoformat()
    line = audit_head.written(head, session.info["audit_key"])
    body = _BODY.format(place=place, day=day, head=line)
    # What it says, commands, is English, so its label is.
    body = invented.under(settings, "en", body)
    mail.write(session, recipient, f"Audit log of {place}, {day}", body, now)


JOB = Job(NAME, timedelta(days=1), send)
