"""One's own key: made with a passphrase, opened for a session, closed, and ended when forgotten."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.accounts.signing_in import asking, proofs
from portal.incidents.records import keys
from portal.incidents.staff import queries
from portal.incidents.staff.guards import key_holder_only
from portal.incidents.staff.keys import guessable, key_circles, passphrases, sharing, vault
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.page import (
    found,
    get,
    keep,
    link,
    own_path,
    page,
    post,
    redirect,
    redirect_to,
    render,
    sent_text,
)

DEMO_PASSPHRASE = "seven lanterns above the estuary"  # noqa: S105 - shown to all who open the demo

_WRONG = mark("This is not the passphrase of your key.")
_WAIT = mark("That was wrong too often. Seconds to wait before you try again: %(n)s")
_NO_CIRCLE = mark("Choose what the key is for.")


@page
@key_holder_only
def vault_page(request: Request, session: Session, account: Account) -> Response:
    """Show whether somebody has a key, and whether it is open."""
    return _shown(request, session, account)


@page
@key_holder_only
def open_first(request: Request, session: Session, account: Account) -> Response:
    """Have somebody open their key before what they sent is sent on."""
    asking.keep_for(request, account, request.query_params.get("next", ""))
    if vault.opened(request, session, account.id or 0):
        return asking.onwards(request, account, link("vault"))
    shown = _shown(request, session, account)
    shown.status_code = 403
    return shown


@page(hashing=True)
@key_holder_only
def make_key(request: Request, session: Session, account: Account) -> Response:
    """Make one's key and open it."""
    offered = {circle.value: circle for circle in key_circles.open_to(account)}
    only = next(iter(offered), "") if len(offered) == 1 else ""
    circle = offered.get(sent_text(request.state.form, "circle") or only)
    if circle is None:
        return _shown(request, session, account, {"circle": Problem(_NO_CIRCLE)})
    chosen = _typed(request, "passphrase")
    if problems := passphrases.problems(session, account, chosen, _typed(request, "again")):
        return _shown(request, session, account, problems)
    made = passphrases.make(request, session, account, circle, chosen)
    if made:
        audit.record(session, account.id or 0, "vault.created", account.email, circle=circle.value)
        _keep_open(request, session, made)
    return _onwards(request, account)


def _vault_first(request: Request, session: Session, account: Account) -> Response:
    return _shown(request, session, account)


@page(hashing=True)
@key_holder_only
@asking.asked_first("passphrase", _vault_first)
def open_key(request: Request, session: Session, account: Account) -> Response:
    """Open one's key for this session."""
    proven = passphrases.unlock(session, account, _typed(request, "passphrase"))
    if isinstance(proven, proofs.Refusal):
        return _refused(request, session, account, proven)
    sharing.alone(session, proven.holder)
    if proven.holder.retired or not vault.is_signed_in(request, session):
        return _onwards(request, account)
    audit.record(session, account.id or 0, "vault.opened", account.email)
    if sharing.settle(session, proven, today()):
        circle = proven.holder.circle.value
        audit.record(session, account.id or 0, "keys.woken", account.email, circle=circle)
    _keep_open(request, session, proven)
    return _onwards(request, account)


@page(hashing=True)
@key_holder_only
def change_passphrase(request: Request, session: Session, account: Account) -> Response:
    """Lock one's key with another passphrase, for whoever knows the one before."""
    proven = passphrases.unlock(session, account, _typed(request, "now"))
    if isinstance(proven, proofs.Refusal):
        return _refused(request, session, account, proven, "now")
    chosen = _typed(request, "passphrase")
    if problems := passphrases.problems(session, account, chosen, _typed(request, "again")):
        return _shown(request, session, account, problems)
    if passphrases.change(request, session, account, proven, chosen):
        audit.record(session, account.id or 0, "vault.passphrase_changed", account.email)
    return redirect_to(request, link("vault") + "?changed=yes")


@page
@key_holder_only
def close_key(request: Request, session: Session, account: Account) -> Response:
    """Close one's key before the session ends."""
    vault.close(request, session)
    audit.record(session, account.id or 0, "vault.closed", account.email)
    return redirect(request, "vault")


@page
@key_holder_only
def end_key(request: Request, session: Session, account: Account) -> Response:
    """End one's key whose passphrase is forgotten, once it was read what that costs."""
    sharing.alone(session)
    holder = found(keys.of_account(session, account.id or 0))
    refused = key_circles.refusal(session, holder, by=account.id or 0)
    if refused or "confirmed" not in request.state.form:
        losses = [refused] if refused else key_circles.loss(session, holder)
        template, status = "incidents/staff/keys/vault_end.html", 422 if refused else 200
        return render(
            request,
            template,
            status=status,
            refused=refused,
            losses=losses,
            anew=key_circles.ANEW,
        )
    sharing.leave(session, holder, today())
    audit.record(
        session, account.id or 0, "keys.retired", account.email, circle=holder.circle.value
    )
    return redirect(request, "vault")


def _keep_open(request: Request, session: Session, opened: vault.Vault) -> None:
    vault.keep_open(request, session, opened, today())
    sharing.note_looked(session, opened.holder, today())


def _onwards(request: Request, account: Account) -> Response:
    next_ = own_path(sent_text(request.state.form, "next"))
    return asking.onwards(request, account, next_ or link("vault"))


def _refused(
    request: Request,
    session: Session,
    account: Account,
    refusal: proofs.Refusal,
    field: str = "passphrase",
) -> Response:
    keep(request)
    seconds = int(refusal.wait.total_seconds())
    if not refusal.wait:
        audit.record(session, account.id or 0, "vault.failed", account.email)
        return _shown(request, session, account, {field: Problem(_WRONG)})
    problems = {field: Problem(_WAIT, {"n": seconds + 1})}
    return _shown(request, session, account, problems, status=429)


def _shown(
    request: Request,
    session: Session,
    account: Account,
    problems: Problems | None = None,
    *,
    status: int = 422,
) -> Response:
    form = getattr(request.state, "form", request.query_params)
    holder = keys.of_account(session, account.id or 0)
    return render(
        request,
        "incidents/staff/keys/vault.html",
        status=status if problems else 200,
        holder=holder,
        label=key_circles.LABELS[holder.circle] if holder else "",
        mark=sharing.mark_of(holder) if holder else "",
        opened=vault.opened(request, session, account.id or 0) is not None,
        team=key_circles.sees_team(account),
        waiting=sharing.waiting(session, holder) if holder else 0,
        kept_from=queries.kept_from(session, account.id or 0),
        circles=key_circles.choices(account),
        circle=sent_text(form, "circle"),
        next=own_path(sent_text(form, "next")),
        shortest=guessable.SHORTEST,
        anew=key_circles.ANEW,
        demo_passphrase=DEMO_PASSPHRASE if request.state.settings.demo else "",
        problems=problems,
    )


def _typed(request: Request, name: str) -> str:
    value = request.state.form.get(name, "")
    return value if isinstance(value, str) else ""


routes = [
    get("/staff/vault", vault_page, name="vault"),
    post("/staff/vault", open_key, name="open_key"),
    post("/staff/vault/first", open_first, name="vault_first"),
    post("/staff/vault/new", make_key, name="make_key"),
    post("/staff/vault/passphrase", change_passphrase, name="change_passphrase"),
    post("/staff/vault/close", close_key, name="close_key"),
    post("/staff/vault/end", end_key, name="end_key"),
]
