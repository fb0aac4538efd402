"""Signed links and tokens: an invitation, and the way from the password to the code.

Both name an account and the state of its password, so that either ends as soon as the
password changes; and both are bounded in time.
"""

from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from portal import crypto
from portal.accounts import passwords
from portal.accounts.models import Account
from portal.rendering import absolute, link
from portal.settings import Settings

INVITATION_DAYS = 7
HALF_WAY = timedelta(minutes=5)


@dataclass(frozen=True)
class HalfWay:
    """Somebody who gave the right password and no second factor yet."""

    account: int
    state: str
    next: str = ""
    enrolling: bool = False


def invitation(settings: Settings, account: Account) -> str:
    """Write the link with which somebody chooses the first or a new password, once."""
    token = _serializer(settings, "invitation").dumps([account.id, _state(account)])
    return absolute(settings, link("invitation", token=token))


def invited(settings: Settings, token: str) -> tuple[int, str]:
    """Read whom a link invites, and for which state of the password; nobody if it is not ours."""
    try:
        longest = int(timedelta(days=INVITATION_DAYS).total_seconds())
        number, state = _serializer(settings, "invitation").loads(token, max_age=longest)
    except BadData:
        return 0, ""
    return number, state


def half_way(
    settings: Settings, account: Account, next_: str = "", *, enrolling: bool = False
) -> str:
    """Sign that somebody gave the right password a moment ago."""
    proven = [account.id, _state(account), next_, enrolling]
    return str(_serializer(settings, "half-way").dumps(proven))


def read_half_way(settings: Settings, token: str) -> HalfWay | None:
    """Read who gave the right password, unless that was too long ago."""
    try:
        longest = int(HALF_WAY.total_seconds())
        proven = _serializer(settings, "half-way").loads(token, max_age=longest)
    except BadData:
        return None
    return HalfWay(*proven)


def bound_to(account: Account, state: str) -> bool:
    """Tell whether a link or token was made for the password as it is now."""
    return state == _state(account) and not account.disabled


def _state(account: Account) -> str:
    return passwords.state(account.password_hash)


def _serializer(settings: Settings, purpose: str) -> "URLSafeTimedSerializer":
    key = crypto.installation_key(settings.secret, f"accounts:{purpose}")
    return URLSafeTimedSerializer(key, salt=purpose)
