"""The code that a reporter keeps, as letters and digits or as digits alone.

Both forms stand for one number below 10^34 (112.9 bits), more than the 112 for which OWASP
ASVS 6.5.2 asks for no slow password hash. Two keys are derived from it with BLAKE2b, and no
secret of the server: the name under which the report is found, and the reporter's own key.

Codes given to people before stand for a number below 10^36; they are carried as 36 digits, and
read for ever.
"""

import secrets

from portal.sealing import crypto

_LIMIT, _DIGITS = 10**34, 34
_OLD_LIMIT, _OLD_DIGITS = 10**36, 36
_GROUP = 4


def new() -> str:
    """Draw a code, as the 34 digits in which the portal carries it."""
    return f"{secrets.randbelow(_LIMIT):0{_DIGITS}}"


def another(key: bytes, code: str) -> str:
    """Draw the code that follows on another one, the same each time; without the key none can."""
    return f"{int(crypto.signature(key, code.encode()), 16) % _LIMIT:0{_DIGITS}}"


def is_code(code: object) -> bool:
    """Tell whether something is a code as the portal carries it."""
    if not isinstance(code, str) or len(code) not in (_DIGITS, _OLD_DIGITS):
        return False
    return code.isascii() and code.isdecimal()


def letters(code: str) -> str:
    """Show a code as six groups of four symbols (Crockford's base32), the last one a check."""
    write = crypto.old_code_of if _is_old(code) else crypto.code_of
    return crypto.format_code(write(int(code)))


def digits(code: str) -> str:
    """Show a code as nine groups of four digits, the last two of them a check."""
    signs = code + (_old_check_digit(code) if _is_old(code) else _check_digits(code))
    return "-".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))


def parse(typed: str) -> str | None:
    """Read a code in either form: any digits, case or spacing; None if it is mistyped."""
    symbols = crypto.symbols_of(typed)
    if symbols.isdecimal() and len(symbols) == _DIGITS + 2:
        return symbols[:-2] if _check_digits(symbols[:-2]) == symbols[-2:] else None
    if symbols.isdecimal() and len(symbols) == _OLD_DIGITS + 1:
        return symbols[:-1] if _old_check_digit(symbols[:-1]) == symbols[-1] else None
    parsed = crypto.parse_code(typed)
    return _carried(crypto.value_of(parsed), old=crypto.is_old(parsed)) if parsed else None


def find(typed: str) -> str | None:
    """Read a code that may have words before or after it."""
    read = (parse(part) for part in crypto.parts_like_codes(typed))
    return next((code for code in read if code), None)


def old_without_check(typed: str) -> str | None:
    """Read a code of before whose check stood alone at its end and was not copied.

    Whoever showed that they had kept the groups of four was once told that this is enough.
    """
    symbols = crypto.symbols_of(typed)
    if symbols.isdecimal() and len(symbols) == _OLD_DIGITS:
        return symbols
    value = crypto.value_without_check(symbols)
    return None if value is None else _carried(value, old=True)


def ends_with(code: str, typed: str) -> bool:
    """Tell whether somebody typed the last group of their code, in either form, to show it is kept.

    No sign of a code stands after it, so what is copied group by group is enough to come back.
    """
    size = _GROUP + 1 if _is_old(code) else _GROUP
    symbols = crypto.symbols_of(typed)
    ends = {form(code).replace("-", "")[-size:] for form in (letters, digits)}
    return bool(ends & {symbols, crypto.plain_letters(symbols)}) or parse(typed) == code


def lookup(code: str) -> str:
    """Derive the name under which a report is found: 32 bytes, in hex."""
    return crypto.derive(code, "report lookup").hex()


def reporter_key(code: str) -> bytes:
    """Derive the private key (X25519) that opens what was written to the reporter."""
    return crypto.derive(code, "report reader")


def _is_old(code: str) -> bool:
    return len(code) == _OLD_DIGITS


def _carried(value: int, *, old: bool) -> str | None:
    limit, size = (_OLD_LIMIT, _OLD_DIGITS) if old else (_LIMIT, _DIGITS)
    return f"{value:0{size}}" if value < limit else None


def _check_digits(code: str) -> str:
    """Calculate the check digits of ISO 7064 MOD 97-10.

    They find every wrong digit and every two that changed places, being less than 96 apart.
    """
    return f"{98 - int(code) * 100 % 97:02}"


def _old_check_digit(code: str) -> str:
    """Calculate the check digit of ISO 7064 MOD 11,10, which finds every single wrong digit."""
    product = 10
    for digit in code:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
