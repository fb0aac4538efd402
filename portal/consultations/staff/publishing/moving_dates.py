"""Moving, in the open, when the council reports back and when answers are deleted."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations import date_changes, rules
from portal.consultations.models import Consultation
from portal.consultations.retention import retention_queries
from portal.consultations.staff import queries
from portal.consultations.staff.building import details, ordering
from portal.consultations.staff.publishing import date_forms
from portal.forms import words
from portal.languages import i18n
from portal.store import saving
from portal.web.page import both, done, found, link, page, render


@page
@officer_only
def move_dates(request: Request, session: Session, account: Account) -> Response:
    """Move what residents were promised, with a reason that they read."""
    reading = request.method == "GET"
    find = queries.by_slug if reading else queries.for_moving
    consultation = found(find(session, request.path_params["slug"]))
    if not details.is_fixed(consultation):
        return ordering.refused(request, consultation, date_forms.NOT_YET)
    here = _dates(request, session, consultation)
    shown = date_forms.show(here.days)
    if reading:
        return _form(request, here, shown)
    sent = words.flat(request.state.form)
    if saving.is_stale(sent, consultation.revision):
        # The second of two taps on one button sends what is stored already.
        theirs = date_forms.differing(sent, here.days)
        refusal = saving.Refusal(409, theirs=theirs)
        return _form(request, here, sent, refusal) if theirs else _done(request)
    return _move(request, session, account, here, sent)


@dataclass(frozen=True)
class _Dates:
    """A consultation, what of it would be deleted, who relies on that, and what may move."""

    consultation: Consultation
    kept: Mapping[rules.Told, int]
    relied: frozenset[rules.Told]
    days: rules.Days
    languages: tuple[str, ...]


def _dates(request: Request, session: Session, consultation: Consultation) -> _Dates:
    kept = retention_queries.kept(session, consultation)
    relied = retention_queries.relied_on(session, consultation, kept)
    council = request.state.council
    days = date_changes.standing(consultation, council, relied, i18n.today())
    languages = tuple(queries.languages(session, consultation))
    return _Dates(consultation, kept, relied, days, languages)


def _move(
    request: Request,
    session: Session,
    account: Account,
    here: _Dates,
    sent: words.Shown,
) -> Response:
    consultation, council = here.consultation, request.state.council
    move, problems = date_forms.read(
        sent, consultation, council, here.relied, here.languages, i18n.today()
    )
    if problems:
        return _form(request, here, sent, saving.Refusal(422, problems))
    if sent.get("_do") == "change":
        return _form(request, here, sent)
    if move.shortened and sent.get("_sure") != _sure(move):
        return _ask(request, consultation, move, here.kept)
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
        "consultations/staff/publishing/dates_sure.html",
        consultation=consultation,
        shortened=[(name, kept[name], *move.moved[name]) for name in move.shortened],
        today=i18n.today(),
        action=request.url.path,
        typed=[
            pair
            for pair in words.flat(request.state.form).items()
            if pair[0] not in ("_sure", "_do")
        ],
        sure=_sure(move),
    )


def _form(
    request: Request,
    here: _Dates,
    shown: words.Shown,
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    council = request.state.council
    consultation = here.consultation
    told = date_changes.told(consultation)
    return render(
        request,
        "consultations/staff/publishing/dates.html",
        **refusal.shown,
        # What was typed is sent on top of what is stored now: the button then says so.
        version=consultation.revision,
        consultation=consultation,
        languages=here.languages,
        shown=shown,
        days=here.days,
        done=[(name, day) for name, day in told.items() if name not in here.days],
        kept=here.kept,
        latest=date_changes.latest(consultation, council, here.relied),
        disorder=rules.out_of_order(consultation.closes, here.days, council.timezone)
        if consultation.closes
        else {},
    )


def _done(request: Request) -> Response:
    path = link("staff_consultation", slug=request.path_params["slug"])
    return done(request, path, "dates")


routes = [both("/staff/consultations/{slug}/dates", move_dates, name="move_dates")]
