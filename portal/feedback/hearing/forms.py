"""What somebody sends who wants to hear once what came of a consultation."""

from collections.abc import Iterable

from portal.forms.field import Field
from portal.forms.fields import Choice, Email
from portal.problems import mark

EMAIL = Email("email", mark("Your email address"), required=True, folded=True)
"""Where the one mail goes."""


def fields(languages: Iterable[str]) -> tuple[Field, ...]:
    """Ask for an address, and in which of some languages the mail is written."""
    options = [(tag,) for tag in languages]
    return (EMAIL, Choice("language", mark("Language of the mail"), required=True, options=options))
