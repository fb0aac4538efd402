"""What an administrator may send about an account."""

from portal import lengths
from portal.accounts.rules import Role
from portal.forms.boxes import Several
from portal.forms.fields import Email, Line
from portal.forms.form import Reading, held, read, show, typed
from portal.forms.words import Sent, Shown
from portal.problems import mark

_NO_ROLE = mark("Choose at least one role.")
_NAME = Line("name", mark("Name"), required=True, most=lengths.NAME)
_ROLES = Several(
    "roles",
    required=True,
    missing=_NO_ROLE,
    wrong=_NO_ROLE,
    options=[(role,) for role in Role],
)
_CHANGED = (_NAME, _ROLES)
_EMAIL = Email("email", mark("E-mail address"), required=True, small=True)


def invited(sent: Sent) -> Reading:
    """Read whom to invite: a name, roles and an address."""
    return read([*_CHANGED, _EMAIL], sent)


def changed(sent: Sent) -> Reading:
    """Read what an account is to be: a name and roles."""
    return read(_CHANGED, sent)


def shown(account: object) -> Shown:
    """Show what an account is as the form that changes it."""
    return show(_CHANGED, held(_CHANGED, account))


def sent_for(sent: Sent) -> Shown:
    """Give what somebody sent for an account."""
    return typed(_CHANGED, sent)


def roles(reading: Reading) -> list[Role]:
    """Give the roles that were chosen."""
    return [Role(role) for role in reading.values["roles"]]
