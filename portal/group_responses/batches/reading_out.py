"""What the code of a batch opens: what came of the consultation, and withdrawing all of it."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations import queries as consultations
from portal.consultations.answering import receipts
from portal.group_responses.batches import keeping, models, queries
from portal.problems import Problem, Problems, mark
from portal.sealing import crypto
from portal.store.db import now
from portal.web.page import (
    Elsewhere,
    chapters,
    found,
    link,
    page,
    post,
    public,
    render,
    sent_text,
)

_SURE = mark("Tick the box to withdraw all answers of this list.")


def opened(request: Request, session: Session, code: str) -> Response | None:
    """Show what came of the batch that a code names; nothing if it names none."""
    batch = queries.sent(session, keeping.code_hash(code))
    return _opened(request, session, batch, code) if batch else None


@page
@public
def withdraw_batch(request: Request, session: Session) -> Response:
    """Withdraw the whole batch that a code names, once that is confirmed."""
    code = crypto.parse_code(sent_text(request.state.form, "receipt_code"))
    batch = queries.sent(session, keeping.code_hash(code)) if code else None
    if code is None or batch is None:
        raise Elsewhere(link("receipt"))
    if sent_text(request.state.form, "sure") != "yes":
        return _opened(request, session, batch, code, {"sure": Problem(_SURE)})
    keeping.withdraw(session, batch)
    return receipts.open_receipt(request, session, code)


def _opened(
    request: Request,
    session: Session,
    batch: models.SentBatch,
    code: str,
    problems: Problems | None = None,
) -> Response:
    consultation = found(consultations.by_id(session, batch.consultation_id))
    return render(
        request,
        "group_responses/batches/opened.html",
        status=422 if problems else 200,
        batch=batch,
        code=code,
        consultation=consultation,
        title=consultations.edition(session, consultation).title,
        closed=not keeping.may_send(consultation, now(), now()),
        changes=consultations.date_changes(session, consultation),
        problems=problems or {},
        came=chapters(request, session, "receipt", consultation, code),
    )


routes = [post("/receipt/batch", withdraw_batch, name="withdraw_batch")]
