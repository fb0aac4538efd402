"""What an administrator may send about an account."""

from typing import Any

from pydantic import Field, field_validator
from starlette.datastructures import FormData

from portal import lengths
from portal.accounts.rules import Role
from portal.forms.checked import Form, Name, check, lists
from portal.problems import Problem, Problems, mark

_NO_ROLE = mark("Choose at least one role.")


class AccountForm(Form):
    """Somebody's name and what they may do."""

    name: Name
    roles: list[Role] = Field(min_length=1)


class InvitationForm(AccountForm):
    """Somebody who is to have an account."""

    email: str = Field(max_length=lengths.EMAIL, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")

    @field_validator("email", mode="before")
    @classmethod
    def _as_kept(cls, value: Any) -> Any:
        # A letter may become two: what is kept is measured, not what was typed.
        return value.strip().lower() if isinstance(value, str) else value


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
