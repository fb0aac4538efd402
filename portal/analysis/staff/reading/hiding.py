"""Hiding words of a person, whatever they were written into, and showing them again.

The reason stays beside the words and goes with them. The log, which is never shortened, says
that something was hidden and quotes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Answer
from starlette.routing import Route

from portal.accounts.models import Account
from portal.analysis.staff import guards
from portal.analysis.staff.reading import forms
from portal.consultations import hidden_texts
from portal.consultations.models import Consultation
from portal.forms.form import read
from portal.store import audit
from portal.web.page import page, redirect_to

Item = TypeVar("Item")


@dataclass(frozen=True)
class Words:
    """Words of one or several responses under one name, and what the log says of them."""

    senders: Sequence[str]
    name: str
    kind: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Kind(Generic[Item]):
    """How words of one kind are found and named, which page is theirs, and where it leads."""

    find: Callable[[Request, Session, Consultation], Item]
    words: Callable[[Item], Words]
    draw: Callable[..., Answer]
    back: Callable[[Consultation, Item], str]


def routes(path: str, name: str, kind: Kind[Item]) -> list[Route]:
    """Make the two addresses that a page of words needs: for hiding, and for showing again."""

    @page
    @guards.exact
    def hide(
        request: Request, session: Session, account: Account, consultation: Consultation
    ) -> Answer:
        """Take words out of lists and the export, for a reason; they are not deleted."""
        one = kind.find(request, session, consultation)
        said = read([forms.REASON], request.state.form)
        if said.problems:
            return kind.draw(
                request, session, consultation, one, problems=said.problems, status=422
            )
        words = kind.words(one)
        hidden_texts.hide(session, words.senders, words.name, said.values["reason"])
        _log(session, account, consultation, words, "hidden")
        return done(request, kind.back(consultation, one), "hidden")

    @page
    @guards.exact
    def show(
        request: Request, session: Session, account: Account, consultation: Consultation
    ) -> Answer:
        """Put hidden words back among the others."""
        one = kind.find(request, session, consultation)
        words = kind.words(one)
        hidden_texts.show(session, words.senders, words.name)
        _log(session, account, consultation, words, "shown")
        return done(request, kind.back(consultation, one), "shown")

    return [
        Route(f"{path}/hide", hide, name=f"hide_{name}", methods=["POST"]),
        Route(f"{path}/show", show, name=f"unhide_{name}", methods=["POST"]),
    ]


def done(request: Request, address: str, what: str) -> Answer:
    """Lead to a page that says what was done."""
    return redirect_to(request, f"{address}{'&' if '?' in address else '?'}done={what}")


def _log(
    session: Session, account: Account, consultation: Consultation, words: Words, done: str
) -> None:
    action = f"{words.kind}.{done}"
    audit.record(session, account.id or 0, action, consultation.slug, **words.details)
