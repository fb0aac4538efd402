"""What the operator may do with accounts, and the accounts of the demonstration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts import departures, forms, links, queries
from portal.accounts.models import Account, Role
from portal.accounts.signing_in import codes, passwords, proofs
from portal.problems import Problems
from portal.settings import Settings
from portal.store import audit
from portal.store.db import now
from portal.web.brought import Chapter
from portal.web.feature import Feature

DEMO_PASSWORD = "many voices, one place"  # noqa: S105 - shown to everybody who opens the demo
OPERATOR = "operator"

_DEMO = (
    ("officer@voices.example", "Olwen Officer", (Role.OFFICER,)),
    ("analyst@voices.example", "Anwen Analyst", (Role.ANALYST,)),
    ("administrator@voices.example", "Adil Administrator", (Role.ADMINISTRATOR,)),
    ("auditor@voices.example", "Aniela Auditor", (Role.AUDITOR,)),
    ("caseworker@voices.example", "Cerys Caseworker", (Role.CASEWORKER,)),
    ("caseworker2@voices.example", "Farah Caseworker", (Role.CASEWORKER,)),
    ("approver@voices.example", "Amrit Approver", (Role.APPROVER,)),
    ("partner@voices.example", "Pawel Partner", (Role.PARTNER,)),
    ("independent@voices.example", "Ines Independent", (Role.INDEPENDENT,)),
    ("everything@voices.example", "Sam Officer", tuple(Role)),
)


class AccountError(ValueError):
    """An account exists, there is none, or something has to be known first; the message says."""


@dataclass(frozen=True)
class DemoAccount:
    """How to sign in to the demonstration as somebody."""

    email: str
    name: str
    code: str


def create(
    session: Session,
    settings: Settings,
    email: str,
    name: str,
    roles: list[Role],
    actor: str | int = OPERATOR,
) -> str:
    """Create an account that waits for its owner, and give the invitation link."""
    said = forms.invited({"email": email, "name": name, "roles": roles})
    if said.problems:
        raise AccountError(" ".join(f"{field}: {wrong}" for field, wrong in _said(said.problems)))
    if queries.by_email(session, said.values["email"]):
        raise AccountError("An account already uses this address.")
    account = Account(
        email=said.values["email"],
        name=said.values["name"],
        roles=[role.value for role in roles],
        password_hash=passwords.unset(),
    )
    session.add(account)
    session.flush()
    audit.record(session, actor, "account.invited", account.email, roles=account.roles)
    return links.invitation(settings, account)


def reset(
    features: Sequence[Feature],
    session: Session,
    settings: Settings,
    email: str,
    *,
    confirmed: bool = False,
) -> str:
    """Let somebody who can no longer sign in begin anew, and give the link for it."""
    account = queries.by_email(session, email)
    if account is None:
        raise AccountError("There is no account with this address.")
    said = departures.warnings(features, session, departures.kept_out(account))
    warnings = [warning.message for warning in said]
    if warnings and not confirmed:
        raise AccountError(" ".join([*warnings, "If this has to be, run it again with --yes."]))
    reset_factor(features, session, account, OPERATOR)
    if account.disabled:
        account.disabled = False
        audit.record(session, OPERATOR, "account.enabled", account.email)
    return links.invitation(settings, account)


def reset_password(
    features: Sequence[Feature], session: Session, account: Account, actor: str | int
) -> None:
    """Make the password worthless, sign the account out, and end its waiting."""
    account.password_hash = passwords.unset()
    departures.follow(features, session, departures.kept_out(account), actor)
    queries.end_sessions(session, account)
    proofs.forgive(session, account)
    audit.record(session, actor, "account.password_reset", account.email)


def reset_factor(
    features: Sequence[Feature], session: Session, account: Account, actor: str | int
) -> None:
    """Forget the second factor, and the password too.

    With the password alone, whoever guessed it could set up a second factor of their own.
    """
    account.sealed_secret = ""
    account.recovery_codes = []
    reset_password(features, session, account, actor)
    audit.record(session, actor, "account.second_factor_reset", account.email)


def create_demo(session: Session, settings: Settings) -> None:
    """Create the accounts of the demonstration, ready to sign in."""
    for email, name, roles in _DEMO:
        create(session, settings, email, name, list(roles), actor="demo")
        if account := queries.by_email(session, email):
            account.password_hash = passwords.hashed(DEMO_PASSWORD)
            account.sealed_secret = codes.seal_secret(settings, account, codes.new_secret())
    session.flush()


def demo_accounts(
    session: Session, settings: Settings, now: datetime, *, only: Account | None = None
) -> list[DemoAccount]:
    """List how to sign in to the demonstration; elsewhere nobody is listed."""
    if not settings.demo:
        return []
    found = [queries.by_email(session, email) for email, _, _ in _DEMO]
    return [
        DemoAccount(account.email, account.name, _next_code(settings, account, now))
        for account in found
        if account and account.enrolled and (only is None or account.id == only.id)
    ]


def demo_chapter(
    request: Request, session: Session, *, only: Account | None = None
) -> Iterator[Chapter]:
    """Tell how to sign in to the demonstration as somebody of staff."""
    people = demo_accounts(session, request.state.settings, now(), only=only)
    if people:
        yield Chapter("accounts/staff/demo.html", {"people": people, "password": DEMO_PASSWORD})


def _next_code(settings: Settings, account: Account, now: datetime) -> str:
    return codes.next_code(codes.secret_of(settings, account), account.last_step, now)


def _said(problems: Problems) -> Iterator[tuple[str, str]]:
    for field, problem in problems.items():
        yield field, problem.message % problem.values
