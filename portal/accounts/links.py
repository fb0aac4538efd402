"""Signed links: an invitation.

It names an account and the state of its password, so that it ends as soon as the password
changes; and it is bounded in time.
"""

from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from portal.accounts.models import Account
from portal.accounts.signing_in import passwords
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.links import absolute, link

INVITATION_DAYS = 7


def invitation(settings: Settings, account: Account) -> str:
    """Write the link with which somebody chooses the first or a new password, once."""
    token = _serializer(settings).dumps([account.id, _state(account)])
    return absolute(settings, link("invitation", token=token))


def invited(settings: Settings, token: str) -> tuple[int, str]:
    """Read whom a link invites, and for which state of the password; nobody if it is not ours."""
    try:
        longest = int(timedelta(days=INVITATION_DAYS).total_seconds())
        number, state = _serializer(settings).loads(token, max_age=longest)
    except BadData:
        return 0, ""
    return number, state


def bound_to(account: Account, state: str) -> bool:
    """Tell whether a link was made for the password as it is now."""
    return state == _state(account) and not account.disabled


def _state(account: Account) -> str:
    return passwords.state(account.password_hash)


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    key = crypto.installation_key(settings.secret, "accounts:invitation")
    return URLSafeTimedSerializer(key, salt="invitation")
