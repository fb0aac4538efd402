"""What mails quote, marked so that it is taken out of them while they wait.

A request only notes what is gone, because thousands of mails may quote it: from then on each is
sent without it, and within minutes a job takes it out of those that still wait.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from portal.store.db import insert_once
from portal.store.jobs import Job, Transaction
from portal.store.outgoing import OutgoingMail
from portal.store.tables import MOMENTARY

AT_ONCE = 100
"""So many mails are held in memory while words are taken out of them, and nobody else writes."""

_OUT = "[…]"
_QUOTE = re.compile("\x02([^\x1f]*)\x1f([^\x03]*)\x03")


class GoneQuote(SQLModel, table=True):
    """By which key something was quoted that is gone, until no mail that waits has it any more."""

    __tablename__ = "gone_quote"
    __table_args__ = (MOMENTARY,)

    key: str = Field(primary_key=True, max_length=60)


def quoted(key: str, words: str) -> str:
    """Mark words in a mail as those of something with this key, so that they can be taken out.

    The marks are signs that no form takes, so nobody's words hold them; none is sent.
    """
    return f"\x02{key}\x1f{words}\x03"


def as_sent(text: str, gone: Collection[str] = ()) -> str:
    """Give a text of a mail without such marks, and without the words of what is gone."""
    return _QUOTE.sub(r"\2", without(text, gone))


def without(text: str, gone: Collection[str]) -> str:
    """Take the words of what is gone out of a text, and leave those of all else marked."""
    return _QUOTE.sub(lambda quote: _OUT if quote[1] in gone else quote[0], text) if gone else text


def take_out(session: Session, keys: Iterable[str]) -> None:
    """Have the words of what is gone stand in no mail that is sent from now on."""
    for key in keys:
        insert_once(session, "gone_quote", "key", {"key": key})


def put_back(session: Session, keys: Collection[str]) -> None:
    """Have mails quote again what is not gone after all."""
    session.exec(delete(GoneQuote).where(col(GoneQuote.key).in_(keys)))


def gone(session: Session) -> frozenset[str]:
    """List by their keys what is gone and may be quoted in mails that wait."""
    return frozenset(session.exec(select(GoneQuote.key)))


def clear(transaction: Transaction, _now: datetime) -> None:
    """Take what is gone out of all mails that wait, some at a time, and forget that it was."""
    with transaction() as session:
        keys = gone(session)
    after: str | None = "" if keys else None
    while after is not None:
        with transaction() as session:
            after = _clear_some(session, keys, after)
    with transaction() as session:
        session.exec(delete(GoneQuote).where(col(GoneQuote.key).in_(keys)))


def _clear_some(session: Session, keys: Collection[str], after: str) -> str | None:
    query = select(OutgoingMail.id, OutgoingMail.body, OutgoingMail.html).with_for_update()
    query = query.where(col(OutgoingMail.id) > after).order_by(col(OutgoingMail.id)).limit(AT_ONCE)
    some = session.exec(query).all()
    for number, body, html in some:
        rest = {"body": without(body, keys), "html": without(html, keys)}
        if rest != {"body": body, "html": html}:
            session.exec(update(OutgoingMail).where(col(OutgoingMail.id) == number).values(rest))
    return some[-1][0] if some[AT_ONCE - 1 :] else None


JOB = Job("mail.quotes", timedelta(minutes=1), errand=clear)
