"""What one process keeps at hand between requests: one object for each application.

Each kind of it belongs to the module that names it, which also bounds it. What is handed out
cannot be changed by whoever is handed it, because others are handed the same.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlmodel import Session

Kept = TypeVar("Kept")


class Memory:
    """Everything that is kept at hand, by its kind."""

    def __init__(self) -> None:
        self._kept: dict[Callable[[], Any], Any] = {}

    def of(self, kind: Callable[[], Kept]) -> Kept:
        """Give what is kept of a kind, which is made when it is wanted first."""
        if kind not in self._kept:
            self._kept.setdefault(kind, kind())
        kept: Kept = self._kept[kind]
        return kept


def at_hand(session: Session) -> Memory:
    """Give the memory of the application; outside of any, that of the session alone."""
    memory: Memory = session.info.setdefault("memory", Memory())
    return memory
