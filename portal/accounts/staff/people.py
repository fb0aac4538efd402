"""Other people's accounts: inviting, roles, disabling, and beginning anew."""

from collections.abc import Callable, Sequence

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import commands, departures, forms, links, queries
from portal.accounts.guards import administrator_only
from portal.accounts.models import Account, Role
from portal.accounts.signing_in import proofs
from portal.problems import Problem, Problems, mark
from portal.store import audit, saving
from portal.store.db import now
from portal.web.feature import Departure
from portal.web.page import found, get, page, post, redirect, render

_TAKEN = mark("An account already uses this address.")
_LAST = mark("Nobody else can administer accounts. Make somebody else an administrator first.")
_OWN = mark("This is your own account. Only another administrator can let you in again.")

ROLES = (
    (
        Role.OFFICER,
        mark("Officer"),
        mark("Runs consultations, enters answers on paper, and decides which groups are listed."),
    ),
    (Role.ANALYST, mark("Analyst"), mark("Reads the answers and exports them.")),
    (Role.ADMINISTRATOR, mark("Administrator"), mark("Manages accounts and settings.")),
    (Role.AUDITOR, mark("Auditor"), mark("Reads the audit log.")),
    (Role.CASEWORKER, mark("Caseworker"), mark("Reads reports of hate incidents and helps.")),
    (Role.APPROVER, mark("Approver"), mark("Decides who may see how to reach a reporter.")),
    (
        Role.INDEPENDENT,
        mark("Independent recipient"),
        mark("Works outside the council, and reads reports that are about the council itself."),
    ),
    (Role.PARTNER, mark("Partner"), mark("Reads what is passed on to an agency.")),
)

Change = Callable[[Session, Account, Account], None]


@page
@administrator_only
def accounts(request: Request, session: Session, account: Account) -> Response:
    """List all accounts, and invite somebody."""
    return _list(request, session)


@page
@administrator_only
def invite(request: Request, session: Session, account: Account) -> Response:
    """Create an account and show the link its owner needs, this once."""
    said = forms.invited(request.state.form)
    if said.problems:
        return _list(request, session, said.problems)
    email, name = said.values["email"], said.values["name"]
    if queries.by_email(session, email):
        return _list(request, session, {"email": Problem(_TAKEN)})
    settings, roles = request.state.settings, forms.roles(said)
    commands.create(session, settings, email, name, roles, actor=account.id or 0)
    return _show_link(request, found(queries.by_email(session, email)))


@page
@administrator_only
def one_account(request: Request, session: Session, account: Account) -> Response:
    """Show one account and what can be done with it."""
    return _account_page(request, session, _asked(request, session))


@page
@administrator_only
def save(request: Request, session: Session, account: Account) -> Response:
    """Keep somebody's name and roles."""
    asked = found(queries.held(session, _asked(request, session).id or 0))
    if refusal := _hindrance(request, session, account, asked):
        return _account_page(request, session, asked, refusal)
    said = forms.changed(request.state.form)
    if forms.shown(asked) == forms.sent_for(request.state.form):
        return redirect(request, "staff_account", id=asked.id)
    roles = forms.roles(said)
    departure = departures.changed(asked, roles, account.id or 0)
    if page_before := _warned(request, session, asked, departure):
        return page_before
    before = {"name": asked.name, "roles": asked.roles}
    asked.name, asked.roles = said.values["name"], [role.value for role in roles]
    after = {"name": asked.name, "roles": asked.roles}
    departures.follow(request.state.features, session, departure, account.id or 0)
    audit.record(
        session, account.id or 0, "account.changed", asked.email, before=before, after=after
    )
    return redirect(request, "staff_account", id=asked.id)


@page
@administrator_only
def disable(request: Request, session: Session, account: Account) -> Response:
    """Keep somebody from signing in, and sign them out."""
    asked = _asked(request, session)
    if queries.is_last_administrator(session, asked):
        return _account_page(
            request, session, asked, saving.Refusal(422, {"disable": Problem(_LAST)})
        )
    own = [Problem(_OWN)] if asked.id == account.id else []
    if page_before := _warned(request, session, asked, departures.kept_out(asked), own):
        return page_before
    asked.disabled = True
    # Whoever opens a key waits for those who change keys before they ask who is signed in.
    departures.follow(request.state.features, session, departures.kept_out(asked), account.id or 0)
    queries.end_sessions(session, asked)
    audit.record(session, account.id or 0, "account.disabled", asked.email)
    return redirect(request, "staff_account", id=asked.id)


