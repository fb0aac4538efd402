"""What stands on pages of others: beside entries what readers say, for the chair what waits."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies.visiting import Visit
from portal.feedback import chairing
from portal.feedback.entries.queries import Row
from portal.feedback.reactions import keeping, queries
from portal.web.brought import Chapter

_MOST = 10


def on_entries(
    _request: Request, session: Session, rows: Sequence[Row], code: str
) -> Iterator[Chapter]:
    """Say beside entries what readers and the chair say of them, and ask for the same.

    Whoever came back with a receipt code says it by that, once; by the code of answers that were
    withdrawn, or of several, it is said as by everybody.
    """
    known = bool(code and rows) and keeping.has_answered(session, rows[0], code)
    yield Chapter(
        "feedback/reactions/beside.html",
        {
            "beside": keeping.shown(session, rows),
            "code": code if known else "",
            "said": keeping.said_of(session, rows, code) if known else set(),
        },
    )


def on_today(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Show the chair of the forum beside which entries no line of theirs stands yet."""
    if chairing.is_chaired(session, visit):
        rows = queries.unsigned(session, _MOST)
        if rows:
            yield Chapter("feedback/reactions/unsigned.html", {"rows": rows})
