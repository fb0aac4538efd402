"""Passwords: hashed with Argon2id, and not among those everybody tries first."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import Session

from portal.accounts.rules import LONGEST_PASSWORD, password_problem
from portal.languages.normal_form import normalised
from portal.problems import Problem
from portal.sealing.crypto import fingerprint
from portal.store.db import begin, random_id

# OWASP's password storage cheat sheet: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """Hash a password, which takes its time."""
    return _hasher.hash(_normal(password))


def unset() -> str:
    """Give what is stored while there is no password: nothing opens it, and no two are alike.

    Links to set a password are bound to it, so a new link makes the earlier ones worthless.
    """
    return f"!{random_id()}"


def state(password_hash: str) -> str:
    """Name the present password without telling its hash, for what must end when it changes."""
    return fingerprint(password_hash)[:16]


def matches(session: Session, stored: str, typed: str) -> bool:
    """Tell whether a password is right; without one the work and the answer are the same.

    The transaction is let go meanwhile, because nobody's writing should wait for a hash. Another
    one begins afterwards, in which all that was read before may have changed: whoever goes on
    reads it again.
    """
    session.rollback()
    right = _verifies(stored if stored.startswith("$argon2") else _nobodys(), typed)
    begin(session, writes=True)
    return right and stored.startswith("$argon2")


def outdated(stored: str) -> bool:
    """Tell whether a hash was made with other costs than today's."""
    return _hasher.check_needs_rehash(stored)


def problem(password: str, email: str) -> Problem | None:
    """Say what is wrong with a password somebody chose."""
    return password_problem(_normal(password), email, _common())


def _verifies(stored: str, typed: str) -> bool:
    try:
        return _hasher.verify(stored, _normal(typed[: LONGEST_PASSWORD + 1]))
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    return normalised(password, "NFKC")


@cache
def _nobodys() -> str:
    return _hasher.hash(random_id())


@cache
def _common() -> frozenset[str]:
    listed = Path(__file__).with_name("common-passwords.txt").read_text(encoding="utf-8")
    return frozenset(listed.split())
