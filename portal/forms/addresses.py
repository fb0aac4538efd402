"""Where somebody can be reached: e-mail, telephone and web addresses. Pure."""

import re

from portal import lengths
from portal.languages.normal_form import normalised

_LETTERS = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"[a-z0-9-]+"
_EMAIL = re.compile(rf"{_LETTERS}(\.{_LETTERS})*@{_LABEL}(\.{_LABEL})*", re.ASCII | re.IGNORECASE)
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()\-]{1,24}")
_WEB = re.compile(r"https://[^\s/]+\S*")
_BARE = re.compile(rf"{_LABEL}(\.{_LABEL})+([:/?#]\S*)?", re.IGNORECASE)


def is_email(text: str, *, dotted: bool = True) -> bool:
    """Tell whether this is exactly one address to which mail can be sent.

    What people type has a dot after the @; only the computers' own addresses have none.
    """
    if len(text) > lengths.EMAIL or not _EMAIL.fullmatch(text):
        return False
    return not dotted or "." in text.rpartition("@")[2]


def folded(text: str) -> str:
    """Write an e-mail address in one way, however it is typed, for comparing and for sending.

    Small letters, one width, and a domain in the letters of any script as the name servers have
    it (IDNA). What cannot be written so comes back as it was, and is no address.
    """
    plain = normalised(text.strip(), "NFKC").lower()
    name, at, domain = plain.rpartition("@")
    if not at or len(plain) > lengths.EMAIL:
        return plain
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return plain


def unfolded(address: str) -> str:
    """Write the domain of a folded address in its own letters, to be read."""
    name, at, domain = address.rpartition("@")
    try:
        return f"{name}{at}{domain.encode().decode('idna')}"
    except UnicodeError:
        return address


def is_telephone(text: str) -> bool:
    """Tell whether this could be dialled."""
    return _TELEPHONE.fullmatch(text) is not None


def completed(text: str) -> str:
    """Write a web address whole that somebody wrote as people say it, without https://."""
    return f"https://{text}" if _BARE.fullmatch(text) else text


def is_web_address(text: str) -> bool:
    """Tell whether this is a full address that nobody can listen in on."""
    return _WEB.fullmatch(text) is not None
