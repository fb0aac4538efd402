"""Where people said what an entry answers: what stands in the portal, besides the questions."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.feedback import models
from portal.feedback.staff import finding, forms, queries
from portal.forms.form import read, typed
from portal.problems import Problems
from portal.store import db
from portal.web import brought
from portal.web.page import both, done, found, link, page, post, render


@page
@guards.officer_only
def evidence_page(request: Request, session: Session, account: accounts.Account) -> Response:
    """Show where people said it, and add to that."""
    mine = finding.mine(request, session, account)
    entry = finding.entry_of(request, session, mine)
    if request.method == "GET":
        return _page(request, session, mine, entry, {})
    reading = read(forms.evidence(brought.to_choose(request, session)), request.state.form)
    if problems := finding.unchangeable(session, mine) or reading.problems:
        return _page(request, session, mine, entry, problems)
    key = reading.values["key"]
    # The second of two taps brings what stands there already.
    if key not in [one.key for one in queries.evidence(session, entry)]:
        session.add(models.EntryEvidence(entry_id=entry.id or 0, key=key))
        finding.wrote(session, mine, "evidence_added", entry.key, evidence=key)
    return done(request, link("entry_evidence", slug=mine.slug, key=entry.key), "done")


@page
@guards.officer_only
def remove_evidence(request: Request, session: Session, account: accounts.Account) -> Response:
    """Take something from where people said it."""
    mine = finding.mine(request, session, account)
    entry = finding.entry_of(request, session, mine)
    if problems := finding.unchangeable(session, mine):
        return _page(request, session, mine, entry, problems)
    rows, number = queries.evidence(session, entry), request.path_params["id"]
    row = found(next((one for one in rows if str(one.id) == number), None))
    session.delete(row)
    finding.wrote(session, mine, "evidence_removed", entry.key, evidence=row.key)
    return done(request, link("entry_evidence", slug=mine.slug, key=entry.key), "done")


def _page(
    request: Request,
    session: Session,
    mine: finding.Mine,
    entry: models.Entry,
    problems: Problems,
) -> Response:
    rows = queries.evidence(session, entry)
    keys = [one.key for one in rows]
    known = brought.evidence(request, session, db.now(), keys) if keys else []
    fields = forms.evidence(brought.to_choose(request, session))
    return render(
        request,
        "feedback/staff/evidence.html",
        consultation=mine.consultation,
        entry=entry,
        rows=rows,
        things={one.key: one for one in known},
        field=fields[0],
        shown=typed(fields, getattr(request.state, "form", {})),
        waits=not problems and finding.waits(session, mine),
        problems=problems,
    )


_EVIDENCE = "/staff/feedback/{slug}/entries/{key}/evidence"

routes = [
    both(_EVIDENCE, evidence_page, name="entry_evidence"),
    post(f"{_EVIDENCE}/{{id}}/remove", remove_evidence, name="remove_entry_evidence"),
]
stands_on = {"remove_entry_evidence": "entry_evidence"}
