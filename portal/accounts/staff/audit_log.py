"""The audit log, as an auditor reads it, and whether it is intact."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import queries
from portal.accounts.guards import auditor_only
from portal.accounts.models import Account
from portal.store import staff_audit
from portal.store.audit import AuditEntry
from portal.web import lists
from portal.web.page import get, link, page, render, sent_text

_ONCE_QUOTED = ("response.", "responses.", "written_answer.")


@page(long=True)
@auditor_only
def audit_log(request: Request, session: Session, account: Account) -> Response:
    """Show a page of the log, narrowed as asked, and every fault in all of it."""
    action, actor = (sent_text(request.query_params, name) for name in ("action", "actor"))
    part = queries.log(session, action, actor, lists.place(request))
    key, anchor = session.info["audit_key"], request.state.settings.anchor
    return render(
        request,
        "accounts/staff/audit.html",
        entries=part.rows,
        people={str(one.id): one.name for one in queries.everybody(session)},
        actors=queries.log_actors(session),
        told=_told,
        faults=staff_audit.verify(session, key, anchor),
        action=action,
        actor=actor,
        pages=lists.pages(part, link("audit_log"), {"action": action, "actor": actor}),
    )


def _told(entry: AuditEntry) -> dict[str, Any]:
    """Leave out what analysts once wrote into the log about people, who may have withdrawn."""
    quotes = entry.action.startswith(_ONCE_QUOTED)
    return {
        name: value
        for name, value in entry.details.items()
        if not (quotes and name in ("reason", "why"))
    }


routes = [get("/staff/audit", audit_log, name="audit_log")]
