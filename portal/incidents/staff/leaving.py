"""What becomes of somebody's key when their account is reset or disabled, or loses its role."""

from sqlmodel import Session

from portal import audit
from portal.accounts import departures
from portal.accounts.departures import Roles
from portal.accounts.models import Account
from portal.i18n import today
from portal.incidents import keys
from portal.incidents.cases import sharing
from portal.incidents.models import KeyHolder
from portal.incidents.staff import circles
from portal.problems import Problem


def _warning(session: Session, account: Account, staying: Roles) -> Problem | None:
    holder = _ending(session, account, staying)
    return circles.loss(session, holder) if holder else None


def _retire(session: Session, account: Account, staying: Roles, actor: str | int) -> None:
    if holder := _ending(session, account, staying):
        sharing.leave(session, holder, today())
        audit.record(session, actor, "keys.retired", account.email, circle=holder.circle.value)


def _ending(session: Session, account: Account, staying: Roles) -> KeyHolder | None:
    holder = keys.of_account(session, account.id or 0)
    stays = holder is not None and circles.ROLES.get(holder.circle) in staying
    return None if stays else holder


departures.register("incidents.keys", _warning, _retire)
