"""Signed links in mails: each is for one thing, for a time, and opens a page with a button.

Mail scanners follow links, so nothing is done when such a page is fetched.
"""

import secrets
from datetime import timedelta
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

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
    return absolute(settings, link(purpose, tag, token=_serializer(settings, purpose).dumps(said)))


def read(settings: Settings, purpose: str, token: str, lasts: timedelta) -> Any:
    """Read what a link says; None if it is not ours, for something else, or too old."""
    try:
        return _serializer(settings, purpose).loads(token, max_age=int(lasts.total_seconds()))
    except BadData:
        return None


def _serializer(settings: Settings, purpose: str) -> URLSafeTimedSerializer:
    key = crypto.installation_key(settings.secret, f"members:{purpose}")
    return URLSafeTimedSerializer(key, salt=purpose)
