"""What everybody opens of a report besides its words: what shows that something was done."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.feedback import proofs, queries
from portal.web.page import found, get, page, public


@page
@public
def report_proof(request: Request, session: Session) -> Response:
    """Send a document or a picture that stands in what was signed off and is read now."""
    report = found(queries.by_slug(session, request.path_params["slug"]))
    proof, entry = found(queries.proof(session, report, request.path_params["id"]))
    found(proof if proof.id in entry.shown.get("proofs", ()) else None)
    return proofs.sent(request, proof)


routes = [get("/feedback/{slug}/proofs/{id}", report_proof, name="report_proof")]
