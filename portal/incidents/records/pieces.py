"""What belongs to a report, each piece sealed to the report's own key and to its place."""

import base64
import secrets
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, func, select

from portal.incidents.models import Report, ReportItem
from portal.sealing import boxes, crypto
from portal.store.db import random_id

_COLUMNS = ("id", "report_id", "number", "kind", "sealed")
_REFERENCE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Item(StrEnum):
    """To what end a piece of a report is kept.

    A slip holds what the queue shows (strands, kinds, risk, language); later slips add to and
    replace what earlier ones say. Contact details are sealed twice, see `contacts`. A decision
    says why an approver or an agency decided as they did. What caseworkers know of the language of
    a text is a piece of its own, see `languages`.
    """

    REPORT = "report"
    SLIP = "slip"
    ADDITION = "addition"
    EQUALITY = "equality"
    CONTACT = "contact"
    NOTE = "note"
    RISK = "risk"
    OUTCOME = "outcome"
    DECISION = "decision"
    LANGUAGE = "language"


def name_of(code: str, *parts: str) -> str:
    """Name a piece of a report, so that a page that is sent twice keeps it once.

    Only somebody who has the code can tell what the name was made from.
    """
    digest = crypto.derive(":".join((code, *parts)), "report piece", 16)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def add(
    session: Session, report: Report, kind: Item, record: Any, *, concerns: Report | None = None
) -> ReportItem:
    """Seal a record to a report; nobody without the report's key reads it again.

    What is said about another report as well goes with either of them.
    """
    item = ReportItem(report_id=report.id, number=_next(session, report), kind=kind, sealed=b"")
    item.concerns = concerns.id if concerns else None
    item.sealed = boxes.seal_record(report.public_key, record, place(item))
    session.add(item)
    session.flush()
    return item


def first(
    report_id: str, public: bytes, records: Mapping[Item, Any], words: str
) -> list[dict[str, Any]]:
    """Seal what a new report begins with, as rows to be kept; `words` names its words."""
    rows = []
    for number, (kind, record) in enumerate(records.items(), 1):
        name = words if kind is Item.REPORT else random_id()
        sealed = boxes.seal_record(public, record, _place(report_id, name, kind.value))
        values = (name, report_id, number, kind.value, sealed)
        rows.append(dict(zip(_COLUMNS, values, strict=True)))
    return rows


def put(session: Session, report: Report, kind: Item, record: Any, name: str) -> None:
    """Seal a record to a report in place of what an earlier try kept under the same name."""
    item = session.get(ReportItem, name) or ReportItem(
        id=name, report_id=report.id, number=_next(session, report), kind=kind, sealed=b""
    )
    item.sealed = boxes.seal_record(report.public_key, record, place(item))
    session.add(item)
    session.flush()


def opened(
    session: Session, report: Report, private: bytes, *kinds: Item
) -> Iterator[tuple[ReportItem, Any]]:
    """Open the pieces of these kinds in their order; what does not open is left out."""
    for item in stored(session, report, *kinds):
        record = boxes.open_record(private, item.sealed, place(item))
        if record is not None:
            yield item, record


def stored(session: Session, report: Report, *kinds: Item) -> list[ReportItem]:
    """List the pieces of these kinds in their order, still sealed."""
    query = select(ReportItem).where(ReportItem.report_id == report.id)
    if kinds:
        query = query.where(col(ReportItem.kind).in_([kind.value for kind in kinds]))
    return list(session.exec(query.order_by(col(ReportItem.number))))


def slip(session: Session, report: Report, private: bytes) -> dict[str, Any]:
    """Put together what the queue shows of a report."""
    shown: dict[str, Any] = {}
    for _, record in opened(session, report, private, Item.SLIP):
        shown |= record
    return shown


def place(item: ReportItem) -> str:
    """Name the place to which a piece is bound."""
    return _place(item.report_id, item.id, item.kind)


def _place(report_id: str, name: str, kind: str) -> str:
    return f"report_item:{report_id}:{name}:{kind}"


def new_reference() -> str:
    """Draw the name that staff use for a case; it says nothing of the reporter's code."""
    drawn = "".join(secrets.choice(_REFERENCE) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def _next(session: Session, report: Report) -> int:
    query = select(func.max(ReportItem.number)).where(ReportItem.report_id == report.id)
    return (session.exec(query).one() or 0) + 1
