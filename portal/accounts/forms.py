"""What an administrator may send about an account."""

from pydantic import Field
from starlette.datastructures import FormData

from portal.accounts.rules import Role
from portal.forms import Form, check, lists
from portal.problems import Problem, Problems, mark

_NO_ROLE = mark("Choose at least one role.")


class AccountForm(Form):
    """Somebody's name and what they may do."""

    name: str = Field(max_length=120)
    roles: list[Role] = Field(min_length=1)


class InvitationForm(AccountForm):
    """Somebody who is to have an account."""

    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


def invited(sent: FormData) -> InvitationForm | Problems:
    """Read whom to invite."""
    form = check(InvitationForm, lists(sent, "roles"))
    return _explained(form) if isinstance(form, dict) else form


def changed(sent: FormData) -> AccountForm | Problems:
    """Read what an account is to be."""
    form = check(AccountForm, lists(sent, "roles"))
    return _explained(form) if isinstance(form, dict) else form


def _explained(problems: Problems) -> Problems:
    return problems | ({"roles": Problem(_NO_ROLE)} if "roles" in problems else {})
