"""Codes that people carry, keys derived from them, and sealed data.

A code has 120 random bits, more than the 112 for which OWASP ASVS 6.5.2 asks for no slow
password hash: BLAKE2b with a personalisation per purpose turns it into keys that say nothing
of each other.
"""

import hashlib
import hmac
import secrets
import unicodedata

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from portal.normal_form import normalised

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O or U
_CHECKS = _ALPHABET + "*~$=U"  # Crockford's 37 check symbols
_LOOKALIKES = str.maketrans("ILO", "110")
_SYMBOLS = 24
_GROUP = 5
_LONGEST = 200  # with all the spaces that anybody types
_VERSION = b"\x01"


def new_code() -> str:
    """Draw a code: 24 symbols of Crockford's base32 (120 bits) and one check symbol."""
    return code_of(secrets.randbits(5 * _SYMBOLS))


def code_of(value: int) -> str:
    """Write a number below 2 to the 120th as a code."""
    shifts = range(5 * (_SYMBOLS - 1), -1, -5)
    body = "".join(_ALPHABET[(value >> shift) & 31] for shift in shifts)
    return body + _CHECKS[value % 37]


def value_of(code: str) -> int:
    """Read the number that a code, or the 24 symbols before its check symbol, stands for."""
    value = 0
    for symbol in code[:_SYMBOLS]:
        value = value * 32 + _ALPHABET.index(symbol)
    return value


def derived_code(code: str, purpose: str) -> str:
    """Derive the code that somebody who holds another one also holds, the same every time."""
    return code_of(int.from_bytes(derive(code, purpose)[:15]))


def format_code(code: str) -> str:
    """Group a code by five symbols, so that it can be read aloud and copied."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def parse_code(typed: str) -> str | None:
    """Read a code as people type it: any case, spacing, hyphens or digits; None if mistyped."""
    symbols = symbols_of(typed)
    body, check = plain_letters(symbols[:_SYMBOLS]), symbols[_SYMBOLS:]
    if len(body) != _SYMBOLS or not set(body) <= set(_ALPHABET):
        return None
    code = code_of(value_of(body))
    given = check if check in _CHECKS else plain_letters(check)
    return code if given == code[_SYMBOLS:] else None


def symbols_of(typed: str) -> str:
    """Keep what may belong to a code, in capitals, with the digits of any script as 0 to 9.

    What is too long for a code has nothing of one.
    """
    if len(typed) > _LONGEST:
        return ""
    return "".join(_symbol(letter) for letter in normalised(typed, "NFKC"))


def plain_letters(symbols: str) -> str:
    """Read the letters that are no symbols of a code as the digits they look like."""
    return symbols.translate(_LOOKALIKES)


def derive(code: str, purpose: str, size: int = 32) -> bytes:
    """Derive `size` bytes from a code for one purpose (BLAKE2b, personalised, at most 16 bytes)."""
    return hashlib.blake2b(code.encode(), digest_size=size, person=purpose.encode()).digest()


def fingerprint(token: str) -> str:
    """Give the name under which a random token is stored: its SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def installation_key(secret: bytes, purpose: str) -> bytes:
    """Derive a 32-byte key of this installation for one purpose."""
    return hashlib.blake2b(purpose.encode(), key=secret[:64], digest_size=32).digest()


def signature(key: bytes, message: bytes) -> str:
    """Sign a message: HMAC-SHA256, in hex."""
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def seal(key: bytes, data: bytes, place: str) -> bytes:
    """Encrypt data under a 32-byte key, bound to its place: moved elsewhere it does not open."""
    return _VERSION + bytes(Aead(key).encrypt(data, place.encode()))


def unseal(key: bytes, sealed: bytes, place: str) -> bytes | None:
    """Open sealed data, or answer None when key, place or data are not the right ones."""
    if sealed[:1] != _VERSION:
        return None
    try:
        return bytes(Aead(key).decrypt(sealed[1:], place.encode()))
    except (CryptoError, ValueError):
        return None


def _symbol(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return letter.upper() if letter.isascii() and (letter.isalpha() or letter in "*~$=") else ""
