"""What a browser keeps about who signed in there: sealed, and never a way in.

Whoever fails in somebody's name must not keep them from signing in where they always do, so
failures in such a browser are counted apart. What it keeps outlives the session, tells nothing
to whoever finds it, and counts no more once its account was signed out everywhere.
"""

import base64
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from starlette.requests import Request

from portal.accounts.models import Account
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.security import cookie

COOKIE = "known-browser"
LASTS = timedelta(days=180)

_MOST = 8  # people who share one computer; the cookie stays under 400 letters
_PLACE = "known browser"


@dataclass(frozen=True)
class Browser:
    """A browser by a random name, and when each account signed in there, the latest last."""

    name: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    signed_in: tuple[tuple[int, float], ...] = ()

    def knows(self, account: Account | None, now: datetime) -> bool:
        """Tell whether an account signed in here, and was not signed out everywhere since."""
        seconds = dict(self.signed_in).get(account.id or 0) if account else None
        if account is None or seconds is None:
            return False
        since = datetime.fromtimestamp(seconds, UTC)
        ended = account.signed_out
        return now - since < LASTS and (ended is None or ended <= since)

    def with_account(self, account: Account, now: datetime) -> "Browser":
        """Give a copy in which an account signed in now."""
        others = [one for one in self.signed_in if one[0] != account.id][1 - _MOST :]
        return Browser(self.name, (*others, (account.id or 0, now.timestamp())))


def of(request: Request) -> Browser:
    """Read what the browser keeps; one that keeps nothing of ours is new."""
    settings = request.state.settings
    try:
        kept = base64.urlsafe_b64decode(cookie(request, COOKIE))
        data = crypto.unseal(_key(settings), kept, _PLACE)
    except ValueError:
        data = None
    if not data:
        return Browser()
    name, signed_in = json.loads(data)
    return Browser(name, tuple((number, seconds) for number, seconds in signed_in))


def sealed(settings: Settings, browser: Browser) -> str:
    """Write what the browser is to keep."""
    data = json.dumps([browser.name, browser.signed_in], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(crypto.seal(_key(settings), data, _PLACE)).decode()


def _key(settings: Settings) -> bytes:
    return crypto.installation_key(settings.secret, _PLACE)
