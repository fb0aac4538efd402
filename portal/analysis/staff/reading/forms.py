"""What an analyst may send."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from portal import lengths
from portal.consultations.rules import REASON_AFTER
from portal.forms.checked import Form
from portal.languages.text_languages import is_known
from portal.problems import mark

REASONS = ("spam", "duplicate", "test", "other")
RESTORED = "restored"
"""The kind of reason for which a response counts again; it is kept as the others are."""

FLAGS = ("safeguarding", "personal_data", "needs_reply")


class SetAside(Form):
    """Why a response is not counted: the kind of reason, and more about it."""

    kind: Literal["spam", "duplicate", "test", "other"]
    reason: Annotated[str, Field(min_length=3, max_length=lengths.REASON)]


class Reason(Form):
    """Why a response is counted again after all, or a written answer not shown with the others."""

    reason: Annotated[str, Field(min_length=3, max_length=lengths.REASON)]


class Flags(Form):
    """What somebody still has to do about a written answer."""

    flags: list[Literal["safeguarding", "personal_data", "needs_reply"]]


class InLanguage(Form):
    """In which language a written answer is."""

    language: Annotated[str, Field(max_length=lengths.LANGUAGE)]

    @field_validator("language")
    @classmethod
    def _known(cls, tag: str) -> str:
        if not is_known(tag):
            raise ValueError(mark("Choose one of the languages listed."))
        return tag


class OrganisationInLanguage(InLanguage):
    """In which language something is that was said of an organisation."""

    part: Literal["name", "how"]


def kept(kind: str, reason: str) -> str:
    """Write a reason as the row of a response keeps it."""
    return f"{kind}{REASON_AFTER}{reason}"
