"""Numbers as people type them, in the digits of any script. Pure."""

import re
import unicodedata

_MOST_DIGITS = 9
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_SEPARATORS = {0x066B: ".", 0x066C: ","}  # of Arabic and Urdu


def plain_digits(text: str) -> str:
    """Write the digits of any script, which people type as they are used to, as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def plain_number(text: str) -> str:
    """Write a number as programs do, in whatever script: 1,000 is a thousand, 12,5 is not."""
    digits = "".join(plain_digits(text).split()).translate(_SEPARATORS)
    plain = digits.replace(",", "") if _THOUSANDS.fullmatch(digits) else digits
    return plain.replace(",", ".")


def whole(text: str, otherwise: int = -1) -> int:
    """Read a whole number of a length that somebody would type, else one that is never right."""
    typed = text.strip()
    few = len(typed) <= _MOST_DIGITS and typed.isdecimal()
    return int(plain_digits(typed)) if few else otherwise
