"""Reading and keeping the council's settings."""

import math
import time
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.council.models import CouncilSettings
from portal.council.rules import Council, from_json, to_json
from portal.store.db import serialise
from portal.store.memory import Memory, at_hand
from portal.store.outage import is_unavailable

_FRESH_SECONDS = 1.0
_LOCK = 0x636F756E


class Settings(NamedTuple):
    """The settings and their number, which go together: threads put them here side by side."""

    council: Council
    version: int


@dataclass
class Known:
    """The settings as they were read last, and when the database was asked for them."""

    settings: Settings = field(default_factory=lambda: Settings(Council(), -1))
    read: float = -math.inf
    tried: float = -math.inf


def current(session: Session) -> Council:
    """Give the settings; a change made by another process is seen within a second."""
    known = at_hand(session).of(Known)
    if time.monotonic() - known.read > _FRESH_SECONDS:
        _refresh(session, known)
    return known.settings.council


def languages(engine: Engine, memory: Memory) -> tuple[str, ...]:
    """Give the council's languages for an address that names none, in the council's order.

    The database is asked once a second at most; while it does not answer, what was known counts.
    """
    if not is_fresh(memory):
        try:
            with Session(engine, info={"memory": memory}) as session:
                return current(session).languages
        except Exception as error:
            if not is_unavailable(error):
                raise
            memory.of(Known).tried = time.monotonic()
    return last_known(memory).languages


def is_fresh(memory: Memory) -> bool:
    """Tell whether the database was asked for the settings just now, even if it was in vain."""
    known = memory.of(Known)
    return time.monotonic() - max(known.read, known.tried) <= _FRESH_SECONDS


def last_known(memory: Memory) -> Council:
    """Give the settings without asking the database, for pages about its failure."""
    return memory.of(Known).settings.council


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
    forgotten = at_hand(session).of(Known)
    forgotten.settings = forgotten.settings._replace(version=-1)
    forgotten.read = -math.inf


def _refresh(session: Session, known: Known) -> None:
    newest = session.exec(select(CouncilSettings.version).where(col(CouncilSettings.id) == 1))
    number = newest.one_or_none() or 0
    if known.settings.version != number:
        row = session.get(CouncilSettings, 1)
        known.settings = Settings(from_json(row.values) if row else Council(), number)
    known.read = time.monotonic()
