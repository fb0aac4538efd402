"""What shows that something was done: a page elsewhere, a document, a picture with its words."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts.models import Account
from portal.feedback import models, proofs, queries
from portal.feedback.rules import Proof
from portal.feedback.staff import finding, forms
from portal.forms import form
from portal.forms.field import Ground
from portal.problems import Problems
from portal.web.page import both, done, found, get, link, page, post, render


@page
@guards.officer_only
def proofs_page(request: Request, session: Session, account: Account) -> Response:
    """Show what shows that something was done, and add a page elsewhere."""
    mine = finding.mine(request, session, account)
    entry = finding.entry_of(request, session, mine)
    if request.method == "GET":
        return _page(request, session, mine, entry)
    reading = form.read(forms.linked(), request.state.form, ground=ground(session, mine, entry))
    if problems := finding.unchangeable(session, mine) or reading.problems:
        return _page(request, session, mine, entry, problems=problems)
    add(session, mine, entry, {"proof": Proof.LINK, **reading.values})
    return done(request, link("entry_proofs", slug=mine.slug, key=entry.key), "done")


@page
@guards.officer_only
def remove_proof(request: Request, session: Session, account: Account) -> Response:
    """Take something out; what everybody opens stays until that is signed off."""
    mine = finding.mine(request, session, account)
    entry = finding.entry_of(request, session, mine)
    if problems := finding.unchangeable(session, mine):
        return _page(request, session, mine, entry, problems=problems)
    name = request.path_params["id"]
    proof = found(next((one for one in shown(session, entry) if one.id == name), None))
    finding.wrote(session, mine, "proof_removed", entry.key, title=proof.title)
    proofs.take_out(session, entry, proof)
    return done(request, link("entry_proofs", slug=mine.slug, key=entry.key), "done")


@page
@finding.either
def staff_proof(request: Request, session: Session, account: Account) -> Response:
    """Send a document or a picture, published or not."""
    mine = finding.mine(request, session, account)
    proof, _ = found(queries.proof(session, mine.report, request.path_params["id"]))
    return proofs.sent(request, proof)


def add(
    session: Session, mine: finding.Mine, entry: models.Entry, values: Mapping[str, Any]
) -> models.EntryProof:
    """Keep something that shows that an entry was done."""
    made = models.EntryProof(entry_id=entry.id or 0, language=entry.language, **values)
    for one in shown(session, entry):
        # The second of two taps brings what stands there already.
        if values["proof"] is Proof.LINK and (one.address, one.title) == (made.address, made.title):
            return one
    session.add(made)
    finding.wrote(session, mine, "proof_added", entry.key, proof=made.id, title=made.title)
    return made


def shown(session: Session, entry: models.Entry) -> list[models.EntryProof]:
    """List what shows that an entry was done, without what was taken out."""
    rows = queries.proofs(session, [entry]).get(entry.id or 0, [])
    return [one for one in rows if not one.taken_out]


def ground(session: Session, mine: finding.Mine, entry: models.Entry) -> Ground:
    """Name the languages of titles, first that in which the entry is written."""
    return Ground(list(dict.fromkeys([entry.language, *finding.promised(session, mine)])))


def _page(
    request: Request,
    session: Session,
    mine: finding.Mine,
    entry: models.Entry,
    problems: Problems | None = None,
) -> Response:
    here, sent = ground(session, mine, entry), getattr(request.state, "form", {})
    return render(
        request,
        "feedback/staff/proofs.html",
        consultation=mine.consultation,
        entry=entry,
        rows=shown(session, entry),
        fields=forms.linked(),
        languages=here.languages,
        shown=form.typed(forms.linked(), sent, here),
        waits=not problems and finding.waits(session, mine),
        problems=problems or {},
    )


_PROOFS = "/staff/feedback/{slug}/entries/{key}/proofs"

routes = [
    both(_PROOFS, proofs_page, name="entry_proofs"),
    post(f"{_PROOFS}/{{id}}/remove", remove_proof, name="remove_proof"),
    get("/staff/feedback/{slug}/proofs/{id}", staff_proof, name="staff_proof"),
]
stands_on = {"remove_proof": "entry_proofs"}
