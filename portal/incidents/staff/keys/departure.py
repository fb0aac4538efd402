"""What becomes of somebody's key when their account is reset or disabled, or loses its role.

A key whose account is kept from signing in rests: its passphrase is not the password, so nobody
who resets an account opens anything with it. One whose role is taken away is ended, unless
something would be lost with it for good.
"""

from sqlmodel import Session

from portal.incidents.models import KeyHolder
from portal.incidents.records import keys
from portal.incidents.staff.guards import ROLES
from portal.incidents.staff.keys import key_circles, sharing
from portal.languages.i18n import today
from portal.problems import Problem
from portal.store import audit
from portal.web.feature import Consequences, Departure


def _refusal(session: Session, departure: Departure) -> Problem | None:
    if departure.stays_out:
        return None
    # Of two who are ended at the same time, each would count as the other's colleague.
    sharing.alone(session)
    holder = _leaving(session, departure)
    return key_circles.refusal(session, holder, departure.by) if holder else None


def _warnings(session: Session, departure: Departure) -> list[Problem]:
    holder = _leaving(session, departure)
    if holder is None or (departure.stays_out and holder.resting_since):
        return []
    if departure.stays_out:
        return key_circles.rest(session, holder)
    return [*key_circles.loss(session, holder), Problem(key_circles.FOR_GOOD)]


def _follow(session: Session, departure: Departure, actor: str | int) -> None:
    sharing.alone(session)
    holder = _leaving(session, departure)
    if holder is None:
        return
    if departure.stays_out:
        keys.rest(session, holder, today())
    else:
        sharing.leave(session, holder, today())
    action = "keys.rested" if departure.stays_out else "keys.retired"
    audit.record(session, actor, action, departure.email, circle=holder.circle.value)


def _leaving(session: Session, departure: Departure) -> KeyHolder | None:
    holder = keys.of_account(session, departure.account)
    stays = holder is not None and ROLES.get(holder.circle) in departure.staying
    return None if stays else holder


ON_DEPARTURE = Consequences(_refusal, _warnings, _follow)
