"""The audit log, as an auditor reads it, and whether it is intact."""

from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts import queries
from portal.accounts.guards import auditor_only
from portal.accounts.models import Account
from portal.store import staff_audit
from portal.store.audit import AuditEntry
from portal.web.page import page, render, sent_text

PAGE = 50
_ONCE_QUOTED = ("response.", "responses.", "written_answer.")


@page(long=True)
@auditor_only
def audit_log(request: Request, session: Session, account: Account) -> Response:
    """Show a page of the log, narrowed as asked, and every fault in all of it."""
    action, actor = (sent_text(request.query_params, name) for name in ("action", "actor"))
    pages = max(1, -(-queries.log_length(session, action, actor) // PAGE))
    number = min(_number(request), pages)
    start = (number - 1) * PAGE
    key, anchor = session.info["audit_key"], request.state.settings.anchor
    return render(
        request,
        "accounts/staff/audit.html",
        entries=queries.log(session, action, actor, start=start, size=PAGE),
        people={str(one.id): one.name for one in queries.everybody(session)},
        actors=queries.log_actors(session),
        told=_told,
        faults=staff_audit.verify(session, key, anchor),
        action=action,
        actor=actor,
        address=f"?{urlencode({'action': action, 'actor': actor})}&page=",
        page=number,
        pages=pages,
    )


def _told(entry: AuditEntry) -> dict[str, Any]:
    """Leave out what analysts once wrote into the log about people, who may have withdrawn."""
    quotes = entry.action.startswith(_ONCE_QUOTED)
    return {
        name: value
        for name, value in entry.details.items()
        if not (quotes and name in ("reason", "why"))
    }


def _number(request: Request) -> int:
    typed = sent_text(request.query_params, "page")
    return max(1, int(typed)) if typed.isdecimal() and len(typed) < 10 else 1


routes = [Route("/staff/audit", audit_log, name="audit_log", methods=["GET"])]
