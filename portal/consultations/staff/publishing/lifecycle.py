"""What becomes of a published consultation: extended, closed, archived, taken back."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations import date_changes, rules
from portal.consultations import queries as published
from portal.consultations.models import Consultation
from portal.consultations.retention import retention_queries
from portal.consultations.staff import queries
from portal.consultations.staff.building import ordering
from portal.consultations.staff.publishing import closing_dates
from portal.forms import words
from portal.problems import mark
from portal.store import db, saving
from portal.web.page import both, done, found, link, page, post, render

_NOT_NOW = mark("This can no longer be done, or not yet. Look at the dates of the consultation.")

_TOO_LATE = mark(
    "It has opened meanwhile, and people may be answering, so it can no longer be taken back. "
    "Its words can still be corrected, and it can be closed early."
)

_ACTIONS = {"extend": "consultation.extended", "close": "consultation.closed"}


@page
@officer_only
def extend(request: Request, session: Session, account: Account) -> Response:
    """Give residents more time; the date that was promised before stays visible."""
    return _move_closing(request, session, account, "extend")


@page
@officer_only
def close(request: Request, session: Session, account: Account) -> Response:
    """Close a consultation now, with a reason that residents can read."""
    return _move_closing(request, session, account, "close")


@page
@officer_only
def archive(request: Request, session: Session, account: Account) -> Response:
    """Put a closed consultation among those of the past."""
    consultation = found(queries.for_change(session, request.path_params["slug"]))
    if published.status_of(consultation, db.now()) is not rules.Status.CLOSED:
        return ordering.refused(request, consultation, _NOT_NOW)
    return _turn(request, session, account, consultation, rules.Stage.ARCHIVED)


@page
@officer_only
def take_back(request: Request, session: Session, account: Account) -> Response:
    """Hide a scheduled consultation again before it opens; all of it may change then."""
    consultation = found(queries.for_moving(session, request.path_params["slug"]))
    status = published.status_of(consultation, db.now())
    if status is not rules.Status.SOON:
        message = _TOO_LATE if status is rules.Status.OPEN else _NOT_NOW
        return ordering.refused(request, consultation, message)
    # No clock can be trusted so far that answers would be left without their questions.
    if queries.is_answered(session, consultation):
        return ordering.refused(request, consultation, _TOO_LATE)
    queries.forget_changes(session, consultation)
    consultation.published_title = {}
    return _turn(request, session, account, consultation, rules.Stage.DRAFT)


def _turn(
    request: Request,
    session: Session,
    account: Account,
    consultation: Consultation,
    stage: rules.Stage,
) -> Response:
    consultation.stage = stage
    consultation.revision += 1
    session.add(consultation)
    action = "consultation.archived" if stage is rules.Stage.ARCHIVED else "consultation.taken_back"
    saving.record(session, saving.Change(account.id, action, consultation.slug))
    return _done(request, consultation, stage.value)


def _move_closing(request: Request, session: Session, account: Account, what: str) -> Response:
    reading = request.method == "GET"
    find = queries.by_slug if reading else queries.for_moving
    consultation = found(find(session, request.path_params["slug"]))
    if not reading and _is_done(request, session, consultation, what):
        return _done(request, consultation, what)
    if published.status_of(consultation, db.now()) not in closing_dates.MOVABLE[what]:
        return ordering.refused(request, consultation, _NOT_NOW)
    if reading:
        return _form(request, session, consultation, what)
    if refusal := _keep(request, session, account, consultation, what):
        return _form(request, session, consultation, what, refusal)
    return _done(request, consultation, what)


def _keep(
    request: Request, session: Session, account: Account, consultation: Consultation, what: str
) -> saving.Refusal | None:
    sent, council = words.flat(request.state.form), request.state.council
    if saving.is_stale(sent, consultation.revision):
        extends = what == "extend"
        theirs = closing_dates.differing(sent, consultation, council.timezone) if extends else []
        return saving.Refusal(409, theirs=theirs)
    languages = queries.languages(session, consultation)
    if what == "close":
        move, problems = closing_dates.read_end(sent, consultation, languages, db.now())
    else:
        kept = retention_queries.kept(session, consultation)
        relied = retention_queries.relied_on(session, consultation, kept)
        move, problems = closing_dates.read_extension(
            sent, consultation, council, relied, languages
        )
    if problems:
        return saving.Refusal(422, problems)
    if what == "close":
        consultation.stage = rules.Stage.CLOSED
    change = saving.Change(account.id, _ACTIONS[what], consultation.slug)
    saving.record(session, change, **date_changes.apply(session, consultation, move))
    return None


def _is_done(request: Request, session: Session, consultation: Consultation, what: str) -> bool:
    """Tell whether this is the second of two taps on one button."""
    sent = words.flat(request.state.form)
    if not saving.is_stale(sent, consultation.revision):
        return False
    if what == "extend":
        return closing_dates.is_extended(sent, consultation, request.state.council.timezone)
    changes = published.date_changes(session, consultation)
    languages = queries.languages(session, consultation)
    return closing_dates.is_ended(sent, consultation, changes, languages)


def _form(
    request: Request,
    session: Session,
    consultation: Consultation,
    what: str,
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    return render(
        request,
        f"consultations/staff/publishing/{what}.html",
        **refusal.shown,
        outdated=refusal.status == 409,
        disorder=date_changes.disorder(session, consultation, request.state.council),
        version=consultation.revision,
        consultation=consultation,
        languages=queries.languages(session, consultation),
        shown=words.flat(getattr(request.state, "form", {})),
    )


def _done(request: Request, consultation: Consultation, what: str) -> Response:
    return done(request, link("staff_consultation", slug=consultation.slug), what)


_ONE = "/staff/consultations/{slug}"

routes = [
    both(f"{_ONE}/extend", extend, name="extend_consultation"),
    both(f"{_ONE}/close", close, name="close_consultation"),
    post(f"{_ONE}/archive", archive, name="archive_consultation"),
    post(f"{_ONE}/take-back", take_back, name="take_back_consultation"),
]
