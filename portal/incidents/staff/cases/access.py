"""What somebody has in hand: a case whose key they hold, the approvers' key, an agency's key."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.incidents.case_models import Conflict
from portal.incidents.models import Report
from portal.incidents.records.pieces import Item
from portal.incidents.rules import TeamKeyPurpose
from portal.incidents.staff.cases import languages
from portal.incidents.staff.guards import approver_with_vault, partner_with_vault
from portal.incidents.staff.keys.vault import Vault
from portal.incidents.staff.sharing.fields import Records
from portal.web.page import View


@dataclass(frozen=True)
class Case:
    """A case whose private key somebody has open."""

    account: Account
    vault: Vault
    report: Report
    private: bytes

    @property
    def number(self) -> int:
        """Give the number of the account that has the case open."""
        return self.account.id or 0

    def records(self, session: Session, *kinds: Item) -> Records:
        """Open the pieces of these kinds in their order."""
        return languages.opened(session, self.report, self.private, *kinds)


@dataclass(frozen=True)
class Approver:
    """Somebody who decides; `privates` open what is sealed to the approvers, if shared."""

    account: Account
    privates: list[bytes]

    @property
    def number(self) -> int:
        """Give the number of their account."""
        return self.account.id or 0


@dataclass(frozen=True)
class Partner:
    """Somebody of an agency with an open vault."""

    account: Account
    vault: Vault

    @property
    def number(self) -> int:
        """Give the number of their account."""
        return self.account.id or 0


CaseView = Callable[[Request, Session, Case], Response]
ApproverView = Callable[[Request, Session, Approver], Response]
PartnerView = Callable[[Request, Session, Partner], Response]


def with_approvers_key(view: ApproverView) -> View:
    """Hand a view the approver who asks."""

    @wraps(view)
    def opened(request: Request, session: Session, account: Account, vault: Vault) -> Response:
        privates = vault.team_privates(session, TeamKeyPurpose.CONTACT)
        return view(request, session, Approver(account, privates))

    return approver_with_vault(opened)


def with_partner(view: PartnerView) -> View:
    """Hand a view the member of an agency who asks."""

    @wraps(view)
    def opened(request: Request, session: Session, account: Account, vault: Vault) -> Response:
        return view(request, session, Partner(account, vault))

    return partner_with_vault(opened)


def is_kept_from(session: Session, report_id: str, account_id: int) -> bool:
    """Tell whether somebody must not read a report because of what or whom it is about."""
    return session.get(Conflict, (report_id, account_id)) is not None
