"""What is wrong with the log of what staff wrote, in words for those who look after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from portal.problems import mark
from portal.store import audit, audit_head
from portal.store.audit import AuditEntry
from portal.store.audit_head import Head
from portal.store.db import now

_MISSING = mark("the record that is kept outside the log is missing")
_UNSIGNED = mark(
    "the record that is kept outside the log is not signed with the key of this portal"
)
_CUT = mark("the log ends before the row that was anchored outside")
_BEHIND = mark("the record that is kept outside the log is older than this row")
_EMPTY = mark("the log is empty, although the portal has accounts")


@dataclass(frozen=True)
class Fault:
    """A place where the log was altered, and what shows it."""

    entry: int
    reason: str


def verify(session: Session, key: bytes, anchor: Path, *told: str) -> list[Fault]:
    """Find rows that were altered, removed or cut off; an intact log has no faults.

    `told` are heads that were sent out of the house.
    """
    # The head goes first, and then a transaction begins: a row that is written meanwhile is new
    # to the head, and not missing.
    line = audit_head.line(anchor)
    with Session(session.get_bind()) as fresh:
        entries, run = audit.entries(fresh), audit.has_run(fresh, now())
    faults = list(_broken_links(entries, key))
    known = {0: audit.FIRST} | {entry.id or 0: entry.digest for entry in entries}
    for one in told:
        faults += _head_faults(audit_head.read(one, key), known)
    if line or entries:
        faults += _head_faults(audit_head.read(line, key), known)
    if run and not entries and not faults:
        faults.append(Fault(0, _EMPTY))
    return faults


def chain_faults(session: Session, key: bytes) -> list[Fault]:
    """Find rows that were altered, without asking what is known outside."""
    return list(_broken_links(audit.entries(session), key))


def head_faults(session: Session, key: bytes, anchor: Path) -> list[Fault]:
    """Find what is wrong with the record outside the log, without reading all of the log."""
    head = audit_head.read(audit_head.line(anchor), key)
    with Session(session.get_bind()) as fresh:
        last, run = audit.newest(fresh), audit.has_run(fresh, now())
        there = fresh.get(AuditEntry, head.number) if head and head.signed else None
    if last is None:
        return [Fault(0, _EMPTY)] if run else []
    known = {0: audit.FIRST} | {entry.id or 0: entry.digest for entry in (last, there) if entry}
    faults = list(_head_faults(head, known))
    # Those who share a server have a head each, of what they wrote themselves.
    alone, old = session.get_bind().dialect.name == "sqlite", last.at < now() - audit.FRESH
    if alone and old and head and not faults and head.number < (last.id or 0):
        faults.append(Fault(last.id or 0, _BEHIND))
    return faults


def _head_faults(head: Head | None, known: Mapping[int, str]) -> Iterator[Fault]:
    if head is None:
        yield Fault(0, _MISSING)
    elif not head.signed:
        yield Fault(head.number, _UNSIGNED)
    elif known.get(head.number) != head.digest:
        yield Fault(head.number, _CUT)


def _broken_links(entries: list[AuditEntry], key: bytes) -> Iterator[Fault]:
    previous = audit.FIRST
    for entry in entries:
        if entry.previous != previous:
            yield Fault(entry.id or 0, mark("a row before this one was removed or replaced"))
        if entry.digest != audit.digest(entry, key):
            yield Fault(entry.id or 0, mark("this row was altered"))
        previous = entry.digest
