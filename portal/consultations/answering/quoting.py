"""May the council quote what somebody wrote? Asked before sending, off at first, taken back alone.

Where consent is taken back, the answers stand and count; only nobody is shown a word of them.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Reply

from portal.consultations import queries
from portal.consultations.answering import drafts, receipts
from portal.consultations.answering.consent import take_back
from portal.sealing import crypto
from portal.web.page import Elsewhere, link, page, post, public, sent_text


@page
@public
def unquote(request: Request, session: Session) -> Reply:
    """Take back that words may be quoted, for the response that a receipt code names."""
    code = crypto.parse_code(sent_text(request.state.form, "receipt_code"))
    response = queries.by_receipt(session, drafts.receipt_name(code)) if code else None
    if code is None or response is None:
        raise Elsewhere(link("receipt"))
    queries.hold(session, response)
    take_back(session, response)
    return receipts.lead_to(request, session, code, receipts.Told.UNQUOTED)


routes = [post("/receipt/quoting", unquote, name="receipt_unquote")]
