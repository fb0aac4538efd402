"""Somebody's private key: sealed under a passphrase, and while they work under their session.

The passphrase is not the password: a password can be reset by others, and then opens nothing.
While the vault is open, the private key lies in the database sealed under a key that only the
browser's cookie gives, so a copy of the database opens no vault.
"""

import secrets
from dataclasses import dataclass
from datetime import date

from nacl.pwhash import argon2id
from sqlmodel import Session, col, delete, select
from starlette.requests import Request

from portal.accounts.models import AccountSession
from portal.incidents.models import KeyHolder, OpenedVault, Report
from portal.incidents.records import keys
from portal.incidents.rules import Circle, TeamKeyPurpose
from portal.languages.normal_form import normalised
from portal.sealing import boxes, crypto
from portal.web.security import SESSION_COOKIE, cookie

# RFC 9106's second recommendation: 64 MiB, three passes.
_PASSES, _MEMORY = 3, 64 * 1024 * 1024
_CLIENT_HALF = "vault session"


@dataclass(frozen=True)
class Stretched:
    """The key that a passphrase gives with a salt."""

    salt: bytes
    key: bytes


@dataclass(frozen=True)
class Vault:
    """A key holder whose private key is open."""

    holder: KeyHolder
    private: bytes

    def report_private(self, session: Session, report: Report) -> bytes | None:
        """Open the private key of a report; None if this holder was not given it."""
        return keys.report_private(session, report, self.holder, self.private)

    def team_private(self, session: Session, purpose: TeamKeyPurpose) -> bytes | None:
        """Open the private half of a shared key as it is now; None if it is not shared."""
        return keys.team_private(session, purpose, self.holder, self.private)

    def team_privates(self, session: Session, purpose: TeamKeyPurpose) -> list[bytes]:
        """Open the private halves of a shared key that this holder has, the present one first."""
        return keys.team_privates(session, purpose, self.holder, self.private)


def new_holder(account_id: int, circle: Circle, passphrase: str, today: date) -> Vault:
    """Draw a key pair for somebody and seal its private half under their passphrase."""
    return sealed_under(
        stretched(passphrase),
        KeyHolder(account_id=account_id, circle=circle, since=today, public_key=b""),
    )


def sealed_under(key: Stretched, holder: KeyHolder) -> Vault:
    """Draw a key pair for a new holder, and seal its private half under a stretched passphrase."""
    private = boxes.new_private()
    holder.public_key = boxes.public_of(private)
    lock(holder, private, key)
    return Vault(holder, private)


def lock(holder: KeyHolder, private: bytes, key: Stretched) -> None:
    """Seal a private key under a stretched passphrase, in the place of an earlier one."""
    holder.salt, holder.sealed_private = key.salt, crypto.seal(key.key, private, _place(holder))


def stretched(passphrase: str, salt: bytes = b"") -> Stretched:
    """Stretch a passphrase with Argon2id, which takes its time; without a salt, with a new one."""
    salt = salt or secrets.token_bytes(argon2id.SALTBYTES)
    normal = normalised(passphrase, "NFKC").encode()
    key = argon2id.kdf(32, normal, salt, opslimit=_PASSES, memlimit=_MEMORY)
    return Stretched(salt, bytes(key))


def unlock(holder: KeyHolder, passphrase: str) -> Vault | None:
    """Open somebody's key with the passphrase, which takes its time; None if it is wrong."""
    key = stretched(passphrase, holder.salt).key
    private = crypto.unseal(key, holder.sealed_private, _place(holder))
    return Vault(holder, private) if private else None


def is_signed_in(request: Request, session: Session) -> bool:
    """Tell whether a browser is still signed in, which takes a look after stretching.

    Nobody signs it out before this transaction ends.
    """
    query = select(AccountSession.id).where(
        AccountSession.id == crypto.fingerprint(_token(request))
    )
    query = query.with_for_update(read=True, key_share=True)
    return session.exec(query).first() is not None


def keep_open(request: Request, session: Session, vault: Vault, today: date) -> None:
    """Keep a vault open until its holder signs out, closes it, or the session ends."""
    token = _token(request)
    name = crypto.fingerprint(token)
    half = crypto.derive(token, _CLIENT_HALF)
    sealed = crypto.seal(half, vault.private, f"opened_vault:{name}:{vault.holder.id}")
    opened = OpenedVault(
        session_id=name, holder_id=vault.holder.id, sealed_private=sealed, day=today
    )
    session.merge(opened)


def opened(request: Request, session: Session, account_id: int) -> Vault | None:
    """Find the vault that this browser's account has open."""
    token = _token(request)
    name = crypto.fingerprint(token)
    row, holder = session.get(OpenedVault, name), keys.of_account(session, account_id)
    if row is None or holder is None or row.holder_id != holder.id:
        return None
    half = crypto.derive(token, _CLIENT_HALF)
    private = crypto.unseal(half, row.sealed_private, f"opened_vault:{name}:{holder.id}")
    return Vault(holder, private) if private else None


def close(request: Request, session: Session) -> None:
    """Close the vault that this browser has open."""
    name = crypto.fingerprint(_token(request))
    session.exec(delete(OpenedVault).where(col(OpenedVault.session_id) == name))


def _token(request: Request) -> str:
    return cookie(request, SESSION_COOKIE)


def _place(holder: KeyHolder) -> str:
    return f"key_holder:{holder.id}"
