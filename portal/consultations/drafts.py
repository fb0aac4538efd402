"""Answers on their way: sealed under a key that only the resident's own code gives.

While somebody answers, the code sits in a session cookie; saved for later, it is shown to
them. The portal keeps neither, so a copy of the database opens no draft.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, SQLModel, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar
from starlette.requests import Request
from starlette.responses import Response as Reply

from portal import cookies, crypto
from portal.consultations.answers import Sent
from portal.consultations.models import Consultation, Draft, Response
from portal.db import now, serialise
from portal.security import cookie

COOKIE = "answer"
_DRAFTS = SQLModel.metadata.tables["draft"].c
_SEALED = select(_DRAFTS.sealed).where(
    _DRAFTS.id == bindparam("name"), _DRAFTS.expires > bindparam("moment")
)
_FORGET = delete(SQLModel.metadata.tables["draft"]).where(_DRAFTS.id == bindparam("name"))


@dataclass(frozen=True)
class Work:
    """What somebody has answered so far, when they began, and what they must still be told.

    `dropped` are the questions that no longer apply, `opened` the section that has a new one;
    `lost` says that the browser forgot the answers of pages before. `languages` tells in which
    language each text was typed; an organisation's have a line before their names.
    """

    started: str
    sent: Sent = field(default_factory=dict)
    organisation: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    opened: str = ""
    lost: bool = False
    equality: Sent = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)

    def with_changes(self, **changes: Any) -> "Work":
        """Give a copy with some things changed."""
        return replace(self, **changes)


def begin(moment: datetime) -> Work:
    """Start answering."""
    return Work(started=moment.isoformat())


def code_of(request: Request) -> str | None:
    """Read the code from the answering cookie, if there is a good one."""
    return crypto.parse_code(cookie(request, COOKIE))


def carry(request: Request, response: Reply, code: str) -> Reply:
    """Let the browser carry the code until it is closed."""
    return cookies.carry(request, response, COOKIE, code, "lax")


def drop_cookie(request: Request, response: Reply) -> Reply:
    """Have the browser forget the code."""
    return cookies.drop(request, response, COOKIE, "lax")


def asked_for_cookie(request: Request, code: str) -> Reply | None:
    """Have the browser carry a code before anything is kept that only the code can open.

    None if it carries it already; whoever keeps no cookies is told so, with all they typed.
    """
    if code_of(request) == code:
        return None
    again = cookies.ask(request, lambda reply: carry(request, reply, code))
    return again or cookies.refused(request, "consultations/no_cookies.html")


def lost(request: Request, template: str) -> Reply:
    """Say that the code is gone with its cookie, with all that was typed."""
    return cookies.refused(request, template)


def hold(session: Session, consultation: Consultation, code: str) -> None:
    """Let nobody else change a draft meanwhile: two tabs of one browser must not lose answers."""
    lock = crypto.derive(_holder(code, consultation), "draft lock", 8)
    serialise(session, int.from_bytes(lock, signed=True))


def find(session: Session, consultation: Consultation, code: str | None) -> Work | None:
    """Open the draft that a code belongs to."""
    if code is None:
        return None
    holder = _holder(code, consultation)
    name = _name(holder)
    sealed = session.connection().execute(_SEALED, {"name": name, "moment": now()}).scalar()
    opened = crypto.unseal(crypto.derive(holder, "draft key"), sealed, name) if sealed else None
    return Work(**json.loads(opened)) if opened else None


def kept_until(session: Session, consultation: Consultation, code: str) -> datetime | None:
    """Tell until when the draft of a code is kept, if there is one."""
    name = _name(_holder(code, consultation))
    query = select(Draft.expires).where(Draft.id == name, col(Draft.expires) > now())
    return session.exec(query).one_or_none()


def save(
    session: Session, consultation: Consultation, code: str, work: Work, expires: datetime
) -> None:
    """Seal a draft and keep it until it expires."""
    holder = _holder(code, consultation)
    name = _name(holder)
    content = json.dumps(asdict(work), ensure_ascii=False).encode()
    sealed = crypto.seal(crypto.derive(holder, "draft key"), content, name)
    draft = Draft(id=name, consultation_id=consultation.id or 0, sealed=sealed, expires=expires)
    session.merge(draft)


def forget(session: Session, consultation: Consultation, code: str) -> None:
    """Delete a draft."""
    name = _name(_holder(code, consultation))
    session.connection().execute(_FORGET, {"name": name})


def forget_expired(session: Session, moment: datetime) -> int:
    """Delete the drafts that expired, and count them."""
    return session.exec(delete(Draft).where(col(Draft.expires) <= moment)).rowcount


def begun_with(session: Session, code: str) -> list[Consultation]:
    """List the consultations for which answers wait that a code opens."""
    waiting = select(Draft.consultation_id).where(col(Draft.expires) > now()).distinct()
    names = {_name(f"{code}:{number}"): number for number in session.exec(waiting)}
    return _of(session, names, select(Draft.id).where(col(Draft.id).in_(names)))


def sent_with(session: Session, code: str) -> list[Consultation]:
    """List the consultations to which answers were sent that were saved under a code."""
    old = crypto.is_old(code)
    names = {}
    for number in session.exec(select(Consultation.id)):
        receipt = crypto.derived_code(f"{code}:{number}", "receipt", old=old)
        names[receipt_name(receipt)] = number
    return _of(session, names, select(Response.receipt).where(col(Response.receipt).in_(names)))


def _of(
    session: Session, names: Mapping[str, int | None], query: SelectOfScalar[str]
) -> list[Consultation]:
    numbers = [names[name] for name in session.exec(query)]
    chosen = select(Consultation).where(col(Consultation.id).in_(numbers))
    return list(session.exec(chosen.order_by(col(Consultation.closes))))


def expiry(consultation: Consultation, moment: datetime, days: int) -> datetime:
    """Say until when a draft is kept: some days, but not past the last day it may be sent."""
    last = moment + timedelta(days=days)
    return min(last, consultation.closes + timedelta(days=2)) if consultation.closes else last


def receipt_code(consultation: Consultation, code: str) -> str:
    """Give the receipt code that belongs to a draft's code: the same however often it is sent.

    A draft begun with a code of before was perhaps sent before, and has a receipt of that form.
    """
    old = crypto.is_old(code)
    return crypto.derived_code(_holder(code, consultation), "receipt", old=old)


def receipt_name(receipt: str) -> str:
    """Give the name under which the response of a receipt code is stored."""
    return crypto.derive(receipt, "receipt name").hex()


def _holder(code: str, consultation: Consultation) -> str:
    return f"{code}:{consultation.id}"


def _name(holder: str) -> str:
    return crypto.derive(holder, "draft name").hex()
