"""Writing the mails with links, apart from the pages on which somebody asks for one.

The page looks nothing up, so that it answers in the same time whoever is known.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from portal.members import letters, links, queries
from portal.members.letters import Line, Lines
from portal.members.models import Member, SignInLink, SignInRequest
from portal.members.rules import LINK_LASTS
from portal.members.signing_in import limits
from portal.problems import mark
from portal.sealing import crypto
from portal.settings import Settings
from portal.store.jobs import Job
from portal.web.links import absolute, link

_ASKED = mark("Somebody asked for a link to sign in with this e-mail address.")
_UNKNOWN = mark("Nobody is known to us under this address. Perhaps you gave us another one.")
_JOIN = mark("This page says how to take part:")


def ask(session: Session, email: str, language: str, next_: str, now: datetime) -> None:
    """Note that somebody asks for a link, in the transaction of the page."""
    session.add(SignInRequest(email=email, language=language, next=next_, asked=now))
    session.flush()


def send(session: Session, now: datetime) -> None:
    """Write the mail of each request, in the language it was asked in."""
    asked = select(SignInRequest).order_by(col(SignInRequest.asked), col(SignInRequest.id))
    for one in session.exec(asked).all():
        member = queries.by_email(session, one.email)
        if member is not None:
            _send_link(session, member, one, now)
        elif limits.may_tell_stranger(session, one.email, now):
            _tell_stranger(session, one, now)
        session.delete(one)
    session.flush()
    limits.forget_old(session, now)


def _send_link(session: Session, member: Member, asked: SignInRequest, now: datetime) -> None:
    settings: Settings = session.info["settings"]
    token = links.new_token()
    session.add(
        SignInLink(
            id=crypto.fingerprint(token),
            member_id=member.id,
            next=asked.next,
            expires=now + LINK_LASTS,
        )
    )
    address = links.written(settings, links.SIGN_IN, asked.language, token)
    lines = letters.with_link(Line(_ASKED), address)
    letters.send(session, asked.email, asked.language, letters.LINK_SUBJECT, lines, now)


def _tell_stranger(session: Session, asked: SignInRequest, now: datetime) -> None:
    settings: Settings = session.info["settings"]
    address = absolute(settings, link("member_sign_in", asked.language)) + "#join"
    lines: Lines = [Line(_ASKED), Line(_UNKNOWN), Line(_JOIN), address]
    letters.send(session, asked.email, asked.language, letters.LINK_SUBJECT, lines, now)


JOB = Job("members.send_links", timedelta(seconds=30), send)
