"""An officer takes groups from a table: looked at first, line by line, and kept only then.

The page that shows what was read carries the table itself, which is read once more when it comes
back. So nothing is kept before, and what is kept is what was looked at.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.groups import applications, choosing, models, queries
from portal.groups.staff import table
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web import body
from portal.web.page import both, link, page, post, redirect_to, render, sent_text

IMPORTED = "imported"
"""How an entry came that was taken from a table."""

_TEXT = "table"
_NO_FILE = mark("Choose a file.")


@page(uploads=True, long=True)
@officer_only
def import_groups(request: Request, session: Session, account: Account) -> Response:
    """Ask for a table, and show what would be taken of it and what would not."""
    if request.method == "GET":
        return _asked(request)
    files = body.files(request.state.form)
    if not files:
        cut = body.is_cut(request)
        return _asked(request, {"file": Problem(table.TOO_LARGE if cut else _NO_FILE)})
    text = table.decoded(files[0].file.read(table.MOST_BYTES + 1))
    if isinstance(text, Problem):
        return _asked(request, {"file": text})
    return _looked_at(request, session, _read(session, text), text)


@page(uploads=True, long=True)
@officer_only
def keep_imported(request: Request, session: Session, account: Account) -> Response:
    """Keep the lines that can be taken, and ask each group for its yes."""
    text = sent_text(request.state.form, _TEXT)
    read = _read(session, text)
    if read.problem or not read.good:
        return _looked_at(request, session, read, text)
    for row in read.good:
        applications.enter(session, row.values, by=account.id or 0, what=IMPORTED)
    audit.record(session, account.id or 0, "group.imported", "groups", groups=len(read.good))
    return redirect_to(request, f"{link('staff_groups')}?view=waiting&done=done")


def _read(session: Session, text: str) -> table.Table:
    return table.read(text, choosing.lists(session), queries.names(session))


def _entry(row: table.Row) -> models.Group:
    """Give a line as the entry that it would be, so that swapped columns are seen."""
    return models.Group(slug="", since=today(), **row.values)


def _asked(request: Request, problems: Problems | None = None) -> Response:
    return render(
        request,
        "groups/staff/import.html",
        columns=table.COLUMNS,
        needed=table.NEEDED,
        most=table.MOST_ROWS,
        problems=problems,
    )


def _looked_at(request: Request, session: Session, read: table.Table, text: str) -> Response:
    if read.problem:
        return _asked(request, {"file": read.problem})
    return render(
        request,
        "groups/staff/import_rows.html",
        lists=choosing.lists(session),
        rows=[(row, None if row.problems else _entry(row)) for row in read.rows],
        good=len(read.good),
        mailed=sum(bool(row.values["email"]) for row in read.good),
        text=text,
    )


routes = [
    both("/staff/groups/import", import_groups, name="import_groups"),
    post("/staff/groups/import/keep", keep_imported, name="keep_imported"),
]
