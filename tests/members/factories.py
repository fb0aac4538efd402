"""Members for tests, browsers in which they are signed in, and what is mailed to them."""

import re
import secrets
from datetime import timedelta
from itertools import count
from typing import Any

from httpx2 import Response
from sqlmodel import Session, delete, select
from starlette.testclient import TestClient

from portal.languages.i18n import today
from portal.members import cards
from portal.members.models import Member, MemberSession
from portal.members.rules import month_of
from portal.members.signing_in import mailing
from portal.sealing import crypto
from portal.store.db import now, random_id
from portal.store.outgoing import OutgoingMail
from portal.store.quotes import as_sent, gone
from portal.web.security import MEMBER_COOKIE, cookie_name

COOKIE = cookie_name(MEMBER_COOKIE, https=True)
SIGN_IN = "/en/member/sign-in"

_numbers = count(1)


def member(session: Session, **changes: Any) -> Member:
    """Keep a member with an address."""
    session.commit()  # a transaction that has read something may not write on SQLite
    values: dict[str, Any] = {
        "email": f"member{next(_numbers)}@mail.example",
        "language": "en",
        "here": month_of(today()),
    }
    made = Member(**(values | changes))
    session.add(made)
    session.commit()
    session.refresh(made)
    session.commit()
    return made


def card(session: Session, owner: Member, issued_by: str = "account:1") -> tuple[str, str]:
    """Give a member a card; give its number and its code."""
    session.commit()
    made, code = cards.issue(session, owner, issued_by, today(), random_id())
    number = made.number
    session.commit()
    return number, crypto.format_code(code)


def sign_in(browser: TestClient, session: Session, person: Member) -> None:
    """Sign a browser in without a link."""
    session.commit()
    token = secrets.token_urlsafe(32)
    expires = now() + timedelta(hours=12)
    session.add(MemberSession(id=crypto.fingerprint(token), member_id=person.id, expires=expires))
    session.commit()
    browser.cookies.set(COOKIE, token, domain="voices.example", path="/")


def is_signed_in(browser: TestClient) -> bool:
    return browser.get("/en/member", follow_redirects=False).status_code == 200


def ask(browser: TestClient, email: str, tag: str = "en", **more: str) -> Response:
    """Ask for a link."""
    return browser.post(f"/{tag}/member/sign-in", data={"email": email} | more)


def mails(session: Session) -> list[OutgoingMail]:
    """Do the work that is due, and take what waits in the outbox."""
    session.commit()
    mailing.send(session, now())
    session.commit()
    return outbox(session)


def outbox(session: Session) -> list[OutgoingMail]:
    """Take what waits in the outbox, as it would be sent."""
    session.rollback()
    found = list(session.exec(select(OutgoingMail).order_by(OutgoingMail.recipient)))
    keys = gone(session)
    for one in found:
        session.expunge(one)
        one.body, one.html = (as_sent(words, keys) for words in (one.body, one.html))
    session.exec(delete(OutgoingMail))
    session.commit()
    return found


def link_in(mail: OutgoingMail) -> str:
    """Give the path of the link in a mail."""
    (path,) = re.findall(r"^https://voices\.example(/\S+)$", mail.body, re.MULTILINE)
    return str(path)


def asked_link(browser: TestClient, session: Session, person: Member, **more: str) -> str:
    """Ask for a link, and take it from the mail."""
    ask(browser, person.email or "", **more)
    (mail,) = mails(session)
    return link_in(mail)


def all_of(session: Session, table: Any) -> list[Any]:
    """Read all rows of a table, as they are now."""
    session.rollback()
    return list(session.exec(select(table)))
