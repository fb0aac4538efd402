"""Mails wait in an outbox, are sent by a job, and tried again when the server does not answer.

A mail is written in the transaction of what it tells about, and sent after it. A few are claimed
in a transaction of their own and sent outside of any; each is deleted when the server took it.
Whoever is stopped in between has it sent once more when the claim expires: at least once, and
never by two processes at a time. All attempts carry one Message-ID, by which a repetition is known.
"""

import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.errors import MessageError
from functools import partial
from itertools import count, repeat
from smtplib import SMTPException
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, delete, func, select, update

from portal.settings import Settings
from portal.store import quotes, smtp
from portal.store.db import now, random_id
from portal.store.jobs import Job, Transaction
from portal.store.outgoing import OutgoingMail

_log = logging.getLogger(__name__)

NAME = "mail.send"
WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60)
)
"""How long a mail waits after each failed attempt; after one more, about two days, it stays."""

TRIES = len(WAITS) + 1

_CLAIM = timedelta(minutes=30)  # longer than the slowest server is waited for, for each of
_AT_ONCE = 10  # mails
_WAYS = 2  # While one waits for the server, the other writes; many would be taken for a flood.


def write(
    session: Session,
    recipient: str,
    subject: str,
    body: str,
    due: datetime,
    beside: smtp.Beside = smtp.NOTHING,
) -> None:
    """Put a mail into the outbox, as part of this transaction."""
    keep(session, [written(recipient, subject, body, due, beside)])


def written(
    recipient: str, subject: str, body: str, due: datetime, beside: smtp.Beside = smtp.NOTHING
) -> dict[str, Any]:
    """Give a mail as the outbox keeps it, so that many are put there at once."""
    smtp.require_address(recipient)
    return {
        "id": random_id(),
        "recipient": recipient,
        "subject": " ".join(subject.split()),
        "body": body,
        "html": beside.html,
        "stop": beside.stop,
        "due": due,
        "attempts": 0,
        "last_error": "",
        "written": due.replace(hour=0, minute=0, second=0, microsecond=0),
    }


def keep(session: Session, mails: list[dict[str, Any]]) -> None:
    """Put mails into the outbox, as part of this transaction."""
    if mails:
        session.connection().execute(insert(OutgoingMail), mails)


def forget(session: Session, recipients: Sequence[str], subject: str) -> None:
    """Take back mails that still wait, before newer ones say the same."""
    query = delete(OutgoingMail).where(col(OutgoingMail.recipient).in_(recipients))
    session.exec(query.where(col(OutgoingMail.subject) == subject))


def forget_all(session: Session, recipients: Sequence[str]) -> None:
    """Take back whatever still waits to be sent to addresses that are held no more."""
    session.exec(delete(OutgoingMail).where(col(OutgoingMail.recipient).in_(recipients)))


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
    send = partial(_send, transaction, settings, moment)
    # Only once somebody took what came first, and more waits: a server that is gone is asked once.
    if send(range(1)):
        with ThreadPoolExecutor(_WAYS) as ways:
            list(ways.map(send, repeat(count(), _WAYS)))


def _send(
    transaction: Transaction, settings: Settings, moment: datetime, claims: Iterable[int]
) -> bool:
    """Send over one way what so many claims take; tell whether more may wait for a server."""
    with smtp.Post(settings.smtp_url, settings.public_url) as post:
        for _ in claims:
            mails = _claim(transaction, moment)
            if not _deliver_all(transaction, post, mails) or len(mails) < _AT_ONCE:
                return False
    return True


def _claim(transaction: Transaction, moment: datetime) -> Sequence[OutgoingMail]:
    """Take the next mails; a few at once, because each transaction waits for the disk."""
    with transaction() as session:
        mails = _next_due(session, moment)
        claimed = max(moment, now()) + _CLAIM
        gone = quotes.gone(session) if mails else ()
        session.expunge_all()  # Reading each once more would take as long as all else.
        _put_off(session, mails, claimed)
        for mail in mails:
            mail.due = claimed
            mail.body, mail.html = (quotes.as_sent(one, gone) for one in (mail.body, mail.html))
    return mails


def _next_due(session: Session, moment: datetime) -> Sequence[OutgoingMail]:
    # What is due later than any wait is long was postponed by a clock that was wrong.
    latest = max(moment, now()) + max(*WAITS, _CLAIM)
    due = (col(OutgoingMail.due) <= moment) | (col(OutgoingMail.due) > latest)
    query = select(OutgoingMail).where(due)
    query = query.where(col(OutgoingMail.attempts) < TRIES)
    query = query.order_by(col(OutgoingMail.due), col(OutgoingMail.id)).limit(_AT_ONCE)
    # On SQLite the transaction itself keeps others out.
    return session.exec(query.with_for_update(skip_locked=True)).all()


def _put_off(session: Session, mails: Sequence[OutgoingMail], due: datetime) -> None:
    if mails:
        claimed = col(OutgoingMail.id).in_([mail.id for mail in mails])
        session.exec(update(OutgoingMail).where(claimed).values(due=due))


def _deliver_all(transaction: Transaction, post: smtp.Post, mails: Sequence[OutgoingMail]) -> bool:
    """Send what was claimed; what is left once the server is gone is given back as it was."""
    for place, mail in enumerate(mails, 1):
        if not _deliver(transaction, post, mail):
            with transaction() as session:
                _put_off(session, mails[place:], now())
            return False
    return True


def _deliver(transaction: Transaction, post: smtp.Post, mail: OutgoingMail) -> bool:
    """Send one mail and note how it went; tell whether the next one is worth trying."""
    error = ""
    try:
        beside = smtp.Beside(mail.html, mail.stop)
        post.send(mail.id, mail.recipient, mail.subject, mail.body, beside)
    except (SMTPException, MessageError, OSError, ValueError) as failure:
        error = smtp.described(failure)
        # Not to whom nor about what: more people read a log than an outbox.
        said = smtp.without_addresses(error)
        _log.warning("A mail was not sent, try %s of %s: %s", mail.attempts + 1, TRIES, said)
    # After a power cut a mail is sent once more; a process that is killed is noted all the same.
    with transaction(lasting=False) as session:
        _settle(session, mail, error)
    return post.reachable


def _settle(session: Session, mail: OutgoingMail, error: str) -> None:
    if not error:
        session.exec(delete(OutgoingMail).where(col(OutgoingMail.id) == mail.id))
        return
    kept = session.get(OutgoingMail, mail.id)
    # Whoever took longer than its claim lasts leaves the mail to the one who has it now.
    if kept and kept.due == mail.due:
        wait = WAITS[min(kept.attempts, len(WAITS) - 1)]
        kept.due = now() + wait
        kept.attempts += 1
        kept.last_error = error
        session.add(kept)


JOB = Job(NAME, timedelta(minutes=1), errand=send_due)
