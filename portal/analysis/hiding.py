"""Hiding words of a person, whatever they were written into, and showing them again.

The reason stays beside the words and goes with them. The log, which is never shortened, says
that something was hidden and quotes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal import audit
from portal.accounts.models import Account
from portal.analysis import forms
from portal.consultations import hidden_texts
from portal.consultations.models import Consultation
from portal.forms import check
from portal.problems import Problems


@dataclass(frozen=True)
class Words:
    """Words of one or several responses under one name, and what the log says of them."""

    senders: Sequence[str]
    name: str
    kind: str
    details: Mapping[str, Any]


def hide(
    request: Request, session: Session, account: Account, consultation: Consultation, words: Words
) -> Problems:
    """Take words out of lists and exports for the reason that was sent, unless that is wrong."""
    checked = check(forms.Reason, request.state.form)
    if not isinstance(checked, forms.Reason):
        return checked
    hidden_texts.hide(session, words.senders, words.name, checked.reason)
    _log(session, account, consultation, words, "hidden")
    return {}


def show(session: Session, account: Account, consultation: Consultation, words: Words) -> None:
    """Put hidden words back among the others."""
    hidden_texts.show(session, words.senders, words.name)
    _log(session, account, consultation, words, "shown")


def _log(
    session: Session, account: Account, consultation: Consultation, words: Words, done: str
) -> None:
    action = f"{words.kind}.{done}"
    audit.record(session, account.id or 0, action, consultation.slug, **words.details)
