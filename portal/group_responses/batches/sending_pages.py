"""Where a batch is looked through, agreed to and sent once."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms import form
from portal.group_responses import guards
from portal.group_responses.batches import forms, keeping, models, queries, rules, said
from portal.languages.i18n import today
from portal.membership.guards import Mine
from portal.problems import Problem, Problems, mark
from portal.sealing import crypto
from portal.store.db import now
from portal.web.page import both, found, page, render, sent_text

_NOTHING = mark("Nothing was entered yet, so there is nothing to send.")
_CLOSED = mark("This consultation takes no answers now. What you entered can no longer be sent.")


@page
@guards.ACTING
def send_batch(request: Request, session: Session, mine: Mine) -> Response:
    """Show how much was entered and what is wrong with it, and send it once all agreed."""
    code = _code(request)
    here = keeping.here(session, mine, request.path_params["batch"], now())
    if here is None:
        return _sent_before(request, session, mine, code)
    problems = _hindrance(here)
    if request.method == "GET":
        return _page(request, here, problems, code)
    if problems := problems or form.read([forms.AGREED], request.state.form).problems:
        return _page(request, here, problems, code, status=422)
    return _sent(request, session, mine, keeping.send(session, here, code, today()), code)


def _hindrance(here: keeping.Here) -> Problems:
    if not keeping.may_send(here.consultation, here.draft.started, now()):
        return {"agreed": Problem(_CLOSED)}
    if here.filled.is_empty:
        return {"agreed": Problem(_NOTHING)}
    return rules.problems_of(here.asked, here.filled, whole=True)


def _sent_before(request: Request, session: Session, mine: Mine, code: str) -> Response:
    batch = queries.sent(session, keeping.code_hash(code))
    if batch is not None and batch.group_id == mine.group.id:
        return _sent(request, session, mine, batch, code)
    found(queries.was_sent(session, mine.group, request.path_params["batch"]) or None)
    return render(request, "group_responses/batches/gone.html", status=410, group=mine.group)


def _code(request: Request) -> str:
    # Drawn when the page is opened and sent with it, so that sending it twice names one batch.
    sent = getattr(request.state, "form", {})
    return crypto.parse_code(sent_text(sent, "_key")) or crypto.new_code()


def _page(
    request: Request, here: keeping.Here, problems: Problems, code: str, *, status: int = 200
) -> Response:
    filled, wrong = here.filled, {name: one for name, one in problems.items() if "." in name}
    return render(
        request,
        "group_responses/batches/send.html",
        status=status,
        here=here,
        group=here.mine.group,
        people=len(filled.people),
        empty=len(filled.rows) - len(filled.people),
        together=bool(filled.together),
        said=said.rows(here),
        wrong=rules.places(here.whole, wrong),
        agreed=forms.AGREED,
        key=code,
        problems={name: one for name, one in problems.items() if name not in wrong},
    )


def _sent(
    request: Request, session: Session, mine: Mine, batch: models.SentBatch, code: str
) -> Response:
    # Not redirected: the code is in no address, and a reload that sends again finds this batch.
    return render(
        request,
        "group_responses/batches/sent.html",
        group=mine.group,
        title=keeping.title_of(session, batch),
        batch=batch,
        receipt_code=crypto.format_code(code),
    )


routes = [
    both("/member/groups/{slug}/batches/{batch}/send", send_batch, name="send_batch"),
]
