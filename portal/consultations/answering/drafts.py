"""Answers on their way: sealed under a key that only the resident's own code gives.

While somebody answers, the code sits in a session cookie; saved for later, it is shown to
them. The portal keeps neither, so a copy of the database opens no draft. Of a draft that was
sent only a note is left that it was, so that nobody begins anew by its code.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session, SQLModel, col, delete, select

from portal.consultations.models import Consultation, Draft, Readable
from portal.questions.answers import Sent
from portal.sealing import crypto
from portal.store.db import now, serialise

_DRAFTS = SQLModel.metadata.tables["draft"].c
_SEALED = select(_DRAFTS.sealed).where(
    _DRAFTS.id == bindparam("name"), _DRAFTS.expires > bindparam("moment")
)
_FORGET = delete(SQLModel.metadata.tables["draft"]).where(_DRAFTS.id == bindparam("name"))
_REPLACE = (
    update(SQLModel.metadata.tables["draft"])
    .where(_DRAFTS.id == bindparam("name"))
    .values(sealed=bindparam("content"))
)


@dataclass(frozen=True)
class Work:
    """What somebody has answered so far, when they began, and what they must still be told.

    `dropped` are the questions that no longer apply, `opened` the section that has a new one;
    `lost` says that the answers of pages before are gone, and `over` that they were
    sent. `languages` tells in which language each text was typed; an organisation's have a line
    before their names. `versions` are what else was answered in another tab, by question, with
    `version_languages`; `writers` the answers that each page wrote, and `changed` the answers that
    an outdated page was not sent for. `slip` is the code of a slip as it was typed, `may_quote`
    whether the council may quote what was written.
    """

    started: str
    sent: Sent = field(default_factory=dict)
    organisation: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    opened: str = ""
    lost: bool = False
    languages: dict[str, str] = field(default_factory=dict)
    over: bool = False
    versions: dict[str, list[Any]] = field(default_factory=dict)
    version_languages: dict[str, list[str]] = field(default_factory=dict)
    writers: dict[str, list[str]] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    slip: str = ""
    may_quote: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was given yet, so that there is nothing to keep."""
        elsewhere = any(any(answers) for answers in self.versions.values())
        return not (self.sent or any(self.organisation.values()) or elsewhere)

    def with_changes(self, **changes: Any) -> "Work":
        """Give a copy with some things changed."""
        return replace(self, **changes)


def begin(moment: datetime) -> Work:
    """Start answering."""
    return Work(started=moment.isoformat())


def hold(session: Session, consultation: Readable, code: str) -> None:
    """Let nobody else change a draft meanwhile: two tabs of one browser must not lose answers."""
    lock = crypto.derive(_holder(code, consultation.id), "draft lock", 8)
    serialise(session, int.from_bytes(lock, signed=True))


def find(session: Session, consultation: Readable, code: str | None) -> Work | None:
    """Open the draft that a code belongs to, or the note that it was sent."""
    if code is None:
        return None
    holder = _holder(code, consultation.id)
    found = {"name": _name(holder), "moment": now()}
    return _opened(holder, session.connection().execute(_SEALED, found).scalar())


def kept_until(session: Session, consultation: Readable, code: str) -> datetime | None:
    """Tell until when the draft of a code is kept, if there is one."""
    name = _name(_holder(code, consultation.id))
    query = select(Draft.expires).where(Draft.id == name, col(Draft.expires) > now())
    return session.exec(query).one_or_none()


def save(
    session: Session, consultation: Readable, code: str, work: Work, expires: datetime
) -> None:
    """Seal a draft and keep it until it expires."""
    holder = _holder(code, consultation.id)
    draft = Draft(
        id=_name(holder),
        consultation_id=consultation.id or 0,
        sealed=_sealed(holder, work),
        expires=expires,
    )
    session.merge(draft)


def end(session: Session, consultation: Readable, code: str) -> None:
    """Leave of a draft only that it was sent, until it expires."""
    holder = _holder(code, consultation.id)
    note = {"name": _name(holder), "content": _sealed(holder, Work(started="", over=True))}
    session.connection().execute(_REPLACE, note)


def forget(session: Session, consultation: int | None, code: str) -> None:
    """Delete a draft."""
    session.connection().execute(_FORGET, {"name": _name(_holder(code, consultation))})


def forget_expired(session: Session, moment: datetime) -> int:
    """Delete the drafts that expired, and count them."""
    return session.exec(delete(Draft).where(col(Draft.expires) <= moment)).rowcount


def opened_with(session: Session, code: str) -> list[tuple[Consultation, Work]]:
    """List the consultations for which a code opens something; one of before may do for several."""
    waiting = select(Draft.consultation_id).where(col(Draft.expires) > now()).distinct()
    return opened(session, dict.fromkeys(session.exec(waiting), code))


def opened(session: Session, codes: Mapping[int, str]) -> list[tuple[Consultation, Work]]:
    """Open drafts by the codes that belong to their consultations."""
    holders = {_name(holder): holder for holder in (_holder(c, n) for n, c in codes.items())}
    query = select(Consultation, Draft).join(Draft, col(Draft.consultation_id) == Consultation.id)
    found = query.where(col(Draft.id).in_(holders), col(Draft.expires) > now())
    return [
        (consultation, work)
        for consultation, draft in session.exec(found.order_by(col(Consultation.closes)))
        if (work := _opened(holders[draft.id], draft.sealed))
    ]


def expiry(consultation: Readable, moment: datetime, days: int) -> datetime:
    """Say until when a draft is kept: some days, but not past the last day it may be sent."""
    last = moment + timedelta(days=days)
    return min(last, consultation.closes + timedelta(days=2)) if consultation.closes else last


def receipt_name(receipt: str) -> str:
    """Give the name under which the response of a receipt code is stored."""
    return crypto.derive(receipt, "receipt name").hex()


def key(consultation: Readable, code: str | None) -> str:
    """Name a draft for the form that sends it; the name opens nothing."""
    return _name(_holder(code, consultation.id)) if code else ""


def _holder(code: str, consultation: int | None) -> str:
    return f"{code}:{consultation}"


def _name(holder: str) -> str:
    return crypto.derive(holder, "draft name").hex()


def _sealed(holder: str, work: Work) -> bytes:
    content = json.dumps(asdict(work), ensure_ascii=False).encode()
    return crypto.seal(crypto.derive(holder, "draft key"), content, _name(holder))


def _opened(holder: str, sealed: bytes | None) -> Work | None:
    key_, name = crypto.derive(holder, "draft key"), _name(holder)
    content = crypto.unseal(key_, sealed, name) if sealed else None
    work = _read(json.loads(content)) if content else None
    # Before, drafts were kept in which nothing was answered; nobody goes on with one.
    return work if work and (work.over or not work.is_empty) else None


def _read(content: Mapping[str, Any]) -> Work:
    # Drafts of before hold more, which nobody asks for any longer.
    known = {one.name for one in fields(Work)}
    return Work(**{name: value for name, value in content.items() if name in known})
