"""How often somebody may ask for a link, or try a card: each network, each address, and all.

What is counted of a network stays in memory, under a key that is drawn anew at each start.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, delete
from starlette.requests import Request

from portal.members.models import MailsAsked
from portal.members.rules import MAIL_EACH, TAKING_PART_LASTS, TOLD_EACH, next_mail
from portal.sealing import crypto
from portal.store.db import serialise
from portal.web.networks import Networks, tells_networks

WAIT_MINUTES = 5
"""What somebody is told to wait whose network asks too often."""

_LOCK = 0x6D61696C
_OF_ONE = 10
_OF_ALL, _ALL_SECONDS = 200, 2.0
_ASK_SECONDS, _TRY_SECONDS = 60.0, 30.0
_EVERYBODY = b"everybody"


class Mail(StrEnum):
    """For what somebody has a mail sent. Each is counted apart: none keeps another from coming."""

    LINK = "asked"
    ENTER = "enter"
    JOIN = "join"
    ADDRESS = "address"
    CHANGE = "change"
    FIRST = "first"
    TOLD = "told"


_EACH = {
    Mail.LINK: MAIL_EACH,
    Mail.CHANGE: MAIL_EACH,
    Mail.FIRST: MAIL_EACH,
    Mail.TOLD: TOLD_EACH,
}
"""How often one more may be sent; else as long as a link counts, so that the newest one opens."""


class _Counted(Networks):
    """How much each network did lately, and all together; whoever has to wait adds nothing."""

    seconds = _ASK_SECONDS

    def is_full(self, request: Request) -> bool:
        """Tell whether a network did too much lately, or all did."""
        # Behind a proxy that says nothing all visitors seem to come from one network.
        apart = tells_networks(request)
        own = apart and self.level(self.source(request), self.seconds) > _OF_ONE - 1
        return own or self.level(_EVERYBODY, _ALL_SECONDS) > _OF_ALL - 1

    def count(self, request: Request) -> None:
        """Count one more."""
        self.rise(self.source(request), self.seconds)
        self.rise(_EVERYBODY, _ALL_SECONDS)


class Asking(_Counted):
    """How many links each network asked for lately."""


class Trying(_Counted):
    """How many codes each network tried lately that open nothing."""

    seconds = _TRY_SECONDS


def asks_too_often(request: Request) -> bool:
    """Count a link that is asked for, unless too many are."""
    here: Asking = request.state.memory.of(Asking)
    if here.is_full(request):
        return True
    here.count(request)
    return False


def tries_too_often(request: Request) -> bool:
    """Tell whether a network tried too many codes to try one more now."""
    here: Trying = request.state.memory.of(Trying)
    return here.is_full(request)


def note_failed_try(request: Request) -> None:
    """Count a code that opens nothing."""
    request.state.memory.of(Trying).count(request)


def may_mail(session: Session, mail: Mail, whose: str, now: datetime) -> bool:
    """Take a mail to an address, or of whoever asks for it, if it is not too soon after others.

    Nobody is told that one to an address has to wait: it would tell who asked for mails lately.
    """
    each = _EACH.get(mail, TAKING_PART_LASTS)
    return _taken(session, _name(session, mail, whose), now, each)


def may_tell(session: Session, about: str, now: datetime) -> bool:
    """Take a mail about something that people can do and undo as often as they like."""
    return may_mail(session, Mail.TOLD, about, now)


def may_tell_stranger(session: Session, email: str, now: datetime) -> bool:
    """Tell whether an address that nobody knows was not told so of late, and note that it is."""
    return is_rare(session, "stranger", email, now, TOLD_EACH)


def is_rare(session: Session, what: str, whose: str, now: datetime, each: timedelta) -> bool:
    """Tell whether something was not done for a while, and note that it is done now."""
    name = _name(session, what, whose)
    serialise(session, _LOCK)
    row = session.get(MailsAsked, name)
    if row is not None and now < row.due <= now + each:
        return False
    session.merge(MailsAsked(name=name, due=now + each))
    session.flush()
    return True


def forget_old(session: Session, now: datetime) -> None:
    """Forget who asked and need not wait any more."""
    session.exec(delete(MailsAsked).where(col(MailsAsked.due) <= now))


def _taken(session: Session, name: str, now: datetime, each: timedelta) -> bool:
    serialise(session, _LOCK)
    row = session.get(MailsAsked, name)
    due = next_mail(row.due if row else None, now, each)
    if due is None:
        return False
    session.merge(MailsAsked(name=name, due=due))
    session.flush()
    return True


def _name(session: Session, what: str, email: str) -> str:
    key = crypto.installation_key(session.info["settings"].secret, "members:mails")
    return crypto.signature(key, f"{what}:{email}".encode())
