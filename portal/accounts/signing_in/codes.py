"""One-time codes from an app, and the codes on paper for whoever loses it.

One-time codes are those of RFC 6238: six digits, a new one every 30 seconds. The secret is
stored sealed and bound to its account. What draws and calculates is imported where it is used:
most processes never sign anybody in.
"""

import base64
import hmac
from datetime import datetime

from portal.accounts.models import Account
from portal.languages.normal_form import normalised
from portal.languages.numerals import plain_digits
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.qr import qr_picture

RECOVERY_CODES = 10

_SECONDS = 30
_DRIFT = 1  # Telephones' clocks are seldom exact: the code before and after are right, too.
_DEMO_DRIFT = 20  # The demonstration shows its codes to everybody, and people read slowly.
_RECOVERY_SYMBOLS = 12  # of 5 bits each
_LOOKALIKES = str.maketrans("ILO", "110")
_OFFER = "a second factor offered to"


def new_secret() -> str:
    """Draw the secret that an app and the portal share: 160 bits, in base32."""
    import pyotp

    return pyotp.random_base32()


def seal_secret(settings: Settings, account: Account, secret: str) -> str:
    """Seal a secret for its account, as it is stored."""
    return _seal(settings, secret, str(account.id))


def secret_of(settings: Settings, account: Account) -> str:
    """Open the secret of an account; it is empty when there is none or the key has changed."""
    return _unseal(settings, account.sealed_secret, str(account.id))


def seal_offer(settings: Settings, account: Account, secret: str) -> str:
    """Seal a secret that the page carries until a code shows that the app has it."""
    return _seal(settings, secret, f"{_OFFER} {account.id}")


def offered_secret(settings: Settings, account: Account, offer: str) -> str:
    """Open the secret that was offered to this account, or nothing if it was another's."""
    return _unseal(settings, offer, f"{_OFFER} {account.id}")


def accepted_step(secret: str, typed: str, last: int, now: datetime, *, demo: bool) -> int | None:
    """Find the 30 seconds a code belongs to, if it is right and newer than the last one used.

    ASVS 5.0 6.5.5 allows a code for 30 seconds; we allow the neighbours as RFC 6238 section
    5.2 advises, and no code twice. Without a secret no code is right.
    """
    current, drift = step_at(now), _DEMO_DRIFT if demo else _DRIFT
    digits = _digits(typed)
    steps = range(max(last + 1, current - drift), current + drift + 1) if secret else ()
    right = (step for step in steps if hmac.compare_digest(code_at(secret, step), digits))
    return next(right, None)


def step_at(now: datetime) -> int:
    """Give the number of the 30 seconds in which a moment lies."""
    return int(now.timestamp()) // _SECONDS


def code_at(secret: str, step: int) -> str:
    """Calculate the code of one step."""
    import pyotp

    return pyotp.TOTP(secret).generate_otp(step)


def next_code(secret: str, last: int, now: datetime) -> str:
    """Calculate the first code that has not been used, for the demonstration and for tests."""
    return code_at(secret, max(last + 1, step_at(now)))


def qr_code(secret: str, email: str, issuer: str) -> str:
    """Draw the code that an app scans, as the address of an image that holds itself."""
    import pyotp

    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)
    return qr_picture(address)


def grouped(secret: str) -> str:
    """Group a secret by four letters, so that it can be typed."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def new_recovery_codes() -> list[str]:
    """Draw recovery codes of 60 bits, as they are shown."""
    drawn = (crypto.new_code()[:_RECOVERY_SYMBOLS] for _ in range(RECOVERY_CODES))
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in drawn]


def stored_recovery_code(settings: Settings, typed: str) -> str:
    """Turn a recovery code, as people type it, into what is stored of it.

    The hash is keyed with a key outside the database, so that 60 bits cannot be searched by
    whoever reads the database alone; ASVS 5.0 6.5.2 asks for a slow hash otherwise.
    """
    symbols = (letter for letter in _plain(typed).upper() if letter.isalnum())
    code = "".join(symbols).translate(_LOOKALIKES)
    return crypto.signature(crypto.installation_key(settings.secret, "recovery"), code.encode())


def _seal(settings: Settings, secret: str, place: str) -> str:
    return base64.b64encode(crypto.seal(_key(settings), secret.encode(), place)).decode()


def _unseal(settings: Settings, sealed: str, place: str) -> str:
    try:
        data = base64.b64decode(sealed, validate=True)
    except ValueError:
        return ""
    return (crypto.unseal(_key(settings), data, place) or b"").decode()


def _key(settings: Settings) -> bytes:
    return crypto.installation_key(settings.secret, "totp")


def _digits(typed: str) -> str:
    return "".join(letter for letter in _plain(typed) if letter.isascii() and letter.isdigit())


def _plain(typed: str) -> str:
    return plain_digits(normalised(typed, "NFKC"))
