"""Accounts for tests, ready to sign in, and browsers that are signed in."""

import secrets
from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Account, AccountSession, Role
from portal.accounts.signing_in import codes, passwords
from portal.sealing.crypto import fingerprint
from portal.store.db import now
from portal.web.security import SESSION_COOKIE, cookie_name

PASSWORD = "seven bilingual otters"

_numbers = count(1)


def account(session: Session, *roles: Role, **changes: Any) -> Account:
    """Keep an account that has a password and a second factor."""
    session.commit()  # a transaction that has read something may not write on SQLite
    number = next(_numbers)
    values = {
        "email": f"person{number}@council.example",
        "name": f"Person {number}",
        "roles": [role.value for role in roles],
        "password_hash": _hash(),
    }
    made = Account(**(values | changes))
    session.add(made)
    session.flush()
    secret = codes.new_secret()
    made.sealed_secret = codes.seal_secret(session.info["settings"], made, secret)
    session.commit()
    session.refresh(made)
    return made


def sign_in(browser: TestClient, session: Session, account: Account) -> str:
    """Sign a browser in without asking for a password; give the name of the session."""
    session.commit()
    token = secrets.token_urlsafe(32)
    expires = now() + timedelta(hours=12)
    kept = AccountSession(id=fingerprint(token), account_id=account.id or 0, expires=expires)
    session.add(kept)
    session.commit()
    browser.cookies.set(cookie_name(SESSION_COOKIE, https=True), token, domain="voices.example")
    return kept.id


def one_time_code(session: Session, account: Account) -> str:
    """Read the next code off the account's telephone."""
    session.rollback()  # what was read before is a snapshot
    secret = codes.secret_of(session.info["settings"], account)
    code = codes.next_code(secret, account.last_step, now())
    session.rollback()
    return code


@cache
def _hash() -> str:
    return passwords.hashed(PASSWORD)
