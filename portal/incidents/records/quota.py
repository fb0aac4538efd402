"""How much one report may hold: so much of words, and so much of files.

Whoever has a code could otherwise fill the disk with it. Words have room of their own, which no
file takes from them.
"""

from sqlmodel import Session, col, func, select

from portal.incidents.models import Report, ReportFile, ReportItem
from portal.incidents.records.attachments import Attachment
from portal.incidents.records.pieces import Item
from portal.problems import Problem, Problems, mark

MOST_OF_FILES = 62 * 1024 * 1024
MOST_OF_WORDS = 2 * 1024 * 1024

_FROM_REPORTER = (Item.REPORT, Item.SLIP, Item.ADDITION, Item.EQUALITY, Item.CONTACT)
_FULL = mark(
    "This report holds as much as we can take. Call us, or send a new report for what is new."
)


def words_problems(session: Session, report: Report) -> Problems:
    """Say so if a report holds as many words as one may."""
    size = func.sum(func.length(ReportItem.sealed))
    query = select(size).where(
        ReportItem.report_id == report.id,
        col(ReportItem.kind).in_([kind.value for kind in _FROM_REPORTER]),
    )
    full = (session.exec(query).one() or 0) >= MOST_OF_WORDS
    return {"report": Problem(_FULL)} if full else {}


def has_room(session: Session, report: Report, attachment: Attachment) -> bool:
    """Tell whether a report may hold one more file."""
    original = func.coalesce(func.length(ReportFile.original), 0)
    size = func.sum(func.length(ReportFile.content) + original)
    query = select(size).where(ReportFile.report_id == report.id)
    more = len(attachment.content) + len(attachment.original or b"")
    return bool((session.exec(query).one() or 0) + more <= MOST_OF_FILES)