def _enable(session: Session, asked: Account, actor: Account) -> None:
    asked.disabled = False
    proofs.forgive(session, asked)
    audit.record(session, actor.id or 0, "account.enabled", asked.email)


def _end_sessions(session: Session, asked: Account, actor: Account) -> None:
    queries.end_sessions(session, asked)
    audit.record(session, actor.id or 0, "account.sessions_ended", asked.email)


def _changing(change: Change) -> Callable[[Request, Session, Account], Response]:
    def view(request: Request, session: Session, account: Account) -> Response:
        asked = _asked(request, session)
        change(session, asked, account)
        return redirect(request, "staff_account", id=asked.id)

    return view


enable = page(administrator_only(_changing(_enable)))
end_sessions = page(administrator_only(_changing(_end_sessions)))


def _resetting(reset: Callable[..., None]) -> Callable[[Request, Session, Account], Response]:
    def view(request: Request, session: Session, account: Account) -> Response:
        asked = _asked(request, session)
        if page_before := _warned(request, session, asked, departures.kept_out(asked)):
            return page_before
        reset(request.state.features, session, asked, account.id or 0)
        return _show_link(request, asked)

    return view


reset_password = page(administrator_only(_resetting(commands.reset_password)))
reset_factor = page(administrator_only(_resetting(commands.reset_factor)))


def _hindrance(
    request: Request, session: Session, account: Account, asked: Account
) -> saving.Refusal | None:
    sent = request.state.form
    if refusal := saving.overtaken(sent, forms.shown(asked), forms.sent_for(sent)):
        return refusal
    said = forms.changed(sent)
    if said.problems:
        return saving.Refusal(422, said.problems)
    roles = forms.roles(said)
    if Role.ADMINISTRATOR not in roles and queries.is_last_administrator(session, asked):
        return saving.Refusal(422, {"roles": Problem(_LAST)})
    departure = departures.changed(asked, roles, account.id or 0)
    refused = departures.refusals(request.state.features, session, departure)
    return saving.Refusal(422, {"roles": refused[0]}) if refused else None


def _warned(
    request: Request,
    session: Session,
    asked: Account,
    departure: Departure,
    own: Sequence[Problem] = (),
) -> Response | None:
    """Say first what would be lost, or would have to wait, if anything would."""
    warnings = [*own, *departures.warnings(request.state.features, session, departure)]
    if not warnings or "confirmed" in request.state.form:
        return None
    sent = list(request.state.form.multi_items())
    template = "accounts/staff/losses.html"
    return render(request, template, asked=asked, warnings=warnings, sent=sent)


def _asked(request: Request, session: Session) -> Account:
    return found(queries.by_id(session, request.path_params["id"]))


def _show_link(request: Request, invited: Account) -> Response:
    address = links.invitation(request.state.settings, invited)
    days = links.INVITATION_DAYS
    return render(request, "accounts/staff/link.html", invited=invited, address=address, days=days)


def _list(request: Request, session: Session, problems: Problems | None = None) -> Response:
    sent: FormData = getattr(request.state, "form", FormData())
    return render(
        request,
        "accounts/staff/accounts.html",
        accounts=queries.everybody(session),
        roles=ROLES,
        sent=sent,
        chosen=sent.getlist("roles"),
        problems=problems,
    )


def _account_page(
    request: Request,
    session: Session,
    asked: Account,
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    sent: FormData = getattr(request.state, "form", FormData())
    return render(
        request,
        "accounts/staff/account.html",
        asked=asked,
        sessions=queries.sessions_of(session, asked, now()),
        roles=ROLES,
        warnings=departures.warnings(request.state.features, session, departures.kept_out(asked)),
        name=sent.get("name", asked.name),
        chosen=sent.getlist("roles") if sent else asked.roles,
        version=saving.version_of(forms.shown(asked)),
        **refusal.shown,
    )


_one = "/staff/accounts/{id}"

routes = [
    get("/staff/accounts", accounts, name="staff_accounts"),
    post("/staff/accounts", invite, name="invite_account"),
    get(_one, one_account, name="staff_account"),
    post(_one, save, name="save_account"),
    post(_one + "/disable", disable, name="disable_account"),
    post(_one + "/enable", enable, name="enable_account"),
    post(_one + "/sessions", end_sessions, name="end_account_sessions"),
    post(_one + "/password", reset_password, name="reset_account_password"),
    post(_one + "/app", reset_factor, name="reset_account_factor"),
]
