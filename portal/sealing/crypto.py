"""Codes that people carry, keys derived from them, and sealed data.

A code has 115 random bits, more than the 112 for which OWASP ASVS 6.5.2 asks for no slow
password hash: BLAKE2b with a personalisation per purpose turns it into keys that say nothing
of each other.

Its signs are letters and digits alone, in six groups of four, the check symbol in the last
group. A short one, half as long, is for what can only be tried here, and is named under a key of
this installation (`keyed_name`). Codes given to people before had one sign more, which could be
punctuation; they are read for ever and drawn no more.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterator

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from portal.languages.normal_form import normalised
from portal.languages.numerals import plain_digits

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O or U
_OLD_CHECKS = _ALPHABET + "*~$=U"  # Crockford's 37 check symbols
_SIGNS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*~$=")
_VALUES = {symbol: value for value, symbol in enumerate(_ALPHABET)}
_DOUBLED = [(value << 1) ^ (0b100101 if value & 16 else 0) for value in range(32)]
"""Each element of GF(32) times its primitive element 2, modulo x^5 + x^2 + 1."""
_AS_PYTHON = str.maketrans(_ALPHABET, "0123456789ABCDEFGHIJKLMNOPQRSTUV")
_LOOKALIKES = str.maketrans("ILO", "110")
_SYMBOLS, _OLD_SYMBOLS = 24, 25
_SHORT_SYMBOLS = 12
_BITS = 5 * (_SYMBOLS - 1)
_GROUP, _OLD_GROUP = 4, 5
_LONGEST = 200  # with all the spaces that anybody types
_LONGEST_AROUND = 2000
_VERSION = b"\x01"


def new_code() -> str:
    """Draw a code: 23 symbols of Crockford's base32 (115 bits) and one check symbol."""
    return code_of(secrets.randbits(_BITS))


def short_code_of(value: int) -> str:
    """Write a number below 2 to the 55th as a short code: 11 symbols and one check symbol."""
    body = _base32(value, _SHORT_SYMBOLS - 1)
    return body + _check(body)


def parse_short_code(typed: str) -> str | None:
    """Read a short code as people type it; None if it was mistyped."""
    symbols = plain_letters(symbols_of(typed))
    whole = len(symbols) == _SHORT_SYMBOLS and set(symbols) <= set(_ALPHABET)
    return symbols if whole and symbols[-1] == _check(symbols[:-1]) else None


def keyed_name(secret: bytes, code: str, purpose: str) -> str:
    """Give the name of a code, which nobody can try out who has only the database."""
    return signature(installation_key(secret, purpose), code.encode())


def code_of(value: int) -> str:
    """Write a number below 2 to the 115th as a code."""
    body = _base32(value, _SYMBOLS - 1)
    return body + _check(body)


def old_code_of(value: int) -> str:
    """Write a number below 2 to the 120th as codes were written before."""
    return _base32(value, _OLD_SYMBOLS - 1) + _OLD_CHECKS[value % 37]


def is_old(code: str) -> bool:
    """Tell whether a code is written as they were before."""
    return len(code) == _OLD_SYMBOLS


def value_of(code: str) -> int:
    """Read the number that a code stands for; its last symbol only checks the others."""
    return _number(code[:-1])


def value_without_check(symbols: str) -> int | None:
    """Read the number of a code of before, of which the last symbol is missing."""
    body = plain_letters(symbols)
    whole = len(body) == _OLD_SYMBOLS - 1 and set(body) <= set(_ALPHABET)
    return _number(body) if whole else None


def format_code(code: str) -> str:
    """Group a code by four symbols, so that it can be read aloud and copied."""
    size = _OLD_GROUP if is_old(code) else _GROUP
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def parse_code(typed: str) -> str | None:
    """Read a code as people type it: any case, spacing, hyphens or digits; None if mistyped."""
    symbols = symbols_of(typed)
    body, check = plain_letters(symbols[:-1]), symbols[-1:]
    if len(symbols) not in (_SYMBOLS, _OLD_SYMBOLS) or not set(body) <= set(_ALPHABET):
        return None
    code = old_code_of(_number(body)) if is_old(symbols) else body + _check(body)
    return code if code[-1] in (check, plain_letters(check)) else None


def parts_like_codes(text: str) -> Iterator[str]:
    """Give a text, and then what in it looks like a code with words before or after it.

    Signs that stand together or are joined by hyphens come before those with spaces between
    them, since a word of four letters may stand beside such a group.
    """
    yield text
    spread = "".join(_spread(letter) for letter in text[:_LONGEST_AROUND])
    for between in ("-?", "[- ]{0,3}"):
        for shape in _SHAPES:
            wanted = shape.replace("+", between)
            found = re.finditer(f"(?<![0-9A-Z])(?=({wanted})(?![0-9A-Z]))", spread)
            yield from (match[1] for match in found)


def codes_in(text: str) -> list[str]:
    """Read the codes in a text that somebody typed or pasted for one."""
    read = (parse_code(part) for part in parts_like_codes(text))
    return list(dict.fromkeys(code for code in read if code))


def symbols_of(typed: str) -> str:
    """Keep what may belong to a code, in capitals, with the digits of any script as 0 to 9.

    What is too long for a code has nothing of one.
    """
    if len(typed) > _LONGEST:
        return ""
    if typed.isascii():
        return "".join(sign for sign in typed.upper() if sign in _SIGNS)
    return "".join(_symbol(letter) for letter in typed)


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


def demonstration_code(secret: bytes, purpose: str, name: str) -> str:
    """Give a code that is the same whenever this installation's demonstration begins anew."""
    key = installation_key(secret, f"{purpose}:demonstration")
    return code_of(int(signature(key, name.encode()), 16) % (1 << 115))


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


_SHAPES = (
    "(?:[0-9A-Z]{4}+){5}[0-9A-Z]{4}",
    "(?:[0-9]{4}+){8}[0-9]{4}",
    "(?:[0-9A-Z]{5}+){4}[0-9A-Z]{4}[0-9A-Z*~$=]",
    "(?:[0-9A-Z]{4}+){6}[0-9A-Z*~$=]",
    "(?:[0-9]{4}+){9}[0-9]",
)
"""Codes as they are and were shown; a plus stands for what may separate two groups."""


def _symbol(letter: str) -> str:
    plain = normalised(letter, "NFKC")
    if plain.isdecimal():
        return plain_digits(plain)
    return plain.upper() if plain.isascii() and set(plain.upper()) <= _SIGNS else ""


def _spread(letter: str) -> str:
    if symbol := _symbol(letter):
        return symbol
    return "-" if unicodedata.category(letter) in ("Pd", "Cf") else " "


def _base32(value: int, symbols: int) -> str:
    shifts = range(5 * (symbols - 1), -1, -5)
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in shifts)


def _number(symbols: str) -> int:
    return int(symbols.translate(_AS_PYTHON), 32)


def _check(body: str) -> str:
    """Calculate the check symbol, which finds each wrong symbol and each two that changed places.

    The symbols are the coefficients of a polynomial over GF(32), and together with the check
    symbol its value at the primitive element 2 is zero (a Reed-Solomon code of one symbol):
    a wrong symbol changes it, and so do two that are exchanged, being less than 31 apart.
    """
    total = 0
    for symbol in body + _ALPHABET[0]:
        total = _DOUBLED[total] ^ _VALUES[symbol]
    return _ALPHABET[total]
