"""Reading and keeping the council's settings."""

import time
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlmodel import Session, col, select

from portal.council.models import CouncilSettings
from portal.council.rules import Council, from_json, to_json
from portal.store.db import serialise
from portal.store.outage import is_unavailable

_FRESH_SECONDS = 1.0
_LOCK = 0x636F756E


@dataclass
class _Known:
    council: Council
    version: int
    read: float


_known: WeakKeyDictionary[Engine | Connection, _Known] = WeakKeyDictionary()
_tried: WeakKeyDictionary[Engine, float] = WeakKeyDictionary()


def current(session: Session) -> Council:
    """Give the settings; a change made by another process is seen within a second."""
    known = _known.get(session.get_bind())
    if known is None or time.monotonic() - known.read > _FRESH_SECONDS:
        known = _refresh(session, known)
    council: Council = known.council
    return council


def languages(engine: Engine) -> tuple[str, ...]:
    """Give the council's languages for an address that names none, in the council's order.

    The database is asked once a second at most; while it does not answer, what was known counts.
    """
    if not is_fresh(engine):
        try:
            with Session(engine) as session:
                return current(session).languages
        except Exception as error:
            if not is_unavailable(error):
                raise
            _tried[engine] = time.monotonic()
    return last_known(engine).languages


def is_fresh(engine: Engine) -> bool:
    """Tell whether the database was asked for the settings just now, even if it was in vain."""
    known = _known.get(engine)
    asked = max(known.read if known else 0.0, _tried.get(engine, 0.0))
    return time.monotonic() - asked <= _FRESH_SECONDS


def last_known(engine: Engine) -> Council:
    """Give the settings without asking the database, for pages about its failure."""
    known = _known.get(engine)
    return known.council if known else Council()


def stored(session: Session) -> Council:
    """Give the settings as they are in the database, for pages that change them."""
    row = session.get(CouncilSettings, 1, populate_existing=True)
    return from_json(row.values) if row else Council()


def for_change(session: Session) -> Council:
    """Give the settings as stored, and let every other change wait until this one is kept."""
    serialise(session, _LOCK)
    return stored(session)


def version(session: Session) -> int:
    """Tell how often the settings have been changed."""
    return session.exec(select(CouncilSettings.version)).one_or_none() or 0


def save(session: Session, council: Council) -> None:
    """Keep changed settings."""
    row = session.get(CouncilSettings, 1) or CouncilSettings(version=0)
    row.values = to_json(council)
    row.version += 1
    session.add(row)
    session.flush()
    _known.pop(session.get_bind(), None)


def _refresh(session: Session, known: _Known | None) -> _Known:
    engine = session.get_bind()
    newest = session.exec(select(CouncilSettings.version).where(col(CouncilSettings.id) == 1))
    number = newest.one_or_none() or 0
    if known is None or known.version != number:
        row = session.get(CouncilSettings, 1)
        known = _Known(from_json(row.values) if row else Council(), number, 0.0)
    known.read = time.monotonic()
    _known[engine] = known
    return known
