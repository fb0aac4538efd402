"""What an administrator may say of an agency."""

from collections.abc import Iterable, Sequence

from portal import lengths
from portal.accounts.models import Account
from portal.forms.boxes import Several
from portal.forms.field import Field
from portal.forms.fields import Choice, Line, Tick
from portal.forms.form import show
from portal.forms.words import Shown
from portal.incidents.case_models import Agency
from portal.problems import mark

CONSENTS = (
    ("police", mark("The police: only if the reporter agrees to that")),
    ("support", mark("An agency that supports people: only if the reporter agrees to that")),
)
_NOT_THEIRS = mark("One of these accounts cannot be chosen. Look through the list again.")
NEW = (
    Line("name", mark("Name"), required=True, most=lengths.NAME),
    Choice("consent", mark("When a report may be passed on"), required=True, options=CONSENTS),
)
"""An agency and the consent that a referral to it needs."""


def shown(agency: Agency, people: Sequence[Account], members: Sequence[int | None]) -> Shown:
    """Show an agency, and who of the people reads for it, as the form that changes it."""
    kept = {"name": agency.name, "consent": agency.consent, "active": agency.active}
    return show(changed(people), {**kept, "members": members})


def changed(people: Iterable[Account]) -> Sequence[Field]:
    """Ask for an agency with those of the people who read for it."""
    options = [(one.id,) for one in people]
    return (*NEW, Tick("active"), Several("members", wrong=_NOT_THEIRS, options=options))
