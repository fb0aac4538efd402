"""What an analyst does with one thing of a consultation, whose look at it is in the log."""

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.analysis.staff import guards
from portal.consultations.models import Consultation
from portal.store import audit
from portal.web.acting import Matter

Item = TypeVar("Item")


class One(NamedTuple, Generic[Item]):
    """A thing of a consultation, and who acts on it."""

    account: Account
    consultation: Consultation
    thing: Item


def matter(
    find: Callable[[Request, Session, Consultation], Item],
    shown: Callable[..., Response],
    address: Callable[[Consultation, Item], str],
) -> Matter[One[Item]]:
    """Say how things of one kind are found, on which page they are shown, and where that leads."""

    def found(
        request: Request, session: Session, account: Account, consultation: Consultation
    ) -> One[Item]:
        return One(account, consultation, find(request, session, consultation))

    def drawn(request: Request, session: Session, one: One[Item], **context: Any) -> Response:
        return shown(request, session, one.consultation, one.thing, **context)

    def log(session: Session, one: One[Item], action: str, **details: Any) -> None:
        audit.record(session, one.account.id or 0, action, one.consultation.slug, **details)

    return Matter(guards.exact, found, drawn, log, lambda one: address(one.consultation, one.thing))
