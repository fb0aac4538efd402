"""The code that a reporter keeps, as letters and digits or as digits alone.

Both forms stand for one number below 10^36 (119.6 bits), more than the 112 for which OWASP
ASVS 6.5.2 asks for no slow password hash. Two keys are derived from it with BLAKE2b, and no
secret of the server: the name under which the report is found, and the reporter's own key.
"""

import secrets

from portal import crypto

_LIMIT = 10**36
_DIGITS = 36
_LETTERS = 24
_GROUP = 4


def new() -> str:
    """Draw a code, as the 36 digits in which the portal carries it."""
    return f"{secrets.randbelow(_LIMIT):0{_DIGITS}}"


def is_code(code: object) -> bool:
    """Tell whether something is a code as the portal carries it."""
    return isinstance(code, str) and len(code) == _DIGITS and code.isascii() and code.isdecimal()


def letters(code: str) -> str:
    """Show a code as six groups of four symbols (Crockford's base32) and a check symbol."""
    symbols = crypto.code_of(int(code))
    return _grouped(symbols[:_LETTERS]) + "-" + symbols[_LETTERS:]


def digits(code: str) -> str:
    """Show a code as nine groups of four digits and a check digit."""
    return _grouped(code) + "-" + _check_digit(code)


def parse(typed: str) -> str | None:
    """Read a code in either form: any digits, case or spacing; None if it is mistyped."""
    symbols = crypto.symbols_of(typed)
    if len(symbols) == _DIGITS + 1 and symbols.isdecimal():
        return symbols[:-1] if _check_digit(symbols[:-1]) == symbols[-1] else None
    parsed = crypto.parse_code(typed)
    value = crypto.value_of(parsed) if parsed else _LIMIT
    return f"{value:0{_DIGITS}}" if value < _LIMIT else None


def ends_with(code: str, typed: str) -> bool:
    """Tell whether somebody typed the last group of their code, in either form, to show it is kept.

    The check symbol may be typed as well, or left out.
    """
    symbols = crypto.symbols_of(typed)
    body = crypto.code_of(int(code))
    ends = {body[_LETTERS - _GROUP : _LETTERS], body[_LETTERS - _GROUP :]}
    ends |= {code[-_GROUP:], code[-_GROUP:] + _check_digit(code)}
    return symbols in ends or crypto.plain_letters(symbols) in ends


def lookup(code: str) -> str:
    """Derive the name under which a report is found: 32 bytes, in hex."""
    return crypto.derive(code, "report lookup").hex()


def reporter_key(code: str) -> bytes:
    """Derive the private key (X25519) that opens what was written to the reporter."""
    return crypto.derive(code, "report reader")


def _grouped(symbols: str) -> str:
    return "-".join(symbols[start : start + _GROUP] for start in range(0, len(symbols), _GROUP))


def _check_digit(code: str) -> str:
    """Calculate the check digit of ISO 7064 MOD 11,10, which finds every single wrong digit."""
    product = 10
    for digit in code:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
