"""Signed links in mails: each is for one thing, for a time, and opens a page with a button.

Mail scanners follow links, so nothing is done when such a page is fetched. What a link says is
sealed: addresses of pages lie in histories and logs, where nobody is to read who asked for what.
"""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Any

from itsdangerous import BadData, TimestampSigner

from portal.sealing import crypto
from portal.settings import Settings
from portal.web.links import absolute, link

SIGN_IN, ADDRESS, STAY = "member_link", "address_link", "stay_link"
"""What a mailed link is for: the names of the pages that they open."""


def new_token() -> str:
    """Draw what names a link that works once; only its hash is kept."""
    return secrets.token_urlsafe(24)


def written(settings: Settings, purpose: str, tag: str, said: Any) -> str:
    """Write a link to a page in a language, as it stands in a mail."""
    sealed = crypto.seal(_key(settings, purpose), json.dumps(said).encode(), purpose)
    token = _signer(settings, purpose).sign(urlsafe_b64encode(sealed).rstrip(b"=")).decode()
    return absolute(settings, link(purpose, tag, token=token))


def read(settings: Settings, purpose: str, token: str, lasts: timedelta) -> Any:
    """Read what a link says; None if it is not ours, for something else, or too old."""
    try:
        sealed = _signer(settings, purpose).unsign(token, max_age=int(lasts.total_seconds()))
    except BadData:
        return None
    plain = urlsafe_b64decode(sealed + b"=" * (-len(sealed) % 4))
    opened = crypto.unseal(_key(settings, purpose), plain, purpose)
    return json.loads(opened) if opened is not None else None


def _key(settings: Settings, purpose: str) -> bytes:
    return crypto.installation_key(settings.secret, f"sealed:{purpose}")


def _signer(settings: Settings, purpose: str) -> TimestampSigner:
    key = crypto.installation_key(settings.secret, f"members:{purpose}")
    return TimestampSigner(key, salt=purpose)
