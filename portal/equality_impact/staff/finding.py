"""Finding the assessment that an officer works on, and what each page about it shows."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts import guards
from portal.accounts.models import Account
from portal.approvals import staff as approvals
from portal.equality_impact import keeping, looking, queries, rules
from portal.equality_impact.models import Assessment
from portal.equality_impact.staff import parts
from portal.forms.field import Ground
from portal.languages import i18n
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.page import found

either = guards.only(*approvals.ROLES)
"""Who can be asked to sign off reads what officers write."""

_WAITS = mark("It waits to be signed off. Take that back first, then change it.")


class Mine(NamedTuple):
    """An assessment, and who does something with it."""

    account: Account
    assessment: Assessment

    @property
    def by(self) -> int:
        """Give the number of the account."""
        return self.account.id or 0


def mine(request: Request, session: Session, account: Account) -> Mine:
    """Find the assessment of an address; of a form also so that nobody else changes it."""
    hold = request.method != "GET"
    one = queries.by_slug(session, request.path_params["slug"], hold=hold)
    return Mine(account, found(one))


def log(session: Session, mine: Mine, action: str, **details: Any) -> None:
    """Log what was done."""
    audit.record(session, mine.by, f"assessment.{action}", mine.assessment.slug, **details)


def unchangeable(session: Session, assessment: Assessment) -> Problems:
    """Say that nothing can be changed while somebody reads it to sign it off."""
    return {"waits": Problem(_WAITS)} if waits(session, assessment) else {}


def waits(session: Session, assessment: Assessment) -> bool:
    """Tell whether an assessment waits to be signed off, and its forms are not shown."""
    return queries.waiting(session, assessment) is not None


def ground(request: Request) -> Ground:
    """Give the languages in which words for everybody are written."""
    return Ground(request.state.council.languages)


def parts_of(request: Request, session: Session) -> Sequence[parts.Part]:
    """List the parts of every assessment of this council."""
    return parts.of_council(session, request.state.council)


def content(request: Request, session: Session, assessment: Assessment) -> dict[str, Any]:
    """Freeze what an assessment says now."""
    looked_at = looking.looked_at(request.state.council)
    return keeping.content_of(session, assessment, looked_at)


def lacks(request: Request, session: Session, assessment: Assessment) -> list[rules.Lack]:
    """List what an assessment lacks."""
    looked_at = looking.looked_at(request.state.council)
    return rules.lacks(content(request, session, assessment), looked_at, i18n.today())
