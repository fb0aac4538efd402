"""The recovery key: its ceremony, and opening it when keys were lost."""

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.incidents import report_settings
from portal.incidents.staff.guards import team_only, team_with_vault
from portal.incidents.staff.keys import key_circles, recovery, sharing, vault
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.sealing import crypto
from portal.store import audit
from portal.web.page import found, get, keep, link, page, post, redirect_to, render, sent_text

_NOT_A_CODE = mark("This is not a code of these cards. Look for mistyped letters.")
_WRONG = mark("These two codes do not open the recovery key. Look for mistyped letters.")
_UNWANTED = mark("The council has not decided to have a recovery key.")


@page
@team_only
def recovery_page(request: Request, session: Session, account: Account) -> Response:
    """Tell whether there is a recovery key, and offer to make or to use one."""
    return _shown(request, session)


@page
@team_with_vault
def draw_recovery(
    request: Request, session: Session, account: Account, opened: vault.Vault
) -> Response:
    """Draw a recovery key and show its three codes, this once."""
    sharing.alone(session, opened.holder)
    _of_team(opened)
    if not report_settings.current(session).recovery_wanted:
        return _shown(request, session, {"recovery": Problem(_UNWANTED)})
    if refused := _refusal(session, opened):
        return _shown(request, session, {"recovery": refused})
    drawn = recovery.draw(session, today())
    audit.record(session, account.id or 0, "recovery.drawn", "recovery")
    checks = ",".join(recovery.check(code) for code in drawn.codes)
    return _cards(request, drawn.holder.id, checks, drawn.codes)


@page
@team_with_vault
def confirm_recovery(
    request: Request, session: Session, account: Account, opened: vault.Vault
) -> Response:
    """Let the recovery key count once a code typed back shows that the cards were kept."""
    sharing.alone(session, opened.holder)
    _of_team(opened)
    form = request.state.form
    fresh = found(recovery.waiting(session, sent_text(form, "key")))
    checks, code = sent_text(form, "checks"), crypto.parse_code(sent_text(form, "code"))
    if code is None or recovery.check(code) not in checks.split(","):
        return _cards(request, fresh.id, checks, problems={"code": Problem(_NOT_A_CODE)})
    if refused := _refusal(session, opened):
        return _shown(request, session, {"recovery": refused})
    given = recovery.confirm(session, opened, fresh, today())
    audit.record(session, account.id or 0, "recovery.made", "recovery", reports=given)
    return redirect_to(request, link("recovery") + "?made=yes")


@page
@team_with_vault
def use_recovery(
    request: Request, session: Session, account: Account, opened: vault.Vault
) -> Response:
    """Open the recovery key with two codes, and give the present team every report."""
    sharing.alone(session, opened.holder)
    first, second = (crypto.parse_code(sent_text(request.state.form, n)) for n in ("one", "two"))
    recovered = recovery.opened(session, first, second) if first and second else None
    if recovered is None or not recovery.may_use(opened.holder):
        keep(request)
        audit.record(session, account.id or 0, "recovery.failed", "recovery")
        return _shown(request, session, {"one": Problem(_WRONG)})
    given = recovery.restore(session, recovered, opened.holder)
    audit.record(session, account.id or 0, "recovery.used", "recovery", reports=given)
    return redirect_to(request, link("recovery") + "?used=yes")


def _refusal(session: Session, opened: vault.Vault) -> Problem | None:
    """Say why the earlier recovery key, which a new one ends, has to stay."""
    existing = recovery.current(session)
    return (
        key_circles.refusal(session, existing, by=opened.holder.account_id or 0)
        if existing
        else None
    )


def _of_team(opened: vault.Vault) -> None:
    if not sharing.is_of_team(opened.holder):
        raise HTTPException(403)


def _shown(request: Request, session: Session, problems: Problems | None = None) -> Response:
    decided = report_settings.current(session)
    return render(
        request,
        "incidents/staff/keys/recovery.html",
        existing=recovery.current(session),
        decided=decided.recovery_decided,
        wanted=decided.recovery_wanted,
        problems=problems,
    )


def _cards(
    request: Request,
    key: str,
    checks: str,
    codes: tuple[str, ...] = (),
    problems: Problems | None = None,
) -> Response:
    return render(
        request,
        "incidents/staff/keys/recovery_cards.html",
        key=key,
        checks=checks,
        codes=[crypto.format_code(code) for code in codes],
        drawn=today(),
        problems=problems,
    )


routes = [
    get("/staff/cases/recovery", recovery_page, name="recovery"),
    post("/staff/cases/recovery/draw", draw_recovery, name="draw_recovery"),
    post("/staff/cases/recovery/confirm", confirm_recovery, name="confirm_recovery"),
    post("/staff/cases/recovery/use", use_recovery, name="use_recovery"),
]
