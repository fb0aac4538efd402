"""Who holds keys: letting colleagues in, giving them cases, and ending keys."""

from dataclasses import dataclass

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, queries
from portal.accounts.models import Account, Role
from portal.incidents.models import KeyHolder
from portal.incidents.staff.guards import case_roles, with_vault
from portal.incidents.staff.keys import key_circles, sharing, vault
from portal.languages.i18n import today
from portal.store import audit
from portal.web.page import found, get, link, page, post, redirect_to, render

_HOLDERS = (*case_roles, Role.APPROVER, Role.ANALYST)

keys_only = guards.only(*_HOLDERS, Role.ADMINISTRATOR)
holder_with_vault = with_vault(guards.only(*_HOLDERS))


@dataclass(frozen=True)
class Row:
    """A key as the page shows it, and what the one who looks may do with it."""

    holder: KeyHolder
    name: str
    email: str
    mark: str
    opens: int
    shared: list[str]
    missing: int | None
    may_end: bool
    mine: bool


@page
@keys_only
def case_team(request: Request, session: Session, account: Account) -> Response:
    """Show who holds keys, since when, and whose have ended."""
    opened = vault.opened(request, session, account.id or 0)
    holders = sharing.listed(session)
    current = [_row(session, one, opened) for one in holders if one.retired is None]
    circles = [
        (label, [row for row in current if row.holder.circle is circle])
        for circle, label in key_circles.LABELS.items()
    ]
    return render(
        request,
        "incidents/staff/keys/team.html",
        circles=[(label, rows) for label, rows in circles if rows],
        ended=[(_name(session, one), one) for one in holders if one.retired],
        opened=opened,
        may_hold=bool(key_circles.open_to(account)),
        caseworker=account.holds(frozenset({Role.CASEWORKER})),
    )


@page
@holder_with_vault
def give_access(
    request: Request, session: Session, account: Account, opened: vault.Vault
) -> Response:
    """Let a colleague in, and give them the cases and shared keys that one can open oneself."""
    sharing.alone(session, opened.holder)
    holder = _asked(request, session)
    if not sharing.may_give(opened.holder, holder):
        raise HTTPException(403)
    given = sharing.give(session, opened, holder)
    _record(session, account, "keys.granted", holder, reports=given)
    return redirect_to(request, link("case_team") + "?given=yes")


@page
@holder_with_vault
def end_access(
    request: Request, session: Session, account: Account, opened: vault.Vault
) -> Response:
    """End a key, once it was read what that costs."""
    sharing.alone(session, opened.holder)
    holder = _asked(request, session)
    if not sharing.may_retire(opened.holder, holder):
        raise HTTPException(403)
    refused = key_circles.refusal(session, holder, by=account.id or 0)
    if refused or "confirmed" not in request.state.form:
        return render(
            request,
            "incidents/staff/keys/team_end.html",
            status=422 if refused else 200,
            holder=holder,
            name=_name(session, holder),
            label=key_circles.LABELS[holder.circle],
            refused=refused,
            losses=[refused] if refused else key_circles.loss(session, holder),
            anew=key_circles.ANEW,
        )
    sharing.leave(session, holder, today())
    _record(session, account, "keys.retired", holder)
    return redirect_to(request, link("case_team") + "?ended=yes")


def _row(session: Session, holder: KeyHolder, opened: vault.Vault | None) -> Row:
    owner = queries.by_id(session, holder.account_id or 0)
    giving = opened is not None and sharing.may_give(opened.holder, holder)
    return Row(
        holder=holder,
        name=owner.name if owner else "",
        email=owner.email if owner else "",
        mark=sharing.mark_of(holder),
        opens=sharing.opens(session, holder),
        shared=[key_circles.SHARED[one] for one in sharing.shared(session, holder)],
        missing=sharing.missing(session, opened.holder, holder) if opened and giving else None,
        may_end=opened is not None and sharing.may_retire(opened.holder, holder),
        mine=opened is not None and opened.holder.id == holder.id,
    )


def _name(session: Session, holder: KeyHolder) -> str:
    owner = queries.by_id(session, holder.account_id or 0)
    return owner.name if owner else ""


def _asked(request: Request, session: Session) -> KeyHolder:
    holder = found(session.get(KeyHolder, request.path_params["holder"]))
    return found(None if holder.retired else holder)


def _record(
    session: Session, account: Account, action: str, holder: KeyHolder, **details: int
) -> None:
    owner = queries.by_id(session, holder.account_id or 0)
    subject = owner.email if owner else holder.circle.value
    audit.record(session, account.id or 0, action, subject, circle=holder.circle.value, **details)


routes = [
    get("/staff/cases/team", case_team, name="case_team"),
    post("/staff/cases/team/{holder}/give", give_access, name="give_access"),
    post("/staff/cases/team/{holder}/end", end_access, name="end_access"),
]
