"""Moving, in the open, when the council reports back and when answers are deleted."""

from collections.abc import Mapping

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal import i18n, received
from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations import (
    date_changes,
    details,
    editor_forms,
    editor_queries,
    ordering,
    retention_queries,
    rules,
    saving,
)
from portal.consultations.models import Consultation
from portal.problems import mark
from portal.web import found, link, page, redirect_to, render

_NOT_YET = mark("Residents have not been told these dates yet. Change them with the texts.")


@page
@officer_only
def move_dates(request: Request, session: Session, account: Account) -> Response:
    """Move what residents were promised, with a reason that they read."""
    reading = request.method == "GET"
    find = editor_queries.by_slug if reading else editor_queries.for_change
    consultation = found(find(session, request.path_params["slug"]))
    if not details.is_fixed(consultation):
        return ordering.refused(request, consultation, _NOT_YET)
    shown = date_changes.show(consultation)
    if reading:
        return _form(request, session, consultation, shown)
    sent = editor_forms.flat(request.state.form)
    if sent.get("_revision") != str(consultation.revision):
        # The second of two taps on one button sends what is stored already.
        theirs = editor_forms.differences(shown, {name: sent.get(name, "") for name in shown})
        refusal = saving.Refusal(409, theirs=theirs)
        return _form(request, session, consultation, sent, refusal) if theirs else _done(request)
    return _move(request, session, account, consultation, sent)


def _move(
    request: Request,
    session: Session,
    account: Account,
    consultation: Consultation,
    sent: editor_forms.Shown,
) -> Response:
    kept = retention_queries.kept(session, consultation)
    move, problems = date_changes.read(
        sent, consultation, request.state.council, kept, i18n.today()
    )
    if problems:
        return _form(request, session, consultation, sent, saving.Refusal(422, problems))
    if sent.get("_do") == "change":
        return _form(request, session, consultation, sent)
    if move.shortened and sent.get("_sure") != _sure(move):
        return _ask(request, consultation, move, kept)
    change = saving.Change(account.id, "consultation.dates_moved", consultation.slug)
    saving.record(session, change, **date_changes.apply(session, consultation, move))
    return _done(request)


def _sure(move: date_changes.Move) -> str:
    return " ".join(f"{name}={move.moved[name][1]}" for name in move.shortened)


def _ask(
    request: Request,
    consultation: Consultation,
    move: date_changes.Move,
    kept: Mapping[rules.Told, int],
) -> Response:
    """Say how much will be deleted and when, before it is so."""
    return render(
        request,
        "consultations/staff/dates_sure.html",
        consultation=consultation,
        shortened=[(name, kept[name], *move.moved[name]) for name in move.shortened],
        today=i18n.today(),
        action=request.url.path,
        typed=[pair for pair in received.typed(request) if pair[0] not in ("_sure", "_do")],
        sure=_sure(move),
    )


def _form(
    request: Request,
    session: Session,
    consultation: Consultation,
    shown: editor_forms.Shown,
    refusal: saving.Refusal | None = None,
) -> Response:
    refused, council = refusal or saving.Refusal(200), request.state.council
    kept = retention_queries.kept(session, consultation)
    return render(
        request,
        "consultations/staff/dates.html",
        status=refused.status,
        problems=refused.problems,
        theirs=refused.theirs,
        # What was typed is sent on top of what is stored now: the button then says so.
        revision=consultation.revision if refused.status != 422 else shown.get("_revision", ""),
        consultation=consultation,
        shown=shown,
        days=date_changes.told(consultation),
        kept=kept,
        latest=date_changes.latest(consultation, council, kept, i18n.today()),
        disorder=date_changes.disorder(consultation, council),
    )


def _done(request: Request) -> Response:
    path = link("staff_consultation", slug=request.path_params["slug"])
    return redirect_to(request, f"{path}?done=dates")


routes = [
    Route(
        "/staff/consultations/{slug}/dates",
        move_dates,
        name="move_dates",
        methods=["GET", "POST"],
    )
]
