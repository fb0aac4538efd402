"""Choosing a passphrase for one's key, and opening the key with it."""

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Account
from portal.accounts.rules import LONGEST_PASSWORD
from portal.accounts.signing_in import passwords, proofs
from portal.accounts.signing_in.proofs import Refusal
from portal.incidents.models import KeyHolder
from portal.incidents.records import keys
from portal.incidents.rules import Circle
from portal.incidents.staff.keys import guessable, sharing, vault
from portal.incidents.staff.keys.key_circles import open_to
from portal.incidents.staff.keys.vault import Vault
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark, too_short
from portal.store.db import begin, now

_DIFFERENT = mark("The two passphrases are not the same.")
_GUESSABLE = mark(
    "Too much of this is easy to guess: common words or sentences, your name, years, keys that lie "
    "beside each other, or the same again. Take five or six words that do not belong together."
)
_PASSWORD = mark("This is your password. Choose a passphrase that you use nowhere else.")


def problems(session: Session, account: Account, chosen: str, again: str) -> Problems:
    """Say what is wrong with a new passphrase; one that is also the password protects nothing."""
    if problem := _weakness(account, chosen):
        return {"passphrase": problem}
    if chosen != again:
        return {"again": Problem(_DIFFERENT)}
    if passwords.matches(session, account.password_hash, chosen):
        return {"passphrase": Problem(_PASSWORD)}
    return {}


def make(
    request: Request, session: Session, account: Account, circle: Circle, chosen: str
) -> Vault | None:
    """Make somebody's key; None if they have one, or were signed out or lost the role meanwhile."""
    number, day = account.id or 0, today()
    session.rollback()  # nobody's writing should wait for the stretching of a passphrase
    made = vault.new_holder(number, circle, chosen, day)
    begin(session, writes=True)
    sharing.alone(session)
    fresh = session.get_one(Account, number, populate_existing=True)
    trusted = not fresh.disabled and circle in open_to(fresh)
    if not trusted or not vault.is_signed_in(request, session) or keys.of_account(session, number):
        return None
    sharing.join(session, made, day)
    return made


def unlock(session: Session, account: Account, typed: str) -> Vault | Refusal:
    """Open somebody's key with what they typed; whoever fails waits, as at sign-in."""
    number = account.id or 0
    holder = keys.of_account(session, number)
    if holder is None:
        return Refusal()
    session.expunge(holder)  # it is read while there is no transaction
    opened = proofs.tried(
        session,
        "vault",
        holder.id,
        lambda: vault.unlock(holder, typed[: LONGEST_PASSWORD + 1]),
        now(),
    )
    if isinstance(opened, Refusal):
        return opened
    # Whoever lost the key meanwhile does not get in with it.
    fresh = keys.of_account(session, number)
    return Vault(fresh, opened.private) if fresh and fresh.id == holder.id else Refusal()


def change(request: Request, session: Session, account: Account, opened: Vault, to: str) -> bool:
    """Lock somebody's key with another passphrase; False if they were signed out meanwhile."""
    number, private = opened.holder.id, opened.private
    session.rollback()  # nobody's writing should wait for the stretching of a passphrase
    key = vault.stretched(to)
    begin(session, writes=True)
    holder = session.get_one(KeyHolder, number, populate_existing=True)
    if holder.retired or not vault.is_signed_in(request, session):
        return False
    vault.lock(holder, private, key)
    session.add(holder)
    return True


def _weakness(account: Account, chosen: str) -> Problem | None:
    if len(chosen) < guessable.SHORTEST:
        return too_short(guessable.SHORTEST)
    if problem := passwords.problem(chosen, account.email):
        return problem
    weak = guessable.is_weak(chosen, account.name, account.email)
    return Problem(_GUESSABLE) if weak else None
