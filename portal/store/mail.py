"""Mails wait in an outbox, are sent by a job, and tried again when the server does not answer.

A mail is written in the transaction of what it tells about, and sent after it. Each is claimed
in a transaction of its own, sent outside of any, and deleted when the server took it. Whoever
is stopped in between has it sent once more when the claim expires: at least once, and never by
two processes at a time. All attempts carry one Message-ID, by which a repetition is known.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.errors import MessageError
from smtplib import SMTPException

from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from portal import lengths
from portal.settings import Settings
from portal.store import smtp
from portal.store.db import moment, now, random_id, stamp
from portal.store.jobs import Job, Transaction
from portal.store.tables import MOMENTARY

_log = logging.getLogger(__name__)

NAME = "mail.send"
WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60)
)
"""How long a mail waits after each failed attempt; after one more, about two days, it stays."""

TRIES = len(WAITS) + 1

_CLAIM = timedelta(minutes=30)  # longer than the slowest server is waited for


class OutgoingMail(SQLModel, table=True):
    """A mail on its way; it is deleted once the server took it.

    `written` is the day alone, because a mail about a report must not tell when it came.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = MOMENTARY

    id: str = Field(default_factory=random_id, primary_key=True, max_length=22)
    recipient: str = Field(max_length=lengths.EMAIL)
    subject: str = Field(max_length=200)
    body: str
    due: datetime = moment(index=True)
    attempts: int = 0
    last_error: str = Field(default="", max_length=200)
    written: datetime = stamp()


def write(session: Session, recipient: str, subject: str, body: str, due: datetime) -> None:
    """Put a mail into the outbox, as part of this transaction."""
    smtp.require_address(recipient)
    subject = " ".join(subject.split())
    day = due.replace(hour=0, minute=0, second=0, microsecond=0)
    session.add(OutgoingMail(recipient=recipient, subject=subject, body=body, due=due, written=day))
    session.flush()


def forget(session: Session, recipients: Sequence[str], subject: str) -> None:
    """Take back mails that still wait, before newer ones say the same."""
    query = delete(OutgoingMail).where(col(OutgoingMail.recipient).in_(recipients))
    session.exec(query.where(col(OutgoingMail.subject) == subject))


def count_given_up(session: Session) -> int:
    """Count the mails that no server took for two days, and that wait for an operator."""
    query = select(func.count()).select_from(OutgoingMail)
    return session.exec(query.where(col(OutgoingMail.attempts) >= TRIES)).one()


def try_again(session: Session, now: datetime) -> int:
    """Have mails that were given up sent once more, from the first attempt on; count them."""
    query = select(OutgoingMail).where(col(OutgoingMail.attempts) >= TRIES)
    given_up = session.exec(query).all()
    for mail in given_up:
        mail.attempts, mail.due = 0, now
        session.add(mail)
    session.flush()
    return len(given_up)


def last_error(session: Session) -> str:
    """Tell what a server answered to a mail that was given up."""
    query = select(OutgoingMail.last_error).where(col(OutgoingMail.attempts) >= TRIES)
    return session.exec(query.order_by(col(OutgoingMail.due).desc()).limit(1)).first() or ""


def send_due(transaction: Transaction, moment: datetime) -> None:
    """Send what is due; once the server cannot be reached, the rest waits for the next time."""
    with transaction() as session:
        settings: Settings = session.info["settings"]
    if not settings.smtp_url:
        return
    with smtp.Post(settings.smtp_url, settings.public_url) as post:
        while (mail := _claim(transaction, moment)) is not None:
            if not _deliver(transaction, post, mail):
                return


def _claim(transaction: Transaction, moment: datetime) -> OutgoingMail | None:
    with transaction() as session:
        mail = _next_due(session, moment)
        if mail is None:
            return None
        mail.due = max(moment, now()) + _CLAIM
        session.add(mail)
        session.flush()
        session.refresh(mail)
        session.expunge(mail)
    return mail


def _next_due(session: Session, moment: datetime) -> OutgoingMail | None:
    # What is due later than any wait is long was postponed by a clock that was wrong.
    latest = max(moment, now()) + max(*WAITS, _CLAIM)
    due = (col(OutgoingMail.due) <= moment) | (col(OutgoingMail.due) > latest)
    query = select(OutgoingMail).where(due)
    query = query.where(col(OutgoingMail.attempts) < TRIES)
    query = query.order_by(col(OutgoingMail.due), col(OutgoingMail.id)).limit(1)
    # On SQLite the transaction itself keeps others out.
    return session.exec(query.with_for_update(skip_locked=True)).first()


def _deliver(transaction: Transaction, post: smtp.Post, mail: OutgoingMail) -> bool:
    """Send one mail and note how it went; tell whether the next one is worth trying."""
    error = ""
    try:
        post.send(mail.id, mail.recipient, mail.subject, mail.body)
    except (SMTPException, MessageError, OSError, ValueError) as failure:
        error = smtp.described(failure)
        # Not to whom nor about what: more people read a log than an outbox.
        said = smtp.without_addresses(error)
        _log.warning("A mail was not sent, try %s of %s: %s", mail.attempts + 1, TRIES, said)
    with transaction() as session:
        _settle(session, mail, error)
    return post.reachable


def _settle(session: Session, mail: OutgoingMail, error: str) -> None:
    kept = session.get(OutgoingMail, mail.id)
    if kept is None:
        return
    if not error:
        session.delete(kept)
        return
    # Whoever took longer than its claim lasts leaves the mail to the one who has it now.
    if kept.due == mail.due:
        wait = WAITS[min(kept.attempts, len(WAITS) - 1)]
        kept.due = now() + wait
        kept.attempts += 1
        kept.last_error = error
        session.add(kept)


JOB = Job(NAME, timedelta(minutes=1), errand=send_due)
